import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulateNight, ZtfAdapter } from '@fritz/surveys';
import { HistoryDepth } from '../src/history-depth.ts';
import { decodeBatch } from '../src/index.ts';

const YEAR = 365n * 1_000_000_000_000_000n;
const adapter = new ZtfAdapter();

async function batchOf() {
  const night = [...simulateNight({ seed: 8, night: '20270301', alerts: 30, nights: 2 })];
  const packets = night.map(({ bytes }, i) => {
    return { bytes, origin: { kind: 'file' as const, name: `${i}`, partition: 0, offset: 0n } };
  });
  return decodeBatch({ packets, progress: [] }, adapter);
}

test('a year is looked up for all once filters come to it often, and is tried without now and then', async () => {
  const decoded = await batchOf();
  const objects = decoded.ends.length;
  const depth = new HistoryDepth();
  const next = () => depth.deepen(decoded, adapter);
  for (const reached of [0, objects * 0.3, objects * 0.3, objects * 0.3]) {
    assert.equal(next().decoded, decoded, 'few come to it');
    depth.note(reached, objects);
  }
  depth.note(objects, objects);
  const seen = Array.from({ length: 40 }, next);
  assert.deepEqual(
    seen.flatMap(({ isDeep }, i) => (isDeep ? [] : [i])),
    [11, 27],
    'every sixteenth tells whether it still pays',
  );
  const deep = seen[0]?.decoded ?? assert.fail();
  for (const [i, { objectId, since, before }] of deep.ends.entries()) {
    const before0 = decoded.ends[i];
    assert.deepEqual([objectId, before], [before0?.objectId, before0?.before]);
    const first = decoded.alerts.find((alert) => alert.objectId === objectId) ?? assert.fail();
    const days = first.candid - since - YEAR;
    assert.ok(days >= 0n && days < YEAR / 365n, `${objectId}: a year, and no day more`);
  }
  depth.note(0, objects);
  depth.note(0, objects);
  assert.equal(next().isDeep, false);
  depth.note(0, 0);
});
