import { Checkbox, FormControlLabel } from '@mui/material';

type CheckLineProps = {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
};

/** A box to tick in a form, whose edge is that of the fields above it. */
export function CheckLine({ label, checked, onChange }: CheckLineProps) {
  return (
    <FormControlLabel
      sx={{ ml: '-9px !important' }}
      control={
        <Checkbox
          size="small"
          checked={checked}
          onChange={(_event, isChecked) => onChange(isChecked)}
        />
      }
      label={label}
    />
  );
}
