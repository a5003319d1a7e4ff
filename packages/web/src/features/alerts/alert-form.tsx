import { Box, Button, MenuItem, Paper, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { useGetFiltersQuery } from '../filters/filters.api.ts';
import { type AlertQuery, isAsking, NO_QUERY, queryProblems } from './alert-query.ts';

type AlertFormProps = {
  readonly query: AlertQuery;
  readonly onSearch: (query: AlertQuery) => void;
};

type FieldOptions = {
  readonly hint?: string;
  readonly type?: string;
  readonly wide?: boolean;
};

type FilterSelectProps = {
  readonly value: string;
  readonly onChange: (filterId: string) => void;
};

function FilterSelect({ value, onChange }: FilterSelectProps) {
  const { data: filters } = useGetFiltersQuery();
  return (
    <TextField
      select
      label="Passed the filter"
      value={filters === undefined ? '' : value}
      onChange={(event) => onChange(event.target.value)}
    >
      <MenuItem value="">any or none</MenuItem>
      {(filters ?? []).map(({ id, name }) => (
        <MenuItem key={id} value={String(id)}>
          {name}
        </MenuItem>
      ))}
    </TextField>
  );
}

/** What of the archive is looked for. */
export function AlertForm({ query, onSearch }: AlertFormProps) {
  const [draft, setDraft] = useState(query);
  const problems = queryProblems(draft);
  const isReady = isAsking(draft) && Object.keys(problems).length === 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isReady) onSearch(draft);
  };
  const field = (name: keyof AlertQuery, label: string, options: FieldOptions = {}) => (
    <TextField
      label={label}
      value={draft[name]}
      type={options.type ?? 'text'}
      error={problems[name] !== undefined}
      helperText={problems[name] ?? options.hint}
      onChange={(event) => setDraft({ ...draft, [name]: event.target.value })}
      slotProps={options.type === 'datetime-local' ? { inputLabel: { shrink: true } } : {}}
      sx={{ gridColumn: options.wide ? { sm: 'span 2' } : undefined }}
    />
  );
  return (
    <Paper
      variant="outlined"
      component="form"
      aria-label="Search alerts"
      onSubmit={submit}
      sx={{ p: 1.5 }}
    >
      <Box
        sx={{
          display: 'grid',
          gap: 1.25,
          gridTemplateColumns: 'repeat(auto-fill, minmax(170px, 1fr))',
        }}
      >
        {field('place', 'Position', { hint: 'Of any form; ICRS', wide: true })}
        {field('radius', 'Radius (″)')}
        {field('objectId', 'Object', { hint: 'Several with commas' })}
        {field('candid', 'Alert number (candid)')}
        <FilterSelect
          value={draft.filterId}
          onChange={(filterId) => setDraft({ ...draft, filterId })}
        />
        {field('since', 'Taken after (UTC)', { type: 'datetime-local' })}
        {field('before', 'Taken before (UTC)', { type: 'datetime-local' })}
      </Box>
      <Box sx={{ display: 'flex', gap: 1, mt: 1.5, justifyContent: 'flex-end' }}>
        <Button
          onClick={() => {
            setDraft(NO_QUERY);
            onSearch(NO_QUERY);
          }}
        >
          Clear
        </Button>
        <Button type="submit" variant="contained" disabled={!isReady}>
          Search
        </Button>
      </Box>
    </Paper>
  );
}
