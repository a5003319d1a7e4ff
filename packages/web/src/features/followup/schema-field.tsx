import {
  Checkbox,
  FormControl,
  FormControlLabel,
  FormGroup,
  FormLabel,
  MenuItem,
  Switch,
  TextField,
} from '@mui/material';
import type { FormField } from './schema-fields.ts';

type SchemaFieldProps = {
  readonly field: FormField;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
};

const chosenOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function Choices({ field, value, onChange }: SchemaFieldProps) {
  const chosen = chosenOf(value);
  return (
    <FormControl component="fieldset">
      <FormLabel component="legend" sx={{ fontSize: 13 }}>
        {field.title}
      </FormLabel>
      <FormGroup row>
        {field.choices.map((choice) => (
          <FormControlLabel
            key={choice}
            label={choice}
            control={
              <Checkbox
                size="small"
                checked={chosen.includes(choice)}
                onChange={(_event, isOn) =>
                  onChange(
                    field.choices.filter((one) => (one === choice ? isOn : chosen.includes(one))),
                  )
                }
              />
            }
          />
        ))}
      </FormGroup>
    </FormControl>
  );
}

/** One field of a facility's form. */
export function SchemaField({ field, value, onChange }: SchemaFieldProps) {
  if (field.kind === 'choices') {
    return <Choices field={field} value={value} onChange={onChange} />;
  }
  if (field.kind === 'switch') {
    return (
      <FormControlLabel
        label={field.title}
        control={<Switch checked={value === true} onChange={(_event, isOn) => onChange(isOn)} />}
      />
    );
  }
  const isNumber = field.kind === 'number';
  return (
    <TextField
      label={field.title}
      required={field.isRequired}
      select={field.kind === 'choice'}
      type={isNumber ? 'number' : field.kind === 'date' ? 'date' : 'text'}
      value={typeof value === 'string' || typeof value === 'number' ? value : ''}
      onChange={({ target }) => {
        const isFilled = target.value !== '';
        onChange(isNumber && isFilled ? Number(target.value) : isFilled ? target.value : undefined);
      }}
      slotProps={{
        inputLabel: { shrink: true },
        htmlInput: { min: field.least, max: field.most, step: isNumber ? 'any' : undefined },
      }}
    >
      {field.choices.map((choice) => (
        <MenuItem key={choice} value={choice}>
          {choice}
        </MenuItem>
      ))}
    </TextField>
  );
}
