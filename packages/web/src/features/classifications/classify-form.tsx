import { Box, Button, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { GroupsPicker, idsOf } from '../groups/groups-picker.tsx';
import { ClassPicker } from './class-picker.tsx';
import type { NewClassification } from './classifications.api.ts';
import { readProbability, type TaxonomyClass } from './taxonomy-classes.ts';

type ClassifyFormProps = {
  readonly objId: string;
  readonly autoFocus?: boolean;
  /** Sends it; a promise that is refused keeps what was chosen, and tells why. */
  readonly onSubmit: (said: NewClassification) => Promise<unknown>;
  readonly onCancel?: () => void;
};

/** Says what an object is: a class, how probable it is, and for whom. */
export function ClassifyForm({ objId, autoFocus, onSubmit, onCancel }: ClassifyFormProps) {
  const [chosen, setChosen] = useState<TaxonomyClass | null>(null);
  const [text, setText] = useState('');
  const [groups, setGroups] = useState<readonly { id: number; name: string }[]>([]);
  const [state, setState] = useState<{ isBusy: boolean; error?: unknown }>({ isBusy: false });
  const probability = readProbability(text);
  const isReady = chosen !== null && probability !== undefined && !state.isBusy;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    if (chosen === null || probability === undefined || state.isBusy) return;
    setState({ isBusy: true });
    try {
      await onSubmit({
        obj_id: objId,
        classification: chosen.name,
        taxonomy_id: chosen.taxonomyId,
        probability,
        ...(groups.length > 0 ? { group_ids: idsOf(groups) } : {}),
      });
      setChosen(null);
      setText('');
      setState({ isBusy: false });
    } catch (error) {
      setState({ isBusy: false, error });
    }
  };
  return (
    <Box component="form" aria-label={`Classify ${objId}`} onSubmit={submit} noValidate>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'flex-start', pt: 1 }}>
        <ClassPicker value={chosen} onChoose={setChosen} autoFocus={autoFocus ?? false} />
        <TextField
          label="Probability"
          value={text}
          onChange={(event) => setText(event.target.value)}
          error={probability === undefined}
          helperText={probability === undefined ? '0 to 1, or a percentage' : undefined}
          slotProps={{ htmlInput: { inputMode: 'decimal' } }}
          sx={{ flex: '0 1 110px' }}
        />
        <GroupsPicker label="For" placeholder="everyone" chosen={groups} onChoose={setGroups} />
        <Button type="submit" variant="contained" disabled={!isReady} sx={{ minHeight: 38 }}>
          Classify
        </Button>
        {onCancel && (
          <Button onClick={onCancel} sx={{ minHeight: 38 }}>
            Cancel
          </Button>
        )}
      </Box>
      {state.error !== undefined && <ErrorNotice what="Not classified" error={state.error} />}
    </Box>
  );
}
