import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type EclipticPosition,
  icrsToEcliptic,
  icrsToGalactic,
  icrsToGalacticSigned,
  separationArcsec,
} from '../src/index.ts';
import { numberOf, readGolden } from './golden.ts';

const DEGREE = Math.PI / 180;

test('Galactic coordinates agree with astropy', () => {
  for (const row of readGolden('frames')) {
    const position = { ra: numberOf(row, 'ra_deg'), dec: numberOf(row, 'dec_deg') };
    const { l, b } = icrsToGalactic(position);
    const expected = { ra: numberOf(row, 'gal_l_deg'), dec: numberOf(row, 'gal_b_deg') };
    // astropy goes through FK5, whose axes are off ICRS by about 0.025″.
    assert.ok(separationArcsec({ ra: l, dec: b }, expected) < 0.03);
    assert.ok(l >= 0 && l < 360);
    const signed = icrsToGalacticSigned(position);
    assert.equal(signed.b, b);
    assert.ok(signed.l > -180 && signed.l <= 180);
    assert.ok(separationArcsec({ ra: l, dec: b }, { ra: signed.l, dec: b }) < 1e-8);
  }
});

test('the Galactic pole and centre are where the Hipparcos catalogue has them', () => {
  assert.ok(icrsToGalactic({ ra: 192.85948, dec: 27.12825 }).b > 90 - 1e-5);
  const centre = icrsToGalacticSigned({ ra: 266.40499625, dec: -28.93617242 });
  assert.ok(Math.abs(centre.l) < 1e-5 && Math.abs(centre.b) < 1e-5);
});

/**
 * Annual aberration at J2000 in ecliptic coordinates (Meeus 1998, eq. 23.2): the Sun's longitude
 * is 280.37°, the eccentricity 0.016709 and the perihelion at 102.94°. astropy's geocentric frame
 * includes it, the filter documents do not.
 */
function addAberration({ lambda, beta }: EclipticPosition): EclipticPosition {
  const kappa = 20.49552 / 3600;
  const [sun, e, perihelion] = [280.37 * DEGREE, 0.016709, 102.94 * DEGREE];
  const [lon, lat] = [lambda * DEGREE, beta * DEGREE];
  const along = -Math.cos(sun - lon) + e * Math.cos(perihelion - lon);
  const across = -Math.sin(lat) * (Math.sin(sun - lon) - e * Math.sin(perihelion - lon));
  return { lambda: lambda + (kappa * along) / Math.cos(lat), beta: beta + kappa * across };
}

test('ecliptic coordinates agree with astropy but for aberration', () => {
  for (const row of readGolden('frames')) {
    const plain = icrsToEcliptic({ ra: numberOf(row, 'ra_deg'), dec: numberOf(row, 'dec_deg') });
    assert.ok(plain.lambda >= 0 && plain.lambda < 360);
    const expected = {
      ra: numberOf(row, 'geocentric_mean_ecliptic_lon_deg'),
      dec: numberOf(row, 'geocentric_mean_ecliptic_lat_deg'),
    };
    assert.ok(separationArcsec({ ra: plain.lambda, dec: plain.beta }, expected) < 21);
    // The first-order formula fails beside the pole.
    if (Math.abs(plain.beta) > 89) continue;
    const { lambda, beta } = addAberration(plain);
    const difference = separationArcsec({ ra: lambda, dec: beta }, expected);
    assert.ok(difference < 0.15, `${difference} arcsec at beta ${beta}`);
  }
});
