/**
 * Loading a release: rows go by binary COPY into an unlogged table, a file a transaction together with
 * the note that it is read; then they are sorted by place into the release's own partition, which is
 * attached in one short transaction. Whatever interrupts it, the same command goes on.
 */
import { angToPix, MAX_HEALPIX_ORDER } from '@fritz/sky';
import type { ArchivedCurve, Column, CurveRecord, CurveValues } from '@fritz/surveys';
import type { ClientBase } from 'pg';
import { copyRows } from '../broker/binary-copy.ts';
import { finishRelease } from './finish-release.ts';
import { packPoints } from './points.ts';
import {
  loadTable,
  type Release,
  type ReleaseKind,
  type ReleaseStore,
  releaseName,
} from './release.ts';
import { ReleaseError } from './release-error.ts';
import { claimRelease, demandRelease, letGo } from './releases.queries.ts';

/** A file, by what tells that it is still the one that was read. */
export interface ReleaseFile {
  readonly path: string;
  readonly bytes: number;
}

export interface RefusedCurve {
  readonly file: string;
  readonly place: number;
  readonly reason: string;
}

/** How far a release is loaded. */
export interface ReleaseState {
  readonly files: readonly ReleaseFile[];
  readonly columns: readonly string[];
  readonly curves: number;
  readonly points: number;
  readonly refused: number;
  readonly badPoints: number;
  readonly examples: readonly RefusedCurve[];
}

export interface ReleaseReport extends Omit<ReleaseState, 'files' | 'columns'> {
  readonly name: string;
  /** Light curves whose number was there before. */
  readonly repeated: number;
}

/** What is in a file: light curves, or values with the names of their columns. */
export type ReleaseContents =
  | { readonly curves: Iterable<CurveRecord> | AsyncIterable<CurveRecord> }
  | { readonly columns: readonly string[]; readonly values: Iterable<CurveValues> };

export interface ReleasePlan {
  readonly name: string;
  readonly kind: ReleaseKind;
  readonly survey: string;
  readonly files: readonly ReleaseFile[];
  /** Whose points values were computed of. */
  readonly programid: number;
  open(file: ReleaseFile): Promise<{ contents: ReleaseContents; close(): void | Promise<void> }>;
}

export interface ReleaseOptions {
  readonly signal?: AbortSignal;
  /** Light curves so far, and the share of the files' bytes. */
  readonly onProgress?: (curves: number, share: number) => void;
  readonly onStage?: (stage: string) => void;
  /** Where its rows are kept; `auto` (the default): in files where they are very many. */
  readonly store?: ReleaseStore | 'auto';
  /** Where folders of releases are made; without it no release is kept in files. */
  readonly folder?: string;
  /** Whether to make it the current one. */
  readonly isCurrent?: boolean;
}

const MAX_EXAMPLES = 10;
const CHUNK_ROWS = 2000;

const CURVE_COLUMNS: readonly Column[] = [
  { name: 'lc_id', type: 'int8' },
  { name: 'programid', type: 'int2' },
  { name: 'audience_id', type: 'int4' },
  { name: 'hpx', type: 'int8' },
  { name: 'ra', type: 'float8' },
  { name: 'dec', type: 'float8' },
  { name: 'filter', type: 'int2' },
  { name: 'field', type: 'int4' },
  { name: 'ccd', type: 'int2' },
  { name: 'quad', type: 'int2' },
  { name: 'rc', type: 'int2' },
  { name: 'nobs', type: 'int4' },
  { name: 'meanmag', type: 'float4' },
  { name: 'vonneumannratio', type: 'float4' },
  { name: 'iqr', type: 'float4' },
  { name: 'refchi', type: 'float4' },
  { name: 'refmag', type: 'float4' },
  { name: 'refmagerr', type: 'float4' },
  { name: 'refsharp', type: 'float4' },
  { name: 'points', type: 'bytea' },
];

const VALUE_COLUMNS: readonly Column[] = [
  { name: 'lc_id', type: 'int8' },
  { name: 'hpx', type: 'int8' },
  { name: 'ra', type: 'float8' },
  { name: 'dec', type: 'float8' },
  { name: 'slot', type: 'int4' },
  { name: 'value', type: 'float8' },
];

