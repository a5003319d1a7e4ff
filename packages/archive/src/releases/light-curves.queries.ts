import { coneRanges, type Position, separationArcsec } from '@fritz/sky';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { CurveFacts } from './curve-columns.ts';
import { findFiledCurves, findFiledValues } from './filed-curves.ts';
import { gatherCurves } from './gather-curves.ts';
import { type PackedPoint, unpackPoints } from './points.ts';
import { type Release, type ReleaseKind, SELECT_RELEASES } from './release.ts';

/** A light curve of a release, of those points that the viewer may see. */
export interface StoredCurve {
  readonly id: bigint;
  readonly ra: number;
  readonly dec: number;
  readonly filter: number;
  readonly field: number;
  readonly ccd: number;
  readonly quad: number;
  readonly rc: number;
  /** By time. */
  readonly points: readonly StoredPoint[];
  /** Of all of the survey's points; null where the viewer does not see them all. */
  readonly meanmag: number | null;
  readonly vonneumannratio: number | null;
  readonly iqr: number | null;
  readonly refchi: number | null;
  readonly refmag: number | null;
  readonly refmagerr: number | null;
  readonly refsharp: number | null;
}

export type StoredPoint = PackedPoint & { readonly programid: number };

/** What tells where the rows of a release are. */
export type ReleaseKey = Pick<Release, 'id' | 'name' | 'store'>;

/** Where to look, or which light curves. */
export interface CurveSearch {
  readonly release: ReleaseKey;
  readonly cone: (Position & { radiusArcsec: number }) | null;
  readonly ids: readonly bigint[] | null;
  /** Light curves, the nearest first. */
  readonly limit: number;
}

type Query = Pick<ViewerTx, 'query'>;

/** Releases that can be read, by name; of a kind, or all. */
export function listReleases(tx: Query, kind: ReleaseKind | null = null): Promise<Release[]> {
  return tx.query<Release & Record<string, unknown>>(
    `${SELECT_RELEASES} WHERE state = 'ready' AND ($1::text IS NULL OR kind = $1)
      ORDER BY kind DESC, name DESC`,
    [kind],
  );
}

/** A release by its name, or the current one of a kind; null where there is none. */
export async function findRelease(
  tx: ViewerTx,
  kind: ReleaseKind,
  name: string | null,
): Promise<Release | null> {
  const rows = await tx.query<Release & Record<string, unknown>>(
    `${SELECT_RELEASES} WHERE state = 'ready' AND kind = $1
        AND CASE WHEN $2::text IS NULL THEN is_current ELSE name = $2 END`,
    [kind, name],
  );
  return rows[0] ?? null;
}

/** A release that can be read, of whatever kind. */
export async function findReleaseNamed(tx: Query, name: string): Promise<Release | null> {
  const rows = await tx.query<Release & Record<string, unknown>>(
    `${SELECT_RELEASES} WHERE state = 'ready' AND name = $1`,
    [name],
  );
  return rows[0] ?? null;
}

interface Row extends Record<string, unknown>, CurveFacts {
  programid: number;
  points: Buffer;
}

const COLUMNS = `c.lc_id, c.programid, c.ra, c.dec, c.filter, c.field, c.ccd, c.quad, c.rc, c.meanmag,
  c.vonneumannratio, c.iqr, c.refchi, c.refmag, c.refmagerr, c.refsharp`;

/** The light curves that are wanted, nearest first, or by their numbers. */
export async function findLightCurves(tx: Query, search: CurveSearch): Promise<StoredCurve[]> {
  const { release, cone, ids, limit } = search;
  if (release.store === 'hats') return findFiledCurves(tx, search);
  const wanted = cone === null ? (ids ?? []) : await idsNear(tx, release.id, cone, limit);
  if (wanted.length === 0) return [];
  const rows = await tx.query<Row>(
    `SELECT ${COLUMNS}, c.points FROM archive_light_curves c
      WHERE c.release_id = $1 AND c.lc_id = ANY ($2::bigint[])`,
    [release.id, wanted.slice(0, limit)],
  );
  const parts = rows.map(({ programid, points, ...facts }) => ({
    ...{ facts, programid },
    points: unpackPoints(points),
  }));
  return gatherCurves(wanted, parts);
}

