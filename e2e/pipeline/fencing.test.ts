import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, test } from 'node:test';
import { BrokerDatabase, PgAlertStore } from '@fritz/archive';
import {
  type AlertStore,
  FencedError,
  type PacketBatch,
  type PartitionClaim,
  type PartitionProgress,
} from '@fritz/pipeline';
import { simulateNight, type ZtfAlert } from '@fritz/surveys';
import { packetList } from '@fritz/testing';
import {
  ArchiveBench,
  kafkaPackets,
  ListedSource,
  runBroker,
  type TestBroker,
} from './archive-bench.ts';
import { LossyProxy } from './lossy-proxy.ts';

const CONSUMER = 'test';
const PARTITION = { topic: 'night', partition: 0 };
const night = simulateNight({ seed: 9, night: '20270301', alerts: 30 });
const packets = [...night].map(({ bytes }) => bytes);

/** The packets in batches that go on from a claim, under its epoch. */
function batchesFrom({ epoch, nextOffset }: PartitionClaim, size = 10): PacketBatch[] {
  const batches: PacketBatch[] = [];
  for (let at = Number(nextOffset); at < packets.length; at += size) {
    const bytes = packets.slice(at, at + size);
    const from = BigInt(at);
    const progress: PartitionProgress = {
      ...PARTITION,
      epoch,
      from,
      to: from + BigInt(bytes.length),
    };
    batches.push({ packets: kafkaPackets(PARTITION.topic, bytes, from), progress: [progress] });
  }
  return batches;
}

async function claim(broker: TestBroker): Promise<PartitionClaim> {
  const [claimed] = await broker.offsets.claim(CONSUMER, [PARTITION]);
  assert.ok(claimed);
  return claimed;
}

/** The store itself, and something that happens just before its first commit. */
function storeWith(
  store: AlertStore<ZtfAlert>,
  happening: () => Promise<unknown>,
): AlertStore<ZtfAlert> {
  let hasHappened = false;
  return {
    lookUp: (candids, ends) => store.lookUp(candids, ends),
    lookUpCurves: (ranges) => store.lookUpCurves(ranges),
    wouldTake: (write) => store.wouldTake(write),
    async commit(write) {
      if (!hasHappened) {
        hasHappened = true;
        await happening();
      }
      await store.commit(write);
    },
  };
}

let bench: ArchiveBench;
before(async () => {
  bench = await ArchiveBench.open();
  await bench.filter('all', [{ $match: { 'candidate.magpsf': { $gt: 0 } } }]);
});
after(() => bench.close());
beforeEach(() => bench.empty());

async function checkAllOnce(): Promise<void> {
  assert.equal(await bench.count('count(*) FROM ztf_alerts'), packets.length);
  assert.equal(await bench.count('sum(new) FROM batches'), packets.length);
  assert.equal(
    await bench.count(`sum(evaluated) FROM filter_counts c
      JOIN filters f ON f.active_version_id = c.filter_version_id WHERE f.name = 'all'`),
    packets.length,
  );
  const candidates = `count(*) FROM candidates c JOIN filters f ON f.id = c.filter_id
    WHERE f.name = 'all'`;
  assert.equal(await bench.count(candidates), packets.length);
}