/**
 * Loads a release, or goes on loading it. The client is the owner's, with nothing else to do.
 * @throws ReleaseError; what reading the files throws, after which the same call goes on
 */
export async function loadRelease(
  client: ClientBase,
  plan: ReleasePlan,
  options: ReleaseOptions = {},
): Promise<ReleaseReport> {
  const release = await startRelease(client, plan);
  try {
    let state = await readState(client, release);
    const isRead = new Set(state.files.map(({ path, bytes }) => `${bytes} ${path}`));
    const total = plan.files.reduce((sum, { bytes }) => sum + bytes, 0);
    let done = 0;
    for (const file of plan.files) {
      done += file.bytes;
      if (isRead.has(`${file.bytes} ${file.path}`)) continue;
      options.signal?.throwIfAborted();
      state = await loadFile(client, { release, plan, file, state });
      options.onProgress?.(state.curves, total === 0 ? 1 : done / total);
    }
    const repeated = await finishRelease(client, { release, state, plan, options });
    const { files: _files, columns: _columns, ...report } = state;
    return { name: plan.name, ...report, curves: state.curves - repeated, repeated };
  } finally {
    await letGo(client, release.id);
  }
}

async function startRelease(client: ClientBase, plan: ReleasePlan): Promise<Release> {
  const { name, kind, survey } = plan;
  if (!releaseName.test(name)) {
    throw new ReleaseError(
      'bad_name',
      `"${name}" is no name for a release: letters, digits and _, at most 60`,
    );
  }
  await client.query(
    `INSERT INTO fritz.archive_releases (name, kind, survey) VALUES ($1, $2, $3)
       ON CONFLICT (name) DO NOTHING`,
    [name, kind, survey],
  );
  const release = await demandRelease(client, name);
  if (release.state === 'ready') {
    throw new ReleaseError(
      'is_there',
      `${name} is there already: give the new release a name of its own, or drop this one first`,
    );
  }
  if (release.kind !== kind) {
    throw new ReleaseError('bad_plan', `${name} was begun as a release of ${release.kind}`);
  }
  await claimRelease(client, release.id, name);
  return release;
}

const NOTHING: ReleaseState = {
  ...{ files: [], columns: [], curves: 0, points: 0, refused: 0, badPoints: 0, examples: [] },
};

/** What was loaded before; nothing where a crash of the server emptied the table. */
async function readState(client: ClientBase, release: Release): Promise<ReleaseState> {
  const table = loadTable(release);
  const { rows } = await client.query<{ loading: ReleaseState | null; isThere: boolean }>(
    `SELECT loading, to_regclass($2) IS NOT NULL AS "isThere"
       FROM fritz.archive_releases WHERE id = $1`,
    [release.id, table],
  );
  const [row] = rows;
  if (row?.loading && row.isThere) {
    const any = await client.query(`SELECT FROM ${table} LIMIT 1`);
    if (any.rowCount) return row.loading;
  }
  await client.query(`DROP TABLE IF EXISTS ${table}`);
  const columns =
    release.kind === 'light_curves'
      ? '(LIKE fritz.archive_light_curves INCLUDING STORAGE)'
      : `(lc_id bigint NOT NULL, hpx bigint, ra double precision, dec double precision,
          slot integer NOT NULL, value double precision)`;
  await client.query(`CREATE UNLOGGED TABLE ${table} ${columns} WITH (autovacuum_enabled = false)`);
  if (release.kind === 'light_curves') {
    await client.query(`ALTER TABLE ${table} ALTER release_id SET DEFAULT ${release.id}`);
  }
  return NOTHING;
}

interface FileLoad {
  readonly release: Release;
  readonly plan: ReleasePlan;
  readonly file: ReleaseFile;
  readonly state: ReleaseState;
}

