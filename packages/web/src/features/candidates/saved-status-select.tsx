import { MenuItem, TextField } from '@mui/material';
import { SAVED_STATUS_LABELS, SAVED_STATUSES, type SavedStatus } from './saved-status.ts';

type SavedStatusSelectProps = {
  readonly value: SavedStatus;
  readonly onChange: (status: SavedStatus) => void;
};

export function SavedStatusSelect({ value, onChange }: SavedStatusSelectProps) {
  const choose = (text: string) => {
    const status = SAVED_STATUSES.find((item) => item === text);
    if (status !== undefined) onChange(status);
  };
  return (
    <TextField
      select
      fullWidth
      label="Saved"
      value={value}
      onChange={(event) => choose(event.target.value)}
    >
      {SAVED_STATUSES.map((status) => (
        <MenuItem key={status} value={status}>
          {SAVED_STATUS_LABELS[status]}
        </MenuItem>
      ))}
    </TextField>
  );
}
