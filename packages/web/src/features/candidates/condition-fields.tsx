import { Box, Checkbox, FormControlLabel, MenuItem, TextField } from '@mui/material';
import { type ReactNode, useId, useState } from 'react';

type GroupProps = { readonly title: string; readonly children: ReactNode };

/** Conditions that belong together. */
export function ConditionGroup({ title, children }: GroupProps) {
  return (
    <Box component="fieldset" sx={{ border: 0, p: 0, m: 0, mt: 1.75, minWidth: 0 }}>
      <Box component="legend" sx={{ fontSize: 13, fontWeight: 650, p: 0, mb: 1 }}>
        {title}
      </Box>
      <Box
        sx={{
          display: 'grid',
          gap: 1.25,
          alignItems: 'center',
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'repeat(3, minmax(0, 1fr))' },
        }}
      >
        {children}
      </Box>
    </Box>
  );
}

type NumberFieldProps = {
  readonly label: string;
  readonly value: number | null;
  readonly min?: number;
  readonly max?: number;
  readonly isWhole?: boolean;
  readonly onChange: (value: number | null) => void;
};

/** A number, or nothing; what is not one is marked and changes nothing. */
export function NumberField({ label, value, min, max, isWhole, onChange }: NumberFieldProps) {
  const [text, setText] = useState(value === null ? '' : String(value));
  // Cleared from outside.
  const shown = value === null && Number.isFinite(Number(text)) ? '' : text;
  const isGood = (number: number) =>
    Number.isFinite(number) &&
    (min === undefined || number >= min) &&
    (max === undefined || number <= max) &&
    (!isWhole || Number.isInteger(number));
  const isWrong = shown.trim() !== '' && !isGood(Number(shown));
  const change = (next: string) => {
    setText(next);
    if (next.trim() === '') onChange(null);
    else if (isGood(Number(next))) onChange(Number(next));
    else onChange(null);
  };
  return (
    <TextField
      label={label}
      value={isWrong ? text : shown}
      error={isWrong}
      helperText={isWrong ? 'not such a number' : undefined}
      onChange={(event) => change(event.target.value)}
      slotProps={{ htmlInput: { inputMode: 'decimal' } }}
    />
  );
}

type WordFieldProps = {
  readonly label: string;
  readonly value: string | null;
  readonly type?: 'text' | 'datetime-local';
  readonly suggestions?: readonly string[];
  readonly onChange: (value: string | null) => void;
};

/** A word or a moment, or nothing; with what one may mean. */
export function WordField({ label, value, type = 'text', suggestions, onChange }: WordFieldProps) {
  const listId = useId();
  return (
    <>
      <TextField
        label={label}
        type={type}
        value={value ?? ''}
        onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
        slotProps={{
          htmlInput: { maxLength: 255, ...(suggestions ? { list: listId } : {}) },
          ...(type === 'text' ? {} : { inputLabel: { shrink: true } }),
        }}
      />
      {suggestions && (
        <datalist id={listId}>
          {suggestions.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
    </>
  );
}

type TickFieldProps = {
  readonly label: string;
  readonly value: boolean;
  readonly onChange: (value: boolean) => void;
};

/** Yes or no. */
export function TickField({ label, value, onChange }: TickFieldProps) {
  return (
    <FormControlLabel
      control={<Checkbox checked={value} onChange={(_event, isOn) => onChange(isOn)} />}
      label={label}
      slotProps={{ typography: { sx: { fontSize: 13 } } }}
    />
  );
}

type ChoiceFieldProps<T extends string> = {
  readonly label: string;
  readonly value: T;
  readonly choices: readonly (readonly [T, string])[];
  readonly onChange: (value: T) => void;
};

/** One of a few. */
export function ChoiceField<T extends string>(props: ChoiceFieldProps<T>) {
  const { label, value, choices, onChange } = props;
  const pick = (text: string) => {
    const found = choices.find(([choice]) => choice === text);
    if (found) onChange(found[0]);
  };
  return (
    <TextField select label={label} value={value} onChange={(event) => pick(event.target.value)}>
      {choices.map(([choice, words]) => (
        <MenuItem key={choice} value={choice}>
          {words}
        </MenuItem>
      ))}
    </TextField>
  );
}
