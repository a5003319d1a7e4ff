import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  adoptObj,
  BrokerDatabase,
  findObj,
  openArchive,
  PgAlertStore,
  PgFilterLibrary,
  withClient,
  ztfAlertArchive,
} from '@fritz/archive';
import { runPipeline } from '@fritz/pipeline';
import { simulateNight, ZtfAdapter } from '@fritz/surveys';
import {
  createFilter,
  createGroup,
  createStream,
  createUser,
  packetList,
  type TestDatabase,
  testDatabase,
} from '@fritz/testing';

const packets = [...simulateNight({ seed: 11, night: '20261120', alerts: 60 })].map(
  (packet) => packet.bytes,
);

/** A database, people who see programmes 1 to 3 and nothing, and what to do with them. */
async function arrange() {
  const database = await testDatabase();
  const people = await withClient(database.superuser, async (client) => {
    const [insider, outsider] = [await createUser(client), await createUser(client)];
    const stream = await createStream(client, { programIds: [1, 2, 3], users: [insider] });
    const group = await createGroup(client, { members: [insider], streams: [stream] });
    return { insider, outsider, stream, group };
  });
  return { database, ...people };
}

async function ingest(database: TestDatabase, bytes: readonly Uint8Array[]): Promise<void> {
  const broker = new BrokerDatabase(database.broker);
  try {
    const adapter = new ZtfAdapter();
    const store = new PgAlertStore(broker, adapter);
    const filters = new PgFilterLibrary(broker, adapter);
    await runPipeline(packetList(bytes, 20), { adapter, store, filters, consumer: 'test' });
  } finally {
    await broker.close();
  }
}

/** An object's photometry as text, and the objects by how many points they have. */
function readPhotometry(database: TestDatabase): Promise<Map<string, string>> {
  return withClient(database.superuser, async (client) => {
    const found = await client.query<{ obj_id: string; points: string }>(
      `SELECT obj_id, string_agg((to_jsonb(p) - '{id,created_at,audience_id}'::text[]
         || jsonb_build_object('audience', a.key))::text, E'\n'
         ORDER BY a.key, origin, band, mjd, flux_ujy, limiting_mag) AS points
         FROM fritz.photometry p JOIN fritz.audiences a ON a.id = p.audience_id GROUP BY obj_id`,
    );
    return new Map(found.rows.map((row) => [row.obj_id, row.points]));
  });
}

/** What the broker itself makes of the packets where a filter passes them all. */
async function photometryOfFollowed(): Promise<Map<string, string>> {
  const { database, group, stream } = await arrange();
  try {
    const pipeline = '[{"$match": {"candidate.jd": {"$gt": 0}}}]';
    await withClient(database.superuser, (client) =>
      createFilter(client, { group, stream, pipeline }),
    );
    await ingest(database, packets);
    return await readPhotometry(database);
  } finally {
    await database.drop();
  }
}

test('an adopted object has the photometry of one that passed, and goes on as it does', async () => {
  const expected = await photometryOfFollowed();
  const { database, insider, outsider } = await arrange();
  const archive = openArchive({ ...database.app, max: 1 });
  try {
    await ingest(database, packets.slice(0, 40));
    assert.equal((await readPhotometry(database)).size, 0);
    const ids = await archive.asViewer(insider.token, (tx) =>
      tx.query<{ id: string }>('SELECT DISTINCT object_id AS id FROM ztf_alerts ORDER BY 1'),
    );
    const adopt = (key: string | null, id: string) =>
      archive.asViewer(key, (tx) => adoptObj(tx, ztfAlertArchive(), id));
    const [first] = ids;
    assert.ok(first);
    assert.equal(await adopt(outsider.token, first.id), false);
    assert.equal(await adopt(null, first.id), false);
    assert.equal(await adopt(insider.token, 'ZTFthereisnone'), false);
    for (const { id } of [...ids, ...ids]) assert.equal(await adopt(insider.token, id), true);
    assert.equal(
      (await archive.asViewer(insider.token, (tx) => findObj(tx, first.id)))?.id,
      first.id,
    );
    assert.equal(await archive.asViewer(outsider.token, (tx) => findObj(tx, first.id)), null);
    await ingest(database, packets);
    const found = await readPhotometry(database);
    assert.equal(found.size, ids.length);
    for (const [id, points] of found) assert.equal(points, expected.get(id), id);
  } finally {
    await archive.close();
    await database.drop();
  }
});
