import { dateToMjd, type Site } from '@fritz/sky';
import { Box, Skeleton, Typography } from '@mui/material';
import { useDeferredValue, useMemo } from 'react';
import { useParams } from 'react-router';
import { useAppSelector } from '../../app/hooks.ts';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { Panel, RowList } from '../../ui/panel.tsx';
import { useNow } from '../../ui/use-now.ts';
import { usePageTitle } from '../../ui/use-page-title.ts';
import { useMay } from '../session/use-profile.ts';
import { siteOf } from '../telescopes/night.ts';
import { SkyFacts } from '../telescopes/sky-facts.tsx';
import { NightLog } from './night-log.tsx';
import { bySetTime, clock, PENDING, seenNow, shownTime, statusOf } from './night-targets.ts';
import { type RunDetail, type Target, useGetRunQuery } from './observing.api.ts';
import { StarlistButtons } from './starlist-buttons.tsx';
import { TargetRow } from './target-row.tsx';

const UNPLACED = { altDeg: 0, azDeg: 0, airmass: null, setMjd: null, riseMjd: null, isUp: true };
const lookAgainMs = 60_000;

/** The targets as they stand at a time, with the viewer's own marks laid over the server's word. */
function useTonight(assignments: readonly Target[], site: Site | null, time: Date) {
  const entries = useAppSelector(({ outbox }) => outbox.entries);
  // A mark moves one of them; where a hundred stand in the sky stays as it is.
  const placed = useMemo(() => {
    const mjd = dateToMjd(time);
    const all = assignments.map((target) => {
      return { target, seen: site === null ? UNPLACED : seenNow(target, site, mjd) };
    });
    return bySetTime(all);
  }, [assignments, site, time]);
  const rows = placed.map((row) => ({ ...row, ...statusOf(row.target, entries) }));
  return {
    left: rows.filter(({ status }) => status === PENDING),
    done: rows.filter(({ status }) => status !== PENDING),
  };
}

type TargetsProps = {
  readonly title: string;
  readonly rows: ReturnType<typeof useTonight>['left'];
  readonly site: Site | null;
  readonly now: Date;
};

/** So many fill any screen; the others are drawn behind them. */
const FIRST_ROWS = 20;

function Targets({ title, rows: all, site, now }: TargetsProps) {
  const count = useDeferredValue(all.length, Math.min(all.length, FIRST_ROWS));
  const rows = all.slice(0, Math.max(count, FIRST_ROWS));
  const mayMark = useMay('Upload data');
  if (all.length === 0) return null;
  return (
    <Panel title={`${title} (${all.length})`}>
      <RowList label={title}>
        {rows.map(({ target, seen, status, isWaiting }) => (
          <TargetRow
            key={target.id}
            seen={site === null ? null : seen}
            {...{ target, status, isWaiting, mayMark, site, now }}
          />
        ))}
      </RowList>
    </Panel>
  );
}

function Night({ run }: { readonly run: RunDetail }) {
  const now = useNow();
  const { telescope, name } = run.instrument;
  const site = useMemo(() => siteOf(telescope), [telescope]);
  const { calendar_date: date, duration } = run;
  const time = useMemo(
    () => (site === null ? now : shownTime({ calendar_date: date, duration }, site, now)),
    [site, now, date, duration],
  );
  const { left, done } = useTonight(run.assignments, site, time);
  const mayWrite = useMay('Upload data');
  const who = [run.observers ?? '', run.pi === null ? '' : `PI ${run.pi}`].filter(Boolean);
  return (
    <>
      <Box>
        <Typography variant="h1">
          {run.calendar_date} {telescope.nickname || telescope.name}
        </Typography>
        <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
          {[name, ...who].join(' · ')}
          {run.duration > 1 ? ` · night ${run.night} of ${run.duration}` : ''}
          {' · times are UTC'}
        </Box>
      </Box>
      {run.assignments.length === 0 && (
        <Box sx={{ color: 'text.secondary' }}>
          No targets yet: a source is assigned from its own page.
        </Box>
      )}
      {time !== now && run.assignments.length > 0 && (
        <Box sx={{ fontSize: 13 }}>
          As the targets stand at sunset of its first night, {clock(dateToMjd(time))} UTC: it is not
          tonight.
        </Box>
      )}
      <Targets title="To observe" rows={left} {...{ site, now: time }} />
      <Targets title="Done" rows={done} {...{ site, now: time }} />
      <NightLog runId={run.id} mayWrite={mayWrite} />
      {site !== null && (
        <Panel title="The sky now">
          <SkyFacts site={site} />
        </Panel>
      )}
      <Panel title="Starlist">
        <StarlistButtons runId={run.id} date={run.calendar_date} />
      </Panel>
    </>
  );
}

/** A run's night as its observer needs it: what is to be observed, by when it sets, and what was. */
export function NightPage() {
  usePageTitle('Observing');
  const id = Number(useParams().id);
  const { currentData, error, refetch } = useGetRunQuery(id, { pollingInterval: lookAgainMs });
  return (
    <Box sx={{ display: 'grid', gap: 1.5, pt: 2, maxWidth: 1000, mx: 'auto', minWidth: 0 }}>
      {error !== undefined && currentData === undefined && (
        <ErrorNotice what="Not known" error={error} onRetry={() => refetch()} />
      )}
      {currentData === undefined && error === undefined && (
        <Skeleton variant="rounded" height={200} />
      )}
      {currentData !== undefined && <Night run={currentData} />}
    </Box>
  );
}
