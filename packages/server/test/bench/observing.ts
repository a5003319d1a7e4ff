/**
 * How long a night's page waits: opening a run of 100 targets, their airmass curves, and marking one.
 * Requests within the server's process, of an ordinary member. Printed as a table, or as JSON.
 *
 *   npm run bench:observing [-- --rounds 40] [--json]
 */
import assert from 'node:assert/strict';
import { parseArgs } from 'node:util';
import { createInstrument, stopTestServer } from '@fritz/testing';
import { arrangeWorld, call, startHarness } from '../harness.ts';

const TARGETS = 100;

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '40' }, json: { type: 'boolean', default: false } },
});
const rounds = Number(values.rounds);
assert.ok(Number.isInteger(rounds) && rounds >= 5, '--rounds must be 5 or more');

const harness = await startHarness({ now: () => new Date('2026-12-02T06:00:00Z') });
const world = await harness.arrange(arrangeWorld);
const as = world.member;

async function arrangeRun() {
  const { id: instrument_id } = await harness.arrange((client) => createInstrument(client));
  const { id } = await call(harness, 'createObservingRun', {
    as,
    body: {
      ...{ instrument_id, pi: 'Hale', observers: 'Ada' },
      ...{ calendar_date: '2026-12-01', group_id: world.group.id },
    },
  });
  const assignments: number[] = [];
  for (let i = 0; i < TARGETS; i += 1) {
    const obj_id = `target-${i}`;
    const at = { ra: (i * 360) / TARGETS, dec: -30 + ((i * 7) % 110) };
    await call(harness, 'saveSource', {
      as,
      body: { id: obj_id, ...at, group_ids: [world.group.id] },
    });
    const body = { run_id: id, obj_id, priority: '3' as const };
    const made = await call(harness, 'createAssignment', { as, body });
    assert.ok(made.id !== undefined);
    assignments.push(made.id);
  }
  return { id, assignments };
}

async function measure(what: string, askedMs: number, once: (round: number) => Promise<unknown>) {
  for (let i = 0; i < 3; i += 1) await once(i);
  const took: number[] = [];
  const before = process.cpuUsage();
  for (let i = 0; i < rounds; i += 1) {
    const start = performance.now();
    await once(i);
    took.push(performance.now() - start);
  }
  const { user, system } = process.cpuUsage(before);
  took.sort((a, b) => a - b);
  const at = (share: number) => Number((took[Math.ceil(share * rounds) - 1] ?? 0).toFixed(1));
  const nodeCpuMs = Number(((user + system) / 1000 / rounds).toFixed(1));
  return { what, p50Ms: at(0.5), p95Ms: at(0.95), nodeCpuMs, askedMs };
}

try {
  const { id, assignments } = await arrangeRun();
  const rows = [
    await measure('a run of 100 targets', 500, async () => {
      const run = await call(harness, 'getObservingRun', { as, params: { id } });
      assert.equal(run.assignments.length, TARGETS);
    }),
    await measure('its airmass curves', 50, async () => {
      const curves = await call(harness, 'getRunAirmass', { as, params: { id } });
      assert.equal(curves.targets.length, TARGETS);
    }),
    await measure('marking a target', 100, (round) =>
      call(harness, 'updateAssignment', {
        as,
        params: { id: assignments[round % TARGETS] ?? 0 },
        body: { status: round % 2 === 0 ? 'complete' : 'pending' },
      }),
    ),
  ];
  if (values.json) console.log(JSON.stringify({ targets: TARGETS, rounds, rows }));
  else console.table(rows);
} finally {
  await harness.close();
  await stopTestServer();
}
