import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ArchiveCurve } from '../src/features/archive/archive.api.ts';
import {
  curveReleases,
  firstShown,
  flaggedPoints,
  neighbourPoints,
} from '../src/features/archive/neighbour-curves.ts';

const curve = (id: string, distance: number, flags: readonly number[] = [0]): ArchiveCurve => ({
  ...{ _id: id, ra: 10, dec: 20, filter: 2, band: 'ztfr', field: 1, ccd: 1, quad: 1, rc: 0 },
  ...{ nobs: flags.length, distance_arcsec: distance, meanmag: 18, vonneumannratio: 2, iqr: 0.1 },
  ...{ refchi: null, refmag: null, refmagerr: null, refsharp: null },
  data: flags.map((catflags, i) => ({
    ...{ hjd: 2_459_000 - i, mjd: 58_999.5 - i, mag: 18 + i, magerr: 0.1, programid: 1, catflags },
    ...{ expid: null, uexpid: null, ra: null, dec: null, chi: null, sharp: null },
  })),
});

test('what is at the source’s place is drawn at first, or else the nearest', () => {
  assert.deepEqual([...firstShown([curve('1', 0.2), curve('2', 0.9), curve('3', 4)])], ['1', '2']);
  assert.deepEqual([...firstShown([curve('3', 4), curve('4', 5)])], ['3']);
  assert.deepEqual([...firstShown([])], []);
});

test('points are in the order of time, without flagged ones, and told apart', () => {
  const curves = [curve('1', 0.25, [0, 0, 4]), curve('2', 3)];
  const points = neighbourPoints(curves);
  assert.deepEqual(
    points.map(({ mjd, mag, band, survey }) => [mjd, mag, band, survey]),
    [
      [58_998.5, 19, 'r', '0.3″ away:'],
      [58_999.5, 18, 'r', '0.3″ away:'],
      [58_999.5, 18, 'r', '3.0″ away:'],
    ],
  );
  assert.equal(flaggedPoints(curves), 1);
});

test('the current release comes first; features are none of light curves', () => {
  const release = (name: string, kind: 'light_curves' | 'features', is_current = false) => ({
    ...{ name, kind, is_current, rows: 1, points: 1, columns: [] },
  });
  const names = curveReleases([
    release('old', 'light_curves'),
    release('features', 'features', true),
    release('new', 'light_curves', true),
  ]).map(({ name }) => name);
  assert.deepEqual(names, ['new', 'old']);
});
