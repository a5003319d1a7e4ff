import { Checkbox, FormControlLabel, MenuItem, Stack, TextField } from '@mui/material';
import { type FieldCodes, fieldProblem } from '../../api/field-problem.ts';
import { WhoSees } from '../../ui/who-sees.tsx';
import { describeProgrammes, readProgrammes } from './stream-words.ts';
import type { StreamFields } from './streams.api.ts';

export const STREAM_CODES: FieldCodes = { name: ['already_exists'] };
export const STREAM_FIELDS = ['name', 'altdata'] as const;

export type StreamEdit = {
  readonly name: string;
  readonly programmes: string;
  readonly autoJoin: boolean;
};

export const NO_STREAM: StreamEdit = { name: '', programmes: '1', autoJoin: false };

/** The edit as the API takes it; null where it is not complete. */
export function fieldsOf(edit: StreamEdit): StreamFields | null {
  const selector = readProgrammes(edit.programmes);
  const name = edit.name.trim();
  if (selector === null || name === '') return null;
  return { name, altdata: { collection: 'ZTF_alerts', selector }, auto_join: edit.autoJoin };
}

/** What stands now; null for a stream that is yet to be made. */
export type StreamBefore = {
  readonly programmes: readonly number[];
  readonly autoJoin: boolean;
  readonly readers: number;
};

function count(readers: number): string {
  return readers === 1 ? 'its 1 reader' : `its ${readers} readers`;
}

/** To whom a stream opens which data. */
export function tellStream(edit: StreamEdit, before: StreamBefore | null): readonly string[] {
  const programmes = readProgrammes(edit.programmes);
  if (programmes === null) return ['Name the programmes first.'];
  const all = `Its readers see all alerts of ${describeProgrammes('ztf', programmes)}, old ones too, with their cutouts and light curves.`;
  const whom = edit.autoJoin
    ? 'Everyone who has an account reads it, at once, and so does everyone who comes.'
    : 'Nobody reads it but those whom a System admin lets in, one by one.';
  if (before === null) return [all, whom];
  const opened = programmes.filter((id) => !before.programmes.includes(id));
  const closed = before.programmes.filter((id) => !programmes.includes(id));
  const stops = before.autoJoin && !edit.autoJoin;
  return [
    all,
    stops
      ? `${count(before.readers)} keep it; who comes later reads it only when let in.`
      : edit.autoJoin && !before.autoJoin
        ? whom
        : '',
    opened.length === 0
      ? ''
      : `Opens ${describeProgrammes('ztf', opened)} to ${count(before.readers)} at once.`,
    closed.length === 0
      ? ''
      : `Closes ${describeProgrammes('ztf', closed)} to ${count(before.readers)} at once, unless another stream gives it.`,
  ].filter((text) => text !== '');
}

type StreamFormProps = {
  readonly edit: StreamEdit;
  readonly before: StreamBefore | null;
  readonly error: unknown;
  readonly onChange: (change: Partial<StreamEdit>) => void;
};

/** A stream's fields, and to whom they open what. */
export function StreamForm({ edit, before, error, onChange }: StreamFormProps) {
  const nameProblem = fieldProblem(error, 'name', STREAM_CODES);
  const areRead = readProgrammes(edit.programmes) !== null;
  const programmeProblem =
    fieldProblem(error, 'altdata') ?? (areRead ? null : 'Whole numbers, such as 1, 2');
  return (
    <Stack spacing={2} sx={{ pt: 1 }}>
      <TextField
        label="Name"
        required
        value={edit.name}
        error={nameProblem !== null}
        helperText={nameProblem}
        onChange={(event) => onChange({ name: event.target.value })}
        slotProps={{ htmlInput: { maxLength: 200 } }}
      />
      <Stack direction={{ xs: 'column', sm: 'row' }} spacing={1.5}>
        <TextField select label="Survey" value="ztf" sx={{ flex: 1 }}>
          <MenuItem value="ztf">ZTF</MenuItem>
        </TextField>
        <TextField
          label="Programmes"
          required
          value={edit.programmes}
          error={programmeProblem !== null}
          helperText={programmeProblem ?? '1: public, 2: partnership, 3: Caltech'}
          onChange={(event) => onChange({ programmes: event.target.value })}
          sx={{ flex: 2 }}
        />
      </Stack>
      <FormControlLabel
        sx={{ ml: '-9px !important' }}
        control={
          <Checkbox
            size="small"
            checked={edit.autoJoin}
            onChange={(_event, autoJoin) => onChange({ autoJoin })}
          />
        }
        label="Everyone reads it"
      />
      <WhoSees>
        {tellStream(edit, before).map((text) => (
          <p key={text}>{text}</p>
        ))}
      </WhoSees>
    </Stack>
  );
}
