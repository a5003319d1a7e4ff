import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type BatchWrite, runPipeline } from '@fritz/pipeline';
import { simulateNight, ZtfAdapter } from '@fritz/surveys';
import {
  createFilter,
  createGroup,
  createStream,
  packetList,
  realPackets,
  type TestDatabase,
  testDatabase,
  withoutRealPackets,
} from '@fritz/testing';
import pg from 'pg';
import { BrokerDatabase, PgAlertStore, PgFilterLibrary, pgTypes } from '../../src/index.ts';

/** Every row of the tables that ingest writes, as text, without the books of batches. */
const SNAPSHOT = [
  'ztf_alerts',
  'ztf_cutout_parts',
  'ztf_light_curves',
  'candidates',
  'objs',
  'photometry',
];

describe('ingest of ZTF packets', () => {
  let database: TestDatabase;
  let admin: pg.Client;
  let broker: BrokerDatabase;

  before(async () => {
    database = await testDatabase();
    admin = new pg.Client({
      ...database.superuser,
      types: pgTypes,
      options: '-c search_path=fritz',
    });
    await admin.connect();
    broker = new BrokerDatabase(database.broker);
    const stream = await createStream(admin, { programIds: [1] });
    const group = await createGroup(admin, { streams: [stream] });
    for (const [name, limit] of [
      ['real', 0.9],
      ['certain', 0.9999],
    ] as const) {
      const pipeline = JSON.stringify([{ $match: { 'candidate.drb': { $gt: limit } } }]);
      await createFilter(admin, { group, stream, name, pipeline });
    }
  });
  after(async () => {
    await broker.close();
    await admin.end();
    await database.drop();
  });

  async function ingest(packets: readonly Uint8Array[], batchSize = 500): Promise<BatchWrite[]> {
    const adapter = new ZtfAdapter();
    const writes: BatchWrite[] = [];
    await runPipeline(packetList(packets, batchSize), {
      adapter,
      store: new PgAlertStore(broker, adapter),
      filters: new PgFilterLibrary(broker, adapter),
      consumer: 'test',
      onBatch: (write) => writes.push(write),
    });
    return writes;
  }

  async function snapshot(): Promise<string[]> {
    const texts: string[] = [];
    for (const table of SNAPSHOT) {
      const { rows } = await admin.query<{ all: string }>(
        `SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) AS all FROM ${table} t`,
      );
      texts.push(`${table} ${rows[0]?.all}`);
    }
    return texts;
  }

  test('the 36 real packets, and again', { skip: withoutRealPackets }, async () => {
    const packets = realPackets();
    const [first] = await ingest(packets);
    assert.equal(first?.alerts.length, 36);
    const count = async (what: string) =>
      Number((await admin.query(`SELECT count(*) FROM ${what}`)).rows[0].count);
    assert.equal(await count('ztf_alerts'), 36);
    assert.equal(await count('(SELECT DISTINCT object_id FROM ztf_alerts) o'), 35);
    const passed = await admin.query(
      `SELECT f.name, count(*) AS alerts, count(DISTINCT c.obj_id) AS objects
       FROM candidates c JOIN filters f ON f.id = c.filter_id GROUP BY 1 ORDER BY 1`,
    );
    assert.deepEqual(passed.rows, [
      { name: 'certain', alerts: 12n, objects: 11n },
      { name: 'real', alerts: 33n, objects: 32n },
    ]);
    // Each has its alert's programme, so that whoever loses that loses the candidate.
    const joined = `candidates c JOIN ztf_alerts a ON a.candid = c.candid
      AND a.audience_id = c.program_audience_id`;
    assert.equal(await count(joined), 45);
    const before = await snapshot();
    const [second] = await ingest(packets);
    assert.equal(second?.known, 36);
    assert.equal(second?.alerts.length, 0);
    assert.deepEqual(await snapshot(), before);
  });

  test("stored numbers are the survey's digit for digit", {
    skip: withoutRealPackets,
  }, async () => {
    const adapter = new ZtfAdapter();
    for (const bytes of realPackets()) {
      const alert = adapter.decode(bytes);
      const { rows } = await admin.query('SELECT * FROM ztf_alerts WHERE candid = $1', [
        alert.candid,
      ]);
      // A column that an older schema lacks reads as null.
      const sent = Object.entries(alert.packet.candidate);
      const stored = adapter.candidateOf({ ...rows[0] });
      assert.deepEqual(
        sent.map(([name]) => [name, stored[name]]),
        sent,
      );
      const { rows: stamps } = await admin.query('SELECT * FROM ztf_cutouts WHERE candid = $1', [
        alert.candid,
      ]);
      for (const kind of ['science', 'template', 'difference'] as const) {
        assert.ok(Buffer.from(alert.cutouts[kind] ?? []).equals(stamps[0][kind]), kind);
        assert.ok(alert.cutoutNames[kind]);
        assert.equal(stamps[0][`${kind}_name`], alert.cutoutNames[kind]);
      }
    }
  });

  test('a simulated season in small batches: every alert once, photometry follows', async () => {
    const night = simulateNight({ seed: 7, night: '20270301', alerts: 60, nights: 4 });
    const packets = [...night].map((packet) => packet.bytes);
    const before = (await admin.query('SELECT count(*) FROM ztf_alerts')).rows[0].count as bigint;
    const writes = await ingest(packets, 17);
    const stored = writes.reduce((sum, write) => sum + write.alerts.length, 0);
    assert.equal(stored, packets.length);
    const now = (await admin.query('SELECT count(*) FROM ztf_alerts')).rows[0].count as bigint;
    assert.equal(now - before, BigInt(packets.length));
    const orphans = await admin.query(
      `SELECT o.id FROM objs o WHERE NOT EXISTS (SELECT FROM photometry p WHERE p.obj_id = o.id)`,
    );
    assert.equal(orphans.rowCount, 0);
    const missing = await admin.query(
      `SELECT a.candid FROM ztf_alerts a JOIN objs o ON o.id = a.object_id
       WHERE NOT EXISTS (SELECT FROM photometry p WHERE p.obj_id = o.id AND p.candid = a.candid)`,
    );
    assert.deepEqual(missing.rows, []);
  });
});
