import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulateNight } from '@fritz/surveys';
import { packetList } from '@fritz/testing';
import { ArchiveBench, runBroker } from './archive-bench.ts';

test('a whole night again changes no row', async (t) => {
  const bench = await ArchiveBench.open();
  t.after(() => bench.close());
  await bench.filter('real', [{ $match: { 'candidate.drb': { $gt: 0.5 } } }]);
  await bench.filter('forced', [{ $match: { 'fp_hists.2': { $exists: true } } }]);
  const nights = simulateNight({ seed: 8, night: '20270301', alerts: 60, nights: 3 });
  const packets = [...nights].map(({ bytes }) => bytes);
  await runBroker(bench.broker(), packetList(packets, 37));
  const before = await bench.hash();
  assert.ok((await bench.count('count(*) FROM candidates')) > 50);

  const writes = await runBroker(bench.broker(), packetList(packets.toReversed(), 50));
  assert.equal(
    writes.reduce((sum, { known }) => sum + known, 0),
    packets.length,
  );
  assert.deepEqual(await bench.hash(), before);
});
