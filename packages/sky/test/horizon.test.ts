import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  airmassAt,
  altAzOf,
  altitudeOfAirmass,
  apparentPlace,
  moonSeen,
  moveByProperMotion,
  offsetArcsec,
  refractionDeg,
  type Site,
  secantAirmass,
  separationArcsec,
  standardAir,
} from '../src/index.ts';
import { numberOf, readGolden, textOf } from './golden.ts';

const arcmin = 1 / 60;

function siteOf(row: Map<string, string>): Site {
  return {
    latDeg: numberOf(row, 'lat_deg'),
    lonDeg: numberOf(row, 'lon_deg'),
    elevationM: numberOf(row, 'elevation_m'),
  };
}

test('stars stand where astropy has them: altitude and azimuth to 1′, airmass to 0.5 %, the Moon to 2′', () => {
  const rows = readGolden('altaz');
  assert.ok(rows.length >= 300);
  for (const row of rows) {
    const [site, mjd] = [siteOf(row), numberOf(row, 'mjd_utc')];
    const place = apparentPlace(
      { ra: numberOf(row, 'ra_deg'), dec: numberOf(row, 'dec_deg') },
      mjd,
    );
    const { altDeg, azDeg } = altAzOf(place, site, mjd);
    const told = `${textOf(row, 'site')} ${textOf(row, 'utc')} ${textOf(row, 'ra_deg')}`;
    const alt = altDeg - numberOf(row, 'alt_deg');
    assert.ok(Math.abs(alt) < arcmin, `${told}: altitude off by ${alt * 60}′`);
    const turn = ((azDeg - numberOf(row, 'az_deg') + 540) % 360) - 180;
    const az = turn * Math.cos((altDeg * Math.PI) / 180);
    assert.ok(Math.abs(az) < arcmin, `${told}: azimuth off by ${az * 60}′`);
    if (altDeg > 20) {
      const secz = secantAirmass(altDeg) / numberOf(row, 'airmass_secz') - 1;
      assert.ok(Math.abs(secz) < 0.005, `${told}: airmass off by ${secz}`);
    }
    const moon = separationArcsec(place, moonSeen(site, mjd)) / 60;
    const off = moon - numberOf(row, 'moon_separation_deg') * 60;
    assert.ok(Math.abs(off) < 4, `${told}: Moon off by ${off}′`);
  }
});

test('airmass is one in the zenith, some 38 at the horizon, and none below', () => {
  assert.ok(Math.abs((airmassAt(90) ?? 0) - 1) < 1e-3);
  // Kasten & Young 1989, Applied Optics 28, 4735: 5.59 at 10°, 10.3 at 5°.
  assert.ok(Math.abs((airmassAt(10) ?? 0) / 5.59 - 1) < 0.01);
  assert.ok(Math.abs((airmassAt(5) ?? 0) / 10.3 - 1) < 0.02);
  assert.ok((airmassAt(0.001) ?? 0) > 35);
  assert.equal(airmassAt(0), null);
  assert.equal(airmassAt(-10), null);
  for (const airmass of [1.01, 1.5, 2, 2.9, 10]) {
    assert.ok(Math.abs((airmassAt(altitudeOfAirmass(airmass)) ?? 0) - airmass) < 1e-6);
  }
});

test('the air lifts the horizon by half a degree, and less on a mountain', () => {
  const sea = standardAir(0);
  assert.ok(Math.abs(refractionDeg(0, sea) * 60 - 28.5) < 1.5);
  assert.ok(Math.abs(refractionDeg(45, sea) * 60 - 1) < 0.05);
  assert.ok(refractionDeg(10, standardAir(4145)) < 0.7 * refractionDeg(10, sea));
  assert.equal(refractionDeg(-20, sea), 0);
});

test('offsets from stars that moved agree with astropy to 10 mas', () => {
  for (const row of readGolden('proper_motion_offsets')) {
    const start = { ra: numberOf(row, 'ra_j2016_deg'), dec: numberOf(row, 'dec_j2016_deg') };
    const motion = {
      raMasYr: numberOf(row, 'pmra_cosdec_mas_yr'),
      decMasYr: numberOf(row, 'pmdec_mas_yr'),
    };
    const star = moveByProperMotion(start, motion, 10.9);
    const target = { ra: numberOf(row, 'target_ra_deg'), dec: numberOf(row, 'target_dec_deg') };
    const { east, north } = offsetArcsec(star, target);
    assert.ok(Math.abs(east - numberOf(row, 'offset_east_arcsec')) < 0.01, `east ${east}`);
    assert.ok(Math.abs(north - numberOf(row, 'offset_north_arcsec')) < 0.01, `north ${north}`);
  }
});

test('aberration and nutation move nothing by more than half a minute of arc from precession alone', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 359.99, noNaN: true }),
      fc.double({ min: -90, max: 90, noNaN: true }),
      fc.double({ min: 55_000, max: 66_000, noNaN: true }),
      (ra, dec, mjd) => {
        const place = apparentPlace({ ra, dec }, mjd);
        assert.ok(place.ra >= 0 && place.ra < 360 && Math.abs(place.dec) <= 90);
        const years = Math.abs(mjd - 51_544.5) / 365.25;
        assert.ok(separationArcsec({ ra, dec }, place) < 51 * years + 45);
      },
    ),
  );
});
