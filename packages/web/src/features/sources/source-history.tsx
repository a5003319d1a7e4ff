import { Box, Skeleton } from '@mui/material';
import { formatUtc, parseNaiveUtc } from '../../format/time.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { describeActor, describeChange } from '../history/describe-change.ts';
import { useGetSourceAuditQuery } from './sources.api.ts';

/** Who did what with the object: what the viewer may read of it, newest first. */
export function SourceHistory({ objId }: { readonly objId: string }) {
  const { currentData, error, refetch } = useGetSourceAuditQuery(objId);
  if (currentData === undefined) {
    return error === undefined ? (
      <Skeleton variant="rounded" height={60} />
    ) : (
      <ErrorNotice what="No history" error={error} onRetry={() => refetch()} />
    );
  }
  if (currentData.entries.length === 0) {
    return (
      <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
        Nothing that you may read: one’s own changes, and those of groups that one is an admin of.
      </Box>
    );
  }
  return (
    <Box
      component="ol"
      aria-label="Changes"
      sx={{ listStyle: 'none', m: 0, p: 0, fontSize: 13, maxHeight: 320, overflowY: 'auto' }}
      tabIndex={0}
    >
      {currentData.entries.map((entry) => (
        <Box component="li" key={entry.id} sx={{ borderTop: 1, borderColor: 'divider', py: 0.5 }}>
          <Box component="time" dateTime={`${entry.at}Z`} sx={{ color: 'text.secondary', mr: 1 }}>
            {formatUtc(parseNaiveUtc(entry.at))}
          </Box>
          <b>{describeActor(entry)}</b> {describeChange(entry)}
        </Box>
      ))}
    </Box>
  );
}
