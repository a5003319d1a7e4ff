import type { Harness } from '../harness.ts';

/** All that is written down, a sum for each table; but for when keys were used, people here, and objects looked at. */
export async function fingerprint(harness: Harness): Promise<Record<string, string>> {
  return harness.arrange(async (client) => {
    const tables = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_class
        WHERE relnamespace = 'fritz'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
          AND relname <> 'source_views'`,
    );
    // Sums of hashes: the order of rows does not matter.
    const parts = tables.rows.map(
      ({ name }) => `SELECT '${name}' AS name, count(*) || ' ' || coalesce(sum(hashtextextended(
          (to_jsonb(t) - '{last_used_at,last_seen_at}'::text[])::text, 0)), 0) AS sum FROM fritz.${name} t`,
    );
    const all = await client.query<{ name: string; sum: string }>(parts.join(' UNION ALL '));
    return Object.fromEntries(all.rows.map(({ name, sum }) => [name, sum]));
  });
}
