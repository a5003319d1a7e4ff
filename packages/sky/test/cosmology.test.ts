import assert from 'node:assert/strict';
import { test } from 'node:test';
import { distancesAt } from '../src/index.ts';
import { numberOf, readGolden } from './golden.ts';

test('distances agree with astropy’s Planck18 to 1e-6', () => {
  const rows = readGolden('cosmology_planck18');
  assert.ok(rows.length > 50);
  for (const row of rows) {
    const z = numberOf(row, 'z');
    const found = distancesAt(z);
    assert.ok(found, `z = ${z}`);
    const expected = {
      luminosityMpc: numberOf(row, 'luminosity_distance_mpc'),
      angularDiameterMpc: numberOf(row, 'angular_diameter_distance_mpc'),
    };
    for (const key of ['luminosityMpc', 'angularDiameterMpc'] as const) {
      assert.ok(Math.abs(found[key] / expected[key] - 1) < 1e-6, `${key} at z = ${z}`);
    }
    assert.ok(Math.abs(found.modulus - numberOf(row, 'distance_modulus_mag')) < 1e-5);
  }
});

test('what is no redshift has no distance', () => {
  for (const z of [0, -0.01, Number.NaN, Number.POSITIVE_INFINITY])
    assert.equal(distancesAt(z), null);
});
