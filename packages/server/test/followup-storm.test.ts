import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  type FacilityFault,
  type TestEndpoint,
  type TestSedm,
  testEndpoint,
  testSedm,
} from '@fritz/testing';
import {
  type FollowupStage,
  followupStage,
  genericPayload,
  sedmPayload,
} from './followup-stage.ts';
import { type Harness, startHarness } from './harness.ts';

let harness: Harness;
let stage: FollowupStage;
let endpoint: TestEndpoint;
let sedm: TestSedm;

before(async () => {
  harness = await startHarness();
  stage = await followupStage(harness, { timeoutMs: 150, atOnce: 12 });
  endpoint = await testEndpoint();
  sedm = await testSedm();
});
after(async () => {
  await stage?.close();
  await endpoint?.close();
  await sedm?.close();
  await harness.close();
});

/** Numbers from 0 to 1 that are the same each time. */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** One call in four goes wrong, in one of these ways. */
function faultAtRandom(seed: number): () => FacilityFault | null {
  const next = chances(seed);
  const faults = ['late', 'broken', 'deaf', 'error', 'garbage'] as const;
  return () => (next() < 0.25 ? (faults[Math.floor(next() * faults.length)] ?? null) : null);
}

/** Requests that wait, as if they had been made: each by itself would take longer than all of the rest. */
function askForMany(allocationId: number, payload: object, count: number): Promise<number[]> {
  const { world } = stage;
  return harness.arrange(async (client) => {
    const { rows } = await client.query<{ id: number }>(
      `INSERT INTO fritz.followup_requests (obj_id, edition, allocation_id, requester_id, payload)
        SELECT $1, o.edition, $2, $3, $4 FROM fritz.objs o, generate_series(1, $5::int)
        WHERE o.id = $1 RETURNING id`,
      [world.objId, allocationId, world.member.id, JSON.stringify(payload), count],
    );
    const ids = rows.map(({ id }) => id);
    await client.query(
      `INSERT INTO fritz.followup_jobs (request_id, kind) SELECT unnest($1::int[]), 'submit'`,
      [ids],
    );
    return ids;
  });
}

/** Rounds until nothing waits any more. */
async function exhaust(): Promise<void> {
  for (let round = 0; round < 200; round++) {
    await harness.arrange((client) =>
      client.query('UPDATE fritz.followup_jobs SET due_at = now() WHERE due_at > now()'),
    );
    // A round that breaks leaves what it had in doubt, as a server that stops does.
    while ((await stage.sender.round().catch(() => 1)) > 0);
    const left = await harness.arrange((client) =>
      client.query('SELECT FROM fritz.followup_jobs LIMIT 1'),
    );
    if (left.rows.length === 0) return;
  }
  assert.fail('something waits for ever');
}

async function statesOf(ids: readonly number[]): Promise<Map<number, string>> {
  const { rows } = await harness.arrange((client) =>
    client.query<{ id: number; state: string }>(
      'SELECT id, state FROM fritz.followup_requests WHERE id = ANY ($1)',
      [[...ids]],
    ),
  );
  return new Map(rows.map(({ id, state }) => [id, state]));
}

test('1,000 requests to a facility that fails at random and remembers nothing: no duplicate, no false state', async () => {
  const { allocationId } = await stage.allocate('GENERICAPI', { endpoint: endpoint.url });
  endpoint.fault = faultAtRandom(1);
  const ids = await askForMany(allocationId, genericPayload, 1000);
  await exhaust();
  const there = Map.groupBy(endpoint.queue, ({ body }) => Number(body.followup_request_id));
  const counted: Record<string, number> = {};
  for (const [id, state] of await statesOf(ids)) {
    const copies = there.get(id)?.length ?? 0;
    assert.ok(copies <= 1, `request ${id} is there ${copies} times`);
    if (state === 'submitted') assert.equal(copies, 1, `request ${id} is ${state}`);
    // Where the truth cannot be known the state says so; nothing else is left open.
    else assert.equal(state, 'unknown', `request ${id} is ${state}`);
    counted[state] = (counted[state] ?? 0) + 1;
  }
  assert.ok(
    (counted.submitted ?? 0) > 600 && (counted.unknown ?? 0) > 100,
    JSON.stringify(counted),
  );
});

test('one that can be asked what it has ends with each of them once, and every state known', async () => {
  const { allocationId } = await stage.allocate('SEDMAPI', { endpoint: sedm.url });
  sedm.fault = faultAtRandom(2);
  const ids = await askForMany(allocationId, sedmPayload, 150);
  await exhaust();
  const there = Map.groupBy(sedm.queue, ({ requestid }) => requestid);
  for (const [id, state] of await statesOf(ids)) {
    const copies = there.get(id)?.length ?? 0;
    assert.ok(copies <= 1, `request ${id} is there ${copies} times`);
    // Six attempts that all go wrong are one in four thousand: then a person is asked.
    if (state !== 'unknown') assert.deepEqual([state, copies], ['submitted', 1], `request ${id}`);
  }
});
