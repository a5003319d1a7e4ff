import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Archive, openArchive, withClient } from '@fritz/archive';
import {
  createBatch,
  createFilter,
  createGroup,
  createStream,
  createUser,
  type FactoryClient,
  programAudience,
  testDatabase,
} from '@fritz/testing';

let database: Awaited<ReturnType<typeof testDatabase>>;
let archive: Archive;
before(async () => {
  database = await testDatabase();
  archive = openArchive({ ...database.app, max: 2 });
});
after(async () => {
  await archive.close();
  await database.drop();
});

function arrange<T>(task: (client: FactoryClient) => Promise<T>): Promise<T> {
  return withClient(database.superuser, task);
}

/** One statement as a viewer: its rows, or the SQLSTATE of its refusal. */
function attempt(key: string | null, text: string) {
  return archive
    .asViewer(key, (tx) => tx.query(text))
    .then(
      (rows) => rows,
      (error: Error & { code?: string }) => error.code,
    );
}

test('why a filter fails is told to who sees the programme of the alert that it failed on', async () => {
  const { member, filter, stream, batch } = await arrange(async (client) => {
    const member = await createUser(client);
    const stream = await createStream(client, { programIds: [1, 3], users: [member] });
    const group = await createGroup(client, { members: [member], streams: [stream] });
    const filter = await createFilter(client, { group, stream });
    const batch = await createBatch(client, { counts: [{ filter, passed: 0, failed: 1 }] });
    await programAudience(client, 3);
    await client.query(
      `UPDATE fritz.filter_counts SET failure = 'it is odd', failure_candid = 7, failure_program_id = 3
       WHERE batch_id = $1`,
      [batch.id],
    );
    return { member, filter, stream, batch };
  });
  const ask = `SELECT * FROM filter_failures(NULL, now() - interval '1 day')`;
  const told = { filter_version_id: filter.versionId, batch_id: batch.id, candid: 7n };
  assert.deepEqual(await attempt(member.token, ask), [{ ...told, message: 'it is odd' }]);
  const stranger = await arrange((client) => createUser(client));
  assert.deepEqual(await attempt(stranger.token, ask), []);
  assert.deepEqual(await attempt(null, ask), []);
  await arrange((client) =>
    client.query(`UPDATE fritz.streams SET program_ids = '{1}' WHERE id = $1`, [stream.id]),
  );
  assert.deepEqual(await attempt(member.token, ask), []);
  const counts = await attempt(member.token, 'SELECT failed FROM filter_counts');
  assert.deepEqual(counts, [{ failed: 1 }]);
  for (const column of ['failure', 'failure_candid', 'failure_program_id']) {
    assert.equal(await attempt(member.token, `SELECT ${column} FROM filter_counts`), '42501');
  }
});
