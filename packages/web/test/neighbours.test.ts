import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mainValues } from '../src/features/catalogs/main-values.ts';

test('of a match its name, class, distance and magnitudes are shown, not its errors', () => {
  const gaia = {
    ...{
      _id: '4611686018427387905',
      ra: 10,
      ra_error: 0.1,
      parallax: 1.234567,
      parallax_error: 0.05,
    },
    ...{ pmra: -3.2, pmra_error: 0.1, phot_g_mean_mag: 18.2345, ruwe: 1.01 },
    coordinates: { distance_arcsec: 1 },
  };
  assert.deepEqual(mainValues(gaia), [
    ['parallax', '1.2346'],
    ['phot_g_mean_mag', '18.235'],
    ['pmra', '-3.2'],
  ]);
  const galaxy = {
    name: ' NGC 4321 ',
    z: 0.005,
    zerr: 0.001,
    distmpc: 15,
    modelmag_r: 9,
    type: '',
  };
  assert.deepEqual(mainValues(galaxy), [
    ['name', 'NGC 4321'],
    ['z', '0.005'],
    ['distmpc', '15'],
    ['modelmag_r', '9'],
  ]);
  assert.deepEqual(
    mainValues({ _id: 1, w1mpro: 12.25, w1sigmpro: 0.02, j_m: 13, j_msigcom: 0.1 }),
    [
      ['w1mpro', '12.25'],
      ['j_m', '13'],
    ],
  );
});
