import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { bandFlux, bandsWithCurves, findBandpass, fluxUjyToMag, responseCurve } from '@fritz/sky';
import fc from 'fast-check';

const golden = new URL('golden/black-body-magnitudes.json', import.meta.url);
/** AB magnitudes of a black body of 10,000 K, 1e-15 erg/s/cm²/Å at 5500 Å, by numpy over the curves as published. */
const blackBodyMags: Record<string, number> = JSON.parse(readFileSync(golden, 'utf8'));

const wavelengths = Array.from({ length: 24_000 }, (_, i) => 1200 + i);
const wien = (wavelength: number) => Math.expm1(1.438_776_9e8 / (wavelength * 1e4));
const blackBody = wavelengths.map((w) => (1e-15 * (5500 / w) ** 5 * wien(5500)) / wien(w));

function curveOf(band: string) {
  const curve = responseCurve(band);
  assert.ok(curve, band);
  return curve;
}

test('a black body has the magnitudes that the published curves give it', () => {
  assert.ok(Object.keys(blackBodyMags).length >= 70);
  for (const [band, mag] of Object.entries(blackBodyMags)) {
    const spectrum = { wavelengths, fluxes: blackBody, errors: null };
    const { fluxUjy, coverage } = bandFlux({ ...spectrum, units: 'erg/s/cm/cm/AA' }, curveOf(band));
    assert.ok(coverage > 0.999, band);
    // The exact zero point; fluxes in µJy have it rounded to 23.9.
    const found = (fluxUjyToMag(fluxUjy ?? Number.NaN) ?? Number.NaN) - 23.9 + 23.900_006;
    assert.ok(Math.abs(found - mag) < 0.0015, `${band}: ${found}, not ${mag}`);
  }
});

test('each curve has the effective wavelength that the table of bands has', () => {
  for (const band of bandsWithCurves) {
    const { wavelengths: points, responses } = curveOf(band);
    let [sum, weighted] = [0, 0];
    for (let i = 0; i + 1 < points.length; i++) {
      const [a = 0, b = 0, s = 0, t = 0] = [
        points[i],
        points[i + 1],
        responses[i],
        responses[i + 1],
      ];
      assert.ok(b > a, band);
      sum += ((b - a) * (s + t)) / 2;
      weighted += ((b - a) * (a * (2 * s + t) + b * (s + 2 * t))) / 6;
    }
    const expected = findBandpass(band)?.effectiveWavelengthAngstrom ?? Number.NaN;
    const off = Math.abs(weighted / sum - expected) / expected;
    assert.ok(off < (band === 'desu' ? 2e-3 : 6e-4), `${band}: ${weighted / sum}, not ${expected}`);
  }
  assert.equal(responseCurve('standard::u'), null);
  assert.equal(responseCurve('nothing'), null);
});

test('a spectrum of constant f_ν has that flux in every band, in each unit', () => {
  const spectrum = { wavelengths, errors: wavelengths.map(() => 0.1) };
  for (const band of ['ztfg', 'sdssu', 'bessellv', 'uvot::uvm2']) {
    const inJansky = bandFlux(
      { ...spectrum, fluxes: wavelengths.map(() => 2), units: 'Jy' },
      curveOf(band),
    );
    assert.ok(Math.abs((inJansky.fluxUjy ?? 0) / 2e6 - 1) < 1e-12);
    // Many points, each 5 % off: the mean is known better.
    assert.ok((inJansky.fluxErrUjy ?? 0) > 0 && (inJansky.fluxErrUjy ?? 0) < 1e4);
    const inAb = bandFlux(
      { ...spectrum, fluxes: wavelengths.map(() => 20), units: 'AB' },
      curveOf(band),
    );
    assert.ok(Math.abs((inAb.fluxUjy ?? 0) / (3631e6 * 1e-8) - 1) < 1e-12);
  }
});

test('what does not cover the band has no flux in it, and gaps are bridged', () => {
  const some = wavelengths.filter((w) => w > 4500 && w < 9000);
  const spectrum = {
    wavelengths: some,
    fluxes: some.map(() => 1),
    errors: null,
    units: 'Jy',
  } as const;
  const outside = bandFlux(spectrum, curveOf('ztfg'));
  assert.equal(outside.fluxUjy, null);
  assert.ok(outside.coverage > 0.5 && outside.coverage < 0.99);
  const holes = { ...spectrum, fluxes: some.map((w) => (w > 6000 && w < 6010 ? null : 1)) };
  assert.ok(Math.abs((bandFlux(holes, curveOf('ztfr')).fluxUjy ?? 0) - 1e6) < 1e-6);
  assert.equal(
    bandFlux({ ...spectrum, wavelengths: [], fluxes: [] }, curveOf('ztfr')).fluxUjy,
    null,
  );
});

test('the order of the points does not matter, and the flux is linear', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(
          fc.double({ min: 3000, max: 9000, noNaN: true }),
          fc.double({ min: -5, max: 5, noNaN: true }),
        ),
        { minLength: 5, maxLength: 60 },
      ),
      fc.double({ min: 0.1, max: 9, noNaN: true }),
      (points, factor) => {
        const edges: [number, number][] = [[2900, 1], [9100, 1], ...points];
        const seen = new Map(edges);
        const spectrum = (list: [number, number][], scale: number) => ({
          wavelengths: list.map(([w]) => w),
          fluxes: list.map(([, f]) => f * scale),
          errors: null,
          units: 'Jy' as const,
        });
        const list = [...seen];
        const one = bandFlux(spectrum(list, 1), curveOf('sdssr')).fluxUjy ?? Number.NaN;
        const turned = bandFlux(spectrum(list.toReversed(), factor), curveOf('sdssr')).fluxUjy;
        assert.ok(Math.abs((turned ?? Number.NaN) - one * factor) <= 1e-6 * factor * 5e6);
      },
    ),
    { numRuns: 50 },
  );
});
