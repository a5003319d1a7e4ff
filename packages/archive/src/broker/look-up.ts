import type { KnownState } from '@fritz/pipeline';
import { type ClientBase, escapeLiteral } from 'pg';
import { readBinaryRows } from './binary-rows-out.ts';

/** One look-up per batch and kind of thing: what is stored of these alerts and objects. */
export async function lookUp(
  client: ClientBase,
  survey: string,
  candids: readonly bigint[],
  objectIds: readonly string[],
): Promise<KnownState> {
  const known = await client.query<{ candid: bigint }>(
    `SELECT candid FROM ${survey}_alerts WHERE candid = ANY ($1::bigint[])`,
    [candids],
  );
  const followed = await client.query<{ id: string }>(
    'SELECT id FROM objs WHERE id = ANY ($1::text[])',
    [objectIds],
  );
  return {
    candids: new Set(known.rows.map((row) => row.candid)),
    curves: await readCurves(client, survey, objectIds),
    followed: new Set(followed.rows.map((row) => row.id)),
  };
}

async function readCurves(
  client: ClientBase,
  survey: string,
  objectIds: readonly string[],
): Promise<Map<string, Uint8Array>> {
  const curves = new Map<string, Uint8Array>();
  if (objectIds.length === 0) return curves;
  const ids = objectIds.map((id) => escapeLiteral(id)).join(', ');
  const rows = await readBinaryRows(
    client,
    // One index scan per object: over a list of ids the planner reads the whole table at some size.
    `SELECT w.id, c.points FROM unnest(ARRAY[${ids}]) AS w (id)
     CROSS JOIN LATERAL (
       SELECT string_agg(l.points, '') AS points
       FROM ${survey}_light_curves l WHERE l.object_id = w.id) AS c
     WHERE c.points IS NOT NULL`,
  );
  for (const [id, points] of rows) if (id && points) curves.set(id.toString('utf8'), points);
  return curves;
}
