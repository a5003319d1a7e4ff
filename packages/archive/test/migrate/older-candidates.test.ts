import assert from 'node:assert/strict';
import { test } from 'node:test';
import { migrateDown, migrateUp, withClient } from '@fritz/archive';
import {
  createAlert,
  createCandidate,
  createFilter,
  createGroup,
  createObj,
  createPhotometryPoint,
  createStream,
  createUser,
  programAudience,
  testDatabase,
} from '@fritz/testing';

test('candidates and adoptions from before are known by their programmes', async () => {
  const database = await testDatabase();
  try {
    const { audience, adopted } = await withClient(database.superuser, async (client) => {
      const user = await createUser(client);
      const stream = await createStream(client, { programIds: [2], users: [user] });
      const group = await createGroup(client, { members: [user], streams: [stream] });
      const filter = await createFilter(client, { group, stream });
      const { objId, candid } = await createCandidate(client, { filter });
      await createAlert(client, { objectId: objId, candid, programId: 2 });
      const saved = 'ZTF26aadopted';
      await createObj(client, { id: saved });
      await createPhotometryPoint(client, { objId: saved, programId: 2 });
      await createPhotometryPoint(client, { objId, programId: 2 });
      return { audience: await programAudience(client, 2), adopted: saved };
    });
    await withClient(database.owner, async (owner) => {
      await migrateDown(owner, { to: 12 });
      await migrateUp(owner);
    });
    await withClient(database.superuser, async (client) => {
      const candidates = await client.query(
        'SELECT program_audience_id AS id FROM fritz.candidates',
      );
      assert.deepEqual(candidates.rows, [{ id: audience }]);
      const adoptions = await client.query('SELECT obj_id, points FROM fritz.obj_adoptions');
      assert.deepEqual(adoptions.rows, [{ obj_id: adopted, points: 1 }]);
    });
  } finally {
    await database.drop();
  }
});
