import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { after, before, test } from 'node:test';
import { createGzip, gzipSync } from 'node:zlib';
import type { Packet } from '@fritz/pipeline';
import { pack } from 'tar-stream';
import { type FileProgress, type FileSource, fileSource } from '../src/index.ts';
import { prefetch } from '../src/prefetch.ts';

let root = '';
before(async () => {
  root = await mkdtemp(join(tmpdir(), 'fritz-files-'));
});
after(() => rm(root, { recursive: true, force: true }));

/** Bytes that differ from packet to packet and do not compress to nothing. */
function packetBytes(seed: number, length = 700): Buffer {
  const bytes = Buffer.alloc(length);
  let state = seed + 1;
  for (let i = 0; i < length; i += 1) {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    bytes[i] = state >>> 24;
  }
  return bytes;
}

/** A tar made by another implementation than the one that reads it. */
async function tarOf(members: readonly { name: string; bytes: Buffer }[]): Promise<Buffer> {
  const tar = pack();
  for (const { name, bytes } of members) tar.entry({ name }, bytes);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks);
}

function numbered(count: number, name = (i: number) => `${i}.avro`) {
  return Array.from({ length: count }, (_, i) => ({ name: name(i), bytes: packetBytes(i) }));
}

async function readAll(source: FileSource): Promise<Packet[]> {
  const packets: Packet[] = [];
  for await (const batch of source.batches()) {
    assert.deepEqual(batch.progress, []);
    packets.push(...batch.packets);
  }
  return packets;
}

async function folder(name: string): Promise<string> {
  const path = join(root, name);
  await mkdir(path, { recursive: true });
  return path;
}

test('reads a folder beneath its paths in their order', async () => {
  const dir = await folder('tree/b/c');
  await writeFile(join(root, 'tree/b.avro'), packetBytes(2));
  await writeFile(join(dir, 'z.avro'), packetBytes(1));
  await writeFile(join(root, 'tree/a.avro'), packetBytes(0));
  await writeFile(join(root, 'tree/notes.txt'), 'no packet');
  await symlink(join(root, 'tree'), join(dir, 'loop'));
  const source = fileSource([join(root, 'tree')]);
  const packets = await readAll(source);
  const names = packets.map(({ origin }) => origin.name.slice(root.length));
  assert.deepEqual(names, ['/tree/a.avro', '/tree/b/c/z.avro', '/tree/b.avro']);
  assert.deepEqual(packets[1]?.bytes, packetBytes(1));
  assert.deepEqual(source.errors, []);
});

test('reads a file named twice once', async () => {
  const dir = await folder('twice');
  await writeFile(join(dir, 'a.avro'), packetBytes(0));
  assert.equal((await readAll(fileSource([dir, join(dir, 'a.avro'), dir]))).length, 1);
});

test('reads plain and compressed archives, whatever their name', async () => {
  const dir = await folder('archives');
  const longName = (i: number) => `${'night/'.repeat(40)}ünï-${i}.avro`;
  await writeFile(join(dir, '1.tar'), await tarOf(numbered(3)));
  await writeFile(join(dir, '2.tar.gz'), gzipSync(await tarOf(numbered(3, longName))));
  await writeFile(join(dir, '3.tar'), gzipSync(await tarOf(numbered(2))));
  await writeFile(join(dir, '4.tgz'), await tarOf(numbered(2)));
  const source = fileSource([dir]);
  const packets = await readAll(source);
  assert.deepEqual(source.errors, []);
  assert.equal(packets.length, 10);
  assert.deepEqual(packets[4]?.bytes, packetBytes(1));
  assert.equal(packets[4]?.origin.name, `${join(dir, '2.tar.gz')}!${longName(1)}`);
  assert.equal(packets[4]?.origin.offset, 1n);
});

test('passes over members that are no packets and counts them', async () => {
  const dir = await folder('members');
  const members = ['README', '._0.avro', '0.avro', 'x.json'].map((name, i) => ({
    name,
    bytes: packetBytes(i),
  }));
  await writeFile(join(dir, 'm.tar'), await tarOf(members));
  const source = fileSource([dir]);
  const [packet, ...others] = await readAll(source);
  assert.deepEqual(packet?.bytes, packetBytes(2));
  assert.equal(packet?.origin.offset, 2n);
  assert.equal(others.length, 0);
  assert.equal(source.progress.skipped, 3);
});

