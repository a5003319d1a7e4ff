import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { withClient } from '@fritz/archive';
import { closeCodes, type RouteName, websocketPath } from '@fritz/contract';
import { createCandidate, createUser, type FactoryClient, issueToken } from '@fritz/testing';
import { type RequestOptions, send } from '../harness.ts';
import { type RightsWorld, startRightsWorld } from './rights-world.ts';
import { arrangeSecrets, type Secrets } from './secrets.ts';
import { type SocketWords, socketWords } from './socket-words.ts';

/** What people are promised. */
const withinMs = 2_000;

let world: RightsWorld;
let url: string;
before(async () => {
  world = await startRightsWorld();
  const address = await world.harness.server.listen({ host: '127.0.0.1', port: 0 });
  url = `${address.replace('http', 'ws')}${websocketPath}`;
});
after(() => world?.harness.close());

/** A new user in a new private group, with an open websocket. */
async function arrangeReader(): Promise<{
  id: number;
  key: string;
  secrets: Secrets;
  socket: SocketWords;
}> {
  const { user, secrets } = await world.harness.arrange(async (client) => {
    const made = await createUser(client);
    const members = [...world.members, { id: made.id, admin: false, canSave: true }];
    return { user: made, secrets: await arrangeSecrets(client, world.people, members) };
  });
  return { id: user.id, key: user.token, secrets, socket: await socketWords(url, user.token) };
}

type Reader = Awaited<ReturnType<typeof arrangeReader>>;

async function status(name: RouteName, key: string, options: RequestOptions): Promise<number> {
  return (await send(world.harness, name, { ...options, as: { token: key } })).statusCode;
}

/** What the reader finds of his group: a filter's thing, an alert's, and the group itself. */
async function look({ key, secrets }: Reader): Promise<number[]> {
  return Promise.all([
    status('getFilter', key, { params: { id: secrets.filter.id } }),
    status('getAlerts', key, { params: { objectId: secrets.objId } }),
    status('getPhotometry', key, { params: { id: secrets.objId } }),
    status('getGroup', key, { params: { id: secrets.group.id } }),
  ]);
}

/** A candidate of the reader's group passes, and the broker rings. */
async function pass({ secrets }: Reader): Promise<void> {
  await world.harness.arrange(async (client) => {
    await createCandidate(client, { filter: secrets.filter });
    await client.query('NOTIFY fritz_news');
  });
}

function change(text: string, values: unknown[]): Promise<unknown> {
  return world.harness.arrange((client: FactoryClient) => client.query(text, values));
}

/** Milliseconds until a socket is closed, after the change was committed. */
async function timeToClose(socket: SocketWords, work: () => Promise<unknown>): Promise<number> {
  await work();
  const start = performance.now();
  assert.equal(await socket.closed, closeCodes.keyEnded);
  return performance.now() - start;
}

/** Ways to end a key that somebody holds. */
const endings: Record<string, (reader: Reader) => Promise<unknown>> = {
  'a token that is revoked over the API': async ({ key }) => {
    const list = await send(world.harness, 'listTokens', { as: { token: key } });
    const [token] = JSON.parse(list.body).data as { id: string }[];
    await status('deleteToken', key, { params: { id: token?.id ?? '' } });
  },
  'a token that the command line revokes': ({ id }) =>
    withClient(world.harness.database.owner, (client) =>
      client.query('UPDATE fritz.access_keys SET revoked_at = now() WHERE user_id = $1', [id]),
    ),
  'a user who is deactivated': async ({ id }) =>
    assert.equal(
      await status('updateUser', world.people['super admin'].key ?? '', {
        params: { id },
        body: { deactivated: true },
      }),
      200,
    ),
  'an account that is ended': ({ id }) =>
    change('UPDATE fritz.users SET expires_at = now() WHERE id = $1', [id]),
  'a user who is deleted': ({ id }) => change('DELETE FROM fritz.users WHERE id = $1', [id]),
};

