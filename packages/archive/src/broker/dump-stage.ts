/**
 * Documents of a dump on their way into the archive: kept by object until all files are read, since an
 * object's alerts and its history are in files of their own. Unlogged tables of the owner's, granted to
 * nobody.
 */
import type { DumpedAlert, DumpedHistory } from '@fritz/surveys';
import type { ClientBase } from 'pg';
import { copyRows } from './binary-copy.ts';

const ALERTS = 'fritz_archive.dump_alerts';
const HISTORIES = 'fritz_archive.dump_histories';
const NOTES = 'fritz_archive.dump_notes';
/** The advisory lock that an import holds. */
const LOCK = 0x0d_0b;

export type StagedHistory = Pick<DumpedHistory, 'prvCandidates' | 'fpHists'>;

export interface StagedObject {
  readonly objectId: string;
  readonly alerts: readonly DumpedAlert[];
  /** As `addHistories` was given them, as JSON. */
  readonly histories: readonly string[];
}

export class DumpStage {
  readonly #client: ClientBase;

  private constructor(client: ClientBase) {
    this.#client = client;
  }

  /** The stage, with what an interrupted import left there; null where another one is at it. */
  static async open(client: ClientBase): Promise<DumpStage | null> {
    const { rows } = await client.query<{ isFree: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS "isFree"',
      [LOCK],
    );
    if (!rows[0]?.isFree) return null;
    await client.query(
      `CREATE UNLOGGED TABLE IF NOT EXISTS ${ALERTS}
         (object_id text COLLATE "C" NOT NULL, candid bigint NOT NULL, record bytea NOT NULL)`,
    );
    await client.query(
      `CREATE UNLOGGED TABLE IF NOT EXISTS ${HISTORIES}
         (object_id text COLLATE "C" NOT NULL, points text NOT NULL)`,
    );
    // Unlogged as well: what a crash empties is read again.
    await client.query(
      `CREATE UNLOGGED TABLE IF NOT EXISTS ${NOTES} (key text PRIMARY KEY, value text NOT NULL)`,
    );
    return new DumpStage(client);
  }

  /** What was noted beside the rows; null where nothing was. */
  async note(key: string): Promise<string | null> {
    const { rows } = await this.#client.query<{ value: string }>(
      `SELECT value FROM ${NOTES} WHERE key = $1`,
      [key],
    );
    return rows[0]?.value ?? null;
  }

  /** Documents of a file, in one transaction with the note of how far it is read. */
  async add(
    alerts: readonly DumpedAlert[],
    histories: readonly { objectId: string; points: string }[],
    note: { key: string; value: string },
  ): Promise<void> {
    const client = this.#client;
    await client.query('BEGIN');
    try {
      const alertColumns = [
        { name: 'object_id', type: 'text' },
        { name: 'candid', type: 'int8' },
        { name: 'record', type: 'bytea' },
      ] as const;
      const rows = alerts.map(({ objectId, candid, record }) => [objectId, candid, record]);
      if (rows.length > 0) await copyRows(client, ALERTS, alertColumns, rows);
      const historyColumns = [
        { name: 'object_id', type: 'text' },
        { name: 'points', type: 'text' },
      ] as const;
      const others = histories.map(({ objectId, points }) => [objectId, points]);
      if (others.length > 0) await copyRows(client, HISTORIES, historyColumns, others);
      await this.setNote(note.key, note.value);
      await client.query('COMMIT');
    } catch (error) {
      await client.query('ROLLBACK').catch(() => {});
      throw error;
    }
  }

  async setNote(key: string, value: string): Promise<void> {
    await this.#client.query(
      `INSERT INTO ${NOTES} VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value`,
      [key, value],
    );
  }

  /** Makes ready to read by object; how many alerts there are, and objects without any. */
  async index(): Promise<{ alerts: number; objectsWithoutAlerts: number }> {
    const client = this.#client;
    await client.query("SET maintenance_work_mem = '256MB'");
    await client.query(`CREATE INDEX IF NOT EXISTS dump_alerts_object ON ${ALERTS} (object_id)`);
    await client.query(
      `CREATE INDEX IF NOT EXISTS dump_histories_object ON ${HISTORIES} (object_id)`,
    );
    await client.query(`ANALYZE ${ALERTS}, ${HISTORIES}`);
    const { rows } = await client.query<{ alerts: bigint; without: bigint }>(
      `SELECT (SELECT count(*) FROM ${ALERTS}) AS alerts,
        (SELECT count(DISTINCT object_id) FROM ${HISTORIES} h
          WHERE NOT EXISTS (SELECT FROM ${ALERTS} a WHERE a.object_id = h.object_id)) AS without`,
    );
    const [row] = rows;
    return { alerts: Number(row?.alerts ?? 0), objectsWithoutAlerts: Number(row?.without ?? 0) };
  }

  /** The next objects by name, with alerts; of alerts that came twice the first. */
  async objectsAfter(last: string, count: number): Promise<StagedObject[]> {
    const client = this.#client;
    const { rows } = await client.query<{ object_id: string }>(
      `SELECT DISTINCT object_id FROM ${ALERTS} WHERE object_id > $1 ORDER BY object_id LIMIT $2`,
      [last, count],
    );
    const ids = rows.map(({ object_id }) => object_id);
    const alerts = await client.query<{ object_id: string; candid: bigint; record: Buffer }>(
      `SELECT DISTINCT ON (candid) object_id, candid, record FROM ${ALERTS}
        WHERE object_id = ANY ($1) ORDER BY candid`,
      [ids],
    );
    const histories = await client.query<{ object_id: string; points: string }>(
      `SELECT object_id, points FROM ${HISTORIES} WHERE object_id = ANY ($1)`,
      [ids],
    );
    const alertsOf = Map.groupBy(alerts.rows, ({ object_id }) => object_id);
    const historiesOf = Map.groupBy(histories.rows, ({ object_id }) => object_id);
    return ids.map((objectId) => ({
      objectId,
      alerts: (alertsOf.get(objectId) ?? []).map(({ candid, record }) => ({
        ...{ objectId, candid, record },
      })),
      histories: (historiesOf.get(objectId) ?? []).map(({ points }) => points),
    }));
  }

  /** Everything is in the archive. */
  async clear(): Promise<void> {
    await this.#client.query(`DROP TABLE IF EXISTS ${ALERTS}, ${HISTORIES}, ${NOTES}`);
  }
}
