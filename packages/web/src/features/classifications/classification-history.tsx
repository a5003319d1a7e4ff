import { Box, Skeleton } from '@mui/material';
import { formatUtc, parseNaiveUtc } from '../../format/time.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { describeVersion } from './classification-words.ts';
import { useGetClassificationHistoryQuery } from './classifications.api.ts';

type HistoryProps = { readonly objId: string; readonly id: number };

/** What a classification said before, the latest first. */
export function ClassificationHistory({ objId, id }: HistoryProps) {
  const { data, error, refetch } = useGetClassificationHistoryQuery({ objId, id });
  if (error !== undefined) {
    return <ErrorNotice what="No history" error={error} onRetry={() => refetch()} />;
  }
  if (data === undefined) return <Skeleton />;
  return (
    <Box component="ol" reversed sx={{ m: 0, pl: 3, fontSize: 12 }}>
      {[...data].reverse().map((version) => (
        <li key={version.version}>
          {version.changed_by?.username ?? 'Somebody'} {describeVersion(version)} ·{' '}
          {formatUtc(parseNaiveUtc(version.changed_at))}
        </li>
      ))}
    </Box>
  );
}
