import { Box, Button, Link, Skeleton, Typography } from '@mui/material';
import { useState } from 'react';
import { Link as RouterLink } from 'react-router';
import { parseNaiveUtc } from '../../format/time.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Panel, RowList } from '../../ui/panel.tsx';
import { useNow } from '../../ui/use-now.ts';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { useMay } from '../session/use-profile.ts';
import { CalendarPanel } from './calendar-panel.tsx';
import { type ObservingRun, useDeleteRunMutation, useGetRunsQuery } from './observing.api.ts';
import { RunForm } from './run-form.tsx';

/** `3 of 5 to observe`. */
function describeTargets({ number_of_assignments: all, number_pending: left }: ObservingRun) {
  if (all === 0) return 'no targets yet';
  if (left === 0) return all === 1 ? '1 target, done' : `${all} targets, all done`;
  return `${left} of ${all} to observe`;
}

function RunLine({ run }: { readonly run: ObservingRun }) {
  const [remove, { error, isLoading }] = useDeleteRunMutation();
  const { telescope, name } = run.instrument;
  const people = [
    run.pi === null ? '' : `PI ${run.pi}`,
    run.observers === null ? '' : `observed by ${run.observers}`,
    run.group === null ? 'everyone’s' : (run.group.nickname ?? run.group.name),
  ];
  return (
    <Box component="li" sx={{ fontSize: 13, overflowWrap: 'anywhere' }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1.5 }}>
        <Link component={RouterLink} to={`/runs/${run.id}`} sx={{ fontWeight: 600, py: 0.5 }}>
          {run.calendar_date} {name} on {telescope.nickname || telescope.name}
        </Link>
        <Box sx={{ flex: 1 }}>
          {run.duration > 1 ? `${run.duration} nights, ` : ''}
          {describeTargets(run)}
        </Box>
        {run.can_change && (
          <ConfirmButton
            verb="Delete"
            what={`the run of ${run.calendar_date}`}
            isBusy={isLoading}
            onConfirm={() => void remove(run.id)}
          />
        )}
      </Box>
      <Box sx={{ color: 'text.secondary' }}>{people.filter((part) => part !== '').join(' · ')}</Box>
      {error !== undefined && <ErrorNotice what="Not deleted" error={error} />}
    </Box>
  );
}

function RunPanel({
  title,
  runs,
}: {
  readonly title: string;
  readonly runs: readonly ObservingRun[];
}) {
  if (runs.length === 0) return null;
  return (
    <Panel title={title}>
      <RowList label={title}>
        {runs.map((run) => (
          <RunLine key={run.id} run={run} />
        ))}
      </RowList>
    </Panel>
  );
}

/** The observing runs of the viewer's groups: those to come, and those that were. */
export function RunsPage() {
  usePageTitle('Observing runs');
  const { data, error, refetch } = useGetRunsQuery();
  const [isMaking, setMaking] = useState(false);
  const mayMake = useMay('Manage observing runs');
  const now = useNow();
  const isOver = (run: ObservingRun) => parseNaiveUtc(run.run_end_utc) < now;
  return (
    <Box sx={{ display: 'grid', gap: 1.5, pt: 2, maxWidth: 1000, mx: 'auto' }}>
      <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
        <Typography variant="h1" sx={{ flex: 1 }}>
          Observing runs
        </Typography>
        {mayMake && !isMaking && (
          <Button variant="contained" onClick={() => setMaking(true)}>
            New run
          </Button>
        )}
      </Box>
      {isMaking && <RunForm onDone={() => setMaking(false)} />}
      {error !== undefined && data === undefined && (
        <ErrorNotice what="Not known" error={error} onRetry={() => refetch()} />
      )}
      {data === undefined && error === undefined && <Skeleton variant="rounded" height={160} />}
      {data?.length === 0 && (
        <Box sx={{ color: 'text.secondary' }}>There are none yet that you may see.</Box>
      )}
      {data !== undefined && (
        <>
          <RunPanel title="To come" runs={data.filter((run) => !isOver(run))} />
          <RunPanel title="Over" runs={data.filter(isOver).toReversed()} />
          <CalendarPanel />
        </>
      )}
    </Box>
  );
}
