import { Box, Button, MenuItem, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { TextLine } from '../../ui/text-line.tsx';
import { useProfile } from '../session/use-profile.ts';
import { useGetTelescopesQuery } from '../telescopes/telescopes.api.ts';
import { useGetRunInstrumentsQuery, useMakeRunMutation } from './observing.api.ts';

type ChoiceProps = {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [value: string, label: string])[];
  readonly onChange: (value: string) => void;
};

function Choice({ label, value, options, onChange }: ChoiceProps) {
  return (
    <TextField
      select
      required
      label={label}
      value={value}
      onChange={({ target }) => onChange(target.value)}
      sx={{ flex: '1 1 210px' }}
    >
      {options.map(([option, words]) => (
        <MenuItem key={option} value={option}>
          {words}
        </MenuItem>
      ))}
    </TextField>
  );
}

const EVERYONE = 'everyone';

type Draft = {
  readonly instrument: string;
  readonly group: string;
  readonly date: string;
  readonly nights: string;
  readonly pi: string;
  readonly observers: string;
};

const emptyDraft = (): Draft => ({
  ...{ instrument: '', group: '', nights: '1', pi: '', observers: '' },
  date: new Date().toISOString().slice(0, 10),
});

const isCount = (text: string) => /^[1-9]\d{0,2}$/.test(text);

type FieldsProps = {
  readonly draft: Draft;
  readonly onChange: (change: Partial<Draft>) => void;
};

function Fields({ draft, onChange }: FieldsProps) {
  const groups = (useProfile()?.groups ?? []).filter((group) => !group.single_user_group);
  const instruments = useGetRunInstrumentsQuery().data ?? [];
  const telescopes = useGetTelescopesQuery().data ?? [];
  const nameOf = (id: number) => telescopes.find((one) => one.id === id)?.nickname ?? '';
  const line = (label: string, name: 'pi' | 'observers') => (
    <TextLine
      label={label}
      value={draft[name]}
      problem={null}
      onChange={(text) => onChange({ [name]: text })}
    />
  );
  return (
    <>
      <Choice
        label="Instrument"
        value={draft.instrument}
        onChange={(instrument) => onChange({ instrument })}
        options={instruments.map((one) => [
          String(one.id),
          `${one.name} (${nameOf(one.telescope_id)})`,
        ])}
      />
      <Choice
        label="For"
        value={draft.group}
        onChange={(group) => onChange({ group })}
        options={[
          ...groups.map((one) => [String(one.id), one.nickname ?? one.name] as const),
          [EVERYONE, 'Everyone here'],
        ]}
      />
      <TextLine
        label="First evening"
        type="date"
        isRequired
        value={draft.date}
        problem={null}
        onChange={(date) => onChange({ date })}
      />
      <TextLine
        label="Nights"
        isRequired
        value={draft.nights}
        problem={isCount(draft.nights) ? null : 'A number from 1'}
        onChange={(nights) => onChange({ nights })}
      />
      {line('PI', 'pi')}
      {line('Observers', 'observers')}
    </>
  );
}

/** Makes a run. */
export function RunForm({ onDone }: { readonly onDone: () => void }) {
  const [make, { error, isLoading }] = useMakeRunMutation();
  const [draft, setDraft] = useState(emptyDraft);
  const { instrument, group, date, nights, pi, observers } = draft;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const made = await make({
      instrument_id: Number(instrument),
      calendar_date: date,
      duration: Number(nights),
      pi,
      observers,
      group_id: group === EVERYONE ? null : Number(group),
    });
    if (made.error === undefined) onDone();
  };
  const isReady = instrument !== '' && group !== '' && isCount(nights);
  return (
    <Panel title="A new run">
      <Box
        component="form"
        onSubmit={(event: FormEvent) => void submit(event)}
        sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}
      >
        <Fields draft={draft} onChange={(change) => setDraft({ ...draft, ...change })} />
        <Box sx={{ flex: '1 1 100%', display: 'flex', gap: 1 }}>
          <Button type="submit" variant="contained" disabled={isLoading || !isReady}>
            Make it
          </Button>
          <Button onClick={onDone}>Cancel</Button>
        </Box>
        {error !== undefined && <ErrorNotice what="Not made" error={error} />}
      </Box>
    </Panel>
  );
}
