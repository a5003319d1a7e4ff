import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  describeChance,
  describeColor,
  describePeriod,
  describeRate,
  describeSolarSystem,
  explainRate,
  formatWithError,
  listFlags,
  readEbv,
} from '../src/features/light-curve-features/feature-words.ts';
import type { Features } from '../src/features/light-curve-features/features.api.ts';

const rate = {
  mag_per_day: -0.2034,
  mag_per_day_err: 0.0071,
  chi2: 4.2,
  dof: 3,
  red_chi2: 1.4,
  points: 5,
  span_days: 8.2,
};

test('rates have as many digits as their error has meaning', () => {
  assert.equal(describeRate(rate), '−0.2034 ±\u00a00.0071');
  assert.equal(describeRate(null), '–');
  assert.equal(explainRate(rate), '5 points in 8.2 d, χ²/dof 1.4');
  assert.equal(explainRate({ ...rate, dof: 0, red_chi2: null }), '5 points in 8.2 d');
  assert.equal(formatWithError(1.234, 0.5), '1.23 ±\u00a00.50');
  assert.equal(formatWithError(1.234, 0), '1.23 ±\u00a00.00');
  assert.equal(formatWithError(0.1, 1e-9), '0.10000 ±\u00a00.00000');
});

test('colours, flags and neighbours in words', () => {
  const color = { filters: ['ztfg', 'ztfr'] as const, color: 0.7, color_err: 0.03, apart_days: 1 };
  assert.equal(describeColor(color), 'ztfg − ztfr = 0.700 ±\u00a00.030 mag');
  const match = { designation: '9816', separation_arcsec: 0.42, predicted_mag: null };
  const flags = { candid: 1, star: false, rock: true, near_brightstar: true, solar_system: match };
  const features = { stationary: true, flags } as unknown as Features;
  assert.deepEqual(listFlags(features), [
    'stationary',
    'rock (solar system)',
    'near a bright star',
  ]);
  assert.equal(describeSolarSystem(features), '9816, 0.4″ away');
  assert.deepEqual(listFlags({ ...features, stationary: false, flags: null }), []);
  assert.equal(describeSolarSystem({ ...features, flags: null }), null);
});

test('periods and their chances', () => {
  assert.equal(describePeriod(0.5), '12.0000 h');
  assert.equal(describePeriod(11.3), '11.3000 d');
  assert.equal(describeChance(null), '–');
  assert.equal(describeChance(0.02), '0.020');
  assert.equal(describeChance(3e-12), '3e-12');
  assert.equal(describeChance(0), '< 1e-300');
});

test('E(B−V) as it is typed', () => {
  assert.equal(readEbv(''), null);
  assert.equal(readEbv(' 0,031 '), 0.031);
  assert.equal(readEbv('-1'), undefined);
  assert.equal(readEbv('0.'), 0);
  assert.equal(readEbv('dust'), undefined);
});
