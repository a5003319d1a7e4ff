import { Box, Button, Chip, Paper, Skeleton, Stack } from '@mui/material';
import { useState } from 'react';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Notice } from '../../ui/notice.tsx';
import { type HistorySearch, useGetAuditQuery } from './history.api.ts';
import { HistoryEntry } from './history-entry.tsx';

type HistoryListProps = {
  readonly search: HistorySearch;
  /** Shows only what this one did; null: what anyone did. */
  readonly onActor: (id: number | null) => void;
};

/** The changes that are found, page by page. */
export function HistoryList({ search, onActor }: HistoryListProps) {
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
