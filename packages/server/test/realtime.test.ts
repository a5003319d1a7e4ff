import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closeCodes, naiveUtc, websocketPath } from '@fritz/contract';
import { createCandidate, createUser, issueToken } from '@fritz/testing';
import { arrangeWorld, call, type Harness, send, startHarness, type World } from './harness.ts';

let harness: Harness;
let world: World;
let address: string;
before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
  address = (await harness.server.listen({ host: '127.0.0.1', port: 0 })).replace('http', 'ws');
});
after(() => harness.close());

interface Message {
  actionType: string;
  payload: { filter_ids: number[]; count: number; passed_at: string };
}

/** A client that keeps what it was sent, and can wait for the next message of a kind. */
class Client {
  readonly messages: Message[] = [];
  readonly socket: WebSocket;
  readonly closed: Promise<number>;
  private waiting: (() => void)[] = [];

  constructor(headers: Record<string, string> = {}, base = address) {
    // Node's WebSocket takes headers; the web's has no such argument.
    this.socket = new WebSocket(`${base}${websocketPath}`, { headers } as unknown as string[]);
    this.closed = new Promise((resolve) => {
      this.socket.addEventListener('close', (event) => resolve(event.code));
    });
    this.socket.addEventListener('message', (event) => {
      this.messages.push(JSON.parse(String(event.data)));
      for (const wake of this.waiting.splice(0)) wake();
    });
  }

  async next(actionType: string): Promise<Message> {
    for (;;) {
      const index = this.messages.findIndex((message) => message.actionType === actionType);
      const [found] = index < 0 ? [] : this.messages.splice(index, 1);
      if (found) return found;
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
  }
}

async function connect(token: string): Promise<Client> {
  const client = new Client({ authorization: `token ${token}` });
  await client.next('fritz/WELCOME');
  return client;
}

async function pass(passedAt = new Date()): Promise<void> {
  await harness.arrange((client) => createCandidate(client, { filter: world.filter, passedAt }));
}

function ring(): Promise<unknown> {
  return harness.arrange((client) => client.query('NOTIFY fritz_news'));
}

test('a viewer hears of new candidates of his groups, and a stranger does not', async () => {
  const member = await connect(world.member.token);
  const stranger = await connect(world.stranger.token);
  const passedAt = new Date();
  await pass(passedAt);
  await pass(new Date(passedAt.getTime() - 1000));
  await ring();
  const { payload } = await member.next('fritz/REFRESH_CANDIDATES');
  assert.deepEqual(payload, {
    filter_ids: [world.filter.id],
    count: 2,
    passed_at: naiveUtc(passedAt),
  });
  // A candidate that became visible late, out of order, is news as well.
  await pass(new Date(passedAt.getTime() - 30_000));
  await ring();
  const late = await member.next('fritz/REFRESH_CANDIDATES');
  assert.equal(late.payload.count, 1);
  // By the next ring the stranger was looked for at least once, and was told nothing.
  assert.deepEqual(stranger.messages, []);
  member.socket.close();
  stranger.socket.close();
  await Promise.all([member.closed, stranger.closed]);
});

test('news that came while the database connection was lost is told after it', async () => {
  const member = await connect(world.member.token);
  // Committed right after the connection breaks, and without a ring: the new connection looks.
  await harness.arrange(async (client) => {
    await client.query('BEGIN');
    await createCandidate(client, { filter: world.filter });
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'fritz doorbell'`,
    );
    await client.query('COMMIT');
  });
  const { payload } = await member.next('fritz/REFRESH_CANDIDATES');
  assert.equal(payload.count, 1);
  member.socket.close();
  await member.closed;
});

test('a revoked key closes its sockets within two seconds', async () => {
  const secret = await harness.arrange((client) => issueToken(client, { userId: world.member.id }));
  const client = await connect(secret);
  const tokens = await call(harness, 'listTokens', { as: { token: secret } });
  const start = performance.now();
  await harness.arrange((superuser) =>
    superuser.query('UPDATE fritz.access_keys SET revoked_at = now() WHERE id = $1', [
      tokens[0]?.id,
    ]),
  );
  assert.equal(await client.closed, closeCodes.keyEnded);
  assert.ok(performance.now() - start < 2_500, 'two seconds and what the test machine adds');
});

test('a token may come as the first message; nobody is shown out', async () => {
  const client = new Client();
  client.socket.addEventListener('open', () => {
    client.socket.send(JSON.stringify({ token: world.member.token }));
  });
  await client.next('fritz/WELCOME');
  client.socket.close();
  for (const hello of ['{"token":"nobody"}', 'not json', '{}']) {
    const nobody = new Client();
    nobody.socket.addEventListener('open', () => nobody.socket.send(hello));
    assert.equal(await nobody.closed, closeCodes.notAuthenticated);
  }
  for (const authorization of ['token forged', 'Basic dTpw']) {
    const forged = new Client({ authorization });
    assert.equal(await forged.closed, closeCodes.notAuthenticated);
  }
});

test('a cookie counts only when a page of this site opens the socket', async () => {
  const user = await harness.arrange((client) => createUser(client));
  const response = await send(harness, 'login', { body: { token: user.token } });
  const cookie = `fritz_session=${response.cookies[0]?.value}`;
  const own = new Client({ cookie, origin: address.replace('ws', 'http') });
  await own.next('fritz/WELCOME');
  own.socket.close();
  const foreign = new Client({ cookie, origin: 'https://evil.example' });
  foreign.socket.addEventListener('open', () => foreign.socket.send('{}'));
  assert.equal(await foreign.closed, closeCodes.notAuthenticated);
});

test('a user has so many sockets and no more; one that closes makes room', async () => {
  const own = await startHarness({ limits: { socketsPerUser: 2 } });
  try {
    const user = await own.arrange((client) => createUser(client));
    const secret = await own.arrange((client) => issueToken(client, { userId: user.id }));
    const url = (await own.server.listen({ host: '127.0.0.1', port: 0 })).replace('http', 'ws');
    const open = (token: string) => new Client({ authorization: `token ${token}` }, url);
    // Of two keys of the same user.
    const first = open(user.token);
    await first.next('fritz/WELCOME');
    const second = open(secret);
    await second.next('fritz/WELCOME');
    assert.equal(await open(user.token).closed, closeCodes.tooManySockets);
    const other = await own.arrange((client) => createUser(client));
    const others = open(other.token);
    await others.next('fritz/WELCOME');
    first.socket.close();
    await first.closed;
    // The server hears of the end a moment after the client.
    const isIn = async (client: Client): Promise<boolean> => {
      const welcome = client.next('fritz/WELCOME').then(() => true);
      return Promise.race([welcome, client.closed.then(() => false)]);
    };
    let third = open(secret);
    while (!(await isIn(third))) third = open(secret);
    for (const client of [second, third, others]) client.socket.close();
    await Promise.all([second.closed, third.closed, others.closed]);
  } finally {
    await own.close();
  }
});

test('a server that closes says goodbye to its sockets', async () => {
  const own = await startHarness();
  const user = await own.arrange((client) => createUser(client));
  const url = (await own.server.listen({ host: '127.0.0.1', port: 0 })).replace('http', 'ws');
  const client = new Client({ authorization: `token ${user.token}` }, url);
  await client.next('fritz/WELCOME');
  await own.close();
  assert.notEqual(await client.closed, closeCodes.keyEnded);
});
