import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileFilter, parsePipeline } from '@fritz/mql';
import { hostilePackets, simulateNight, ZtfAdapter } from '@fritz/surveys';
import fc from 'fast-check';
import { FilterRun } from '../src/filters.ts';
import {
  type ActiveFilter,
  BatchWork,
  decodeBatch,
  type KnownState,
  type PacketBatch,
} from '../src/index.ts';

const NOTHING: KnownState = { candids: new Set(), curves: new Map(), followed: new Set() };
const nights = simulateNight({ seed: 5, night: '20270301', alerts: 12, nights: 3 });
const packets = [...nights].map(({ bytes }) => bytes);
const adapter = new ZtfAdapter();

function batchOf(bytes: readonly Uint8Array[]): PacketBatch {
  return {
    packets: bytes.map((one, i) => ({
      bytes: one,
      origin: { kind: 'file', name: `${i}`, partition: 0, offset: 0n },
    })),
    progress: [],
  };
}

function filterOf(id: number, programIds: readonly number[], stage: object): ActiveFilter {
  // Without the clock, what is stopped is stopped by its steps: also on a machine that is busy.
  const compiled = compileFilter(parsePipeline(JSON.stringify([stage])), { maxMs: 600_000 });
  const ids = { filterId: id, versionId: 10 * id, audienceId: id, name: `filter ${id}` };
  return { ...ids, programIds: new Set(programIds), compiled };
}

test('a batch holds each candid once, in the order of time, whatever order it came in', async () => {
  const numbers = fc.array(fc.nat({ max: packets.length - 1 }), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(numbers, async (chosen) => {
      const batch = batchOf(chosen.flatMap((number) => packets[number] ?? []));
      const { alerts, repeated, quarantined } = await decodeBatch(batch, adapter);
      assert.equal(alerts.length, new Set(chosen).size);
      assert.equal(alerts.length + repeated, chosen.length);
      assert.deepEqual(quarantined, []);
      const dates = alerts.map(({ jd }) => jd);
      assert.deepEqual(
        dates,
        dates.toSorted((a, b) => a - b),
      );
    }),
    { numRuns: 50 },
  );
});

test('what cannot be read is put aside with its code, and the rest goes on', async () => {
  const bad = hostilePackets(3);
  const mixed = [...packets, ...bad.map(({ bytes }) => bytes)];
  const { alerts, quarantined } = await decodeBatch(batchOf(mixed), adapter);
  assert.equal(alerts.length, packets.length);
  assert.deepEqual(
    quarantined.map(({ packet, code }) => [packet.bytes, code]),
    bad.map(({ bytes, code }) => [bytes, code]),
  );
});

test('known alerts are not processed again; filters count what they may see', async () => {
  const decoded = await decodeBatch(batchOf(packets), adapter);
  const known = decoded.alerts.slice(0, 5);
  const fresh = decoded.alerts.slice(5);
  const filters = [
    filterOf(1, [1], { $match: { 'candidate.magpsf': { $gt: 0 } } }),
    filterOf(2, [1, 2, 3], { $match: { 'candidate.magpsf': { $lt: 0 } } }),
    filterOf(3, [1, 2, 3], { $match: { $expr: { $divide: [1, 0] } } }),
    filterOf(4, [9], { $match: {} }),
  ];
  const state = { ...NOTHING, candids: new Set(known.map(({ candid }) => candid)) };
  const options = { adapter, filters, consumer: 'test', lookUpMs: 0 };
  const work = new BatchWork(decoded, state, options);
  await work.begin();
  // Those of the first filter pass: the marshal wants the whole light curve of each.
  assert.ok(work.missing().every(({ since }) => since === 0n));
  await work.supply(new Map(), 0);
  assert.deepEqual(work.missing(), []);
  const write = work.write();
  assert.equal(write.known, known.length);
  assert.deepEqual(
    new Set(write.alerts.map(({ alert }) => alert.candid)),
    new Set(fresh.map(({ candid }) => candid)),
  );
  const mine = fresh.filter(({ programId }) => programId === 1).length;
  const all = fresh.length;
  assert.deepEqual(
    write.counts.map(({ filterId, evaluated, passed, rejected, failed }) => {
      return [filterId, evaluated, passed, rejected, failed];
    }),
    [
      [1, mine, mine, 0, 0],
      [2, all, 0, all, 0],
      [3, all, 0, 0, all],
    ],
  );
});

test('a hostile filter fails alone, and is told what it cost', async () => {
  const loop = (as: string, body: object) => ({
    $map: { input: { $range: [0, 1000] }, as, in: body },
  });
  const hostile = loop('a', loop('b', loop('c', { $add: ['$$a', '$$b', '$$c'] })));
  const cut = { $match: { 'candidate.magpsf': { $gt: 0 } } };
  const filters = [
    filterOf(1, [1, 2, 3], cut),
    filterOf(2, [1, 2, 3], { $set: { hostile } }),
    filterOf(3, [3, 2, 1], cut),
  ];
  const decoded = await decodeBatch(batchOf(packets.slice(0, 3)), adapter);
  const work = new BatchWork(decoded, NOTHING, { adapter, filters, consumer: 'test', lookUpMs: 0 });
  await work.begin();
  await work.supply(new Map(), 0);
  const [first, second, third] = work.write().counts;
  assert.deepEqual([first?.passed, second?.failed, third?.passed], [3, 3, 3]);
  assert.match(second?.failure ?? '', /more than 1000000 steps/);
  assert.ok((second?.maxSteps ?? 0) > 1_000_000 && (second?.steps ?? 0) > 3_000_000);
  assert.ok((second?.maxUs ?? 0) > (first?.maxUs ?? 0));
  assert.equal(first?.steps, third?.steps, 'identical filters cost the same');
});

test('what all filters of a set share is not billed to the one that comes first', async () => {
  const filters = [0, 1].map((limit) =>
    filterOf(limit, [1, 2, 3], { $match: { 'slow.magpsf': { $gt: limit } } }),
  );
  const { alerts } = await decodeBatch(batchOf(packets.slice(0, 1)), adapter);
  const run = new FilterRun(filters);
  let reads = 0;
  const document = {
    get slow() {
      const end = performance.now() + 200;
      while (performance.now() < end) reads += 1;
      return { magpsf: 18 };
    },
  };
  for (const alert of alerts) run.evaluate(alert, () => document);
  assert.ok(reads > 0);
  for (const { passed, maxUs } of run.counts) {
    assert.equal(passed, 1);
    assert.ok(maxUs < 200_000, `${maxUs} µs`);
  }
});
