import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gunzipSync, gzipSync } from 'node:zlib';
import { writeFitsImage } from '@fritz/formats';
import { CutoutRows } from '../src/cutout-rows.ts';
import { type CutoutsInput, fillCutouts } from '../src/index.ts';
import { inflateStamps, packStamps, type Stamps } from '../src/packed-stamps.ts';

const SIZE = 5;

/** The largest float32 squared overflows a float32. */
const SPECIAL = [Number.NaN, Number.POSITIVE_INFINITY, -3.4e38, 0, -0, 1e-30];

function stampOf(seed: number, width = SIZE, paint?: (at: number) => number): Uint8Array {
  const pixel = paint ?? ((at: number) => Math.fround(Math.sin(seed * 100 + at) * 1000));
  const pixels = Float32Array.from({ length: width * width }, (_, at) => pixel(at));
  return gzipSync(writeFitsImage({ width, height: width, pixels }));
}

const alerts: readonly Stamps[] = Array.from({ length: 6 }, (_, i) => ({
  science: stampOf(i),
  template: stampOf(i + 10, SIZE - 1),
  difference: stampOf(i + 20, SIZE, i === 2 ? (at) => SPECIAL[at % 6] ?? 0 : undefined),
}));

function inputOf(fields: Partial<CutoutsInput> = {}): CutoutsInput {
  const cutouts = ['science', 'template', 'difference'] as const;
  return {
    kind: 'cutouts',
    name: 't',
    cutouts,
    sizePx: SIZE,
    norm: 'image',
    padding: 7,
    ...fields,
  };
}

/** As the manifest's words say, one step after the other. */
function plainly(input: CutoutsInput, stamps: Stamps): Float32Array {
  const row = new Float32Array(SIZE * SIZE * input.cutouts.length).fill(input.padding);
  for (const [channel, kind] of input.cutouts.entries()) {
    const bytes = gunzipSync(stamps[kind] ?? new Uint8Array());
    const width = kind === 'template' ? SIZE - 1 : SIZE;
    const view = new DataView(bytes.buffer, bytes.byteOffset + 2880);
    const plane = Float32Array.from({ length: width * width }, (_, at) => {
      const value = view.getFloat32(4 * at);
      if (Number.isNaN(value)) return 0;
      return Math.max(-3.4028234663852886e38, Math.min(3.4028234663852886e38, value));
    });
    const part = input.norm === 'row' ? width : plane.length;
    for (let at = 0; at < plane.length; at++) {
      const from = at - (at % part);
      const squares = plane.slice(from, from + part).reduce((sum, value) => sum + value ** 2, 0);
      const norm = input.norm === 'none' ? 1 : Math.fround(Math.sqrt(Math.fround(squares))) || 1;
      const place = Math.floor(at / width) * SIZE + (at % width);
      row[place * input.cutouts.length + channel] = (plane[at] ?? 0) / norm;
    }
  }
  return row;
}

test('pictures are as the manifest says, however many are made at once', () => {
  for (const norm of ['image', 'row', 'none'] as const) {
    const input = inputOf({ norm });
    const rows = new CutoutRows(packStamps(alerts));
    for (const [place, stamps] of alerts.entries()) {
      assert.equal(rows.failure(input, place), null);
      assert.deepEqual(
        rows.rows(input, [place]),
        plainly(input, stamps),
        `${norm}, alert ${place}`,
      );
      const row = new Float32Array(SIZE * SIZE * 3);
      fillCutouts(input, [stamps.science, stamps.template, stamps.difference], row);
      assert.deepEqual(row, plainly(input, stamps));
    }
    const some = [1, 2, 3].flatMap((place) => [...plainly(input, alerts[place] ?? assert.fail())]);
    assert.deepEqual([...rows.rows(input, [1, 2, 3])], some);
    const others = [4, 0].flatMap((place) => [...plainly(input, alerts[place] ?? assert.fail())]);
    assert.deepEqual([...rows.rows(input, [4, 0])], others);
  }
});

test('memory that is used again keeps nothing of the alerts before', () => {
  const memory = new Map<string, Float32Array>();
  const input = inputOf();
  for (const part of [alerts.slice(0, 4), alerts.slice(3), alerts.slice(1, 2)]) {
    const rows = new CutoutRows(packStamps(part), memory);
    for (const [place, stamps] of part.entries()) {
      assert.equal(rows.failure(input, place), null);
      assert.deepEqual(rows.rows(input, [place]), plainly(input, stamps));
    }
  }
  assert.equal(memory.size, 1);
});

test('a stamp that cannot be read spoils no other, whatever is wrong with it', () => {
  const good = alerts[0]?.science ?? assert.fail();
  const zeros = (count: number) => new Uint8Array(count);
  const cases: [Uint8Array | null, RegExp | null][] = [
    [null, /there is no science cutout/],
    [zeros(0), /cannot be read/],
    [good.subarray(0, good.length - 9), /cannot be decompressed/],
    // Two members, as gzip allows: the second is what a reader of FITS does not look at.
    [Buffer.concat([good, gzipSync(zeros(2880))]), null],
    [Buffer.concat([good, zeros(8)]), null],
    [Buffer.concat([good, Buffer.from('rubbish')]), /cannot be decompressed/],
    [gzipSync(zeros(2880)), /does not begin with/],
    [stampOf(1, SIZE, () => 0), /blank/],
    [stampOf(1, SIZE, () => 1e-30), /blank/],
    [stampOf(1, SIZE + 1), /more than 5/],
    // A trailer that promises more than is there.
    [Buffer.concat([good.subarray(0, -4), Uint8Array.of(0, 0, 16, 0)]), /cannot be decompressed/],
    // Not compressed at all.
    [gunzipSync(good), null],
  ];
  for (const [science, reason] of cases) {
    const spoilt = { ...(alerts[1] ?? assert.fail()), science };
    const rows = new CutoutRows(packStamps([...alerts.slice(0, 2), spoilt, ...alerts.slice(3)]));
    for (const place of alerts.keys()) {
      const failure = rows.failure(inputOf(), place);
      if (place === 2 && reason) assert.match(failure ?? '', reason);
      else assert.equal(failure, null);
      if (place === 2) continue;
      const expected = plainly(inputOf(), alerts[place] ?? assert.fail());
      assert.deepEqual(rows.rows(inputOf(), [place]), expected);
    }
  }
});

test('all stamps are inflated at once, or none', () => {
  const inflated = inflateStamps(packStamps(alerts));
  assert.equal(inflated?.length, alerts.length);
  for (const [i, stamps] of alerts.entries()) {
    for (const kind of ['science', 'template', 'difference'] as const) {
      assert.deepEqual(inflated?.[i]?.[kind], gunzipSync(stamps[kind] ?? assert.fail()));
    }
  }
  const nothing = { science: null, template: null, difference: null };
  assert.equal(inflateStamps(packStamps([nothing])), null);
});
