import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  abOffsetMag,
  bandpassNames,
  findBandpass,
  isMagnitudeSystem,
  magnitudeSystems,
  twoMassToAb,
} from '@fritz/sky';

function within(value: number | null, expected: number, tolerance: number, what: string): void {
  assert.ok(value !== null && Math.abs(value - expected) <= tolerance, `${what}: ${value}`);
}

test('there are the bands that SkyPortal knows, each once', () => {
  assert.equal(bandpassNames.length, 201);
  assert.equal(new Set(bandpassNames).size, bandpassNames.length);
  const some =
    'ztfg ztfi sdssu lssty desy ps1::open atlasc uvot::white 2massks gaia::gbp f2550w swiftxrt';
  for (const name of `${some} radio-0.34GHz sma-230GHz`.split(' ')) assert.ok(findBandpass(name));
  assert.equal(findBandpass('ztfz'), null);
  assert.equal(findBandpass('toString'), null);
});

test('AB is AB in every band', () => {
  for (const name of bandpassNames) assert.equal(abOffsetMag(name, 'ab'), 0);
});

test('Vega is where others have it', () => {
  // Blanton & Roweis 2007, AJ 133, 734, table 1, by a model of Vega of their own.
  const published = { bessellb: -0.09, bessellv: 0.02, bessellr: 0.21, besselli: 0.45 };
  for (const [band, mag] of Object.entries(published)) {
    within(abOffsetMag(band, 'vega'), mag, 0.02, band);
  }
  const sdss = { sdssu: 0.91, sdssg: -0.08, sdssr: 0.16, sdssi: 0.37, sdssz: 0.54 };
  for (const [band, mag] of Object.entries(sdss)) {
    within(abOffsetMag(band, 'vega'), mag, 0.03, band);
  }
  // The zero points of 2MASS itself (Cohen et al. 2003).
  within(abOffsetMag('2massj', 'vega'), twoMassToAb('J'), 0.01, 'J');
  within(abOffsetMag('2massh', 'vega'), twoMassToAb('H'), 0.01, 'H');
  within(abOffsetMag('2massks', 'vega'), twoMassToAb('Ks'), 0.01, 'Ks');
});

test('a system that is tied to a star agrees with AB where it means to', () => {
  // SDSS is AB to 0.07 mag in u and 0.02 mag elsewhere; BD+17°4708 has 9.64 mag in g (Smith et al. 2002).
  within(abOffsetMag('sdssg', 'ab-b12'), 0.02028, 1e-9, 'b12');
  within(abOffsetMag('sdssu', 'ab-b12'), -0.06791, 1e-9, 'b12');
  within(abOffsetMag('sdssg', 'bd17'), 9.64, 0.03, 'bd17');
  // The Carnegie Supernova Project's offsets to AB, its table 16 (Krisciunas et al. 2017).
  const csp = { cspu: -0.06, cspg: -0.02, cspr: -0.01, cspi: 0, cspb: -0.13, cspv3014: -0.02 };
  for (const [band, mag] of Object.entries(csp)) {
    within(abOffsetMag(band, 'csp'), mag, 0.03, band);
  }
});

test('what is not known is null', () => {
  assert.equal(abOffsetMag('uvot::white', 'vega'), null);
  assert.equal(abOffsetMag('f444w', 'bd17'), null);
  assert.equal(abOffsetMag('ztfg', 'csp'), null);
  assert.equal(abOffsetMag('radio-3GHz', 'vega'), null);
  assert.equal(abOffsetMag('nothing', 'ab'), null);
});

test('effective wavelengths', () => {
  const wavelength = (name: string) => findBandpass(name)?.effectiveWavelengthAngstrom ?? null;
  within(wavelength('ztfr'), 6436.9, 0.1, 'ztfr');
  within(wavelength('sdssg'), 4718, 1, 'sdssg');
  within(wavelength('radio-3GHz'), 9.993e8, 1e5, '3 GHz is 10 cm');
  const known = bandpassNames.filter((name) => wavelength(name) !== null);
  assert.equal(bandpassNames.length - known.length, 12);
});

test('systems by their names', () => {
  assert.deepEqual([...magnitudeSystems].filter(isMagnitudeSystem), [...magnitudeSystems]);
  assert.equal(isMagnitudeSystem('st'), false);
});
