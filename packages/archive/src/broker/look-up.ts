import type { KnownState } from '@fritz/pipeline';
import type { ClientBase, CustomTypesConfig } from 'pg';

/** Rows come as they are: text as text, bytea as its bytes. */
const RAW: CustomTypesConfig = {
  getTypeParser: () => (value: Buffer) => value,
} as unknown as CustomTypesConfig;

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
  const curves = await client.query<[Buffer, Buffer]>({
    text: `SELECT object_id, string_agg(points, '') FROM ${survey}_light_curves
           WHERE object_id = ANY ($1::text[]) GROUP BY object_id`,
    values: [objectIds],
    rowMode: 'array',
    binary: true,
    types: RAW,
  } as never);
  const followed = await client.query<{ id: string }>(
    'SELECT id FROM objs WHERE id = ANY ($1::text[])',
    [objectIds],
  );
  return {
    candids: new Set(known.rows.map((row) => row.candid)),
    curves: new Map(curves.rows.map(([id, points]) => [id.toString('utf8'), points])),
    followed: new Set(followed.rows.map((row) => row.id)),
  };
}
