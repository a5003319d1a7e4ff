import { Box, Button, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import type { Classification } from '../../api/types.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { useChangeProbabilityMutation } from './classifications.api.ts';
import { readProbability } from './taxonomy-classes.ts';

type ProbabilityFormProps = {
  readonly objId: string;
  readonly said: Classification;
  readonly onDone: () => void;
};

/** Changes how probable somebody's classification is. */
export function ProbabilityForm({ objId, said, onDone }: ProbabilityFormProps) {
  const [text, setText] = useState(said.probability === null ? '' : String(said.probability));
  const [change, { error, isLoading }] = useChangeProbabilityMutation();
  const probability = readProbability(text);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (probability === undefined) return;
    change({ id: said.id, objId, probability })
      .unwrap()
      .then(onDone, () => undefined);
  };
  return (
    <Box component="form" onSubmit={submit} sx={{ display: 'flex', gap: 1, pt: 1 }}>
      <TextField
        label={`Probability of ${said.classification}`}
        value={text}
        autoFocus
        onChange={(event) => setText(event.target.value)}
        error={probability === undefined}
        helperText={probability === undefined ? '0 to 1, or a percentage' : undefined}
        slotProps={{ htmlInput: { inputMode: 'decimal' } }}
      />
      <Button type="submit" variant="contained" disabled={isLoading || probability === undefined}>
        Save
      </Button>
      <Button onClick={onDone}>Cancel</Button>
      {error !== undefined && <ErrorNotice what="Not changed" error={error} />}
    </Box>
  );
}