test('delivers what comes before a cut, at any place, and goes on with the next path', async () => {
  const dir = await folder('cut');
  const whole = await tarOf(numbered(20));
  const gz = gzipSync(whole);
  const next = join(dir, 'next.avro');
  await writeFile(next, packetBytes(99));
  for (const [name, bytes] of [
    ['t.tar', whole],
    ['t.tar.gz', gz],
  ] as const) {
    const path = join(dir, name);
    let most = 0;
    for (const share of [0, 0.001, 0.1, 0.37, 0.5, 0.8, 0.93]) {
      await writeFile(path, bytes.subarray(0, Math.floor(bytes.length * share)));
      const source = fileSource([path, next]);
      const packets = await readAll(source);
      assert.deepEqual(packets.pop()?.bytes, packetBytes(99));
      for (const [i, { bytes }] of packets.entries()) assert.deepEqual(bytes, packetBytes(i));
      assert.ok(packets.length >= Math.floor(20 * share) - 1, `${name} ${share} ${packets.length}`);
      most = Math.max(most, packets.length);
      assert.deepEqual(
        source.errors.map((error) => [error.code, error.path]),
        [['archive_truncated', path]],
      );
      assert.match(source.errors[0]?.message ?? '', /t\.tar.*cut short.*fetch it again/);
      assert.equal(source.progress.bytesRead, source.progress.bytesTotal);
    }
    assert.ok(most >= 16);
  }
});

test('a cut exactly between two members is noticed', async () => {
  const dir = await folder('between');
  const whole = await tarOf(numbered(4));
  await writeFile(join(dir, 'a.tar'), whole.subarray(0, 2 * (512 + 1024)));
  const source = fileSource([dir]);
  assert.equal((await readAll(source)).length, 2);
  assert.equal(source.errors[0]?.code, 'archive_truncated');
});

test('tells of a damaged archive', async () => {
  const dir = await folder('damaged');
  const whole = await tarOf(numbered(6));
  whole.fill(7, 3 * (512 + 1024), 3 * (512 + 1024) + 100);
  await writeFile(join(dir, 'a.tar'), whole);
  const gz = gzipSync(await tarOf(numbered(6)));
  gz.fill(0xff, gz.length - 600, gz.length - 500);
  await writeFile(join(dir, 'b.tar.gz'), gz);
  await writeFile(join(dir, 'c.tar'), 'an error page, not an archive'.repeat(100));
  const source = fileSource([dir]);
  const packets = await readAll(source);
  assert.equal(packets.filter(({ origin }) => origin.name.includes('a.tar')).length, 3);
  assert.deepEqual(
    source.errors.map(({ code }) => code),
    ['archive_corrupt', 'archive_corrupt', 'archive_corrupt'],
  );
});

test('says up front what is missing, empty or of no known kind', async () => {
  const dir = await folder('upfront');
  await folder('upfront/empty');
  await writeFile(join(dir, 'x.txt'), 'text');
  const told: string[] = [];
  const source = fileSource([join(dir, 'nowhere'), join(dir, 'empty'), join(dir, 'x.txt')], {
    onError: (error) => told.push(error.message),
  });
  assert.deepEqual(await source.estimate(), { files: 0, bytes: 0 });
  assert.deepEqual(
    source.errors.map(({ code }) => code),
    ['path_missing', 'folder_empty', 'path_unsupported'],
  );
  assert.deepEqual(told, [
    `${dir}/nowhere: no such file or folder; check the path`,
    `${dir}/empty: no .avro, .tar, .tar.gz or .tgz files here or below`,
    `${dir}/x.txt: is neither a packet (.avro) nor an archive of packets (.tar, .tar.gz, .tgz)`,
  ]);
  assert.deepEqual(await readAll(source), []);
  assert.equal(source.errors.length, 3);
});

