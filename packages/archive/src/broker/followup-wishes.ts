import type { ClientBase } from 'pg';
import { jsonbText } from './json-text.ts';

/** What passed a filter and its setting `auto_followup`, with what that said. */
export interface FollowupWish {
  readonly objId: string;
  readonly filterId: number;
  readonly candid: bigint;
  readonly output: Readonly<Record<string, unknown>>;
}

/**
 * Writes down what facilities are to be asked for, with the candidates: the server asks afterwards, with
 * the rights of whoever set the rule. Only of what is saved in the filter's group: what people took off
 * its list is not asked for.
 */
export async function wishFollowups(
  client: ClientBase,
  wishes: readonly FollowupWish[],
): Promise<void> {
  if (wishes.length === 0) return;
  await client.query(
    `INSERT INTO followup_rule_runs (filter_id, obj_id, candid, output)
     SELECT DISTINCT ON (f.id, w.obj_id) f.id, w.obj_id, w.candid, w.output::jsonb
       FROM unnest($1::int[], $2::text[], $3::bigint[], $4::text[])
         AS w (filter_id, obj_id, candid, output)
       JOIN filters f ON f.id = w.filter_id
      WHERE f.followup_by IS NOT NULL AND f.auto_followup -> 'active' IS DISTINCT FROM 'false'
        AND EXISTS (SELECT FROM sources s
          WHERE s.obj_id = w.obj_id AND s.group_id = f.group_id AND s.active)
      ORDER BY f.id, w.obj_id, w.candid DESC
     ON CONFLICT DO NOTHING`,
    [
      wishes.map((wish) => wish.filterId),
      wishes.map((wish) => wish.objId),
      wishes.map((wish) => wish.candid),
      wishes.map((wish) => jsonbText(wish.output)),
    ],
  );
}
