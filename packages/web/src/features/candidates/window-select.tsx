import { MenuItem, TextField } from '@mui/material';
import { describeHours, LAST_HOURS, type TimeWindow, toInputValue } from './time-window.ts';
import { WindowDates } from './window-dates.tsx';

type WindowSelectProps = {
  readonly window: TimeWindow;
  readonly onChange: (window: TimeWindow) => void;
};

const MS_PER_DAY = 86_400_000;

function windowOf(choice: string): TimeWindow {
  const now = Date.now();
  const start = toInputValue(new Date(now - MS_PER_DAY));
  if (choice === 'scan') return { kind: 'scan' };
  if (choice === 'since') return { kind: 'since', start };
  if (choice === 'custom') return { kind: 'custom', start, end: toInputValue(new Date(now)) };
  return { kind: 'last', hours: Number(choice) };
}

/** The window of passing times: the last hours, since a moment, or between two. */
export function WindowSelect({ window, onChange }: WindowSelectProps) {
  const choice = window.kind === 'last' ? String(window.hours) : window.kind;
  return (
    <>
      <TextField
        select
        fullWidth
        label="Passed"
        value={choice}
        onChange={(event) => onChange(windowOf(event.target.value))}
      >
        <MenuItem value="scan">since my last scan</MenuItem>
        {LAST_HOURS.map((hours) => (
          <MenuItem key={hours} value={String(hours)}>
            in the last {describeHours(hours)}
          </MenuItem>
        ))}
        <MenuItem value="since">since…</MenuItem>
        <MenuItem value="custom">between…</MenuItem>
      </TextField>
      {(window.kind === 'since' || window.kind === 'custom') && (
        <WindowDates window={window} onChange={onChange} />
      )}
    </>
  );
}