for (const [name, end] of Object.entries(endings)) {
  test(`${name}: HTTP at once, the websocket within two seconds`, async (t) => {
    const reader = await arrangeReader();
    assert.deepEqual(await look(reader), [200, 200, 200, 200]);
    const ms = await timeToClose(reader.socket, () => end(reader));
    t.diagnostic(`the websocket was closed after ${ms.toFixed(0)} ms`);
    assert.ok(ms < withinMs, `${ms} ms`);
    assert.deepEqual(await look(reader), [401, 401, 401, 401]);
  });
}

test('a key that ends by itself closes its websocket at its time', async () => {
  const { id } = await world.harness.arrange((client) => createUser(client));
  const expiresAt = new Date(Date.now() + 700);
  const key = await world.harness.arrange((client) =>
    issueToken(client, { userId: id, expiresAt }),
  );
  const socket = await socketWords(url, key);
  assert.equal(await socket.closed, closeCodes.keyEnded);
  const lateMs = Date.now() - expiresAt.getTime();
  assert.ok(lateMs >= 0 && lateMs < withinMs, `${lateMs} ms`);
});

/** Ways to lose a group's things while the key stays good. */
const losses: Record<string, (reader: Reader) => Promise<unknown>> = {
  'a membership that ends': ({ id, secrets }) =>
    change('DELETE FROM fritz.group_users WHERE user_id = $1 AND group_id = $2', [
      id,
      secrets.group.id,
    ]),
  'a group that is deleted': ({ secrets }) =>
    change('DELETE FROM fritz.groups WHERE id = $1', [secrets.group.id]),
};

for (const [name, lose] of Object.entries(losses)) {
  test(`${name}: what the group has is hidden at once, and no news of it come`, async () => {
    const reader = await arrangeReader();
    await pass(reader);
    await reader.socket.heard('fritz/REFRESH_CANDIDATES');
    await lose(reader);
    const [filter, alerts, , group] = await look(reader);
    // The alerts are the stream's, which he still reads.
    assert.deepEqual([filter, alerts, group], [404, 200, 404]);
    // That he lost something is told to him; what comes after that must be nothing.
    while (!(await reader.socket.heard('fritz/REFRESH_RIGHTS')).includes('"lost":true'));
    reader.socket.words.length = 0;
    const other = await arrangeReader();
    if (name === 'a membership that ends') await pass(reader);
    await pass(other);
    await other.socket.heard('fritz/REFRESH_CANDIDATES');
    await pass(other);
    await other.socket.heard('fritz/REFRESH_CANDIDATES');
    assert.deepEqual(reader.socket.words, []);
    await Promise.all([reader.socket.close(), other.socket.close()]);
  });
}

function leaveGroups({ id, secrets }: Reader): Promise<unknown> {
  const groups = [secrets.group.id, secrets.otherGroup.id];
  return change('DELETE FROM fritz.group_users WHERE user_id = $1 AND group_id = ANY ($2)', [
    id,
    groups,
  ]);
}

test('a stream that is taken away: its alerts and what filters found in it are hidden', async () => {
  const reader = await arrangeReader();
  await leaveGroups(reader);
  assert.deepEqual(await look(reader), [404, 200, 404, 404]);
  await change('DELETE FROM fritz.stream_users WHERE user_id = $1', [reader.id]);
  assert.deepEqual(await look(reader), [404, 404, 404, 404]);
  await reader.socket.close();
});

test('a stream that is narrowed hides its programme at once', async () => {
  const reader = await arrangeReader();
  await leaveGroups(reader);
  assert.equal((await look(reader))[1], 200);
  await change(`UPDATE fritz.streams SET program_ids = '{1}' WHERE id = $1`, [
    reader.secrets.stream.id,
  ]);
  assert.equal((await look(reader))[1], 404);
  await reader.socket.close();
});

