import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  detectionSpanDays,
  listBands,
  magRange,
  type PhotometryRow,
  shapeLightCurve,
  shortBand,
  timeRange,
} from '../src/features/photometry/light-curve.ts';
import { fillBar, makeSheet, readSprite, stamp } from '../src/features/photometry/pixel-sheet.ts';

const all = { showForced: true, showTotal: false };

function row(part: Partial<PhotometryRow>): PhotometryRow {
  return {
    mjd: 60000,
    filter: 'ztfg',
    mag: 18,
    magerr: 0.1,
    limiting_mag: 20.5,
    flux: 229,
    fluxerr: 21,
    magtot: null,
    e_magtot: null,
    snr: 10.9,
    origin: 'alert',
    candid: null,
    ...part,
  };
}

test('detections and limits come in time order; a row with neither is left out', () => {
  const points = shapeLightCurve(
    [
      row({ mjd: 60002, mag: null, magerr: null, flux: null, snr: null }),
      row({ mjd: 60001, candid: '2475433850015010009' }),
      row({ mjd: 60003, mag: null, flux: null, snr: null, limiting_mag: null }),
    ],
    all,
  );
  assert.deepEqual(
    points.map(({ mjd, mag, magErr, kind, candid }) => [mjd, mag, magErr, kind, candid]),
    [
      [60001, 18, 0.1, 'detection', '2475433850015010009'],
      [60002, 20.5, null, 'limit', null],
    ],
  );
});

test('forced photometry is shown on request', () => {
  const rows = [row({}), row({ origin: 'alert_fp' }), row({ origin: 'fp' })];
  assert.equal(shapeLightCurve(rows, all).length, 3);
  const plain = shapeLightCurve(rows, { showForced: false, showTotal: false });
  assert.deepEqual(
    plain.map((point) => point.isForced),
    [false],
  );
});

test('a forced flux below 3 sigma is a limit, one far below zero is negative', () => {
  const weak = row({ origin: 'alert_fp', mag: 22.4, flux: 4, fluxerr: 2, snr: 2 });
  const negative = row({ origin: 'alert_fp', mag: null, flux: -229.1, fluxerr: 22.91, snr: -10 });
  const [limit, missing] = shapeLightCurve([weak, negative], all);
  assert.deepEqual([limit?.kind, limit?.mag], ['limit', 20.5]);
  assert.equal(missing?.kind, 'negative');
  // 229.1 µJy is AB 18.0, and a tenth of the flux 0.1086 mag.
  assert.ok(Math.abs((missing?.mag ?? 0) - 18) < 1e-3);
  assert.ok(Math.abs((missing?.magErr ?? 0) - 0.10857) < 1e-4);
});

test('an alert is a measurement whatever its sign and significance', () => {
  const rows = [
    row({ mjd: 1, candid: '1', mag: null, flux: -30, fluxerr: 10, snr: -3 }),
    row({ mjd: 2, candid: '2', mag: 20, flux: 36, fluxerr: 15, snr: 2.4 }),
  ];
  const kinds = shapeLightCurve(rows, { showForced: false, showTotal: false }).map(
    (point) => point.kind,
  );
  assert.deepEqual(kinds, ['negative', 'detection']);
  assert.equal(detectionSpanDays(rows), 1);
});

test('total magnitudes replace those of the difference where they are known', () => {
  const rows = [
    row({ mjd: 1, mag: null, flux: -30, magtot: 16.2, e_magtot: 0.02 }),
    row({ mjd: 2 }),
  ];
  const points = shapeLightCurve(rows, { showForced: true, showTotal: true });
  assert.deepEqual(
    points.map(({ mag, magErr, kind }) => [mag, magErr, kind]),
    [[16.2, 0.02, 'detection']],
    'a difference or its limit among total magnitudes would mislead',
  );
  const transient = shapeLightCurve([row({ mjd: 2 })], { showForced: true, showTotal: true });
  assert.deepEqual(
    transient.map(({ mag, kind }) => [mag, kind]),
    [[18, 'detection']],
    'without a reference the difference is all there is',
  );
});

test('bands have short names in wavelength order', () => {
  assert.deepEqual(['ztfg', 'sdssr', 'ps1::i', 'lsstu', 'bessellv'].map(shortBand), [
    'g',
    'r',
    'i',
    'u',
    'bessellv',
  ]);
  const points = shapeLightCurve(
    ['atlasc', 'ztfi', 'ztfg', 'ztfr', 'bessellv'].map((filter) => row({ filter })),
    all,
  );
  assert.deepEqual(listBands(points), ['g', 'r', 'i', 'bessellv', 'c']);
});

