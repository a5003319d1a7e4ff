import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { hostilePackets, simulateNight, ZtfAdapter } from '@fritz/surveys';
import { realPackets, withoutRealPackets } from '@fritz/testing';
import { ArchiveBench, kafkaPackets, ListedSource, runBroker } from './archive-bench.ts';

interface QuarantineRow {
  readonly origin_kind: string;
  readonly origin_name: string;
  readonly origin_partition: number;
  readonly origin_offset: bigint;
  readonly code: string;
  readonly reason: string;
  readonly bytes: Buffer;
}

const good = [...simulateNight({ seed: 4, night: '20270301', alerts: 40 })].map(
  ({ bytes }) => bytes,
);

let bench: ArchiveBench;
before(async () => {
  bench = await ArchiveBench.open();
});
after(() => bench.close());

/** Good packets with bad ones among them, as one batch from one partition. */
async function ingest(bad: readonly Uint8Array[], topic: string): Promise<void> {
  const mixed = good.flatMap((packet, i) => [
    packet,
    ...bad.filter((_, number) => number % good.length === i),
  ]);
  const source = new ListedSource([{ packets: kafkaPackets(topic, mixed), progress: [] }]);
  await runBroker(bench.broker(), source);
}

async function quarantined(): Promise<Map<string, QuarantineRow>> {
  const { rows } = await bench.admin.query<QuarantineRow>('SELECT * FROM quarantine');
  return new Map(rows.map((row) => [hashOf(row.bytes), row]));
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** For a person at the telescope: one sentence, no trace of the program. */
function assertReadable(reason: string): void {
  assert.match(reason, /^[^\n]{15,300}$/);
  assert.doesNotMatch(reason, /undefined|\[object|Error:|\bat .+:\d+/);
}

test('every hostile packet is kept with its origin and a reason; the others are stored', async () => {
  await bench.empty();
  const bad = hostilePackets(6);
  await ingest(
    bad.map(({ bytes }) => bytes),
    'hostile',
  );
  assert.equal(await bench.count('count(*) FROM ztf_alerts'), good.length);
  const rows = await quarantined();
  assert.equal(rows.size, bad.length);
  for (const { name, bytes, code } of bad) {
    const row = rows.get(hashOf(bytes));
    assert.equal(row?.code, code, name);
    assert.deepEqual(
      [row.origin_kind, row.origin_name, row.origin_partition],
      ['kafka', 'hostile', 0],
    );
    assertReadable(row.reason);
  }
  const offsets = [...rows.values()].map((row) => row.origin_offset);
  assert.equal(new Set(offsets).size, bad.length);
  assert.equal(await bench.count('sum(quarantined) FROM batches'), bad.length);
});

test('the same bad packet twice is kept once', async () => {
  await bench.empty();
  const [bad] = hostilePackets(7).filter(({ name }) => name === 'cut in the record');
  assert.ok(bad);
  await ingest([bad.bytes, bad.bytes], 'twice');
  await ingest([bad.bytes], 'again');
  assert.equal(await bench.count('count(*) FROM quarantine'), 1);
  assert.equal(await bench.count('sum(quarantined) FROM batches'), 1);
  const [row] = (await quarantined()).values();
  assert.equal(row?.origin_name, 'twice');
});

test('truncated real packets are kept, wherever they are cut', {
  skip: withoutRealPackets,
}, async () => {
  await bench.empty();
  const bad = realPackets().map((packet, i) => {
    // From the magic to the last byte, another place in each packet.
    const length = Math.floor(4 + ((packet.length - 5) * i) / (realPackets().length - 1));
    return packet.subarray(0, length);
  });
  await ingest(bad, 'cut');
  assert.equal(await bench.count('count(*) FROM ztf_alerts'), good.length);
  const rows = await quarantined();
  for (const bytes of bad) {
    const row = rows.get(hashOf(bytes));
    assert.equal(row?.code, 'truncated');
    assertReadable(row.reason);
  }
});

test('what only the database cannot take is found and put aside; the rest of the batch goes on', async () => {
  await bench.empty();
  const adapter = new ZtfAdapter();
  const [first, second] = good.map((bytes) => adapter.decode(bytes));
  assert.ok(first && second);
  const bad = [first.candid, second.candid];
  // A rule that no check of ours knows of.
  const rule = `unforeseen CHECK (candid NOT IN (${bad.join(', ')}))`;
  await bench.admin.query(`ALTER TABLE ztf_alerts ADD CONSTRAINT ${rule}`);
  try {
    await ingest([], 'refused');
  } finally {
    await bench.admin.query('ALTER TABLE ztf_alerts DROP CONSTRAINT unforeseen');
  }
  assert.equal(await bench.count('count(*) FROM ztf_alerts'), good.length - 2);
  const kept = [...(await quarantined()).values()];
  assert.deepEqual(kept.map(({ bytes }) => adapter.decode(bytes).candid).sort(), bad.toSorted());
  for (const { reason } of kept) assertReadable(reason);
});
