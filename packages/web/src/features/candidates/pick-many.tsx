import { Checkbox, ListItemText, MenuItem, TextField } from '@mui/material';
import type { Option } from './use-filter-groups.ts';

type PickManyProps = {
  readonly id?: string;
  readonly label: string;
  /** Shown when nothing is chosen, which means everything. */
  readonly allLabel: string;
  readonly options: readonly Option[];
  readonly chosen: readonly number[];
  readonly onChoose: (ids: readonly number[]) => void;
};

/** A select of several; none chosen means all. */
export function PickMany({ id, label, allLabel, options, chosen, onChoose }: PickManyProps) {
  const known = chosen.filter((chosenId) => options.some((option) => option.id === chosenId));
  const nameOf = (ids: unknown) => {
    const names = options.filter((option) => Array.isArray(ids) && ids.includes(option.id));
    return names.length === 0 ? allLabel : names.map((option) => option.name).join(', ');
  };
  const choose = (value: unknown) => {
    if (Array.isArray(value)) onChoose(value.filter((item) => typeof item === 'number'));
  };
  return (
    <TextField
      id={id}
      select
      fullWidth
      label={label}
      value={known}
      onChange={(event) => choose(event.target.value)}
      slotProps={{
        select: { multiple: true, displayEmpty: true, renderValue: nameOf },
        inputLabel: { shrink: true },
      }}
    >
      {options.length === 0 && <MenuItem disabled>None yet</MenuItem>}
      {options.map((option) => (
        <MenuItem key={option.id} value={option.id} dense sx={{ minHeight: 40, py: 0 }}>
          <Checkbox
            checked={known.includes(option.id)}
            size="small"
            tabIndex={-1}
            slotProps={{ input: { 'aria-hidden': true, tabIndex: -1 } }}
          />
          <ListItemText primary={option.name} />
        </MenuItem>
      ))}
    </TextField>
  );
}
