import { setImmediate } from 'node:timers/promises';
import { binaryArray } from '../broker/binary-array.ts';
import { jsonbText } from '../broker/json-text.ts';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** A point as it is uploaded: µJy, AB zero point 23.9. */
export interface NewPhotometryPoint {
  obj_id: string;
  instrument: string;
  origin: string;
  band: string;
  mjd: number;
  exptime_s: number | null;
  flux_ujy: number | null;
  fluxerr_ujy: number | null;
  ref_flux_ujy: number | null;
  ref_fluxerr_ujy: number | null;
  limiting_mag: number | null;
  limiting_mag_nsigma: number | null;
  ra: number | null;
  dec: number | null;
  ra_unc: number | null;
  dec_unc: number | null;
  altdata: Record<string, unknown> | null;
  given: Record<string, unknown> | null;
}

/** Whom points are for, besides their owner. */
export interface PhotometryAudience {
  groupIds: readonly number[];
  streamIds: readonly number[];
}

const lockBuckets = 64;

/**
 * Lets the viewer's other uploads of these objects wait until this transaction ends: so the same
 * points, sent twice at once, are found to be the same.
 */
export async function lockUploads(tx: ViewerTx, objIds: readonly string[]): Promise<void> {
  // Not a lock for each object: there may be as many as rows, and locks are few.
  await tx.query(
    `SELECT pg_advisory_xact_lock(viewer_id(), bucket)
       FROM (SELECT DISTINCT abs(hashtext(o) % ${lockBuckets}) AS bucket
               FROM unnest($1::text[]) AS o ORDER BY 1) AS buckets`,
    [[...objIds]],
  );
}

/** A point that the viewer sees, and that is the same as one of those asked for. */
export interface SamePoint {
  /** Which of those asked for; from 0. */
  place: number;
  id: bigint;
  owner_id: number | null;
  audience_id: number;
}

/**
 * The points that the viewer sees and that are the same as these: of one object, instrument, origin,
 * band and time, with equal fluxes, a missing one being equal to a missing one.
 */
export async function findSamePoints(
  tx: ViewerTx,
  points: readonly NewPhotometryPoint[],
  options: { ignoreFlux?: boolean } = {},
): Promise<SamePoint[]> {
  const texts = (value: (point: NewPhotometryPoint) => string) =>
    binaryArray('text', points.map(value));
  const numbers = (value: (point: NewPhotometryPoint) => number | null) =>
    binaryArray('float8', points.map(value));
  return tx.query<SamePoint & Record<string, unknown>>(
    `SELECT (n.place - 1)::integer AS place, p.id, p.owner_id, p.audience_id
       FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::float8[],
              $7::float8[]) WITH ORDINALITY AS
            n (obj_id, instrument, origin, band, mjd, flux, fluxerr, place)
       JOIN photometry p ON p.obj_id = n.obj_id AND p.instrument = n.instrument
        AND p.origin = n.origin AND p.band = n.band AND p.mjd = n.mjd
      WHERE ($8 OR (p.flux_ujy IS NOT DISTINCT FROM n.flux
          AND p.fluxerr_ujy IS NOT DISTINCT FROM n.fluxerr))
      ORDER BY p.id`,
    [
      texts((point) => point.obj_id),
      texts((point) => point.instrument),
      texts((point) => point.origin),
      texts((point) => point.band),
      numbers((point) => point.mjd),
      numbers((point) => point.flux_ujy),
      numbers((point) => point.fluxerr_ujy),
      options.ignoreFlux ?? false,
    ],
  );
}

/** The columns of points in the order in which `upload_photometry` takes them. */
const columns: readonly [
  type: 'text' | 'float8',
  value: (point: NewPhotometryPoint) => string | number | null,
][] = [
  ['text', (point) => point.obj_id],
  ['text', (point) => point.instrument],
  ['text', (point) => point.origin],
  ['text', (point) => point.band],
  ['float8', (point) => point.mjd],
  ['float8', (point) => point.exptime_s],
  ['float8', (point) => point.flux_ujy],
  ['float8', (point) => point.fluxerr_ujy],
  ['float8', (point) => point.ref_flux_ujy],
  ['float8', (point) => point.ref_fluxerr_ujy],
  ['float8', (point) => point.limiting_mag],
  ['float8', (point) => point.limiting_mag_nsigma],
  ['float8', (point) => point.ra],
  ['float8', (point) => point.dec],
  ['float8', (point) => point.ra_unc],
  ['float8', (point) => point.dec_unc],
  ['text', (point) => point.altdata && jsonbText(point.altdata)],
  ['text', (point) => point.given && jsonbText(point.given)],
];

