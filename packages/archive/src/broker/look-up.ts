import type { CurveRange, KnownState } from '@fritz/pipeline';
import { type ClientBase, escapeLiteral } from 'pg';
import { readBinaryRows } from './binary-rows-out.ts';

/** Beyond every candid. */
const LAST_CANDID = 9_223_372_036_854_775_807n;

/** One look-up per batch and kind of thing: what is stored of these alerts and objects. */
export async function lookUp(
  client: ClientBase,
  survey: string,
  candids: readonly bigint[],
  ends: readonly CurveRange[],
): Promise<KnownState> {
  const known = await client.query<{ candid: bigint }>(
    `SELECT candid FROM ${survey}_alerts WHERE candid = ANY ($1::bigint[])`,
    [candids],
  );
  const followed = await client.query<{ id: string }>(
    'SELECT id FROM objs WHERE id = ANY ($1::text[])',
    [ends.map(({ objectId }) => objectId)],
  );
  return {
    candids: new Set(known.rows.map((row) => row.candid)),
    curves: await lookUpCurves(client, survey, ends),
    followed: new Set(followed.rows.map((row) => row.id)),
  };
}

/** The bundles of light curves in these ranges, by object. */
export async function lookUpCurves(
  client: ClientBase,
  survey: string,
  ranges: readonly CurveRange[],
): Promise<Map<string, Uint8Array>> {
  const curves = new Map<string, Uint8Array>();
  const first = ranges.reduce<bigint | null>(
    (low, { since }) => (low === null || since < low ? since : low),
    null,
  );
  if (first === null) return curves;
  const ids = ranges.map(({ objectId }) => escapeLiteral(objectId)).join(', ');
  const sinces = ranges.map(({ since }) => since).join(', ');
  const befores = ranges.map(({ before }) => before ?? LAST_CANDID).join(', ');
  const rows = await readBinaryRows(
    client,
    // One index scan per object: over a list of ids the planner reads the whole table at some size.
    // The constant bound lets it leave out older partitions when it plans.
    `SELECT w.id, c.points
     FROM unnest(ARRAY[${ids}], ARRAY[${sinces}]::bigint[], ARRAY[${befores}]::bigint[])
       AS w (id, since, before)
     CROSS JOIN LATERAL (
       SELECT string_agg(l.points, '') AS points FROM ${survey}_light_curves l
       WHERE l.object_id = w.id AND l.candid >= ${first}
         AND l.candid >= w.since AND l.candid < w.before) AS c
     WHERE c.points IS NOT NULL`,
  );
  for (const [id, points] of rows) if (id && points) curves.set(id.toString('utf8'), points);
  return curves;
}
