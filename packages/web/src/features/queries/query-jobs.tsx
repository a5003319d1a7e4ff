import { Box, Button, LinearProgress, Link, Stack, Typography } from '@mui/material';
import { useEffect } from 'react';
import { formatCount } from '../../format/number.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Panel, RowList } from '../../ui/panel.tsx';
import {
  type QueryJob,
  useCancelQueryJobMutation,
  useDeleteQueryJobMutation,
  useGetQueryJobsQuery,
} from './queries.api.ts';

const POLL_MS = 2000;
const FORMATS = [
  ['jsonl', 'JSON lines'],
  ['csv', 'CSV'],
  ['votable', 'VOTable'],
  ['parquet', 'Parquet'],
] as const;

function wordsOf({ state, rows, bytes, message, looked_at, estimated_documents: all }: QueryJob) {
  const looked = formatCount(looked_at);
  switch (state) {
    case 'waiting':
      return 'Waits for its turn';
    case 'running':
      return all === null
        ? `${looked} documents looked at`
        : `${looked} of about ${formatCount(all)} documents looked at, ${formatCount(rows)} found`;
    case 'done':
      return `${formatCount(rows)} documents, ${(bytes / 1e6).toFixed(1)} MB packed`;
    case 'failed':
      return `Failed: ${message ?? 'nobody knows why'}`;
    case 'cancelled':
      return 'Cancelled';
  }
}

function Downloads({ id, name }: { readonly id: QueryJob['id']; readonly name: string }) {
  return (
    <Stack direction="row" sx={{ gap: 1.5, flexWrap: 'wrap' }}>
      {FORMATS.map(([format, words]) => (
        <Link
          key={format}
          href={`/api/archive/jobs/${id}/result?format=${format}`}
          download
          aria-label={`${words} of ${name}`}
          sx={{ py: 0.5 }}
        >
          {words}
        </Link>
      ))}
    </Stack>
  );
}

type JobRowProps = { readonly job: QueryJob; readonly onReuse: (id: QueryJob['id']) => void };

function JobRow({ job, onReuse }: JobRowProps) {
  const [cancel, cancelling] = useCancelQueryJobMutation();
  const [remove, removing] = useDeleteQueryJobMutation();
  const { id, state, estimated_documents: all, looked_at: looked } = job;
  const name = job.name ?? `Job ${id}`;
  const isGoing = state === 'waiting' || state === 'running';
  const error = cancelling.error ?? removing.error;
  return (
    <Box component="li">
      <Stack direction="row" sx={{ gap: 1, flexWrap: 'wrap', alignItems: 'center' }}>
        <Box sx={{ flex: '1 1 220px', minWidth: 0 }}>
          <Typography sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>{name}</Typography>
          <Typography
            variant="body2"
            color={state === 'failed' ? 'error' : 'textSecondary'}
            sx={{ overflowWrap: 'anywhere' }}
          >
            {wordsOf(job)}
          </Typography>
          {job.has_result && <Downloads id={id} name={name} />}
          {state === 'done' && !job.has_result && (
            <Typography variant="body2">You do not see any more all that went into it.</Typography>
          )}
        </Box>
        <Button onClick={() => onReuse(id)} aria-label={`Edit ${name}`}>
          Edit
        </Button>
        {isGoing ? (
          <Button
            onClick={() => cancel(id)}
            disabled={cancelling.isLoading}
            aria-label={`Cancel ${name}`}
          >
            Cancel
          </Button>
        ) : (
          <ConfirmButton
            verb="Remove"
            what={name}
            isBusy={removing.isLoading}
            onConfirm={() => remove(id)}
          />
        )}
      </Stack>
      {isGoing && (
        <LinearProgress
          aria-label={`Progress of ${name}`}
          sx={{ mt: 1 }}
          {...(state === 'running' && all !== null && all > 0
            ? { variant: 'determinate' as const, value: Math.min(100, (100 * looked) / all) }
            : {})}
        />
      )}
      {error !== undefined && <ErrorNotice what={name} error={error} />}
    </Box>
  );
}

/** The viewer's long queries, and what came of them. */
export function QueryJobs({ onReuse }: { readonly onReuse: JobRowProps['onReuse'] }) {
  const { data: jobs, error, refetch } = useGetQueryJobsQuery();
  const isGoing = jobs?.some(({ state }) => state === 'waiting' || state === 'running') ?? false;
  useEffect(() => {
    if (!isGoing) return;
    const timer = window.setInterval(() => void refetch(), POLL_MS);
    return () => window.clearInterval(timer);
  }, [isGoing, refetch]);
  if (error !== undefined) {
    return <ErrorNotice what="Jobs" error={error} onRetry={() => refetch()} />;
  }
  if (jobs === undefined || jobs.length === 0) return null;
  return (
    <Panel title="Jobs">
      <RowList label="Jobs">
        {jobs.map((job) => (
          <JobRow key={job.id} job={job} onReuse={onReuse} />
        ))}
      </RowList>
      <Typography variant="caption" color="textSecondary">
        Results are kept for seven days. A query may ask for one by the catalog results_ and the
        job’s number.
      </Typography>
    </Panel>
  );
}
