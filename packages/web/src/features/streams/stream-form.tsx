import { Checkbox, FormControlLabel, MenuItem, Stack, TextField } from '@mui/material';
import { type FieldCodes, fieldProblem } from '../../api/field-problem.ts';
import { WhoSees } from '../../ui/who-sees.tsx';
import { type StreamBefore, type StreamEdit, tellStream } from './stream-edit.ts';
import { readProgrammes, SURVEYS } from './stream-words.ts';

export const STREAM_CODES: FieldCodes = { name: ['already_exists'] };
export const STREAM_FIELDS = ['name', 'altdata'] as const;

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
        <TextField
          select
          label="Survey"
          value={edit.survey}
          onChange={(event) => onChange({ survey: event.target.value })}
          sx={{ flex: 1 }}
        >
          {Object.entries(SURVEYS).map(([survey, { name }]) => (
            <MenuItem key={survey} value={survey}>
              {name}
            </MenuItem>
          ))}
        </TextField>
        <TextField
          label="Programmes"
          required
          value={edit.programmes}
          error={programmeProblem !== null}
          helperText={programmeProblem ?? 'Of ZTF 1: public, 2: partnership, 3: Caltech'}
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
