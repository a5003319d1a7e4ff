import type { FactoryClient } from '@fritz/testing';
import type { Harness } from '../harness.ts';

/**
 * Knows all rows as they were when it was opened, and which tables were written to since: so it costs
 * what was written, however many tables there are.
 */
export interface Ledger {
  /** Tables whose rows are not as they were, but for when keys were used and people were here. */
  changes(): Promise<string[]>;
  /** Makes every row as it was, but for the same. */
  undo(): Promise<void>;
  close(): Promise<void>;
}

interface Table {
  name: string;
  /** The columns that an INSERT may name. */
  columns: string;
}

/** Notes the table of every row that is written, whoever writes it and by whatever way. */
const opening = `
  CREATE SCHEMA ledger;
  CREATE UNLOGGED TABLE ledger."written to" (relation regclass NOT NULL);
  CREATE FUNCTION ledger.note() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = ledger, pg_temp AS $$
    BEGIN
      INSERT INTO ledger."written to"
        VALUES (coalesce(pg_partition_root(TG_RELID), TG_RELID));
      RETURN NULL;
    END $$;`;

const tablesText = `
  SELECT c.relname AS name, string_agg(quote_ident(a.attname), ', ') AS columns,
         EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique) AS "isUnique"
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
   WHERE c.relnamespace = 'fritz'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
     -- Looks are counted at leisure.
     AND c.relname <> 'source_views'
     AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
   GROUP BY c.oid`;

function watch({ name }: Table): string {
  return `
    CREATE UNLOGGED TABLE ledger."${name}" AS TABLE fritz."${name}";
    CREATE TRIGGER zz_ledger AFTER INSERT OR UPDATE OR DELETE ON fritz."${name}"
      FOR EACH ROW EXECUTE FUNCTION ledger.note();
    CREATE TRIGGER zz_ledger_all AFTER TRUNCATE ON fritz."${name}"
      FOR EACH STATEMENT EXECUTE FUNCTION ledger.note();`;
}

/** The rows of a table, but for when keys were used and people here: that is noted at leisure. */
function rowsOf(schema: 'fritz' | 'ledger', { name }: Table): string {
  return `SELECT ${row} FROM ${schema}."${name}" t`;
}

const row = `to_jsonb(t) - '{last_used_at,last_seen_at}'::text[]`;

function difference(table: Table): string {
  const [now, then] = [rowsOf('fritz', table), rowsOf('ledger', table)];
  return `SELECT '${table.name}' AS name WHERE EXISTS (
    (${now} EXCEPT ALL ${then}) UNION ALL (${then} EXCEPT ALL ${now}))`;
}

function restore(table: Table): string {
  const { name, columns } = table;
  return `
    DELETE FROM fritz."${name}" t WHERE ${row} NOT IN (${rowsOf('ledger', table)});
    INSERT INTO fritz."${name}" (${columns}) OVERRIDING SYSTEM VALUE
      SELECT ${columns} FROM ledger."${name}" t WHERE ${row} NOT IN (${rowsOf('fritz', table)});`;
}

/** Opens a ledger of a harness's database; one for each database. */
export async function openLedger(harness: Harness): Promise<Ledger> {
  const { client, close } = await connect(harness);
  const { rows } = await client.query<Table & { isUnique: boolean }>(tablesText);
  const loose = rows.filter(({ isUnique }) => !isUnique).map(({ name }) => name);
  // Two equal rows would be taken for one.
  if (loose.length > 0) throw new Error(`tables without a key: ${loose.join(', ')}`);
  await client.query(`${opening}${rows.map(watch).join('')}`);
  const byName = new Map(rows.map((table) => [table.name, table]));

  const tables = (rows: { name: string }[]) => rows.flatMap(({ name }) => byName.get(name) ?? []);

  return {
    async changes() {
      const written = await client.query<{ name: string }>(
        `SELECT DISTINCT relname AS name FROM ledger."written to" JOIN pg_class ON oid = relation`,
      );
      const texts = tables(written.rows).map(difference);
      if (texts.length === 0) return [];
      const found = await client.query<{ name: string }>(`${texts.join(' UNION ALL ')} ORDER BY 1`);
      return found.rows.map(({ name }) => name);
    },
    async undo() {
      const written = await client.query<{ name: string }>(
        `WITH noted AS (DELETE FROM ledger."written to" RETURNING relation)
         SELECT DISTINCT relname AS name FROM noted JOIN pg_class ON oid = relation`,
      );
      const texts = tables(written.rows).map(restore);
      if (texts.length === 0) return;
      // As a replica writes: no trigger of the tables runs, nor of their keys.
      // Statements that are sent together are one transaction.
      await client.query(
        `SELECT set_config('session_replication_role', 'replica', true); ${texts.join('')}`,
      );
    },
    close,
  };
}

/** One connection that stays open: a new one costs more than what is asked by it. */
async function connect(
  harness: Harness,
): Promise<{ client: FactoryClient; close: () => Promise<void> }> {
  const ended = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<FactoryClient>();
  const held = harness.arrange((client) => {
    opened.resolve(client);
    return ended.promise;
  });
  held.catch(opened.reject);
  return {
    client: await opened.promise,
    close: async () => {
      ended.resolve();
      await held;
    },
  };
}
