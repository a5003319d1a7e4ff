import {
  findObj,
  listInstruments,
  listStreams,
  type StoredCurve,
  type StoredPoint,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';
import { formatDec, formatRa } from '@fritz/sky';
import type { ServerContext } from '../../context.ts';
import { InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import { putUpload } from '../photometry/uploads.service.ts';
import { saveToGroups } from '../sources/source-saves.service.ts';
import { bandOfCurve } from './archive.presenter.ts';
import { searchCurves } from './light-curves.service.ts';

interface Body {
  readonly obj_id?: string | null;
  readonly catalog?: string | null;
  readonly light_curve_ids: bigint | bigint[];
  readonly group_ids?: readonly number[] | null;
}

type Saved = Static<typeof routes.saveLightCurves.response>;

interface SaveCall {
  readonly tx: ViewerTx;
  readonly viewer: Viewer;
  readonly context: ServerContext;
}

interface Point {
  readonly curve: StoredCurve;
  readonly point: StoredPoint;
}

const MAX_ROWS = 5000;

/** By place, since an answer repeats no id that its asker may not see: "number 2, 5". */
function placesOf(missing: readonly bigint[], ids: readonly bigint[]): string {
  const places = missing.slice(0, 10).map((id) => ids.indexOf(id) + 1);
  return `number ${places.join(', ')}`;
}

/** Makes photometry of light curves, of a source that is there or of a new one at their place. */
export async function saveCurves(call: SaveCall, body: Body): Promise<Saved> {
  const { tx } = call;
  const given = body.light_curve_ids;
  // Small ones arrive as numbers.
  const ids = [...new Set((Array.isArray(given) ? given : [given]).map(BigInt))];
  const { release, curves } = await searchCurves(tx, body.catalog ?? null, ids, ids.length);
  const missing = ids.filter((id) => !curves.some((curve) => curve.id === id));
  if (missing.length > 0)
    throw new NotFoundError(`light curve as ${placesOf(missing, ids)} of light_curve_ids`);
  const objId = await demandSource(call, body, curves);
  const points = curves.flatMap((curve) =>
    curve.points.flatMap((point) => (point.catflags === 0 ? [{ curve, point }] : [])),
  );
  const instrumentId = await demandZtf(tx);
  const streams = (await listStreams(tx)).filter(({ survey }) => survey === 'ztf');
  for (const [programid, own] of Map.groupBy(points, ({ point }) => point.programid)) {
    const readers = streams.filter(({ program_ids: programs }) => programs.includes(programid));
    const targets = { stream_ids: readers.map(({ id }) => id) };
    for (let at = 0; at < own.length; at += MAX_ROWS) {
      const columns = columnsOf(own.slice(at, at + MAX_ROWS));
      const whose = { obj_id: objId, instrument_id: instrumentId, magsys: 'ab', origin: release };
      const fields = { ...whose, ...columns, ...targets };
      await putUpload({ tx, viewer: call.viewer, dust: null, fields });
    }
  }
  return { obj_id: objId, points: points.length };
}

function columnsOf(points: readonly Point[]) {
  return {
    mjd: points.map(({ point }) => point.mjd),
    mag: points.map(({ point }) => point.mag),
    magerr: points.map(({ point }) => point.magerr),
    filter: points.map(({ curve }) => bandOfCurve(curve)),
    ra: points.map(({ point, curve }) => point.ra ?? curve.ra),
    dec: points.map(({ point, curve }) => point.dec ?? curve.dec),
  };
}

/** The source that is named, made where it is not there; or one of the place's name. */
async function demandSource(
  { tx, viewer, context }: SaveCall,
  body: Body,
  curves: readonly StoredCurve[],
): Promise<string> {
  const named = body.obj_id ?? null;
  const groupIds = body.group_ids ?? [];
  if (named === null && groupIds.length === 0) {
    const message = 'is needed where obj_id is not given';
    throw new InvalidRequestError([{ in: 'body', field: 'group_ids', message }]);
  }
  const place = meanPlace(curves);
  const id = named ?? `ZTFJ${formatRa(place.ra, 2)}${formatDec(place.dec, 1)}`.replaceAll(':', '');
  const isThere = (await findObj(tx, id)) !== null;
  if (isThere && groupIds.length === 0) return id;
  const groups = groupIds.length === 0 ? {} : { group_ids: [...groupIds] };
  await saveToGroups(tx, viewer, context, { id, ...place, origin: 'Fritz', ...groups });
  return id;
}

/** Across 0 h, too. */
function meanPlace(curves: readonly StoredCurve[]): { ra: number; dec: number } {
  const first = curves[0]?.ra ?? 0;
  const turn = (ra: number) => ((ra - first + 540) % 360) - 180;
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const ra = (first + mean(curves.map((curve) => turn(curve.ra))) + 360) % 360;
  return { ra, dec: mean(curves.map(({ dec }) => dec)) };
}

async function demandZtf(tx: ViewerTx): Promise<number> {
  const instruments = await listInstruments(tx, { name: 'ZTF' });
  const ztf = instruments.find(({ name }) => name === 'ZTF');
  if (ztf === undefined) throw new NotFoundError('instrument ZTF');
  return ztf.id;
}