test('a permission that is taken away is gone with the next request', async () => {
  const reader = await arrangeReader();
  const rename = () =>
    status('updateFilter', reader.key, {
      params: { id: reader.secrets.filter.id },
      body: { name: 'mine' },
    });
  assert.equal(await rename(), 200);
  await change('DELETE FROM fritz.user_roles WHERE user_id = $1', [reader.id]);
  assert.equal(await rename(), 403);
  await reader.socket.close();
});

/** What the reader's websocket is told of a change of his rights, and after how long. */
async function timeToTell(reader: Reader, work: () => Promise<unknown>): Promise<boolean> {
  await work();
  const start = performance.now();
  const told = JSON.parse(await reader.socket.heard('fritz/REFRESH_RIGHTS'));
  const ms = performance.now() - start;
  assert.ok(ms < withinMs, `${ms} ms`);
  return told.payload.lost;
}

const ofReader = 'WHERE user_id = $1 AND group_id = $2';

/** Ways to narrow what a key may do, which stays good: by the API where it can. */
const narrowings: Record<string, (reader: Reader) => Promise<unknown>> = {
  'a role that is taken away': ({ id }) =>
    status('removeUserRole', world.people['super admin'].key ?? '', {
      params: { id, role: 'Full user' },
    }),
  'a permission that is taken away': async ({ id }) => {
    const as = world.people['super admin'].key ?? '';
    await status('removeUserAcl', as, { params: { id, acl: 'Manage shifts' } });
  },
  'a token that is narrowed': async ({ key }) => {
    const list = await send(world.harness, 'listTokens', { as: { token: key } });
    const [token] = JSON.parse(list.body).data as { id: string }[];
    await status('updateToken', key, { params: { id: token?.id ?? '' }, body: { acls: [] } });
  },
  'a member who may not save any more': ({ id, secrets }) =>
    change(`UPDATE fritz.group_users SET can_save = false ${ofReader}`, [id, secrets.group.id]),
  'a membership that ends': ({ id, secrets }) =>
    change(`DELETE FROM fritz.group_users ${ofReader}`, [id, secrets.group.id]),
  'a group that is deleted': ({ secrets }) =>
    change('DELETE FROM fritz.groups WHERE id = $1', [secrets.group.id]),
  'a stream that is narrowed': ({ secrets }) =>
    change(`UPDATE fritz.streams SET program_ids = '{1}' WHERE id = $1`, [secrets.stream.id]),
  'a stream that is taken away': async (reader) => {
    await leaveGroups(reader);
    await reader.socket.heard('fritz/REFRESH_RIGHTS');
    await change('DELETE FROM fritz.stream_users WHERE user_id = $1', [reader.id]);
  },
};

for (const [name, narrow] of Object.entries(narrowings)) {
  test(`${name}: open websockets, and so pages, are told within two seconds`, async () => {
    const reader = await arrangeReader();
    const other = await arrangeReader();
    await change(`INSERT INTO fritz.user_acls (user_id, acl_id) VALUES ($1, 'Manage shifts')`, [
      reader.id,
    ]);
    assert.equal(await timeToTell(reader, async () => undefined), false, 'one more is none lost');
    assert.equal(await timeToTell(reader, () => narrow(reader)), true);
    assert.equal(other.socket.words.filter((text) => text.includes('RIGHTS')).length, 0);
    await Promise.all([reader.socket.close(), other.socket.close()]);
  });
}

test('the welcome says whether rights changed while one was away', async () => {
  const reader = await arrangeReader();
  const first = reader.socket.words.find((text) => text.includes('WELCOME'));
  const again = await socketWords(url, reader.key);
  assert.equal(again.words[0], first);
  await Promise.all([reader.socket.close(), again.close()]);
  await change('DELETE FROM fritz.user_roles WHERE user_id = $1', [reader.id]);
  const later = await socketWords(url, reader.key);
  assert.notEqual(later.words[0], first);
  await later.close();
});