test('the magnitudes shown cover what is within the times shown, error bars included', () => {
  const points = shapeLightCurve(
    [row({ mjd: 1, mag: 18, magerr: 0.2 }), row({ mjd: 2, mag: 20 }), row({ mjd: 9, mag: 12 })],
    all,
  );
  const [bright, faint] = magRange(points, 0, 5) ?? [Number.NaN, Number.NaN];
  assert.ok(Math.abs(bright - 17.65) < 1e-9, String(bright));
  assert.ok(Math.abs(faint - 20.25) < 1e-9, String(faint));
  assert.equal(magRange(points, 20, 30), null);
});

test('a single point still has a scale', () => {
  const points = shapeLightCurve([row({ mag: 18, magerr: null })], all);
  const [bright, faint] = magRange(points, 59999, 60001) ?? [0, 0];
  assert.ok(faint - bright >= 1);
  assert.deepEqual(timeRange(points), [59999.5, 60000.5]);
  assert.equal(timeRange([]), null);
});

test('the age spans detections in alerts only', () => {
  const rows = [
    row({ mjd: 60000 }),
    row({ mjd: 60010 }),
    row({ mjd: 59000, origin: 'alert_fp' }),
    row({ mjd: 58000, mag: null }),
  ];
  assert.equal(detectionSpanDays(rows), 10);
  assert.equal(detectionSpanDays([]), null);
});

test('pixels of points are laid over each other, and end at the edges', () => {
  const sheet = makeSheet(3, 2);
  const [opaque, half] = [
    [200, 100, 0, 255],
    [0, 0, 0, 128],
  ];
  const sprite = readSprite({
    ...{ width: 2, height: 2 },
    data: Uint8ClampedArray.from([...opaque, ...half, 9, 9, 9, 0, ...half]),
  });
  assert.equal(
    sprite.runs.words.length + sprite.edges.words.length,
    3,
    'what is empty is left out',
  );
  stamp(sheet, sprite, 1, 1);
  stamp(sheet, sprite, 2, 1);
  const pixel = (x: number, y: number) => [
    ...sheet.bytes.slice(4 * (3 * y + x), 4 * (3 * y + x) + 4),
  ];
  assert.deepEqual(pixel(0, 0), opaque);
  assert.deepEqual(pixel(1, 0), opaque, 'what is opaque hides what is beneath it');
  assert.deepEqual(pixel(2, 0), half);
  assert.deepEqual(pixel(0, 1), [0, 0, 0, 0]);
  stamp(sheet, sprite, 0, 0);
  assert.deepEqual(pixel(0, 0), [100, 50, 0, 255], 'what is not shines through');
  fillBar(sheet, { x: 2, wide: 4, top: -3, bottom: 1 }, 0xffffffff);
  assert.deepEqual(pixel(2, 0), [255, 255, 255, 255]);
  assert.deepEqual(pixel(2, 1), half, 'and a bar ends above its bottom');
});

test('pictures of points are laid over each other as one colour over another', () => {
  const [width, height, side] = [40, 30, 10];
  const colors = [
    [200, 30, 90],
    [10, 160, 220],
  ];
  const pictures = colors.map((color) => {
    const data = new Uint8ClampedArray(4 * side * side);
    for (let at = 0; at < side * side; at++) {
      const away = Math.hypot((at % side) - 5, Math.floor(at / side) - 5);
      const opacity = Math.max(0, Math.min(1, 4.2 - away));
      data.set([...color, 255 * opacity], 4 * at);
    }
    return { width: side, height: side, data };
  });
  const sheet = makeSheet(width, height);
  const wanted = new Float64Array(4 * width * height);
  const sprites = pictures.map(readSprite);
  for (let k = 0; k < 60; k++) {
    const [column, row] = [(k * 7919) % (width + 4), (k * 104729) % (height + 4)];
    stamp(sheet, sprites[k % 2] ?? assert.fail(), column, row);
    const { data } = pictures[k % 2] ?? assert.fail();
    for (let at = 0; at < side * side; at++) {
      const x = column + (at % side) - side / 2;
      const y = row + Math.floor(at / side) - side / 2;
      const to = 4 * (y * width + x);
      const over = (data[4 * at + 3] ?? 0) / 255;
      if (over === 0 || x < 0 || y < 0 || x >= width || y >= height) continue;
      const under = (wanted[to + 3] ?? 0) * (1 - over);
      for (let part = 0; part < 3; part++) {
        const color = over * (data[4 * at + part] ?? 0) + under * (wanted[to + part] ?? 0);
        wanted[to + part] = color / (over + under);
      }
      wanted[to + 3] = over + under;
    }
  }
  wanted.forEach((value, at) => {
    const opaque = wanted[at - (at % 4) + 3] ?? 0;
    const off = Math.abs((sheet.bytes[at] ?? 0) - (at % 4 === 3 ? 255 * value : value));
    // A byte of colour and one of opacity are rounded each time; next to nothing has no colour to speak of.
    assert.ok(off <= 4 || opaque < 0.1, `${off} at ${at}`);
  });
});
