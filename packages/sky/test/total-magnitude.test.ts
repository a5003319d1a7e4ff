import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { magErrToFluxErrUjy, magToFluxUjy, totalFlux, totalMagnitude } from '../src/index.ts';

const flux = fc.double({ min: 1, max: 1e6, noNaN: true });

/** As the survey tells it: magnitudes, and the sign of the difference. */
function total(ref: number, refErr: number | null, diff: number, diffErr: number, sign: 1 | -1) {
  const refFluxUjy = magToFluxUjy(ref);
  const fluxUjy = sign * magToFluxUjy(diff);
  return totalMagnitude({
    fluxUjy,
    fluxErrUjy: magErrToFluxErrUjy(diffErr, fluxUjy),
    refFluxUjy,
    refFluxErrUjy: refErr === null ? null : magErrToFluxErrUjy(refErr, refFluxUjy),
  });
}

/** The published form: in magnitudes, with the errors' variances subtracted. */
function published(ref: number, refErr: number, diff: number, diffErr: number, sign: 1 | -1) {
  const sum = 10 ** (-0.4 * ref) + sign * 10 ** (-0.4 * diff);
  const variance = (10 ** (-0.4 * diff) * diffErr) ** 2 - (10 ** (-0.4 * ref) * refErr) ** 2;
  return { mag: -2.5 * Math.log10(sum), magErr: Math.sqrt(variance) / sum };
}

test('total magnitudes are those of the published formula to 1e-9', () => {
  const cases = fc.record({
    ref: fc.double({ min: 14, max: 22, noNaN: true }),
    diff: fc.double({ min: 14, max: 22, noNaN: true }),
    refErr: fc.double({ min: 0.001, max: 0.05, noNaN: true }),
    diffErr: fc.double({ min: 0.01, max: 0.3, noNaN: true }),
    sign: fc.constantFrom(1 as const, -1 as const),
  });
  fc.assert(
    fc.property(cases, ({ ref, refErr, diff, diffErr, sign }) => {
      const { mag, magErr } = total(ref, refErr, diff, diffErr, sign);
      const expected = published(ref, refErr, diff, diffErr, sign);
      if (Number.isNaN(expected.mag)) {
        assert.deepEqual([mag, magErr], [null, null]);
        return;
      }
      // Near total eclipse both lose digits.
      fc.pre(Math.abs(expected.mag) < 26);
      assert.ok(mag !== null && magErr !== null && Math.abs(mag - expected.mag) < 1e-9);
      if (!Number.isNaN(expected.magErr)) {
        assert.ok(Math.abs(magErr - expected.magErr) < 1e-7 * (1 + expected.magErr));
      }
    }),
  );
});

test('a star that brightens by its own light, and one that loses half', () => {
  assert.ok(Math.abs((total(20, 0.01, 20, 0.05, 1).mag ?? 0) - (20 - 2.5 * Math.log10(2))) < 1e-12);
  const half = total(18, 0.01, 18 + 2.5 * Math.log10(2), 0.05, -1);
  assert.ok(Math.abs((half.mag ?? 0) - (18 + 2.5 * Math.log10(2))) < 1e-12);
  assert.deepEqual(total(20, 0.01, 19, 0.05, -1), { mag: null, magErr: null });
});

test('the total of a constant star is constant, whatever the reference', () => {
  fc.assert(
    fc.property(flux, flux, (starUjy, refFluxUjy) => {
      const measured = {
        fluxUjy: starUjy - refFluxUjy,
        refFluxUjy,
        fluxErrUjy: 2,
        refFluxErrUjy: 1,
      };
      const sum = totalFlux(measured);
      assert.ok(sum && Math.abs(sum.fluxUjy - starUjy) < 1e-9 * (starUjy + refFluxUjy));
      assert.equal(sum.fluxErrUjy, Math.sqrt(3));
    }),
  );
});

test('where the variances cannot be subtracted they are added; without one the other is a limit', () => {
  const measured = { fluxUjy: 10, refFluxUjy: 100, fluxErrUjy: 3, refFluxErrUjy: 4 };
  assert.equal(totalFlux(measured)?.fluxErrUjy, 5);
  assert.equal(totalFlux({ ...measured, refFluxErrUjy: null })?.fluxErrUjy, 3);
  assert.equal(totalFlux({ ...measured, fluxErrUjy: null })?.fluxErrUjy, null);
  assert.equal(totalFlux({ ...measured, fluxUjy: null }), null);
  assert.equal(totalFlux({ ...measured, refFluxUjy: Number.NaN }), null);
});
