import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import type { PacketBatch, PacketSource } from '@fritz/pipeline';
import { type TestRegistry, testRegistry } from '@fritz/testing';
import { resolveSchemas, SchemaRegistry } from '../../src/index.ts';

let registry: TestRegistry;
before(async () => {
  registry = await testRegistry();
});
beforeEach(() => {
  registry.schemas.clear();
  registry.asked.length = 0;
  registry.failWith = null;
});
after(() => registry.stop());

function bare(schemaId: number): Uint8Array {
  const bytes = Buffer.alloc(6);
  bytes.writeUInt32BE(schemaId, 1);
  return bytes;
}

function sourceOf(...batches: readonly (readonly number[])[]): PacketSource {
  return {
    async *batches() {
      for (const [at, ids] of batches.entries()) {
        const progress = [
          { topic: 't', partition: 0, epoch: 1, from: BigInt(at), to: BigInt(at + 1) },
        ];
        const packets = ids.map((id, offset) => ({
          bytes: bare(id),
          origin: { kind: 'kafka' as const, name: 't', partition: 0, offset: BigInt(offset) },
        }));
        yield { packets, progress };
      }
    },
    fenced: async () => {},
    close: async () => {},
  };
}

interface Reading {
  readonly got: PacketBatch[];
  readonly known: Map<number, string>;
  readonly waits: string[];
  readonly resolved: PacketSource;
  readonly done: Promise<void>;
}

function read(source: PacketSource): Reading {
  const got: PacketBatch[] = [];
  const known = new Map<number, string>();
  const waits: string[] = [];
  const resolved = resolveSchemas(source, new SchemaRegistry(registry.url), {
    onSchema: (id, text) => known.set(id, text),
    onWait: (reason) => waits.push(reason),
    retryMs: 5,
  });
  const run = async () => {
    for await (const batch of resolved.batches()) got.push(batch);
  };
  return { got, known, waits, resolved, done: run() };
}

async function until(is: () => boolean): Promise<void> {
  const start = performance.now();
  while (!is()) {
    assert.ok(performance.now() - start < 5000, `waited too long for ${is}`);
    await new Promise((next) => setTimeout(next, 2));
  }
}

test('schemas are known before the packets in them, and asked for once', async () => {
  registry.schemas.set(900, '"long"').set(901, '"int"');
  const reading = read(sourceOf([900, 900], [901, 900]));
  await reading.done;
  assert.equal(reading.got.length, 2);
  assert.deepEqual(
    [...reading.known],
    [
      [900, '"long"'],
      [901, '"int"'],
    ],
  );
  assert.deepEqual(registry.asked, [900, 901]);
  assert.deepEqual(reading.waits, []);
});

test('packets in a schema that the registry does not know wait for it', async () => {
  registry.schemas.set(900, '"long"');
  const reading = read(sourceOf([900], [900, 902], [900]));
  await until(() => registry.asked.filter((id) => id === 902).length > 3);
  assert.equal(reading.got.length, 1, 'nothing behind the unknown schema passes');
  assert.equal(reading.waits.length, 1, 'the reason is told once');
  assert.match(reading.waits[0] ?? '', /schema 902 wait, none is skipped: .* knows no schema 902$/);
  registry.schemas.set(902, '"string"');
  await reading.done;
  assert.equal(reading.got.length, 3);
  assert.equal(reading.got.flatMap(({ packets }) => packets).length, 4);
});

test('a registry that is down or broken holds packets back until it answers', async () => {
  registry.schemas.set(900, '"long"');
  await registry.stop();
  const reading = read(sourceOf([900]));
  await until(() => reading.waits.length === 1);
  assert.match(reading.waits[0] ?? '', /does not answer: /);
  registry.failWith = 503;
  await registry.start();
  // Between the two it may be told that a connection was closed.
  await until(() => (reading.waits.at(-1) ?? '').endsWith('answers with status 503'));
  assert.deepEqual(reading.got, []);
  registry.failWith = null;
  await reading.done;
  assert.equal(reading.got.length, 1);
});

test('what waits for a registry can be stopped; the batch is not handed out', async () => {
  const reading = read(sourceOf([903]));
  await until(() => reading.waits.length === 1);
  await reading.resolved.close();
  await reading.done;
  assert.deepEqual(reading.got, []);
});

test('a login goes with the address, and is not shown', async () => {
  const closed = await testRegistry('me:secret');
  try {
    closed.schemas.set(1, '"long"');
    const client = new SchemaRegistry(closed.url);
    assert.equal(await client.schema(1), '"long"');
    assert.ok(!client.name.includes('secret'));
    const stranger = new SchemaRegistry(closed.url.replace('me:secret@', ''));
    await assert.rejects(stranger.schema(1), { code: 'refused' });
  } finally {
    await closed.stop();
  }
});

test('packets in other forms need no registry', async () => {
  await registry.stop();
  const reading = read({
    ...sourceOf(),
    async *batches() {
      const origin = { kind: 'file' as const, name: 'f', partition: 0, offset: 0n };
      yield { packets: [{ bytes: Buffer.from('Obj\x01'), origin }], progress: [] };
    },
  });
  await reading.done;
  assert.equal(reading.got.length, 1);
  await registry.start();
});