/** Numbers of light curves around a place, the nearest first. */
async function idsNear(
  tx: Query,
  releaseId: number,
  cone: Position & { radiusArcsec: number },
  limit: number,
): Promise<bigint[]> {
  const ranges = coneRanges(cone.ra, cone.dec, cone.radiusArcsec);
  const rows = await tx.query<{ lc_id: bigint; ra: number; dec: number }>(
    `SELECT DISTINCT c.lc_id, c.ra, c.dec
       FROM unnest($2::bigint[], $3::bigint[]) AS r (low, high) CROSS JOIN LATERAL (
         SELECT i.lc_id, i.ra, i.dec FROM archive_light_curves i
          WHERE i.release_id = $1 AND i.hpx BETWEEN r.low AND r.high OFFSET 0) c`,
    [releaseId, ranges.map(({ from }) => from), ranges.map(({ to }) => to)],
  );
  const near = rows.flatMap((row) => {
    const distance = separationArcsec(cone, row);
    return distance <= cone.radiusArcsec ? [{ id: row.lc_id, distance }] : [];
  });
  near.sort((a, b) => a.distance - b.distance || (a.id < b.id ? -1 : 1));
  return near.slice(0, limit).map(({ id }) => id);
}

/** What was computed of a light curve, by the names of the release's columns. */
export interface StoredValues {
  readonly id: bigint;
  readonly ra: number | null;
  readonly dec: number | null;
  readonly values: Readonly<Record<string, number | null>>;
}

/** Values of the light curves that are wanted, nearest first, or by their numbers. */
export async function findCurveValues(
  tx: ViewerTx,
  release: ReleaseKey & Pick<Release, 'columns'>,
  { cone, ids, limit }: Omit<CurveSearch, 'release'>,
): Promise<StoredValues[]> {
  if (release.store === 'hats') return findFiledValues(tx, release, { cone, ids, limit });
  const ranges = cone === null ? [] : coneRanges(cone.ra, cone.dec, cone.radiusArcsec);
  const rows = await tx.query<{
    lc_id: bigint;
    ra: number | null;
    dec: number | null;
    values: (number | null)[];
  }>(
    cone === null
      ? `SELECT lc_id, ra, dec, "values" FROM archive_curve_values
          WHERE release_id = $1 AND lc_id = ANY ($2::bigint[]) ORDER BY lc_id LIMIT $3`
      : `SELECT c.* FROM unnest($2::bigint[], $4::bigint[]) AS r (low, high) CROSS JOIN LATERAL (
           SELECT i.lc_id, i.ra, i.dec, i."values" FROM archive_curve_values i
            WHERE i.release_id = $1 AND i.hpx BETWEEN r.low AND r.high OFFSET 0) c LIMIT 10 * $3`,
    cone === null
      ? [release.id, ids ?? [], limit]
      : [release.id, ranges.map(({ from }) => from), limit, ranges.map(({ to }) => to)],
  );
  const near = rows.flatMap((row) => {
    const { ra, dec } = row;
    const distance =
      cone === null || ra === null || dec === null ? 0 : separationArcsec(cone, { ra, dec });
    return cone === null || distance <= cone.radiusArcsec ? [{ row, distance }] : [];
  });
  near.sort((a, b) => a.distance - b.distance);
  return near.slice(0, limit).map(({ row: { lc_id: id, ra, dec, values } }) => ({
    ...{ id, ra, dec },
    values: Object.fromEntries(release.columns.map((name, i) => [name, values[i] ?? null])),
  }));
}
