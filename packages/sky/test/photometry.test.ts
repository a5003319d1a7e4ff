import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  differenceFluxUjy,
  fluxErrUjyToLimitingMag,
  fluxErrUjyToMagErr,
  fluxUjyToMag,
  limitingMagToFluxErrUjy,
  magErrToFluxErrUjy,
  magToFluxUjy,
  rescaleLimitingMag,
} from '../src/index.ts';

const TOLERANCE = 1e-12;
const magnitude = fc.double({ min: -5, max: 35, noNaN: true });
const error = fc.double({ min: 1e-4, max: 1, noNaN: true });

function assertRelative(actual: number | null, expected: number): void {
  const scale = Math.max(1, Math.abs(expected));
  assert.ok(actual !== null && Math.abs(actual - expected) <= TOLERANCE * scale, `${actual}`);
}

test('known values', () => {
  assert.equal(magToFluxUjy(23.9), 1);
  assertRelative(magToFluxUjy(18.9), 100);
  assertRelative(fluxUjyToMag(1e4), 13.9);
  assertRelative(fluxErrUjyToMagErr(1, 10), 0.10857362047581294);
  assertRelative(rescaleLimitingMag(20.5, 5, 3), 20.5 + 2.5 * Math.log10(5 / 3));
});

test('magnitudes and errors round-trip', () => {
  fc.assert(
    fc.property(magnitude, error, (mag, magErr) => {
      const fluxUjy = magToFluxUjy(mag);
      assertRelative(fluxUjyToMag(fluxUjy), mag);
      assertRelative(fluxErrUjyToMagErr(magErrToFluxErrUjy(magErr, fluxUjy), fluxUjy), magErr);
    }),
  );
});

test('limiting magnitudes round-trip at any significance', () => {
  fc.assert(
    fc.property(magnitude, fc.double({ min: 1, max: 10, noNaN: true }), (mag, sigma) => {
      assertRelative(fluxErrUjyToLimitingMag(limitingMagToFluxErrUjy(mag, sigma), sigma), mag);
      assertRelative(rescaleLimitingMag(rescaleLimitingMag(mag, 5, sigma), sigma, 5), mag);
    }),
  );
});

test('a faded source has a negative flux, and errors stay positive', () => {
  fc.assert(
    fc.property(magnitude, error, (mag, magErr) => {
      const faded = differenceFluxUjy(mag, false);
      assert.equal(faded, -differenceFluxUjy(mag, true));
      assert.ok(faded < 0);
      assert.ok(magErrToFluxErrUjy(magErr, faded) > 0);
    }),
  );
});

test('what has no magnitude gives null', () => {
  for (const fluxUjy of [0, -1, Number.NaN, Infinity]) {
    assert.equal(fluxUjyToMag(fluxUjy), null);
    assert.equal(fluxErrUjyToMagErr(1, fluxUjy), null);
  }
  assert.equal(fluxErrUjyToLimitingMag(0, 5), null);
});
