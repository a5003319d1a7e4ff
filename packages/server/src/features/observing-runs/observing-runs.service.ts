import {
  createObservingRun,
  deleteObservingRun,
  findGroup,
  findInstrument,
  findObservingRun,
  findTelescope,
  listAssignments,
  type ObservingRunFields,
  type ObservingRunRow,
  updateObservingRun,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { mjdToDate } from '@fritz/sky';
import { readUtc } from '../../http/fields.ts';
import { FritzError, NotFoundError, refuseField } from '../../http/fritz-error.ts';
import { nightOfDate, siteOf } from '../observability/nights.ts';

/** A run that the viewer sees. */
export async function demandRun(tx: ViewerTx, id: number): Promise<ObservingRunRow> {
  const run = await findObservingRun(tx, id);
  if (run === null) throw new NotFoundError('observing run');
  return run;
}

/** What is said of a run; what is absent stays as it is. */
export interface RunBody {
  instrument_id?: number;
  calendar_date?: string;
  duration?: number | null;
  pi?: string | null;
  observers?: string | null;
  group_id?: number | null;
}

/** Makes a run of the viewer's. */
export async function makeRun(
  call: { tx: ViewerTx; viewer: Viewer },
  body: RunBody & { instrument_id: number; calendar_date: string },
): Promise<number> {
  const said = { pi: null, observers: null, duration: 1, group_id: null, ...body };
  return createObservingRun(
    call.tx,
    await readRun(call, { ...said, duration: said.duration ?? 1 }),
  );
}

/** Changes a run of the viewer's. */
export async function changeRun(
  call: { tx: ViewerTx; viewer: Viewer },
  id: number,
  body: RunBody,
): Promise<void> {
  const { tx } = call;
  const before = await demandOwnRun(tx, id);
  const said = { ...before, ...body, duration: body.duration ?? before.duration };
  const change = await readRun(call, said, before.group_id);
  if (!(await updateObservingRun(tx, id, change))) throw new NotFoundError('observing run');
}

/** Deletes a run of the viewer's of which nothing was observed and nothing is to be. */
export async function removeRun(tx: ViewerTx, id: number, now: Date): Promise<void> {
  const run = await demandOwnRun(tx, id);
  const assigned = await listAssignments(tx, { runId: id }, 10_000);
  if (assigned.some(({ status }) => status === 'pending' || status === 'complete')) {
    const message =
      'Some of its targets are observed or still to be. Mark them as not observed first.';
    throw new FritzError('conflict', { message });
  }
  if (run.ends_at < now && assigned.length > 0) {
    throw new FritzError('conflict', { message: 'It is over, and had targets: it stays.' });
  }
  if (!(await deleteObservingRun(tx, id))) throw new NotFoundError('observing run');
}

async function demandOwnRun(tx: ViewerTx, id: number): Promise<ObservingRunRow> {
  const run = await demandRun(tx, id);
  if (!run.may_change) {
    throw new FritzError('permission_denied', {
      message: 'Only who made an observing run may change it.',
    });
  }
  return run;
}

type Said = Omit<ObservingRunFields, 'ends_at'>;

async function readRun(
  { tx, viewer }: { tx: ViewerTx; viewer: Viewer },
  said: Said,
  groupBefore: number | null = null,
): Promise<ObservingRunFields> {
  const { group_id, instrument_id, duration } = said;
  if (group_id !== null && group_id !== groupBefore) await demandOwnGroup(tx, viewer, group_id);
  const instrument = await findInstrument(tx, instrument_id);
  if (instrument === null) throw new NotFoundError('instrument');
  const telescope = await findTelescope(tx, instrument.telescope_id);
  const calendar_date = said.calendar_date.slice(0, 10);
  const date = readUtc('body', 'calendar_date', calendar_date);
  if (date.getUTCFullYear() > 2199) refuseField('calendar_date', 'is too far away');
  const site = telescope && siteOf(telescope);
  const lastNoon = new Date(date.getTime() + (duration + 0.5) * 86_400_000);
  return {
    instrument_id,
    calendar_date,
    duration,
    group_id,
    pi: said.pi || null,
    observers: said.observers || null,
    ends_at: site ? mjdToDate(nightOfDate(site, calendar_date, duration - 1).untilMjd) : lastNoon,
  };
}

async function demandOwnGroup(tx: ViewerTx, viewer: Viewer, id: number): Promise<void> {
  const group = await findGroup(tx, id);
  if (group === null) throw new NotFoundError('group');
  if (!group.is_member && !viewer.acls.has('System admin')) {
    throw new FritzError('not_group_member', { details: { group_id: id } });
  }
}
