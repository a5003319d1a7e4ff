import {
  findObj,
  findObjs,
  listAssignments,
  listAssociatedObjs,
  listFollowupRequests,
  listNeighbours,
  listObjectLinks,
  listObjsAround,
  listPassedFilters,
  listPhotometry,
  listPhotometryOf,
  listSummaries,
  type ObjectLink,
  type ObjRow,
  type PhotometryRow,
  pageOfSaves,
  pageOfSources,
  summarizeDetections,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';
import { type DustMap, mjdToIso } from '@fritz/sky';
import { InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import { presentFollowups } from '../followup-requests/followup-requests.presenter.ts';
import { presentAssignments } from '../observing-runs/observing-runs.presenter.ts';
import { presentPhotometry } from '../photometry/photometry.presenter.ts';
import { writeCursor } from './source-cursor.ts';
import { loadParts } from './source-parts.ts';
import { kindOf, readSearch, type SourceQuery, sortName } from './source-wishes.ts';
import { presentObj, presentOnSky, presentSave, type Source } from './sources.presenter.ts';

/** Who asks, and what tells of the dust between. */
export interface SourceCall {
  tx: ViewerTx;
  viewer: Viewer;
  dust: DustMap | null;
  now: Date;
}

type DetailQuery = Static<typeof routes.getSource.query>;

/** An object that the viewer sees. */
export async function demandObj(tx: ViewerTx, id: string): Promise<ObjRow> {
  const obj = await findObj(tx, id);
  if (obj === null) throw new NotFoundError('source');
  return obj;
}

/** One object with everything that was asked for. */
export async function loadSource(
  { tx, viewer, dust, now }: SourceCall,
  obj: ObjRow,
  query: DetailQuery,
): Promise<Source> {
  const { id } = obj;
  const kind = query.requestedOnly ? 'requested' : query.includeRequested ? 'both' : 'saved';
  const nothing = async (): Promise<Partial<Source>> => ({});
  // None waits for another's answer: they are sent one behind the other.
  const [
    parts,
    neighbours,
    summary,
    photometry,
    stats,
    candidates,
    followup_requests,
    assignments,
  ] = await Promise.all([
    loadParts({ tx, viewer }, [id], query, kind),
    loadNeighbours(tx, obj),
    loadSummary(tx, id),
    query.includePhotometry
      ? loadPoints(tx, id, query.deduplicatePhotometry ?? false).then((photometry) => ({
          photometry,
        }))
      : nothing(),
    query.includeDetectionStats ? loadStats(tx, [id]).then((of) => of(id)) : nothing(),
    query.includeCandidates
      ? loadCandidates(tx, id).then((candidates) => ({ candidates }))
      : nothing(),
    listFollowupRequests(tx, { objId: id }, lastFollowups).then(({ rows }) =>
      presentFollowups(tx, rows),
    ),
    listAssignments(tx, { objId: id }, lastFollowups.limit).then((rows) =>
      presentAssignments(tx, rows, now),
    ),
  ]);
  return {
    ...presentObj(obj, dust),
    ...parts(id),
    ...neighbours,
    ...summary,
    ...photometry,
    ...stats,
    ...candidates,
    followup_requests,
    assignments,
  };
}

const lastFollowups = { order: 'id', descending: false, limit: 500, offset: 0 } as const;
const duplicateArcsec = 4;
const galaxyArcsec = 10;

/** What is at the same place. */
async function loadNeighbours(tx: ViewerTx, obj: ObjRow): Promise<Partial<Source>> {
  const [around, neighbours, associated] = await Promise.all([
    listObjsAround(tx, obj, duplicateArcsec, true),
    listNeighbours(tx, obj.id),
    loadAssociated(tx, obj.id),
  ]);
  const duplicates = around.filter((other) => other.id !== obj.id);
  const galaxies = neighbours.flatMap(({ documents }) =>
    documents.flatMap((document) => galaxyName(document) ?? []),
  );
  return {
    duplicates:
      duplicates.length === 0
        ? null
        : duplicates.map(({ id, ra, dec, separationArcsec }) => {
            return { obj_id: id, ra, dec, separation: separationArcsec };
          }),
    galaxies: galaxies.length === 0 ? null : [...new Set(galaxies)],
    associated_objs: associated,
  };
}

/**
 * What people took for the same thing, and what is linked with it of other surveys; of these some are
 * known by their alerts alone.
 */
async function loadAssociated(tx: ViewerTx, id: string): Promise<Source['associated_objs']> {
  const together = await listAssociatedObjs(tx, id);
  const links = (await listObjectLinks(tx, id)).filter((link) => link.is_linked);
  const places = await findObjs(
    tx,
    links.map((link) => link.obj_id),
  );
  const known = new Set(together.map((one) => one.id));
  return [
    ...together.map((one) => {
      const link = links.find((other) => other.obj_id === one.id);
      return { ...one, ...(link ? linkOf(link) : {}) };
    }),
    ...links
      .filter((link) => !known.has(link.obj_id))
      .map((link) => {
        const place = places.get(link.obj_id);
        const [ra, dec] = [place?.ra ?? null, place?.dec ?? null];
        return { id: link.obj_id, ra, dec, super_obj_id: null, ...linkOf(link) };
      }),
  ];
}

function linkOf({ survey, distance_arcsec }: ObjectLink) {
  return { survey, separation: distance_arcsec };
}

/** The name of a catalog's object that is a galaxy near by. */
function galaxyName(document: Readonly<Record<string, unknown>>): string | null {
  const { name, distance_arcsec: distance } = document;
  if (typeof name !== 'string' || typeof distance !== 'number') return null;
  return distance <= galaxyArcsec ? name : null;
}

async function loadSummary(tx: ViewerTx, id: string): Promise<Partial<Source>> {
  const rows = await listSummaries(tx, [id]);
  return {
    summary: rows[0]?.summary ?? null,
    summary_history: rows.map((row) => ({
      summary: row.summary,
      is_bot: row.is_bot,
      set_by_user_id: row.set_by,
      set_at_utc: naiveUtc(row.set_at),
    })),
  };
}

async function loadPoints(tx: ViewerTx, id: string, once: boolean): Promise<Source['photometry']> {
  const rows = await listPhotometry(tx, id);
  return presentPoints(once ? newestOfEach(rows) : rows);
}

function presentPoints(rows: readonly PhotometryRow[]): Source['photometry'] {
  return rows.map((row) => ({ ...presentPhotometry(row, { format: 'both' }) }));
}

/** Of points of one time and band the one that came last. */
function newestOfEach(rows: readonly PhotometryRow[]): PhotometryRow[] {
  const newest = new Map<string, PhotometryRow>();
  for (const row of rows) {
    const key = `${row.mjd} ${row.band}`;
    const known = newest.get(key);
    if (known === undefined || row.created_at >= known.created_at) newest.set(key, row);
  }
  return [...newest.values()];
}

/** Statistics of light curves, each of the points that the viewer sees. */
async function loadStats(
  tx: ViewerTx,
  ids: readonly string[],
): Promise<(id: string) => Partial<Source>> {
  const rows = await summarizeDetections(tx, ids);
  const of = new Map(rows.map((row) => [row.obj_id, row]));
  const iso = (mjd: number | null) => (mjd === null ? null : mjdToIso(mjd));
  return (id) => {
    const row = of.get(id);
    return {
      photstats: row === undefined ? [] : [{ ...row }],
      first_detected: iso(row?.first_detected_mjd ?? null),
      last_detected: iso(row?.last_detected_mjd ?? null),
    };
  };
}

async function loadCandidates(tx: ViewerTx, id: string): Promise<Source['candidates']> {
  const rows = await listPassedFilters(tx, id);
  return rows.map(({ passed_at, ...row }) => ({ ...row, passed_at: naiveUtc(passed_at) }));
}

/** Which groups saved what a search finds: a page of it. */
export async function loadSaves(tx: ViewerTx, query: SourceQuery) {
  demandEntries(query);
  const search = await readSearch(tx, { ...query, sortBy: 'saved_at' });
  const { total, entries } = await pageOfSaves(tx, search);
  const sources = entries.map(presentSave);
  const place = { pageNumber: query.pageNumber ?? 1, numPerPage: search.limit };
  return { sources, totalMatches: total, ...place, cursor: null };
}

/** What is asked for together with `saveSummary` must be of entries of lists, in their one order. */
function demandEntries({ savedStatus, sortBy = 'saved_at', cursor }: SourceQuery): void {
  const refuse = (field: string, message: string) => {
    throw new InvalidRequestError([{ in: 'query', field, message }]);
  };
  if (savedStatus !== undefined && !savedStatus.startsWith('savedToAny')) {
    refuse('savedStatus', 'is of objects: saveSummary tells what groups have saved');
  }
  if (sortBy !== 'saved_at') refuse('sortBy', 'must be saved_at with saveSummary');
  if (cursor !== undefined) refuse('cursor', 'is not there with saveSummary: take pageNumber');
}

/** A page of a search. */
export async function loadSources({ tx, viewer, dust }: SourceCall, query: SourceQuery) {
  const search = await readSearch(tx, query);
  const place = { pageNumber: query.pageNumber ?? 1, numPerPage: search.limit };
  const { total, ids, end } = await pageOfSources(tx, search);
  const [objs, parts, stats] = await Promise.all([
    findObjs(tx, ids),
    loadParts({ tx, viewer }, ids, query, kindOf(query)),
    query.includeDetectionStats ? loadStats(tx, ids) : () => ({}),
  ]);
  const points = query.includePhotometry ? await listPhotometryOf(tx, ids) : null;
  const pointsOf = (id: string) => {
    const rows = points?.get(id) ?? [];
    return query.deduplicatePhotometry ? newestOfEach(rows) : rows;
  };
  const sources = ids.flatMap((id) => {
    const obj = objs.get(id);
    if (obj === undefined) return [];
    return {
      ...presentObj(obj, dust),
      ...parts(id),
      ...stats(id),
      ...(points === null ? {} : { photometry: presentPoints(pointsOf(id)) }),
    };
  });
  const order = search.descending ? 'desc' : 'asc';
  const cursor = end === null ? null : writeCursor(end, sortName(query), order);
  const geojson = query.includeGeoJSON ? { geojson: presentOnSky(sources) } : {};
  return { sources, totalMatches: total, ...place, ...geojson, cursor };
}