/** The columns as arrays, a few at a time: other requests have their turn between. */
async function columnsOf(points: readonly NewPhotometryPoint[]): Promise<Buffer[]> {
  const arrays: Buffer[] = [];
  for (const [type, value] of columns) {
    arrays.push(binaryArray(type, points.map(value)));
    if (arrays.length % 4 === 0) await setImmediate();
  }
  return arrays;
}

const uploadStatement = `SELECT upload_photometry($1, $2, $3, ${columns
  .map(([type], at) => `$${at + 4}::${type}[]`)
  .join(', ')}) AS ids`;

/** Adds points of the viewer's; returns their ids in the order given. */
export async function insertUpload(
  tx: ViewerTx,
  upload: {
    uploadId: string;
    audience: PhotometryAudience;
    points: readonly NewPhotometryPoint[];
  },
): Promise<bigint[]> {
  const { uploadId, audience, points } = upload;
  if (points.length === 0) return [];
  const arrays = await columnsOf(points);
  const [row] = await tx.query<{ ids: bigint[] }>(uploadStatement, [
    uploadId,
    [...audience.groupIds],
    [...audience.streamIds],
    ...arrays,
  ]);
  if (row?.ids.length !== points.length) throw new Error('an upload lost points');
  return row.ids;
}

/**
 * Adds groups and streams to whom points are for or, where `replaces`, gives them these groups
 * alone; their owners' own groups stay. Returns how many changed.
 */
export async function readdressPhotometry(
  tx: ViewerTx,
  pointIds: readonly bigint[],
  { groupIds, streamIds, replaces = false }: PhotometryAudience & { replaces?: boolean },
): Promise<number> {
  const [row] = await tx.query<{ changed: number }>(
    'SELECT readdress_photometry($1, $2, $3, $4) AS changed',
    [pointIds, [...groupIds], [...streamIds], replaces],
  );
  return row?.changed ?? 0;
}

/** Replaces the fluxes of points that the viewer may change. */
export async function overwriteFluxes(
  tx: ViewerTx,
  changes: readonly { id: bigint; point: NewPhotometryPoint }[],
): Promise<void> {
  if (changes.length === 0) return;
  const numbers = (value: (point: NewPhotometryPoint) => number | null) =>
    binaryArray(
      'float8',
      changes.map(({ point }) => value(point)),
    );
  await tx.query(
    `UPDATE photometry p SET flux_ujy = n.flux, fluxerr_ujy = n.fluxerr,
            limiting_mag = n.limiting_mag, limiting_mag_nsigma = n.nsigma, modified_at = now()
       FROM unnest($1::bigint[], $2::float8[], $3::float8[], $4::float8[], $5::float8[])
         AS n (id, flux, fluxerr, limiting_mag, nsigma)
      WHERE p.id = n.id`,
    [
      binaryArray(
        'int8',
        changes.map(({ id }) => id),
      ),
      numbers((point) => point.flux_ujy),
      numbers((point) => point.fluxerr_ujy),
      numbers((point) => point.limiting_mag),
      numbers((point) => point.limiting_mag_nsigma),
    ],
  );
}

/** The groups and streams of an audience that the viewer may know of. */
export interface AudienceMembers {
  audience_id: number;
  group_ids: number[];
  stream_ids: number[];
}

/** Which groups and streams these audiences are, as far as the viewer sees. */
export function listAudienceMembers(
  tx: ViewerTx,
  audienceIds: readonly number[],
): Promise<AudienceMembers[]> {
  return tx.query<AudienceMembers & Record<string, unknown>>(
    `SELECT a AS audience_id,
            ARRAY(SELECT ag.group_id FROM audience_groups ag WHERE ag.audience_id = a ORDER BY 1)
              AS group_ids,
            ARRAY(SELECT ast.stream_id FROM audience_streams ast WHERE ast.audience_id = a ORDER BY 1)
              AS stream_ids
       FROM unnest($1::integer[]) AS a`,
    [[...audienceIds]],
  );
}
