import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createGroup, createObj, createSource, createUser, type TestUser } from '@fritz/testing';
import { type Harness, startHarness } from './harness.ts';

let harness: Harness;
before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

interface Sent {
  status: number;
  body: { data: Record<string, unknown> };
}

async function post(as: TestUser, objId: string, text: string, key: string): Promise<Sent> {
  const response = await harness.server.inject({
    method: 'POST',
    url: `/api/sources/${objId}/comments`,
    headers: { authorization: `token ${as.token}`, 'idempotency-key': key },
    payload: { text },
  });
  return { status: response.statusCode, body: response.json() };
}

async function arrange() {
  return harness.arrange(async (client) => {
    const [ada, bo] = [await createUser(client), await createUser(client)];
    const group = await createGroup(client, { members: [ada, bo] });
    const { id: objId } = await createObj(client);
    await createSource(client, { objId, group });
    return { ada, bo, objId };
  });
}

async function comments(objId: string): Promise<string[]> {
  const { rows } = await harness.arrange((client) =>
    client.query<{ text: string }>(
      'SELECT text FROM fritz.comments WHERE subject_id = $1 ORDER BY id',
      [objId],
    ),
  );
  return rows.map(({ text }) => text);
}

test('a request that is sent again under its key is done once', async () => {
  const { ada, objId } = await arrange();
  const key = randomUUID();
  const first = await post(ada, objId, 'young?', key);
  assert.equal(first.status, 200);
  assert.deepEqual(await post(ada, objId, 'young?', key), first);
  assert.deepEqual(await post(ada, objId, 'young?', `"${key}"`), first);
  assert.deepEqual(await comments(objId), ['young?']);
  assert.equal((await post(ada, objId, 'young?', randomUUID())).status, 200);
  assert.equal((await comments(objId)).length, 2);
});

test('what is sent at once under one key is done once', async () => {
  const { ada, objId } = await arrange();
  const key = randomUUID();
  const all = await Promise.all([1, 2, 3, 4].map(() => post(ada, objId, 'twice?', key)));
  assert.equal(new Set(all.map(({ body }) => body.data.comment_id)).size, 1);
  assert.deepEqual(await comments(objId), ['twice?']);
});

test('a key is of one user, of one request, and free again where that failed', async () => {
  const { ada, bo, objId } = await arrange();
  const key = randomUUID();
  assert.equal((await post(ada, 'ZTF99nothere', 'x', key)).status, 404);
  assert.equal((await post(ada, objId, 'a', key)).status, 200);
  const other = await post(ada, objId, 'b', key);
  assert.equal(other.status, 422);
  assert.equal(other.body.data.code, 'idempotency_key_used');
  assert.equal((await post(bo, objId, 'b', key)).status, 200);
  assert.deepEqual(await comments(objId), ['a', 'b']);
  for (const bad of ['short', 'with blanks in it', 'x'.repeat(101)]) {
    const refused = await post(ada, objId, 'c', bad);
    assert.equal(refused.status, 400);
    assert.equal(refused.body.data.code, 'bad_idempotency_key');
  }
});

test('answers are forgotten after a month', async () => {
  const { ada, objId } = await arrange();
  const key = randomUUID();
  await post(ada, objId, 'a', key);
  await harness.arrange((client) =>
    client.query(
      `UPDATE fritz.answered_requests SET created_at = now() - interval '31 days' WHERE user_id = $1`,
      [ada.id],
    ),
  );
  await post(ada, objId, 'a', key);
  assert.deepEqual(await comments(objId), ['a', 'a']);
});

test('what one user decided is not done in the name of another', async () => {
  const { ada, bo, objId } = await arrange();
  const send = (meant: number) =>
    harness.server.inject({
      method: 'POST',
      url: `/api/sources/${objId}/comments`,
      headers: { authorization: `token ${bo.token}`, 'fritz-acts-as': String(meant) },
      payload: { text: 'mine' },
    });
  const refused = await send(ada.id);
  assert.equal(refused.statusCode, 409);
  assert.equal(refused.json().data.code, 'acts_as_other');
  assert.deepEqual(await comments(objId), []);
  assert.equal((await send(bo.id)).statusCode, 200);
});