async function loadFile(client: ClientBase, load: FileLoad): Promise<ReleaseState> {
  const { release, plan, file } = load;
  const { contents, close } = await plan.open(file);
  await client.query('BEGIN');
  try {
    const isCurves = 'curves' in contents;
    if (isCurves !== (plan.kind === 'light_curves')) {
      throw new ReleaseError('bad_plan', `${file.path} is of another kind than ${plan.kind}`);
    }
    const state = isCurves
      ? await copyCurves(client, load, contents.curves)
      : await copyValues(client, load, contents);
    const done = { ...state, files: [...state.files, file] };
    await client.query('UPDATE fritz.archive_releases SET loading = $2 WHERE id = $1', [
      release.id,
      JSON.stringify(done),
    ]);
    await client.query('COMMIT');
    return done;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    throw error;
  } finally {
    await close();
  }
}

async function copyCurves(
  client: ClientBase,
  { release, plan, file, state }: FileLoad,
  curves: Iterable<CurveRecord> | AsyncIterable<CurveRecord>,
): Promise<ReleaseState> {
  const audiences = new Map<number, number>();
  let now = state;
  let pending: unknown[][] = [];
  const flush = () => copyRows(client, loadTable(release), CURVE_COLUMNS, pending.splice(0));
  for await (const record of curves) {
    if (!('curve' in record)) {
      const example = { file: file.path, ...record };
      const examples = [...now.examples, example].slice(0, MAX_EXAMPLES);
      now = { ...now, refused: now.refused + 1, examples };
      continue;
    }
    const { curve, badPoints } = record;
    for (const { programid } of curve.points) {
      if (audiences.has(programid)) continue;
      audiences.set(programid, await programAudience(client, plan.survey, programid));
    }
    pending.push(...rowsOf(curve, audiences));
    now = {
      ...now,
      curves: now.curves + 1,
      points: now.points + curve.points.length,
      badPoints: now.badPoints + badPoints,
    };
    if (pending.length >= CHUNK_ROWS) await flush();
  }
  if (pending.length > 0) await flush();
  pending = [];
  return now;
}

/** A row per programme; what the survey computed of all points only where one has them all. */
function rowsOf(curve: ArchivedCurve, audiences: ReadonlyMap<number, number>): unknown[][] {
  const { id, ra, dec, filter, field, ccd, quad, rc, stats } = curve;
  const byProgram = Map.groupBy(curve.points, ({ programid }) => programid);
  const isWhole = byProgram.size === 1;
  const hpx = angToPix(MAX_HEALPIX_ORDER, ra, dec);
  return [...byProgram].map(([programid, points]) => [
    ...[id, programid, audiences.get(programid), hpx, ra, dec, filter, field, ccd, quad, rc],
    points.length,
    ...(isWhole ? [stats.meanmag, stats.vonneumannratio, stats.iqr] : [null, null, null]),
    ...[stats.refchi, stats.refmag, stats.refmagerr, stats.refsharp],
    packPoints(points),
  ]);
}

async function programAudience(
  client: ClientBase,
  survey: string,
  programid: number,
): Promise<number> {
  const { rows } = await client.query<{ id: number }>(
    'SELECT fritz.intern_program($1, $2::smallint) AS id',
    [survey, programid],
  );
  const [row] = rows;
  if (!row) throw new Error('a programme has no audience');
  return row.id;
}

async function copyValues(
  client: ClientBase,
  { release, state }: FileLoad,
  { columns, values }: Extract<ReleaseContents, { values: unknown }>,
): Promise<ReleaseState> {
  const all = [...state.columns, ...columns.filter((name) => !state.columns.includes(name))];
  const slots = columns.map((name) => all.indexOf(name));
  const pending: unknown[][] = [];
  const flush = () => copyRows(client, loadTable(release), VALUE_COLUMNS, pending.splice(0));
  let curves = 0;
  for (const { id, ra, dec, values: row } of values) {
    curves += 1;
    const hpx = ra === null || dec === null ? null : angToPix(MAX_HEALPIX_ORDER, ra, dec);
    row.forEach((value, i) => {
      if (value !== null) pending.push([id, hpx, ra, dec, slots[i], value]);
    });
    if (pending.length >= CHUNK_ROWS * 10) await flush();
  }
  if (pending.length > 0) await flush();
  return { ...state, columns: all, curves: state.curves + curves, points: state.points + curves };
}
