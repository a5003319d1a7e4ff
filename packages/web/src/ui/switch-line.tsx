import { FormControlLabel, Switch } from '@mui/material';

type SwitchLineProps = {
  readonly label: string;
  readonly isOn: boolean;
  readonly isDisabled?: boolean;
  readonly title?: string;
  readonly onToggle: (isOn: boolean) => void;
};

/** Something that is on or off, with its name behind it. */
export function SwitchLine({ label, isOn, isDisabled = false, title, onToggle }: SwitchLineProps) {
  return (
    <FormControlLabel
      title={title}
      sx={{ ml: -0.5 }}
      disabled={isDisabled}
      control={
        <Switch size="small" checked={isOn} onChange={(_event, checked) => onToggle(checked)} />
      }
      label={label}
      slotProps={{ typography: { sx: { fontSize: 13 } } }}
    />
  );
}
