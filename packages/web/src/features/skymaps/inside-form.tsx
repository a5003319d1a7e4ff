import { Box, MenuItem, TextField } from '@mui/material';
import type { Inside } from './inside.ts';

const PERCENTS = [50, 90, 95, 99] as const;
const SPANS = [
  ['any', 'at any time'],
  ['1', 'within a day after'],
  ['3', 'within 3 days after'],
  ['7', 'within a week after'],
  ['30', 'within 30 days after'],
] as const;
type InsideFormProps = {
  readonly value: Inside;
  readonly onChange: (value: Inside) => void;
};

/** What is looked for, in which region, and when it was first seen. */
export function InsideForm({ value, onChange }: InsideFormProps) {
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 1.25,
        gridTemplateColumns: 'repeat(auto-fill, minmax(150px, 1fr))',
      }}
    >
      <TextField
        select
        label="Show"
        value={value.kind}
        onChange={(event) =>
          onChange({
            ...value,
            kind: event.target.value === 'candidates' ? 'candidates' : 'sources',
          })
        }
      >
        <MenuItem value="sources">saved sources</MenuItem>
        <MenuItem value="candidates">candidates</MenuItem>
      </TextField>
      <TextField
        select
        label="Within"
        value={String(value.percent)}
        onChange={(event) => onChange({ ...value, percent: Number(event.target.value) })}
      >
        {PERCENTS.map((percent) => (
          <MenuItem key={percent} value={String(percent)}>
            {percent} %
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        label="First seen"
        value={value.withinDays === null ? 'any' : String(value.withinDays)}
        onChange={({ target }) =>
          onChange({ ...value, withinDays: target.value === 'any' ? null : Number(target.value) })
        }
      >
        {SPANS.map(([days, words]) => (
          <MenuItem key={days} value={days}>
            {words}
          </MenuItem>
        ))}
      </TextField>
    </Box>
  );
}
