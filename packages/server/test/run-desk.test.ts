import assert from 'node:assert/strict';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { withClient } from '@fritz/archive';
import { createUser, issueToken, type TestUser, testDatabase } from '@fritz/testing';
import Fastify from 'fastify';
import type { ServerContext } from '../src/context.ts';
import { RunDesk, type RunLimits } from '../src/filter-runs/run-desk.ts';
import type { RunTask } from '../src/filter-runs/run-task.ts';
import { RunThread } from '../src/filter-runs/run-thread.ts';
import { answerRun } from '../src/http/run-reply.ts';

let database: Awaited<ReturnType<typeof testDatabase>>;
let people: readonly [TestUser, TestUser];
before(async () => {
  database = await testDatabase();
  people = await withClient(database.superuser, async (client) => [
    await createUser(client),
    await createUser(client),
  ]);
});
after(() => database.drop());

/** A test over a time: where nobody locks the alerts, it finds none and is done. */
function taskOf({ id, token }: { readonly id: number; readonly token: string }): RunTask {
  return {
    ...{ viewerKey: token, viewerId: id, timeLimitMs: 60_000 },
    filter: { pipeline: '[{"$match": {}}]', programIds: [1], joint: [], survey: 'ztf' },
    work: { kind: 'test', window: { fromJd: 2461360.5, toJd: 2461361.5 }, objectIds: null },
  };
}

/** Runs begun in it wait in the database until it is over. */
async function whileLocked(limits: Partial<RunLimits>, work: (desk: RunDesk) => Promise<void>) {
  const desk = new RunDesk(database.app, limits);
  await withClient(database.superuser, async (client) => {
    await client.query('BEGIN; LOCK TABLE fritz.ztf_alerts IN ACCESS EXCLUSIVE MODE');
    try {
      await work(desk);
    } finally {
      await client.query('ROLLBACK');
      await desk.close();
    }
  });
}

/** Statements of runs that are under way. */
async function statements(): Promise<number> {
  const { rows } = await withClient(database.superuser, (client) =>
    client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'fritz runs'
         AND state = 'active' AND wait_event_type = 'Lock'`,
    ),
  );
  return rows[0]?.count ?? 0;
}

async function until(condition: () => Promise<boolean>, limitMs = 60_000): Promise<void> {
  const start = performance.now();
  while (!(await condition())) {
    assert.ok(performance.now() - start < limitMs, 'it did not happen in time');
  }
}

const busy = { code: 'runs_busy' };
const over = { code: 'run_too_long' };

test('runs are counted by person, whichever of his keys they are ordered with', async () => {
  const [one, other] = people;
  const secondKey = await withClient(database.superuser, (client) =>
    issueToken(client, { userId: one.id, acls: [] }),
  );
  await whileLocked({ threads: 1, ofOnePerson: 1 }, async (desk) => {
    const ended = new AbortController();
    const options = { signal: ended.signal };
    const runs = [one, other].map((person) =>
      assert.rejects(desk.run(taskOf(person), options), over),
    );
    await assert.rejects(desk.run(taskOf({ id: one.id, token: secondKey })), busy);
    assert.deepEqual(desk.count(), { waiting: 1, running: 1 });
    ended.abort();
    await Promise.all(runs);
  });
});

test('who hangs up while he waits leaves the queue at once; who has none running comes first', async () => {
  const [one, other] = people;
  await whileLocked({ threads: 1, waiting: 2 }, async (desk) => {
    const [first, second, third, fourth] = Array.from({ length: 4 }, () => new AbortController());
    const places = new Map<AbortController, number[]>();
    const order = (person: TestUser, controller: AbortController) => {
      const told: number[] = [];
      places.set(controller, told);
      const options = {
        signal: controller.signal,
        onQueue: (ahead: number) => void told.push(ahead),
      };
      return assert.rejects(desk.run(taskOf(person), options), over);
    };
    assert.ok(first && second && third && fourth);
    const running = order(one, first);
    const waiting = order(one, second);
    const next = order(other, third);
    await assert.rejects(desk.run(taskOf(other)), busy);
    second.abort();
    await waiting;
    assert.deepEqual(desk.count(), { waiting: 1, running: 1 });
    const last = order(one, fourth);
    first.abort();
    await running;
    await until(async () => desk.count(other.id).running === 1);
    const told = [first, second, third, fourth].map((controller) => places.get(controller));
    assert.deepEqual(told, [[], [0, 1], [0], [1, 0]], 'how many begin before each');
    for (const controller of [third, fourth]) controller.abort();
    await Promise.all([next, last]);
    await until(async () => desk.count().running === 0);
  });
});

test('what the database does for a run ends with it, and the desk goes on', async () => {
  const [one] = people;
  const desk = new RunDesk(database.app, { threads: 1 });
  await whileLocked({}, async () => {
    const controller = new AbortController();
    const run = assert.rejects(desk.run(taskOf(one), { signal: controller.signal }), over);
    await until(async () => (await statements()) === 1);
    controller.abort();
    await run;
    await until(async () => (await statements()) === 0, 30_000);
  });
  const done = await desk.run(taskOf(one));
  assert.deepEqual(done, { isComplete: true, passes: [] });
  await desk.close();
});

test('a thread that ends by itself is not given a run', async () => {
  const [one] = people;
  let isEnded = false;
  const { types: _types, ...config } = database.app;
  const thread = new RunThread(config, () => {
    isEnded = true;
  });
  await thread.perform(taskOf(one), {});
  await thread.end();
  assert.deepEqual([isEnded, thread.isAlive], [true, false]);
});

test('who hung up while his request was checked is not waited for', async () => {
  const app = Fastify();
  const seen = Promise.withResolvers<boolean>();
  app.get('/', async (request, reply) => {
    request.raw.destroy();
    await once(reply.raw, 'close');
    // Of the server it needs no more than this.
    const context = { version: '1', secureCookies: false } as ServerContext;
    return answerRun(context, { request, reply, viewerId: 1 }, async ({ signal }) => {
      seen.resolve(signal.aborted);
      return {};
    });
  });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const headers = { authorization: 'token 00000000-0000-0000-0000-000000000000' };
  await assert.rejects(fetch(url, { headers }));
  assert.equal(await seen.promise, true);
  await app.close();
});
