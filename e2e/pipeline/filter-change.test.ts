import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Archive, activateVersion, addVersion, openArchive, setActive } from '@fritz/archive';
import { type PacketBatch, type PacketSource, runPipeline } from '@fritz/pipeline';
import { simulateNight } from '@fritz/surveys';
import { createFilter, createGroup, createStream, createUser } from '@fritz/testing';
import { ArchiveBench, kafkaPackets, type TestBroker } from './archive-bench.ts';

const packets = [...simulateNight({ seed: 2, night: '20270211', alerts: 150 })];
const BEAT_MS = 50;
/** What is promised. */
const LIMIT_MS = 2000;

let bench: ArchiveBench;
let archive: Archive;
before(async () => {
  bench = await ArchiveBench.open();
  archive = openArchive({ ...bench.database.app, max: 1 });
});
after(async () => {
  await archive?.close();
  await bench?.close();
});

/** One packet a beat, until it is closed. */
class SteadySource implements PacketSource {
  private isClosed = false;

  async *batches(): AsyncGenerator<PacketBatch> {
    for (const [i, { bytes }] of packets.entries()) {
      if (this.isClosed) return;
      yield { packets: kafkaPackets('steady', [bytes], BigInt(i)), progress: [] };
      await sleep(BEAT_MS);
    }
  }

  async fenced(): Promise<void> {}

  async close(): Promise<void> {
    this.isClosed = true;
  }
}

/** Waits until the broker's batches are evaluated by a version, or by none. */
class Watch {
  private readonly waiting: { versionId: number | null; resolve: () => void }[] = [];

  see(versionIds: readonly number[]): void {
    for (const [i, { versionId, resolve }] of [...this.waiting.entries()].reverse()) {
      const isSo = versionId === null ? versionIds.length === 0 : versionIds.includes(versionId);
      if (!isSo) continue;
      this.waiting.splice(i, 1);
      resolve();
    }
  }

  until(versionId: number | null): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push({ versionId, resolve });
    });
  }
}

async function startBroker(
  broker: TestBroker,
  watch: Watch,
  hasDoorbell: boolean,
): Promise<() => Promise<void>> {
  if (hasDoorbell) await broker.filters.listen(bench.database.broker);
  const source = new SteadySource();
  const { adapter, store, filters } = broker;
  const done = runPipeline(source, {
    ...{ adapter, store, filters, consumer: 'steady' },
    onBatch: ({ counts }) => watch.see(counts.map(({ versionId }) => versionId)),
  });
  return async () => {
    await source.close();
    await done;
  };
}

/** A new version, a roll back, off and on, each taken by a running broker in time. */
async function tryChanges(hasDoorbell: boolean): Promise<void> {
  await bench.empty();
  await bench.admin.query('UPDATE filters SET active = false');
  const user = await createUser(bench.admin);
  const stream = await createStream(bench.admin, { programIds: [1, 2, 3], users: [user] });
  const group = await createGroup(bench.admin, { members: [user], streams: [stream] });
  const filter = await createFilter(bench.admin, { group, stream });
  const watch = new Watch();
  const stop = await startBroker(bench.broker(), watch, hasDoorbell);
  const taken: Record<string, number> = {};
  const change = async (
    name: string,
    versionId: number | null,
    work: Parameters<typeof archive.asViewer<unknown>>[1],
  ) => {
    const seen = watch.until(versionId);
    await archive.asViewer(user.token, work);
    const start = performance.now();
    await Promise.race([seen, sleep(LIMIT_MS * 2, undefined, { ref: false })]);
    taken[name] = performance.now() - start;
  };
  try {
    await watch.until(filter.versionId);
    const pipeline = '[{"$match": {"candidate.rb": {"$gt": 0.99}}}]';
    const version = { filterId: filter.id, fid: 'second', pipeline, createdBy: user.id };
    await change('new version', filter.versionId + 1, (tx) => addVersion(tx, version));
    await change('roll back', filter.versionId, (tx) => activateVersion(tx, filter.id, filter.fid));
    await change('off', null, (tx) => setActive(tx, filter.id, false));
    await change('on', filter.versionId, (tx) => setActive(tx, filter.id, true));
  } finally {
    await stop();
  }
  for (const [name, ms] of Object.entries(taken)) {
    assert.ok(ms < LIMIT_MS, `${name} took ${Math.round(ms)} ms`);
  }
}

test('a running broker takes a new version, a roll back and a switch within two seconds', () =>
  tryChanges(true));

test('the same where the connection that tells of changes is lost', () => tryChanges(false));
