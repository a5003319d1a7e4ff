import assert from 'node:assert/strict';
import { test } from 'node:test';
import { referenceFlux } from '../../src/ztf/reference.ts';

test('the nearest source of the reference is the own one within 1.4″', () => {
  const own = referenceFlux({ distanceArcsec: 1.39, mag: 18.9, magErr: 0.02 });
  assert.ok(Math.abs((own.refFluxUjy ?? 0) - 100) < 1e-9);
  assert.ok(Math.abs((own.refFluxErrUjy ?? 0) - (100 * 0.02 * Math.LN10) / 2.5) < 1e-9);
  const none = { refFluxUjy: null, refFluxErrUjy: null };
  assert.deepEqual(referenceFlux({ distanceArcsec: 1.4, mag: 18.9, magErr: 0.02 }), none);
  assert.deepEqual(referenceFlux({ distanceArcsec: null, mag: 18.9, magErr: 0.02 }), none);
  assert.deepEqual(referenceFlux({ distanceArcsec: 0.2, mag: null, magErr: null }), none);
  const bare = referenceFlux({ distanceArcsec: 0.2, mag: 18.9, magErr: null });
  assert.ok(bare.refFluxUjy !== null && bare.refFluxErrUjy === null);
});
