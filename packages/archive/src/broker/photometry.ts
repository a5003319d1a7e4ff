import type { FollowedPhotometry } from '@fritz/pipeline';
import type { PhotometryPoint } from '@fritz/surveys';
import type { ClientBase } from 'pg';
import { binaryArray, type ElementType } from './binary-array.ts';
import type { ProgramAudiences } from './program-audiences.ts';

interface Row extends PhotometryPoint {
  readonly objectId: string;
  readonly audienceId: number | undefined;
}

type Getter = (row: Row) => unknown;

const COLUMNS: readonly (readonly [column: string, type: ElementType, value: Getter])[] = [
  ['obj_id', 'text', (row) => row.objectId],
  ['instrument', 'text', (row) => row.instrument],
  ['origin', 'text', (row) => row.origin],
  ['band', 'text', (row) => row.band],
  ['mjd', 'float8', (row) => row.mjd],
  ['exptime_s', 'float4', (row) => row.exptimeS],
  ['flux_ujy', 'float8', (row) => row.fluxUjy],
  ['fluxerr_ujy', 'float8', (row) => row.fluxErrUjy],
  ['ref_flux_ujy', 'float8', (row) => row.refFluxUjy],
  ['ref_fluxerr_ujy', 'float8', (row) => row.refFluxErrUjy],
  ['limiting_mag', 'float4', (row) => row.limitingMag],
  ['limiting_mag_nsigma', 'float4', (row) => row.limitingMagSigma],
  ['ra', 'float8', (row) => row.ra],
  ['dec', 'float8', (row) => row.dec],
  ['candid', 'int8', (row) => row.candid],
  ['audience_id', 'int4', (row) => row.audienceId],
];

const NAMES = COLUMNS.map(([name]) => name).join(', ');
const ARRAYS = COLUMNS.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ');

/** Appends points of followed objects; a better version of a point takes the place of the old. */
export async function insertPhotometry(
  client: ClientBase,
  followed: readonly FollowedPhotometry[],
  audiences: ProgramAudiences,
): Promise<void> {
  const rowsOf = ({ objectId, points }: FollowedPhotometry): Row[] =>
    points.map((point) => ({ ...point, objectId, audienceId: audiences.get(point.programId) }));
  await deleteOlderVersions(client, followed.filter((one) => !one.isNew).flatMap(rowsOf));
  const rows = followed.flatMap(rowsOf);
  if (rows.length === 0) return;
  await client.query(
    `INSERT INTO photometry (${NAMES}) SELECT * FROM unnest(${ARRAYS}) ON CONFLICT DO NOTHING`,
    COLUMNS.map(([, type, value]) => binaryArray(type, rows.map(value))),
  );
}

async function deleteOlderVersions(client: ClientBase, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return;
  const column = (type: ElementType, value: Getter) => binaryArray(type, rows.map(value));
  await client.query(
    `DELETE FROM photometry p
     USING unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::float8[], $6::int[],
       $7::bigint[]) AS n (obj_id, instrument, origin, band, mjd, audience_id, candid)
     WHERE p.obj_id = n.obj_id AND p.instrument = n.instrument AND p.origin = n.origin
       AND p.band = n.band AND p.mjd = n.mjd AND p.audience_id = n.audience_id
       AND p.candid IS NOT DISTINCT FROM n.candid AND p.owner_id IS NULL`,
    [
      column('text', (row) => row.objectId),
      column('text', (row) => row.instrument),
      column('text', (row) => row.origin),
      column('text', (row) => row.band),
      column('float8', (row) => row.mjd),
      column('int4', (row) => row.audienceId),
      // One image may hold two detections of an object.
      column('int8', (row) => row.candid),
    ],
  );
}