const isRoot = process.getuid?.() === 0;
test('an unreadable file is told and the rest goes on', {
  skip: isRoot && 'runs as root',
}, async () => {
  const dir = await folder('rights');
  await writeFile(join(dir, 'a.avro'), packetBytes(0));
  await writeFile(join(dir, 'b.avro'), packetBytes(1));
  await chmod(join(dir, 'a.avro'), 0);
  const source = fileSource([dir]);
  assert.equal((await readAll(source)).length, 1);
  assert.equal(source.errors[0]?.code, 'path_unreadable');
});

test('a file that goes away after the scan is told and the rest goes on', async () => {
  const dir = await folder('gone');
  for (const name of ['a.avro', 'b.tar', 'c.avro'])
    await writeFile(join(dir, name), packetBytes(0));
  const source = fileSource([dir]);
  await source.estimate();
  await rm(join(dir, 'a.avro'));
  await rm(join(dir, 'b.tar'));
  assert.equal((await readAll(source)).length, 1);
  assert.deepEqual(
    source.errors.map(({ code }) => code),
    ['path_missing', 'path_missing'],
  );
});

test('batches keep to their count and bytes, packets to theirs', async () => {
  const dir = await folder('limits');
  const members = numbered(10);
  members.push({ name: 'huge.avro', bytes: packetBytes(10, 5000) });
  await writeFile(join(dir, 'a.tar'), await tarOf(members));
  const sizes = async (options: object) => {
    const source = fileSource([dir], options);
    const found: number[] = [];
    for await (const { packets } of source.batches()) found.push(packets.length);
    return { found, codes: source.errors.map(({ code }) => code) };
  };
  assert.deepEqual(await sizes({ batchSize: 4 }), { found: [4, 4, 3], codes: [] });
  assert.deepEqual(await sizes({ maxBatchBytes: 1500 }), { found: [2, 2, 2, 2, 2, 1], codes: [] });
  assert.deepEqual(await sizes({ maxPacketBytes: 4999 }), {
    found: [10],
    codes: ['packet_too_large'],
  });
});

test('reads ahead by so much and no more, and closes what it reads', async () => {
  let made = 0;
  let closed = false;
  async function* numbers() {
    try {
      for (;;) yield made++;
    } finally {
      closed = true;
    }
  }
  const ahead = prefetch(numbers(), 2);
  for (const want of [0, 1, 2]) {
    assert.equal((await ahead.next()).value, want);
    // Reading ahead takes no longer than some turns of the loop.
    for (let i = 0; i < 20; i += 1) await new Promise((done) => setImmediate(done));
    assert.equal(made, want + 3);
  }
  await ahead.return(undefined);
  assert.ok(closed);
});

test('stops when told', async () => {
  const dir = await folder('closed');
  for (const { name, bytes } of numbered(12)) await writeFile(join(dir, name), bytes);
  const reads: FileProgress[] = [];
  const source = fileSource([dir], { batchSize: 1, onProgress: (p) => reads.push(p) });
  const batches = source.batches()[Symbol.asyncIterator]();
  await batches.next();
  await batches.next();
  await source.close();
  assert.equal((await batches.next()).done, true);
  assert.deepEqual(
    reads.map(({ packets }) => packets),
    [1, 2],
  );
});

test('thousands of members leave the memory flat', async () => {
  const dir = await folder('many');
  const path = join(dir, 'night.tar.gz');
  const tar = pack();
  const written = pipeline(tar, createGzip({ level: 1 }), createWriteStream(path));
  const contents = Array.from({ length: 7 }, (_, i) => packetBytes(i, 20_000));
  for (let i = 0; i < 5_000; i += 1) {
    const entry = tar.entry({ name: `${i}.avro`, size: 20_000 });
    entry.end(contents[i % 7]);
    await once(entry, 'finish');
  }
  tar.finalize();
  await written;
  const source = fileSource([path], { batchSize: 100 });
  let count = 0;
  let mostBytes = 0;
  const start = process.memoryUsage().rss;
  for await (const { packets } of source.batches()) {
    count += packets.length;
    mostBytes = Math.max(mostBytes, process.memoryUsage().rss - start);
  }
  assert.equal(count, 5_000);
  const fileMib = (5_000 * 20_000) / 2 ** 20;
  assert.ok(mostBytes < 80 * 2 ** 20, `${mostBytes / 2 ** 20} MiB of ${fileMib}`);
  assert.ok((await readFile(path)).length < source.progress.bytesTotal + 1);
});
