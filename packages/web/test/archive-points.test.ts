import assert from 'node:assert/strict';
import { test } from 'node:test';
import { archivePoints } from '../src/features/alerts/archive-points.ts';

const curve = (prv: Record<string, unknown>[], forced: Record<string, unknown>[] = []) =>
  archivePoints({
    _id: 'ZTF26aaa',
    cross_matches: {},
    coordinates: { ra_median: null, dec_median: null },
    prv_candidates: prv,
    fp_hists: forced,
  });

test('ZTF’s detections, limits and forced fluxes become rows', () => {
  const [found, faded, limit, forced] = curve(
    [
      {
        jd: 2461000.5,
        fid: 1,
        magpsf: 18.9,
        sigmapsf: 0.1,
        diffmaglim: 20.5,
        isdiffpos: 't',
        candid: '3100000000000000001',
      },
      {
        jd: 2461001.5,
        fid: 2,
        magpsf: 23.9,
        sigmapsf: 0.1,
        diffmaglim: 20.5,
        isdiffpos: 'f',
        candid: 7,
      },
      { jd: 2461002.5, fid: 3, magpsf: null, diffmaglim: 20.1 },
    ],
    [{ jd: 2461003.5, fid: 2, forcediffimflux: 100, forcediffimfluxunc: 10, magzpsci: 23.9 }],
  );
  assert.deepEqual(
    [found?.mjd, found?.filter, found?.mag, found?.candid],
    [61000, 'ztfg', 18.9, '3100000000000000001'],
  );
  assert.ok(Math.abs((found?.flux ?? 0) - 100) < 1e-9);
  assert.equal(faded?.mag, null);
  assert.ok(Math.abs((faded?.flux ?? 0) + 1) < 1e-9);
  assert.deepEqual([limit?.mag, limit?.limiting_mag, limit?.candid], [null, 20.1, null]);
  assert.deepEqual([forced?.flux, forced?.snr, forced?.origin], [100, 10, 'alert_fp']);
});

test('LSST’s nanojansky and TAI are read, and what has no time is left out', () => {
  const [point, ...more] = curve([
    {
      midpointMjdTai: 61000 + 37 / 86_400,
      band: 'r',
      psfFlux: 36_307.805,
      psfFluxErr: 100,
      diaSourceId: 9,
    },
    { band: 'r', psfFlux: 1 },
  ]);
  assert.deepEqual(more, []);
  assert.ok(Math.abs((point?.mjd ?? 0) - 61000) < 1e-9);
  assert.ok(Math.abs((point?.mag ?? 0) - 20) < 1e-4);
  assert.equal(point?.candid, 9);
});
