import { Box, TextField } from '@mui/material';
import type { TimeWindow } from './time-window.ts';

type WindowDatesProps = {
  readonly window: Extract<TimeWindow, { kind: 'since' | 'custom' }>;
  readonly onChange: (window: TimeWindow) => void;
};

type DateFieldProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
};

function DateField({ label, value, onChange }: DateFieldProps) {
  return (
    <TextField
      type="datetime-local"
      label={label}
      value={value}
      // A field being cleared is not yet a date.
      onChange={(event) => event.target.value !== '' && onChange(event.target.value)}
      slotProps={{ inputLabel: { shrink: true } }}
    />
  );
}

/** The moments of a window that has them, in UTC. */
export function WindowDates({ window, onChange }: WindowDatesProps) {
  return (
    <Box sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', gridColumn: '1 / -1', order: 9 }}>
      <DateField
        label="From (UTC)"
        value={window.start}
        onChange={(start) => onChange({ ...window, start })}
      />
      {window.kind === 'custom' && (
        <DateField
          label="To (UTC)"
          value={window.end}
          onChange={(end) => onChange({ ...window, end })}
        />
      )}
    </Box>
  );
}
