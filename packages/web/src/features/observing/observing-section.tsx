import { Box, Button, Link, MenuItem, Skeleton, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { Link as RouterLink } from 'react-router';
import { parseNaiveUtc } from '../../format/time.ts';
import { ConfirmButton } from '../../ui/confirm-button.tsx';
import { ErrorNotice } from '../../ui/error-notice.tsx';
import { RowList } from '../../ui/panel.tsx';
import { useNow } from '../../ui/use-now.ts';
import { useMay } from '../session/use-profile.ts';
import { siteOf } from '../telescopes/night.ts';
import { useGetTelescopesQuery } from '../telescopes/telescopes.api.ts';
import { AirmassChart } from './airmass-chart.tsx';
import {
  type Assignment,
  type ObservingRun,
  useAssignMutation,
  useGetAssignmentsOfQuery,
  useGetRunsQuery,
  useUnassignMutation,
} from './observing.api.ts';

type Place = { readonly objId: string; readonly ra: number; readonly dec: number };

const runName = ({ calendar_date: date, instrument }: ObservingRun) =>
  `${date} ${instrument.name} on ${instrument.telescope.nickname || instrument.telescope.name}`;

/** Its altitude through the night at one of the telescopes. */
function Altitude({ objId, ra, dec }: Place) {
  const { data, error } = useGetTelescopesQuery();
  const [chosen, setChosen] = useState<number | null>(null);
  const now = useNow();
  if (error !== undefined && data === undefined)
    return <ErrorNotice what="Not known" error={error} />;
  if (data === undefined) return <Skeleton variant="rounded" height={220} />;
  const placed = data.filter((telescope) => siteOf(telescope) !== null);
  const telescope = placed.find(({ id }) => id === chosen) ?? placed[0];
  const site = telescope === undefined ? null : siteOf(telescope);
  if (telescope === undefined || site === null) return null;
  return (
    <>
      <TextField
        select
        label="From"
        value={telescope.id}
        onChange={({ target }) => setChosen(Number(target.value))}
        sx={{ minWidth: 180, mb: 1 }}
      >
        {placed.map(({ id, name }) => (
          <MenuItem key={id} value={id}>
            {name}
          </MenuItem>
        ))}
      </TextField>
      <AirmassChart obj={{ ra, dec }} site={site} now={now} name={objId} />
    </>
  );
}

function AssignmentLine({ assignment }: { readonly assignment: Assignment }) {
  const { id, run, priority, status, comment, requester } = assignment;
  const [unassign, { error, isLoading }] = useUnassignMutation();
  const may = useMay('Upload data');
  return (
    <Box component="li" sx={{ fontSize: 13, overflowWrap: 'anywhere' }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1 }}>
        {run !== undefined && (
          <Link component={RouterLink} to={`/runs/${run.id}`}>
            {runName(run)}
          </Link>
        )}
        <b>{status}</b>
        <Box sx={{ flex: 1, color: 'text.secondary' }}>
          priority {priority}, {requester.username}
        </Box>
        {may && status === 'pending' && (
          <ConfirmButton
            verb="Take off"
            what={run === undefined ? '' : `the run of ${run.calendar_date}`}
            isBusy={isLoading}
            onConfirm={() => void unassign(id)}
          />
        )}
      </Box>
      {comment !== null && <Box>{comment}</Box>}
      {error !== undefined && <ErrorNotice what="Not taken off" error={error} />}
    </Box>
  );
}

const PRIORITIES = ['1', '2', '3', '4', '5'];

/** Assigns the object to one of the runs to come. */
function AssignForm({
  objId,
  taken,
}: {
  readonly objId: string;
  readonly taken: ReadonlySet<number>;
}) {
  const now = useNow();
  const runs = (useGetRunsQuery().data ?? []).filter(
    (run) => parseNaiveUtc(run.run_end_utc) > now && !taken.has(run.id),
  );
  const [assign, { error, isLoading }] = useAssignMutation();
  const [runId, setRun] = useState('');
  const [priority, setPriority] = useState('3');
  const [comment, setComment] = useState('');
  if (runs.length === 0) return null;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const done = await assign({ run_id: Number(runId), obj_id: objId, priority, comment });
    if (done.error !== undefined) return;
    setRun('');
    setComment('');
  };
  return (
    <Box
      component="form"
      onSubmit={(event: FormEvent) => void submit(event)}
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, mt: 1 }}
    >
      <TextField
        select
        label="Observing run"
        value={runId}
        onChange={({ target }) => setRun(target.value)}
        sx={{ flex: '1 1 200px' }}
      >
        {runs.map((run) => (
          <MenuItem key={run.id} value={String(run.id)}>
            {runName(run)}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        select
        label="Priority"
        value={priority}
        onChange={({ target }) => setPriority(target.value)}
        sx={{ minWidth: 90 }}
      >
        {PRIORITIES.map((word) => (
          <MenuItem key={word} value={word}>
            {word}
          </MenuItem>
        ))}
      </TextField>
      <TextField
        label="For the observer"
        value={comment}
        onChange={({ target }) => setComment(target.value)}
        sx={{ flex: '1 1 200px' }}
      />
      <Button type="submit" variant="outlined" disabled={runId === '' || isLoading}>
        Assign
      </Button>
      {error !== undefined && <ErrorNotice what="Not assigned" error={error} />}
    </Box>
  );
}

/** When an object is up, its finding chart, and the runs that it is on. */
export function ObservingSection({ objId, ra, dec }: Place) {
  const { currentData, error, refetch } = useGetAssignmentsOfQuery(objId);
  const mayAssign = useMay('Upload data');
  const finder = `/api/sources/${encodeURIComponent(objId)}`;
  return (
    <>
      <Altitude {...{ objId, ra, dec }} />
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 2, fontSize: 13, my: 1 }}>
        <Link href={`${finder}/finder?type=pdf`}>Finding chart (PDF)</Link>
        <Link href={`${finder}/finder?type=png`}>Finding chart (PNG)</Link>
        <Link href={`${finder}/observability`}>At every telescope (PDF)</Link>
      </Box>
      {error !== undefined && currentData === undefined && (
        <ErrorNotice what="Not known" error={error} onRetry={() => refetch()} />
      )}
      {currentData !== undefined && currentData.length > 0 && (
        <RowList label="Observing runs">
          {currentData.map((assignment) => (
            <AssignmentLine key={assignment.id} assignment={assignment} />
          ))}
        </RowList>
      )}
      {mayAssign && currentData !== undefined && (
        <AssignForm objId={objId} taken={new Set(currentData.map(({ run_id }) => run_id))} />
      )}
    </>
  );
}
