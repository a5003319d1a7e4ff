import type pg from 'pg';

/** A lock that kept others from writing to, or reading, a table that existed before. */
export interface TableLock {
  /** Schema and name, such as fritz.alerts. */
  relation: string;
  /** As PostgreSQL names it: AccessExclusiveLock, ShareLock … */
  mode: string;
  /** Time from the statement that took it to the end of the transaction. */
  heldMs: number;
  /** Size with its indexes and partitions. */
  bytes: number;
  /** Estimate of the planner; null when the table was never analysed. */
  rows: number | null;
}

/** Modes that make others wait who write (or, the first, even read). */
const blockingModes = [
  'AccessExclusiveLock',
  'ExclusiveLock',
  'ShareRowExclusiveLock',
  'ShareLock',
];

/** Watches which locks the transaction of one connection gathers on tables that existed before. */
export interface LockWatch {
  /** To be called after each statement, with the time it began (performance.now()). */
  note(startedAtMs: number): Promise<void>;
  /** To be called before the commit. */
  report(): TableLock[];
}

/** Starts the watch: everything that is a table now counts as existing before. */
export async function watchLocks(client: pg.ClientBase): Promise<LockWatch> {
  const before = await client.query<{ oid: string }>(
    `SELECT oid::text FROM pg_class WHERE relkind IN ('r', 'p', 'm') AND oid >= 16384`,
  );
  const oids = before.rows.map((row) => row.oid);
  const found = new Map<string, TableLock & { sinceMs: number }>();
  return {
    async note(startedAtMs) {
      for (const lock of await readLocks(client, oids)) {
        const key = `${lock.relation} ${lock.mode}`;
        if (!found.has(key)) found.set(key, { ...lock, sinceMs: startedAtMs });
      }
    },
    report() {
      const now = performance.now();
      return [...found.values()].map(({ sinceMs, ...lock }) => {
        return { ...lock, heldMs: now - sinceMs };
      });
    },
  };
}

async function readLocks(client: pg.ClientBase, oids: string[]): Promise<TableLock[]> {
  const locks = await client.query(
    `WITH held AS MATERIALIZED (
       SELECT relation AS oid, mode FROM pg_locks
        WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted
          AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
          AND relation = ANY ($1::oid[]) AND mode = ANY ($2)
     )
     SELECT n.nspname || '.' || c.relname AS relation, held.mode
       FROM held
       JOIN pg_class c ON c.oid = held.oid
       JOIN pg_namespace n ON n.oid = c.relnamespace
      -- A partition's lock that comes with its table's is told once.
      WHERE NOT EXISTS (SELECT FROM pg_inherits i JOIN held parent ON parent.oid = i.inhparent
                         WHERE i.inhrelid = held.oid AND parent.mode = held.mode)
      ORDER BY relation, mode`,
    [oids, blockingModes],
  );
  const sizes = await readSizes(
    client,
    locks.rows.map((row) => row.relation),
  );
  return locks.rows.map(({ relation, mode }) => {
    return { relation, mode, heldMs: 0, ...(sizes.get(relation) ?? { bytes: 0, rows: null }) };
  });
}

/** Sizes and row estimates of tables by qualified name, partitions included. */
export async function readSizes(
  client: pg.ClientBase,
  relations: string[],
): Promise<Map<string, { bytes: number; rows: number | null }>> {
  if (relations.length === 0) return new Map();
  const sizes = await client.query(
    `SELECT n.nspname || '.' || c.relname AS relation,
            sum(pg_total_relation_size(part.oid))::float8 AS bytes,
            CASE WHEN bool_and(part.reltuples < 0) THEN NULL
                 ELSE sum(greatest(part.reltuples, 0))::float8 END AS rows
       FROM pg_class c
       JOIN pg_namespace n ON n.oid = c.relnamespace
      CROSS JOIN LATERAL (
        SELECT p.oid, p.reltuples FROM pg_class p
         WHERE p.oid = c.oid AND c.relkind <> 'p'
            OR c.relkind = 'p' AND p.relkind <> 'p'
               AND p.oid IN (SELECT relid FROM pg_partition_tree(c.oid))
      ) part
      WHERE n.nspname || '.' || c.relname = ANY ($1)
      GROUP BY 1`,
    [relations],
  );
  return new Map(sizes.rows.map(({ relation, bytes, rows }) => [relation, { bytes, rows }]));
}
