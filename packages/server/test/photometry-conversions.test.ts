import assert from 'node:assert/strict';
import { test } from 'node:test';
import { abOffsetMag, fluxUjyToMag } from '@fritz/sky';
import fc from 'fast-check';
import { storeMeasurement } from '../src/features/photometry/stored-measurement.ts';

const given = {
  ...{ zeroPoint: 23.9, limitingMag: null, limitingMagSigma: 3 },
  ...{ reference: null, referenceError: null, referenceZeroPoint: 23.9 },
};
const mags = fc.double({ min: -5, max: 35, noNaN: true });
const errors = fc.double({ min: 1e-4, max: 2, noNaN: true });
const shift = fc.record({
  abOffset: fc.double({ min: -2, max: 5, noNaN: true }),
  extinction: fc.double({ min: 0, max: 3, noNaN: true }),
});
const near = (actual: number | null, expected: number, tolerance = 1e-9) =>
  actual !== null && Math.abs(actual - expected) <= tolerance * Math.max(1, Math.abs(expected));

test('a magnitude of any system is the same magnitude when it is shown in it', () => {
  fc.assert(
    fc.property(mags, errors, shift, (mag, error, { abOffset, extinction }) => {
      const stored = storeMeasurement(
        { ...given, kind: 'mag', value: mag, error },
        { abOffset, extinction },
      );
      const flux = stored.fluxUjy ?? 0;
      assert.ok(near(fluxUjyToMag(flux, 23.9 - abOffset), mag + extinction));
      assert.ok(near(((stored.fluxErrUjy ?? 0) / flux) * (2.5 / Math.LN10), error));
    }),
  );
});

test('a flux with a zero point is the magnitude that it says', () => {
  const fluxes = fc.double({ min: 1e-3, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(fluxes, mags, shift, (value, zeroPoint, { abOffset, extinction }) => {
      const asFlux = storeMeasurement(
        { ...given, kind: 'flux', value, error: value / 10, zeroPoint },
        { abOffset, extinction },
      );
      const asMag = storeMeasurement(
        { ...given, kind: 'mag', value: zeroPoint - 2.5 * Math.log10(value), error: 0.1 },
        { abOffset, extinction },
      );
      assert.ok(near((asFlux.fluxUjy ?? 0) / (asMag.fluxUjy ?? 1), 1));
      assert.ok(near((asFlux.fluxUjy ?? 0) / (asFlux.fluxErrUjy ?? 1), 10));
    }),
  );
});

test('a limit is stored as the error behind it', () => {
  fc.assert(
    fc.property(mags, fc.double({ min: 1, max: 10, noNaN: true }), (limitingMag, sigma) => {
      const stored = storeMeasurement(
        { ...given, kind: 'mag', value: null, error: null, limitingMag, limitingMagSigma: sigma },
        { abOffset: 0, extinction: 0 },
      );
      assert.equal(stored.fluxUjy, null);
      assert.ok(near(fluxUjyToMag(sigma * (stored.fluxErrUjy ?? 0)), limitingMag));
    }),
  );
});

// Blanton & Roweis 2007, AJ 133, 734, table 1: m(AB) − m(Vega). Their Vega is Kurucz's, ours
// CALSPEC's: a few hundredths of a magnitude lie between them.
const published = {
  ...{ bessellb: -0.09, bessellv: 0.02, bessellr: 0.21, besselli: 0.45 },
  ...{ '2massj': 0.91, '2massh': 1.39, '2massks': 1.85 },
  ...{ sdssu: 0.91, sdssg: -0.08, sdssr: 0.16, sdssi: 0.37, sdssz: 0.54 },
};

test('Vega magnitudes become AB by what is published', () => {
  for (const [band, offset] of Object.entries(published)) {
    const found = abOffsetMag(band, 'vega');
    assert.ok(found !== null && Math.abs(found - offset) < 0.035, `${band}: ${found}, ${offset}`);
  }
});
