import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  isoToMjd,
  moonAltitudeDeg,
  moonIllumination,
  nextSunAt,
  SECONDS_PER_DAY,
  type Site,
  subsolarPoint,
  sunAltitudeDeg,
  twilights,
} from '../src/index.ts';
import { numberOf, readGolden, textOf } from './golden.ts';

type Row = Map<string, string>;

function siteOf(row: Row): Site {
  return {
    latDeg: numberOf(row, 'lat_deg'),
    lonDeg: numberOf(row, 'lon_deg'),
    elevationM: numberOf(row, 'elevation_m'),
  };
}

function timeOf(row: Row, column: string): number {
  const mjd = isoToMjd(textOf(row, column));
  assert.ok(mjd !== null);
  return mjd;
}

test('Sun and Moon stand where astropy has them', () => {
  for (const row of readGolden('sun_moon')) {
    const [site, mjd] = [siteOf(row), timeOf(row, 'utc')];
    const sun = sunAltitudeDeg(site, mjd) - numberOf(row, 'sun_alt_deg');
    const moon = moonAltitudeDeg(site, mjd) - numberOf(row, 'moon_alt_deg');
    assert.ok(Math.abs(sun) * 60 < 0.5, `Sun off by ${sun}`);
    assert.ok(Math.abs(moon) * 60 < 0.1, `Moon off by ${moon}`);
    // astroplan looks from the ground: up to a degree of parallax, of which this is the effect.
    const lit = moonIllumination(mjd) - numberOf(row, 'moon_illumination');
    assert.ok(Math.abs(lit) < 0.009, `illumination off by ${lit}`);
  }
});

const events = [
  ['sunset', twilights.sunset, 'down'],
  ['civil_dusk', twilights.civil, 'down'],
  ['nautical_dusk', twilights.nautical, 'down'],
  ['astronomical_dusk', twilights.astronomical, 'down'],
  ['astronomical_dawn', twilights.astronomical, 'up'],
  ['nautical_dawn', twilights.nautical, 'up'],
  ['civil_dawn', twilights.civil, 'up'],
  ['sunrise', twilights.sunset, 'up'],
] as const;

test('the next twilights are those of astroplan', () => {
  for (const row of readGolden('twilight_next')) {
    for (const [column, altitudeDeg, goes] of events) {
      const found = nextSunAt(siteOf(row), timeOf(row, 'from_utc'), { altitudeDeg, goes });
      if (textOf(row, column) === '') {
        assert.equal(found, null, `${textOf(row, 'site')} ${column}`);
        continue;
      }
      assert.ok(found !== null, `${textOf(row, 'site')} ${column}`);
      const off = (found - timeOf(row, column)) * SECONDS_PER_DAY;
      assert.ok(Math.abs(off) < 15, `${textOf(row, 'site')} ${column} off by ${off} s`);
    }
  }
});

test('beyond the polar circle the Sun stays up in June, and there is no night', () => {
  const site = { latDeg: 78.2, lonDeg: 15.6, elevationM: 0 };
  assert.equal(nextSunAt(site, 61_212, { altitudeDeg: 0, goes: 'down' }), null);
});

test('where the Sun is in the zenith its altitude is 90°', () => {
  const { latDeg, lonDeg } = subsolarPoint(61_000.3);
  assert.ok(sunAltitudeDeg({ latDeg, lonDeg, elevationM: 0 }, 61_000.3) > 89.8);
});

test('the same twilight is the same whenever it is asked for', () => {
  const site = { latDeg: 33.36, lonDeg: -116.86, elevationM: 1700 };
  const next = (mjd: number) => nextSunAt(site, mjd, { altitudeDeg: -18, goes: 'down' });
  const first = next(61_212.2);
  assert.ok(first !== null);
  for (let i = 1; i <= 40; i++) {
    assert.equal(next(61_212.2 + ((first - 61_212.2) * i) / 41.3), first);
  }
  assert.equal(next(first - 1e-7), first);
  const after = next(first);
  assert.ok(after !== null && after > first + 0.9);
});
