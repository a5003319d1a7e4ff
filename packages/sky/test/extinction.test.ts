import assert from 'node:assert/strict';
import { test } from 'node:test';
import { extinctionCoefficient, extinctionMag } from '../src/index.ts';

test('coefficients are those of Schlafly & Finkbeiner 2011, Table 6, at R_V = 3.1', () => {
  const expected: Readonly<Record<string, number>> = {
    sdssu: 4.239,
    sdssg: 3.303,
    sdssr: 2.285,
    sdssi: 1.698,
    sdssz: 1.263,
    'ps1::g': 3.172,
    'ps1::y': 1.087,
    lsstu: 4.145,
    lssty: 1.088,
    desz: 1.217,
    besselluX: 4.334,
    bessellv: 2.742,
    ztfg: 3.172,
    ztfr: 2.271,
    ztfi: 1.682,
    '2massj': 0.709,
  };
  for (const [band, coefficient] of Object.entries(expected)) {
    assert.equal(extinctionCoefficient(band), coefficient, band);
  }
});

test('what is not known is null', () => {
  assert.equal(extinctionMag('radio-3GHz', 0.1), null);
  assert.equal(extinctionMag('ztfg', Number.NaN), null);
  assert.equal(extinctionMag('ztfg', 0), 0);
  assert.ok(Math.abs((extinctionMag('ztfg', 0.1) ?? 0) - 0.3172) < 1e-12);
});
