import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  adoptObj,
  alertArchive,
  BrokerDatabase,
  findObj,
  openArchive,
  PgAlertStore,
  PgFilterLibrary,
  type ViewerTx,
  withClient,
} from '@fritz/archive';
import { runPipeline } from '@fritz/pipeline';
import { simulateNight, ZtfAdapter } from '@fritz/surveys';
import {
  createAlert,
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
      archive.asViewer(key, (tx) => adoptObj(tx, alertArchive(), id));
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

/** A point that nobody measured. */
const forged = {
  instrument: 'ZTF',
  origin: 'alert',
  band: 'ztfr',
  mjd: 61_000,
  fluxUjy: 1e9,
  fluxErrUjy: 1,
  programId: 1,
};
const give = (tx: ViewerTx, id: string, points: unknown[]) =>
  tx.query<{ taken: number }>('SELECT adopt_photometry($1, $2) AS taken', [
    id,
    JSON.stringify(points),
  ]);

test('points of alerts come with an adoption, once, and from nobody’s hand', async () => {
  const { database, insider, outsider, group } = await arrange();
  const archive = openArchive({ ...database.app, max: 1 });
  const objectId = 'ZTF26aforged';
  const take = (key: string, task: (tx: ViewerTx) => Promise<{ taken: number }[]>) =>
    archive.asViewer(key, async (tx) => (await task(tx))[0]?.taken);
  try {
    await withClient(database.superuser, async (client) => {
      for (const programId of [1, 2]) await createAlert(client, { objectId, programId });
    });
    await archive.asViewer(insider.token, (tx) => adoptObj(tx, alertArchive(), objectId));
    const before = await readPhotometry(database);
    const insert = `INSERT INTO photometry (obj_id, instrument, origin, band, mjd, flux_ujy, audience_id)
      SELECT $1, 'ZTF', 'alert', 'ztfr', 61000, 1e9, audience_id FROM obj_audiences WHERE obj_id = $1`;
    await assert.rejects(
      archive.asViewer(insider.token, (tx) => tx.query(insert, [objectId])),
      { code: '42501' },
    );
    // In a later transaction, also after adopting again.
    assert.equal(await take(insider.token, (tx) => give(tx, objectId, [forged])), 0);
    const again = async (tx: ViewerTx) => {
      await tx.query('SELECT adopt_obj($1)', [objectId]);
      return give(tx, objectId, [forged]);
    };
    assert.equal(await take(insider.token, again), 0);
    assert.equal(await take(outsider.token, again), 0);
    assert.deepEqual(await readPhotometry(database), before);
    // What an object begins with is written down with who brought it.
    const entries = await withClient(database.superuser, (client) =>
      client.query(
        `SELECT actor_id, subject_id, after ->> 'points' AS points FROM fritz.audit_log
          WHERE table_name = 'obj_adoptions' ORDER BY id`,
      ),
    );
    assert.equal(entries.rows.length, 2);
    for (const entry of entries.rows) {
      assert.deepEqual([entry.actor_id, entry.subject_id], [insider.id, objectId]);
    }
    assert.ok(group);
  } finally {
    await archive.close();
    await database.drop();
  }
});

test('an adoption takes its points once, of programmes that the viewer sees, and of alerts alone', async () => {
  const { database, outsider } = await arrange();
  const archive = openArchive({ ...database.app, max: 1 });
  const objectId = 'ZTF26apublic';
  try {
    const [viewer, looker] = await withClient(database.superuser, async (client) => {
      const people = [await createUser(client), await createUser(client, { roles: ['View only'] })];
      await createStream(client, { programIds: [1], users: people });
      for (const programId of [1, 3]) await createAlert(client, { objectId, programId });
      return people;
    });
    const adopt = (key: string, ...points: unknown[][]) =>
      archive.asViewer(key, async (tx) => {
        await tx.query('SELECT adopt_obj($1)', [objectId]);
        const taken: (number | undefined)[] = [];
        for (const list of points) taken.push((await give(tx, objectId, list))[0]?.taken);
        return taken;
      });
    await assert.rejects(adopt(looker?.token ?? '', [forged]), { code: '42501' });
    assert.deepEqual(await adopt(outsider.token, [forged]), [0]);
    const hidden = { ...forged, programId: 3 };
    const upload = { ...forged, origin: 'mine' };
    const key = viewer?.token ?? '';
    assert.deepEqual(await adopt(key, [forged, hidden, upload], [forged, forged]), [1, 0]);
    assert.equal((await readPhotometry(database)).get(objectId)?.split('\n').length, 1);
  } finally {
    await archive.close();
    await database.drop();
  }
});
