import type { ParquetColumn } from '@fritz/formats';
import { fluxErrUjyToMagErr, fluxUjyToMag } from '@fritz/sky';
import type { PhotometryPoint } from '@fritz/surveys';
import { learnSchemas } from '../marshal/alerts.queries.ts';
import { alertsIn, type ExportScope } from './export-scope.ts';
import type { HatsCell, HatsRow, HatsSource } from './hats-table.ts';
import { rowsOf, type Snapshot } from './sql-rows.ts';

/** What a point has, as lists of one length. */
const POINT_COLUMNS: readonly (ParquetColumn & {
  readonly of: (point: PhotometryPoint) => HatsCell;
})[] = [
  { name: 'mjd', type: 'float8', isList: true, of: ({ mjd }) => mjd },
  { name: 'band', type: 'text', isList: true, of: ({ band }) => band },
  { name: 'flux_ujy', type: 'float8', isList: true, of: ({ fluxUjy }) => fluxUjy },
  { name: 'flux_err_ujy', type: 'float8', isList: true, of: ({ fluxErrUjy }) => fluxErrUjy },
  { name: 'mag', type: 'float4', isList: true, of: magOf },
  { name: 'mag_err', type: 'float4', isList: true, of: magErrOf },
  { name: 'limiting_mag', type: 'float4', isList: true, of: ({ limitingMag }) => limitingMag },
  { name: 'ref_flux_ujy', type: 'float8', isList: true, of: ({ refFluxUjy }) => refFluxUjy },
  { name: 'is_forced', type: 'bool', isList: true, of: ({ origin }) => origin === 'alert_fp' },
  { name: 'exptime_s', type: 'float4', isList: true, of: ({ exptimeS }) => exptimeS },
  { name: 'programid', type: 'int2', isList: true, of: ({ programId }) => programId },
  { name: 'candid', type: 'int8', isList: true, of: ({ candid }) => candid },
];

export const CURVE_COLUMNS: readonly ParquetColumn[] = [
  { name: 'object_id', type: 'text' },
  { name: 'ra', type: 'float8' },
  { name: 'dec', type: 'float8' },
  { name: 'points', type: 'int4' },
  { name: 'detections', type: 'int4' },
  ...POINT_COLUMNS.map(({ name, type }) => ({ name, type, isList: true })),
];

function magOf({ fluxUjy }: PhotometryPoint): number | null {
  return fluxUjy !== null && fluxUjy > 0 ? fluxUjyToMag(fluxUjy) : null;
}

function magErrOf({ fluxUjy, fluxErrUjy }: PhotometryPoint): number | null {
  if (fluxUjy === null || fluxUjy <= 0 || fluxErrUjy === null) return null;
  return fluxErrUjyToMagErr(fluxErrUjy, fluxUjy);
}

type Place = Record<string, unknown> & { object_id: string; hpx: bigint; ra: number; dec: number };

/** Light curves hold thousands of points: fewer of them at a time. */
const FETCH_OBJECTS = 200;

/** A survey's objects that have alerts in the scope, each with all of its points of the programmes. */
export function curveRows(snapshot: Snapshot, scope: ExportScope): HatsSource {
  const { adapter, programs, span } = scope;
  const { where, values } = alertsIn(scope);
  const own = `o.survey = '${adapter.name}'${
    programs === null ? '' : ' AND o.programid = ANY ($1::smallint[])'
  }`;
  const seen =
    span === null
      ? ''
      : `AND EXISTS (SELECT FROM ${adapter.name}_alerts a WHERE a.object_id = o.object_id AND ${where})`;
  // An object has a place in each programme that it is known of: the first one's.
  const objects = `(SELECT DISTINCT ON (o.object_id) o.object_id, o.hpx, o.ra, o.dec
      FROM survey_objects o WHERE ${own} ${seen} ORDER BY o.object_id, o.programid) o`;
  const given = span === null ? (programs === null ? [] : [programs]) : values;
  const next = `$${given.length + 1}`;
  const fill = (places: readonly Place[]) => fillCurves(snapshot, scope, places);
  return {
    async count(order) {
      const rows = await snapshot.query<{ pix: bigint; rows: bigint }>(
        `SELECT o.hpx >> (2 * (29 - ${order})) AS pix, count(*) AS rows FROM ${objects} GROUP BY 1`,
        given,
      );
      return new Map(rows.map(({ pix, rows: count }) => [pix, Number(count)]));
    },
    async *rows(from) {
      const text = `SELECT o.* FROM ${objects} WHERE o.hpx >= ${next} ORDER BY o.hpx, o.object_id`;
      const places = rowsOf<Place>(snapshot, text, [...given, from], FETCH_OBJECTS);
      for await (const some of places) yield await fill(some);
    },
    async at(indices) {
      const text = `SELECT o.* FROM ${objects} WHERE o.hpx = ANY (${next}::bigint[])
        ORDER BY o.hpx, o.object_id`;
      return fill(await snapshot.query<Place>(text, [...given, indices]));
    },
  };
}

async function fillCurves(
  snapshot: Snapshot,
  { adapter, programs }: ExportScope,
  places: readonly Place[],
): Promise<HatsRow[]> {
  await learnSchemas(snapshot, adapter);
  const rows = await snapshot.query<{ object_id: string; points: Buffer }>(
    `SELECT object_id, points FROM ${adapter.name}_light_curves
      WHERE object_id = ANY ($1) AND ($2::smallint[] IS NULL OR programid = ANY ($2))
      ORDER BY candid, programid`,
    [places.map(({ object_id }) => object_id), programs],
  );
  const bundles = Map.groupBy(rows, ({ object_id }) => object_id);
  return places.map(({ object_id, hpx, ra, dec }) => {
    const stored = (bundles.get(object_id) ?? []).map(({ points }) => points);
    const needs = { detections: 'all', forced: 'all', coordinates: true } as const;
    const curve = adapter.curve(Buffer.concat(stored), needs);
    const points = curve.photometry().toSorted((a, b) => a.mjd - b.mjd);
    curve.release();
    const detections = points.filter(({ candid }) => candid !== null).length;
    const lists = POINT_COLUMNS.map(({ of }) => points.map(of) as HatsCell);
    return { hpx, ra, dec, cells: [object_id, ra, dec, points.length, detections, ...lists] };
  });
}