describe('a partition that another consumer claimed', () => {
  test('cannot be committed any more, and nothing of the batch is stored', async () => {
    const [old, young] = [bench.broker(), bench.broker()];
    const [first, ...rest] = batchesFrom(await claim(old));
    await runBroker(old, new ListedSource(first ? [first] : []));
    const claimed = await claim(young);
    assert.deepEqual([claimed.epoch, claimed.nextOffset], [2, 10n]);
    const before = await bench.hash();
    const source = new ListedSource(rest);
    assert.deepEqual(await runBroker(old, source), []);
    assert.deepEqual(source.refused, rest);
    assert.deepEqual(await bench.hash(), before);
    await runBroker(young, new ListedSource(batchesFrom(claimed)));
    await checkAllOnce();
  });

  test('is refused also where the claim comes between look-up and commit', async () => {
    const [old, young] = [bench.broker(), bench.broker()];
    const source = new ListedSource(batchesFrom(await claim(old), 30));
    let claimed: PartitionClaim | null = null;
    const store = storeWith(old.store, async () => {
      claimed = await claim(young);
    });
    assert.deepEqual(await runBroker(old, source, { store }), []);
    assert.equal(source.refused.length, 1);
    assert.ok(claimed);
    await runBroker(young, new ListedSource(batchesFrom(claimed)));
    await checkAllOnce();
  });

  test('is refused without a claim, and from another offset than the stored one', async () => {
    const broker = bench.broker();
    const nobody = batchesFrom({ ...PARTITION, epoch: 1, nextOffset: 0n });
    const claimless = new ListedSource(nobody);
    await runBroker(broker, claimless);
    assert.equal(claimless.refused.length, nobody.length);
    const claimed = await claim(broker);
    const [, second] = batchesFrom(claimed);
    const skipping = new ListedSource(second ? [second] : []);
    await runBroker(broker, skipping);
    assert.equal(skipping.refused.length, 1);
    assert.equal(await bench.count('count(*) FROM ztf_alerts'), 0);
  });
});

describe('a commit whose answer was lost', () => {
  test('is known to be done when it comes again', async () => {
    const broker = bench.broker();
    const [write] = await runBroker(broker, new ListedSource(batchesFrom(await claim(broker), 30)));
    assert.ok(write);
    const tables = ['batches', 'filter_counts', 'stream_offsets', 'ztf_alerts', 'candidates'];
    const before = await bench.hash(tables);
    await broker.store.commit(write);
    assert.deepEqual(await bench.hash(tables), before);
    await claim(bench.broker());
    await assert.rejects(broker.store.commit(write), FencedError);
    assert.deepEqual((await bench.hash(['batches'])).batches, before.batches);
  });

  for (const isKafka of [true, false]) {
    test(`on the wire: ${isKafka ? 'a partition' : 'files'}`, async (t) => {
      const proxy = await LossyProxy.open(bench.database.broker);
      const database = new BrokerDatabase(proxy.config, 2);
      t.after(async () => {
        await database.close();
        await proxy.close();
      });
      const broker = bench.broker();
      const store = new PgAlertStore(database, broker.adapter);
      const source = isKafka
        ? new ListedSource(batchesFrom(await claim(broker)))
        : packetList(packets, 10);
      proxy.losses = ['answer', 'request', 'answer'];
      let waits = 0;
      await runBroker(broker, source, {
        store,
        onWait: () => {
          waits += 1;
        },
      });
      assert.deepEqual([waits, proxy.losses], [3, []]);
      await checkAllOnce();
      if (isKafka) assert.equal(await bench.count('max(next_offset) FROM stream_offsets'), 30);
    });
  }
});

describe('a batch that went stale between look-up and commit', () => {
  test('because another consumer stored some of its alerts is redone and counted once', async () => {
    const [one, other] = [bench.broker(), bench.broker()];
    const store = storeWith(one.store, () =>
      runBroker(other, packetList(packets.slice(5, 15)), { consumer: 'other' }),
    );
    const writes = await runBroker(one, packetList(packets), { store });
    assert.deepEqual(
      writes.map(({ alerts, known }) => [alerts.length, known]),
      [[packets.length - 10, 10]],
    );
    await checkAllOnce();
  });

  test('because a filter was deleted is redone without it', async () => {
    const { id, versionId } = await bench.filter('short-lived', [
      { $match: { 'candidate.magpsf': { $gt: 0 } } },
    ]);
    const broker = bench.broker();
    const store = storeWith(broker.store, () =>
      bench.admin.query('DELETE FROM filters WHERE id = $1', [id]),
    );
    const [write] = await runBroker(broker, packetList(packets), { store });
    assert.ok(write?.counts.every((count) => count.versionId !== versionId));
    await checkAllOnce();
  });
});
