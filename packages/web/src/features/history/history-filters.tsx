import type { AuditKind } from '@fritz/contract';
import { Box, Button, MenuItem, TextField } from '@mui/material';
import { useMyGroups } from '../session/use-profile.ts';
import { auditParams, type HistorySearch } from './history.api.ts';

type HistoryFiltersProps = {
  readonly search: HistorySearch;
  readonly onChange: (change: Partial<HistorySearch>) => void;
};

/** What people call the kinds. */
export const KIND_LABELS: Readonly<Record<AuditKind, string>> = {
  user: 'Accounts',
  role: 'Roles',
  group: 'Groups',
  team: 'Teams',
  stream: 'Streams',
  key: 'Tokens and sessions',
  invitation: 'Invitations',
  filter: 'Filters',
  source: 'Saves',
  photometry: 'Photometry',
  spectrum: 'Spectra',
  taxonomy: 'Taxonomies',
  classification: 'Classifications',
  comment: 'Comments',
  annotation: 'Annotations',
  tag: 'Tags',
  thumbnail: 'Thumbnails',
  telescope: 'Telescopes',
  instrument: 'Instruments',
  allocation: 'Allocations',
  followup: 'Follow-up requests',
  analysis: 'Analyses',
  'observing run': 'Observing runs',
  assignment: 'Assignments',
  'sky map': 'Sky maps',
  'alert label': 'Labels of alerts',
  installation: 'Installation',
};

/** Of what, of which group, and when. */
export function HistoryFilters({ search, onChange }: HistoryFiltersProps) {
  const groups = useMyGroups().filter((group) => !group.single_user_group);
  const params = new URLSearchParams(
    Object.entries(auditParams(search)).map(([name, value]) => [name, String(value)]),
  );
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', pt: 0.75 }}>
      <TextField
        select
        label="What"
        value={search.kind}
        onChange={(event) => onChange({ kind: event.target.value })}
        sx={{ minWidth: 160 }}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      >
        <MenuItem value="">Everything</MenuItem>
        {Object.entries(KIND_LABELS).map(([kind, label]) => (
          <MenuItem key={kind} value={kind}>
            {label}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        label="Group"
        value={search.groupId ?? ''}
        onChange={(event) =>
          onChange({ groupId: event.target.value === '' ? null : Number(event.target.value) })
        }
        sx={{ minWidth: 160 }}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      >
        <MenuItem value="">Any</MenuItem>
        {search.groupId !== null && !groups.some(({ id }) => id === search.groupId) && (
          <MenuItem value={search.groupId}>Group {search.groupId}</MenuItem>
        )}
        {groups.map(({ id, name }) => (
          <MenuItem key={id} value={id}>
            {name}
          </MenuItem>
        ))}
      </TextField>
      <DayField label="From (UTC)" value={search.since} onChange={(since) => onChange({ since })} />
      <DayField label="To (UTC)" value={search.until} onChange={(until) => onChange({ until })} />
      <Box sx={{ flex: 1 }} />
      <Button href={`/api/audit/export?${params}`} download="history.csv" variant="outlined">
        Download CSV
      </Button>
    </Box>
  );
}

type DayFieldProps = {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
};

/** A day, or none. */
export function DayField({ label, value, onChange }: DayFieldProps) {
  return (
    <TextField
      type="date"
      label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{ inputLabel: { shrink: true } }}
    />
  );
}
