import {
  type AssignmentRow,
  type InstrumentRow,
  listGroups,
  listInstruments,
  listObservingRuns,
  listSaved,
  listTelescopes,
  listThumbnails,
  type ObservingLogRow,
  type ObservingRunRow,
  type TelescopeRow,
  type ViewerTx,
} from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';
import { dateToMjd, type Night, type Site } from '@fritz/sky';
import { presentInstrument } from '../instruments/instruments.presenter.ts';
import {
  nightOfDate,
  nightOfRun,
  presentEphemeris,
  presentObservability,
  siteOf,
  upTimes,
} from '../observability/nights.ts';
import { presentTelescope } from '../telescopes/telescopes.presenter.ts';
import { presentThumbnail } from '../thumbnails/thumbnails.presenter.ts';

type Run = Static<typeof routes.listObservingRuns.response>[number];
type RunDetail = Static<typeof routes.getObservingRun.response>;
type Assignment = Static<typeof routes.getAssignment.response>;
type LogEntry = Static<typeof routes.listObservingLog.response>[number];

/** What runs are shown with. */
interface Around {
  instruments: ReadonlyMap<number, InstrumentRow>;
  telescopes: ReadonlyMap<number, TelescopeRow>;
  groups: ReadonlyMap<number, { id: number; name: string; nickname: string | null }>;
}

async function loadAround(tx: ViewerTx, runs: readonly ObservingRunRow[]): Promise<Around> {
  const groupIds = [...new Set(runs.flatMap(({ group_id }) => group_id ?? []))];
  const instruments = await listInstruments(tx);
  const telescopes = await listTelescopes(tx);
  const groups = groupIds.length === 0 ? [] : await listGroups(tx, groupIds);
  return {
    instruments: new Map(instruments.map((one) => [one.id, one])),
    telescopes: new Map(telescopes.map((one) => [one.id, one])),
    groups: new Map(groups.map(({ id, name, nickname }) => [id, { id, name, nickname }])),
  };
}

function telescopeOf(run: ObservingRunRow, { instruments, telescopes }: Around) {
  const instrument = instruments.get(run.instrument_id);
  const telescope = instrument && telescopes.get(instrument.telescope_id);
  if (instrument === undefined || telescope === undefined) {
    throw new Error(`run ${run.id} is with no instrument`);
  }
  return { instrument, telescope };
}

/** Runs as they are shown. */
export async function presentRuns(tx: ViewerTx, runs: readonly ObservingRunRow[]): Promise<Run[]> {
  const around = await loadAround(tx, runs);
  return runs.map((run) => presentRun(run, around));
}

function presentRun(run: ObservingRunRow, around: Around): Run {
  const { instrument, telescope } = telescopeOf(run, around);
  return {
    id: run.id,
    instrument_id: run.instrument_id,
    pi: run.pi,
    observers: run.observers,
    calendar_date: run.calendar_date,
    duration: run.duration,
    run_end_utc: naiveUtc(run.ends_at),
    group_id: run.group_id,
    owner_id: run.owner_id,
    created_at: naiveUtc(run.created_at),
    modified: naiveUtc(run.modified_at),
    instrument: { ...presentInstrument(instrument), telescope: presentTelescope(telescope) },
    group: run.group_id === null ? null : (around.groups.get(run.group_id) ?? null),
    number_of_assignments: run.assignments,
    number_pending: run.pending,
    can_change: run.may_change,
  };
}

/** A run with its targets, by right ascension, in one of its nights. */
export async function presentRunDetail(
  tx: ViewerTx,
  run: ObservingRunRow,
  parts: { rows: readonly AssignmentRow[]; night: number | null; now: Date },
): Promise<RunDetail> {
  const around = await loadAround(tx, [run]);
  const site = siteOf(telescopeOf(run, around).telescope);
  const wanted = parts.night ?? (site === null ? 1 : nightOfRun(site, run, dateToMjd(parts.now)));
  const number = Math.min(wanted, run.duration);
  const night = site && nightOfDate(site, run.calendar_date, number - 1);
  const rows = [...parts.rows].sort((a, b) => a.ra - b.ra || a.id - b.id);
  const present = await assignmentPresenter(tx, rows);
  return {
    ...presentRun(run, around),
    night: number,
    ephemeris: site && night && presentEphemeris(site, night),
    assignments: rows.map((row) => present(row, site && night && { site, night })),
  };
}

/** Assignments of whatever runs, each in the night of its run that it is, or the nearest. */
export async function presentAssignments(
  tx: ViewerTx,
  rows: readonly AssignmentRow[],
  now: Date,
): Promise<Assignment[]> {
  const runIds = [...new Set(rows.map(({ run_id }) => run_id))];
  if (runIds.length === 0) return [];
  const runs = await listObservingRuns(tx, { ids: runIds });
  const around = await loadAround(tx, runs);
  const present = await assignmentPresenter(tx, rows);
  const seen = new Map(
    runs.map((run) => {
      const site = siteOf(telescopeOf(run, around).telescope);
      const later = site === null ? 0 : nightOfRun(site, run, dateToMjd(now)) - 1;
      const night = site && nightOfDate(site, run.calendar_date, later);
      return [run.id, { run: presentRun(run, around), seen: site && night && { site, night } }];
    }),
  );
  return rows.flatMap((row) => {
    const found = seen.get(row.run_id);
    return found === undefined ? [] : [{ ...present(row, found.seen), run: found.run }];
  });
}

type Seen = { site: Site; night: Night } | null;

async function assignmentPresenter(
  tx: ViewerTx,
  rows: readonly AssignmentRow[],
): Promise<(row: AssignmentRow, seen: Seen) => Assignment> {
  const ids = [...new Set(rows.map(({ obj_id }) => obj_id))];
  const saved = Map.groupBy(ids.length === 0 ? [] : await listSaved(tx, ids), (one) => one.obj_id);
  const pictures = Map.groupBy(
    ids.length === 0 ? [] : await listThumbnails(tx, ids),
    (one) => one.obj_id,
  );
  return (row, seen) => ({
    id: row.id,
    run_id: row.run_id,
    obj_id: row.obj_id,
    requester_id: row.requester_id,
    last_modified_by_id: row.last_modified_by_id,
    priority: priorityWord(row.priority),
    status: row.status,
    marked_at: row.marked_at && naiveUtc(row.marked_at),
    comment: row.comment,
    created_at: naiveUtc(row.created_at),
    modified: naiveUtc(row.modified_at),
    requester: row.requester,
    ...(seen ? upTimes(row, seen.site, seen.night) : { rise_time_utc: '', set_time_utc: '' }),
    observability: seen && presentObservability(row, seen.site, seen.night),
    obj: {
      id: row.obj_id,
      ra: row.ra,
      dec: row.dec,
      redshift: row.redshift,
      thumbnails: (pictures.get(row.obj_id) ?? []).map((one) => ({ ...presentThumbnail(one) })),
    },
    accessible_group_names: (saved.get(row.obj_id) ?? []).map((one) => one.nickname ?? one.name),
  });
}

const priorityWords = ['1', '2', '3', '4', '5'] as const;

function priorityWord(priority: number): Assignment['priority'] {
  return priorityWords[priority - 1] ?? '3';
}

export function presentLogEntry(row: ObservingLogRow): LogEntry {
  return { ...row, at: naiveUtc(row.at) };
}
