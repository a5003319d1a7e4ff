import { Box, Button, MenuItem, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Panel } from '../../ui/panel.tsx';
import { TextLine } from '../../ui/text-line.tsx';
import { useProfile } from '../session/use-profile.ts';
import { useGetTelescopesQuery } from '../telescopes/telescopes.api.ts';
import { useGetRunInstrumentsQuery, useMakeRunMutation } from './observing.api.ts';

const today = () => new Date().toISOString().slice(0, 10);

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

/** Makes a run. */
export function RunForm({ onDone }: { readonly onDone: () => void }) {
  const groups = (useProfile()?.groups ?? []).filter((group) => !group.single_user_group);
  const instruments = useGetRunInstrumentsQuery().data ?? [];
  const telescopes = useGetTelescopesQuery().data ?? [];
  const [make, { error, isLoading }] = useMakeRunMutation();
  const [instrument, setInstrument] = useState('');
  const [group, setGroup] = useState('');
  const [date, setDate] = useState(today);
  const [nights, setNights] = useState('1');
  const [pi, setPi] = useState('');
  const [observers, setObservers] = useState('');
  const nameOf = (id: number) => telescopes.find((one) => one.id === id)?.nickname ?? '';
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
  return (
    <Panel title="A new run">
      <Box
        component="form"
        onSubmit={(event: FormEvent) => void submit(event)}
        sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}
      >
        <Choice
          label="Instrument"
          value={instrument}
          onChange={setInstrument}
          options={instruments.map((one) => [
            String(one.id),
            `${one.name} (${nameOf(one.telescope_id)})`,
          ])}
        />
        <Choice
          label="For"
          value={group}
          onChange={setGroup}
          options={[
            ...groups.map((one) => [String(one.id), one.nickname ?? one.name] as const),
            [EVERYONE, 'Everyone here'],
          ]}
        />
        <TextLine
          label="First evening"
          type="date"
          isRequired
          value={date}
          problem={null}
          onChange={setDate}
        />
        <TextLine
          label="Nights"
          isRequired
          value={nights}
          problem={/^[1-9]\d{0,2}$/.test(nights) ? null : 'A number from 1'}
          onChange={setNights}
        />
        <TextLine label="PI" value={pi} problem={null} onChange={setPi} />
        <TextLine label="Observers" value={observers} problem={null} onChange={setObservers} />
        <Box sx={{ flex: '1 1 100%', display: 'flex', gap: 1 }}>
          <Button
            type="submit"
            variant="contained"
            disabled={isLoading || instrument === '' || group === ''}
          >
            Make it
          </Button>
          <Button onClick={onDone}>Cancel</Button>
        </Box>
        {error !== undefined && <ErrorNotice what="Not made" error={error} />}
      </Box>
    </Panel>
  );
}
