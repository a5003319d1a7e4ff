import type { AuditKind } from '@fritz/contract';
import { Box, MenuItem, TextField } from '@mui/material';
import { useState } from 'react';
import { Link } from 'react-router';
import type { HistorySearch } from '../history/history.api.ts';
import { DayField, KIND_LABELS } from '../history/history-filters.tsx';
import { HistoryList } from '../history/history-list.tsx';

/** What of an object may change. */
const KINDS: readonly AuditKind[] = [
  'source',
  'photometry',
  'spectrum',
  'classification',
  'comment',
  'annotation',
  'tag',
  'thumbnail',
  'followup',
  'assignment',
];

function kindLabel(kind: AuditKind): string {
  return kind === 'source' ? 'Saves and facts' : KIND_LABELS[kind];
}

type FiltersProps = {
  readonly search: HistorySearch;
  readonly onChange: (part: Partial<HistorySearch>) => void;
};

function Filters({ search, onChange }: FiltersProps) {
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center', py: 0.75 }}>
      <TextField
        select
        label="What"
        value={search.kind}
        onChange={(event) => onChange({ kind: event.target.value })}
        sx={{ minWidth: 150 }}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
      >
        <MenuItem value="">Everything</MenuItem>
        {KINDS.map((kind) => (
          <MenuItem key={kind} value={kind}>
            {kindLabel(kind)}
          </MenuItem>
        ))}
      </TextField>
      <DayField label="From (UTC)" value={search.since} onChange={(since) => onChange({ since })} />
      <DayField label="To (UTC)" value={search.until} onChange={(until) => onChange({ until })} />
      <Link to={`/history?object=${encodeURIComponent(search.objId)}`} style={{ fontSize: 13 }}>
        Open as a page
      </Link>
    </Box>
  );
}

/** Who did what with the object and all that is of it: what the viewer may read, newest first. */
export function SourceHistory({ objId }: { readonly objId: string }) {
  const [search, setSearch] = useState<HistorySearch>({
    ...{ objId, kind: '', groupId: null, actorId: null, userId: null, since: '', until: '' },
  });
  const change = (part: Partial<HistorySearch>) => setSearch({ ...search, ...part });
  return (
    <>
      <Filters search={search} onChange={change} />
      <Box
        sx={{ maxHeight: 420, overflowY: 'auto' }}
        tabIndex={0}
        role="region"
        aria-label="Changes of the object"
      >
        <HistoryList
          key={JSON.stringify(search)}
          search={search}
          onActor={(actorId) => change({ actorId })}
        />
      </Box>
      <Box sx={{ fontSize: 12, color: 'text.secondary', pt: 1 }}>
        One’s own changes, and those of groups that one is an admin of.
      </Box>
    </>
  );
}
