import assert from 'node:assert/strict';
import { test } from 'node:test';
import { separationArcsec } from '@fritz/sky';
import { DrawnMap } from '../src/features/skymaps/drawn-map.ts';
import { insideParams } from '../src/features/skymaps/inside.ts';
import { paintMap, readColor } from '../src/features/skymaps/paint-map.ts';
import {
  draggedView,
  graticule,
  SkyProjection,
  type SkyView,
  zoomedView,
} from '../src/features/skymaps/projection.ts';
import {
  formatArea,
  formatDistance,
  formatLevel,
  sinceDetection,
  skyMapPath,
} from '../src/features/skymaps/sky-map-words.ts';

const size = { width: 800, height: 400 };
const views: readonly SkyView[] = [
  { kind: 'mollweide', ra: 0, dec: 0, zoom: 1 },
  { kind: 'mollweide', ra: 200, dec: 30, zoom: 5 },
  { kind: 'globe', ra: 120, dec: -60, zoom: 1 },
  { kind: 'globe', ra: 359.9, dec: 89, zoom: 300 },
];

test('a place is drawn where it is found again, east to the left', () => {
  for (const view of views) {
    const projection = new SkyProjection(view, size);
    for (const [dRa, dDec] of [
      [0, 0],
      [1, 1],
      [-7, 3],
      [40, -20],
    ] as const) {
      const place = {
        ra: (view.ra + dRa + 360) % 360,
        dec: Math.max(-90, Math.min(90, view.dec + dDec)),
      };
      const at = projection.toPixel(place);
      if (at === null) continue;
      const again = projection.toSky(...at);
      assert.ok(again && separationArcsec(again, place) < 0.01, `${view.kind} ${dRa} ${dDec}`);
    }
    const middle = projection.toPixel(view);
    assert.ok(middle && Math.abs(middle[0] - 400) < 1e-6 && Math.abs(middle[1] - 200) < 1e-6);
  }
  const east = new SkyProjection({ kind: 'mollweide', ra: 10, dec: 0, zoom: 1 }, size);
  assert.ok((east.toPixel({ ra: 20, dec: 0 })?.[0] ?? 400) < 400);
  assert.equal(east.toSky(1, 1), null);
  const globe = new SkyProjection({ kind: 'globe', ra: 10, dec: 0, zoom: 1 }, size);
  assert.equal(globe.toPixel({ ra: 190, dec: 0 }), null);
});

test('an ellipse of the sky has equal areas everywhere', () => {
  const projection = new SkyProjection({ kind: 'mollweide', ra: 180, dec: 0, zoom: 1 }, size);
  const areaAt = (dec: number) => {
    const step = 0.01;
    const at = (ra: number, up: number) => projection.toPixel({ ra, dec: up }) ?? [0, 0];
    const [origin, right, above] = [
      at(180, dec),
      at(180 + step / Math.cos((dec * Math.PI) / 180), dec),
      at(180, dec + step),
    ];
    const [ax, ay, bx, by] = [
      right[0] - origin[0],
      right[1] - origin[1],
      above[0] - origin[0],
      above[1] - origin[1],
    ];
    return Math.abs(ax * by - ay * bx);
  };
  for (const dec of [-80, -30, 45, 70]) assert.ok(Math.abs(areaAt(dec) / areaAt(0) - 1) < 1e-3);
});

test('the sky follows the pointer, and is seen whole again', () => {
  const view: SkyView = { kind: 'globe', ra: 100, dec: 10, zoom: 4 };
  const moved = draggedView(view, [30, 20], size);
  const place = new SkyProjection(view, size).toSky(400, 200);
  const at = place && new SkyProjection(moved, size).toPixel(place);
  assert.ok(at && Math.abs(at[0] - 430) < 2 && Math.abs(at[1] - 220) < 2);
  assert.equal(zoomedView(view, 1e9).zoom, 20_000);
  assert.deepEqual(zoomedView({ ...view, kind: 'mollweide' }, 1e-9), {
    kind: 'mollweide',
    ra: 100,
    dec: 0,
    zoom: 1,
  });
  for (const one of views) {
    const { ras, decs } = graticule(one, size);
    assert.ok(ras.length > 0 && ras.length < 61 && decs.length > 0 && decs.length < 60);
  }
});

test('cells are painted by the region that they are in, with lines between them', () => {
  const map = new DrawnMap({
    order: [0, 29],
    pixel: [4, '3458764513820540927'],
    probability_per_deg2: [1, 1],
    credible_level: [40, 95],
  });
  assert.equal(map.levelAt(0, 0), 40);
  assert.equal(map.levelAt(180, 0), 100);
  const image = { width: 80, height: 40, data: new Uint8ClampedArray(80 * 40 * 4) };
  const inks = {
    sky: readColor('#ffffff'),
    peak: readColor('#0000ff'),
    line: readColor('#000000'),
  };
  const view: SkyView = { kind: 'mollweide', ra: 0, dec: 0, zoom: 1 };
  paintMap(image as unknown as ImageData, map, { view, inks });
  const colorAt = (x: number, y: number) => [
    ...image.data.subarray(4 * (y * 80 + x), 4 * (y * 80 + x) + 4),
  ];
  assert.equal(colorAt(0, 0)[3], 0);
  assert.deepEqual(colorAt(8, 20), [255, 255, 255, 255]);
  assert.ok((colorAt(40, 20)[0] ?? 255) < 120);
  const row = Array.from({ length: 80 }, (_, x) => colorAt(x, 20).join());
  const lines = row.filter((color) => color === '0,0,0,255').length;
  assert.ok(lines >= 2 && lines <= 4, String(lines));
});

test('maps are told in words', () => {
  assert.deepEqual([10_183.4, 130.3, 0.5, 0.0001].map(formatArea), [
    '10183 deg²',
    '130 deg²',
    '0.5 deg²',
    '0.36 arcmin²',
  ]);
  assert.equal(formatDistance(154.6, 44.6), '155 ± 45 Mpc');
  assert.equal(formatDistance(null, null), null);
  assert.equal(
    skyMapPath({ dateobs: '2026-11-20T01:02:03', localization_name: 'a b.fits' }),
    '/skymap?dateobs=2026-11-20T01%3A02%3A03&name=a+b.fits',
  );
  assert.deepEqual(
    insideParams({ kind: 'sources', percent: 90, withinDays: 1 }, '2026-11-20T01:02:03.000'),
    {
      ...{ kind: 'sources', percent: 90 },
      firstDetectionAfter: '2026-11-20T01:02:03.000',
      firstDetectionBefore: '2026-11-21T01:02:03.000',
    },
  );
});

test('a map that is the same everywhere within an area is drawn, with its border as line', () => {
  const map = new DrawnMap({
    order: [1, 1],
    pixel: [4, 5],
    probability_per_deg2: [1, 1],
    credible_level: [100, 100],
  });
  const inside = [...Array(3600).keys()].map((i) => map.levelAt(i / 10, 20));
  assert.deepEqual([...new Set(inside)].sort(), [0, 100]);
});

test('a map that holds an object tells how far within, and how long before it was seen', () => {
  assert.deepEqual([0.2, 42.1, 90].map(formatLevel), ['within 1 %', 'within 43 %', 'within 90 %']);
  // 2026-11-20 is MJD 61364.
  const skyMap = { dateobs: '2026-11-20T12:00:00' };
  assert.equal(sinceDetection(skyMap, 61_366), '1.5 d before the first detection');
  assert.equal(sinceDetection(skyMap, 61_364), '12.0 h after the first detection');
  assert.equal(sinceDetection(skyMap, null), null);
});
