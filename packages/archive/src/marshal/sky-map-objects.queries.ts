import type { RegionValues } from '../sky-maps/region-sql.ts';
import { rowsInRegion } from '../sky-maps/region-sql.ts';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { ObjSet } from './obj-conditions.ts';
import { Parameters } from './source-conditions.ts';

const objRows = { table: 'objs', columns: 'i.id, i.ra, i.dec, i.hpx, i.redshift, i.tns_name' };

/** Objects within a region of the sky. */
export function objsInRegion(region: RegionValues): ObjSet {
  const { bind, values } = new Parameters();
  const rows = rowsInRegion({ table: 'objs', columns: 'i.id, i.hpx' }, region, bind);
  return { sql: `(SELECT o.id FROM ${rows} o)`, values };
}

/** An object within a region, with when it was seen. MJD. */
export interface ObjInRegion {
  id: string;
  ra: number;
  dec: number;
  hpx: bigint;
  redshift: number | null;
  tns_name: string | null;
  saved: boolean;
  passed_at: Date | null;
  first_detected_mjd: number | null;
  last_detected_mjd: number | null;
}

/** Which objects: saved sources, or those that passed filters, and when they were seen first. */
export interface RegionSearch {
  readonly kind: 'sources' | 'candidates';
  /** They were first detected at this time or after, and before; MJD. */
  readonly firstFromMjd: number | null;
  readonly firstToMjd: number | null;
  readonly limit: number;
}

/** Objects within a region, those seen first last. */
export function listObjsInRegion(
  tx: ViewerTx,
  region: RegionValues,
  { kind, firstFromMjd, firstToMjd, limit }: RegionSearch,
): Promise<ObjInRegion[]> {
  const parameters = new Parameters();
  const { bind } = parameters;
  const rows = rowsInRegion(objRows, region, bind);
  const saved = 'EXISTS (SELECT FROM sources s WHERE s.obj_id = o.id AND s.active)';
  const passed = '(SELECT max(k.passed_at) FROM candidates k WHERE k.obj_id = o.id)';
  const [from, to] = [`${bind(firstFromMjd)}::float8`, `${bind(firstToMjd)}::float8`];
  return tx.query<ObjInRegion & Record<string, unknown>>(
    `SELECT f.* FROM (
       SELECT o.id, o.ra, o.dec, o.hpx, o.redshift, o.tns_name, ${saved} AS saved, ${passed} AS passed_at,
         (SELECT (min(p.first_detection))[1] FROM photometry_sums p WHERE p.obj_id = o.id) AS first_detected_mjd,
         (SELECT (max(p.last_detection))[1] FROM photometry_sums p WHERE p.obj_id = o.id) AS last_detected_mjd
       FROM ${rows} o) f
      WHERE ${kind === 'sources' ? 'f.saved' : 'f.passed_at IS NOT NULL'}
        AND (${from} IS NULL OR f.first_detected_mjd >= ${from})
        AND (${to} IS NULL OR f.first_detected_mjd < ${to})
      ORDER BY f.first_detected_mjd DESC NULLS LAST, f.id LIMIT ${bind(limit)}`,
    parameters.values,
  );
}
