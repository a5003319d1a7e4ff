import { Box, Button, Chip, Paper, Skeleton, Stack, Typography } from '@mui/material';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { useProfile } from '../session/use-profile.ts';
import { type HistorySearch, useGetAuditQuery } from './history.api.ts';
import { HistoryEntry } from './history-entry.tsx';
import { HistoryFilters } from './history-filters.tsx';

function readSearch(params: URLSearchParams): HistorySearch {
  const id = (name: string) => {
    const value = params.get(name) ?? '';
    return /^\d{1,9}$/.test(value) ? Number(value) : null;
  };
  const day = (name: string) => {
    const value = params.get(name) ?? '';
    return Number.isNaN(Date.parse(value)) ? '' : value;
  };
  return {
    kind: params.get('kind') ?? '',
    groupId: id('group'),
    actorId: id('actor'),
    userId: id('user'),
    since: day('since'),
    until: day('until'),
  };
}

function writeSearch(search: HistorySearch): Record<string, string> {
  const { kind, groupId, actorId, userId, since, until } = search;
  const all = { kind, group: groupId, actor: actorId, user: userId, since, until };
  return Object.fromEntries(
    Object.entries(all).flatMap(([name, value]) =>
      value === null || value === '' ? [] : [[name, String(value)]],
    ),
  );
}

function useHistorySearch() {
  const [params, setParams] = useSearchParams();
  const search = readSearch(params);
  const change = (changed: Partial<HistorySearch>) =>
    setParams(writeSearch({ ...search, ...changed }), { replace: true });
  return { search, change, key: params.toString() };
}

/** Who changed what: rights, filters, saves, photometry. */
export function HistoryPage() {
  usePageTitle('History');
  const { search, change, key } = useHistorySearch();
  const isAdmin = useProfile()?.acls.includes('System admin') ?? false;
  return (
    <Stack spacing={1.5} sx={{ maxWidth: 960, mx: 'auto', pt: 2 }}>
      <Typography variant="h1">History</Typography>
      <Typography variant="body2" color="textSecondary">
        {isAdmin
          ? 'Every change of rights, filters, saves and photometry.'
          : 'What you did, what was done about you, and what concerns the groups that you administer.'}
      </Typography>
      <HistoryFilters search={search} onChange={change} />
      <HistoryList key={key} search={search} onActor={(actorId) => change({ actorId })} />
    </Stack>
  );
}

type HistoryListProps = {
  readonly search: HistorySearch;
  /** Shows only what this one did; null: what anyone did. */
  readonly onActor: (id: number | null) => void;
};

function HistoryList({ search, onActor }: HistoryListProps) {
  // The cursors of the pages so far: the last one is shown.
  const [cursors, setCursors] = useState<readonly (string | null)[]>([null]);
  const cursor = cursors.at(-1) ?? null;
  const { currentData, error, refetch } = useGetAuditQuery(
    { search, cursor },
    { refetchOnMountOrArgChange: true },
  );
  if (error !== undefined) {
    return <ErrorNotice what="History" error={error} onRetry={() => refetch()} />;
  }
  if (currentData === undefined) return <Skeleton variant="rounded" height={320} />;
  const { entries, audiences, nextCursor } = currentData;
  if (entries.length === 0) {
    return (
      <Notice
        title="No such change"
        detail="Nothing of the kind was changed in this time, or you may not read of it."
      />
    );
  }
  const name = entries[0]?.actor?.username ?? `user ${search.actorId}`;
  return (
    <>
      {search.actorId !== null && (
        <Box>
          <Chip label={`Only by ${name}`} onDelete={() => onActor(null)} variant="outlined" />
        </Box>
      )}
      <Paper variant="outlined" sx={{ px: 2, py: 0.5 }}>
        <Stack
          component="ul"
          aria-label="Changes"
          sx={{ listStyle: 'none', p: 0, m: 0, '& > li:first-of-type': { borderTop: 0 } }}
        >
          {entries.map((entry) => (
            <HistoryEntry
              key={String(entry.id)}
              entry={entry}
              audiences={audiences}
              onActor={onActor}
            />
          ))}
        </Stack>
      </Paper>
      <Stack direction="row" spacing={1} sx={{ justifyContent: 'center' }}>
        <Button disabled={cursors.length === 1} onClick={() => setCursors(cursors.slice(0, -1))}>
          Newer
        </Button>
        <Button
          disabled={nextCursor === null}
          onClick={() => setCursors([...cursors, String(nextCursor)])}
        >
          Older
        </Button>
      </Stack>
    </>
  );
}
