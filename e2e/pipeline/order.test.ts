import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { PacketBatch } from '@fritz/pipeline';
import { simulateNight, ZtfAdapter } from '@fritz/surveys';
import fc from 'fast-check';
import {
  ArchiveBench,
  describeCurve,
  kafkaPackets,
  ListedSource,
  runBroker,
  type StoredCurve,
} from './archive-bench.ts';

const PACKETS = 60;
const nights = simulateNight({ seed: 5, night: '20270301', alerts: 12, nights: 5 });
const packets = [...nights].map(({ bytes }) => bytes);

/** Each packet in one of two partitions, in some order, some of them again, cut into batches. */
const partitions = fc
  .record({
    order: fc.shuffledSubarray(
      packets.map((_, i) => i),
      { minLength: PACKETS, maxLength: PACKETS },
    ),
    again: fc.shuffledSubarray(packets.map((_, i) => i)),
    places: fc.array(fc.integer({ min: 0, max: 1 }), {
      minLength: 2 * PACKETS,
      maxLength: 2 * PACKETS,
    }),
    sizes: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 }),
  })
  .map(({ order, again, places, sizes }) => {
    const all = [...order, ...again];
    return [0, 1].map((place) =>
      cut(
        all.filter((_, i) => places[i] === place),
        sizes,
      ),
    );
  });

function cut(numbers: readonly number[], sizes: readonly number[]): readonly number[][] {
  const left = [...numbers];
  const batches: number[][] = [];
  while (left.length > 0) batches.push(left.splice(0, sizes[batches.length % sizes.length] ?? 1));
  return batches;
}

function sourceOf(batches: readonly (readonly number[])[]): ListedSource {
  return new ListedSource(
    batches.map((numbers): PacketBatch => {
      const bytes = numbers.flatMap((number) => packets[number] ?? []);
      return { packets: kafkaPackets('order', bytes), progress: [] };
    }),
  );
}

/** The light curves of the packets in the order of time, by the codec alone. */
function straightCurves(): Map<string, StoredCurve> {
  const adapter = new ZtfAdapter();
  const alerts = packets.map((bytes) => adapter.decode(bytes)).sort((a, b) => a.jd - b.jd);
  const objects = [...Map.groupBy(alerts, ({ objectId }) => objectId)].sort(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return new Map(
    objects.map(([objectId, ofObject]) => {
      const curve = adapter.curve(null, adapter.needs([]));
      for (const alert of ofObject) curve.add(alert);
      return [objectId, describeCurve(curve)];
    }),
  );
}

let bench: ArchiveBench;
before(async () => {
  bench = await ArchiveBench.open();
  await bench.filter('some', [{ $match: { 'candidate.drb': { $gt: 0.5 } } }]);
  await bench.filter('history', [{ $match: { 'prv_candidates.3': { $exists: true } } }]);
});
after(() => bench.close());

test('packets in any order over two partitions give the same archive', async () => {
  const curves = straightCurves();
  assert.ok(curves.size < PACKETS - 10, 'objects with several alerts');
  const brokers = [bench.broker(), bench.broker()] as const;
  await runBroker(brokers[0], sourceOf([packets.map((_, i) => i)]));
  const tables = ['ztf_alerts', 'ztf_cutout_parts'];
  const expected = await bench.hash(tables, ['received_at']);
  await fc.assert(
    fc.asyncProperty(partitions, async ([first = [], second = []]) => {
      await bench.empty();
      const writes = await Promise.all([
        runBroker(brokers[0], sourceOf(first)),
        runBroker(brokers[1], sourceOf(second)),
      ]);
      assert.deepEqual(await bench.hash(tables, ['received_at']), expected);
      assert.deepEqual(await bench.curves(), curves);
      const stored = writes.flat().reduce((sum, { alerts }) => sum + alerts.length, 0);
      assert.equal(stored, PACKETS);
      assert.equal(await bench.count('sum(evaluated) FROM filter_counts'), 2 * PACKETS);
      await checkPhotometry(curves);
    }),
    // Two brokers at once: a failure may depend on the moment, so there is nothing to shrink.
    { numRuns: 8, endOnFailure: true },
  );
});

/** Photometry of the objects that passed a filter is their merged light curve. */
async function checkPhotometry(curves: ReadonlyMap<string, StoredCurve>): Promise<void> {
  const followed = await bench.admin.query<{ id: string }>('SELECT id FROM objs ORDER BY id');
  const describe = (objectId: string, ...of: unknown[]) => [objectId, ...of].join(' ');
  const expected = followed.rows.flatMap(({ id }) =>
    (curves.get(id)?.photometry ?? []).map(({ origin, band, mjd, candid, ra }) =>
      describe(id, origin, band, mjd, candid, ra),
    ),
  );
  const { rows } = await bench.admin.query(
    'SELECT obj_id, origin, band, mjd, candid, ra FROM photometry',
  );
  const stored = rows.map(({ obj_id, origin, band, mjd, candid, ra }) =>
    describe(obj_id, origin, band, mjd, candid, ra),
  );
  assert.deepEqual(stored.sort(), expected.sort());
}
