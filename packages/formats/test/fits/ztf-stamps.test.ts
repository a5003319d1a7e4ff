import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import {
  FitsError,
  gunzipStream,
  isGzip,
  readFitsImage,
  readFitsStamp,
  writeFitsImage,
} from '../../src/index.ts';
import { findStamps, listZtfPackets, ZTF_DIRECTORY } from './real-stamps.ts';

const packets = listZtfPackets();
const skip = packets.length === 0 ? `no real packets in ${ZTF_DIRECTORY} (FRITZ_SHARED)` : false;

test('every stamp of the real ZTF packets is a 63 × 63 float32 image', { skip }, () => {
  let count = 0;
  for (const path of packets) {
    const stamps = findStamps(path);
    assert.equal(stamps.length, 3, path);
    for (const stamp of stamps) {
      const image = readFitsStamp(stamp, gunzipSync);
      assert.ok(image.pixels instanceof Float32Array);
      assert.deepEqual([image.width, image.height, image.pixels.length], [63, 63, 63 * 63]);
      assert.ok(image.pixels.some((value) => Number.isFinite(value) && value !== 0));
      count++;
    }
  }
  assert.equal(count, packets.length * 3);
});

test('a real stamp survives writing and reading, bit by bit', { skip }, () => {
  for (const stamp of findStamps(packets[0] ?? '')) {
    const image = readFitsStamp(stamp, gunzipSync);
    const again = readFitsImage(writeFitsImage({ ...image, cards: [] }));
    assert.deepEqual(new Uint8Array(again.pixels.buffer), new Uint8Array(image.pixels.buffer));
  }
});

test('the stream decompressor agrees with zlib', { skip }, async () => {
  const [stamp = new Uint8Array()] = findStamps(packets[0] ?? '');
  assert.ok(isGzip(stamp));
  const plain = await gunzipStream(stamp);
  assert.ok(gunzipSync(stamp).equals(plain));
  await assert.rejects(
    gunzipStream(stamp, 1000),
    (error) => error instanceof FitsError && error.code === 'too_large',
  );
  await assert.rejects(
    gunzipStream(stamp.subarray(0, 2000)),
    (error) => error instanceof FitsError && error.code === 'bad_gzip',
  );
});
