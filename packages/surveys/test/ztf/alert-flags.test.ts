import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ZtfCandidate, ztfAlertFlags, ztfSolarSystemMatch } from '../../src/index.ts';

/** What the survey writes where it found nothing. */
const NOTHING = {
  ssdistnr: -999,
  ssmagnr: -999,
  ssnamenr: 'null',
  neargaiabright: -999,
  maggaiabright: -999,
  sgscore1: null,
  distpsnr1: null,
};

function candidate(fields: Readonly<Record<string, unknown>>): ZtfCandidate {
  return { ...NOTHING, ...fields } as unknown as ZtfCandidate;
}

const flagsOf = (fields: Readonly<Record<string, unknown>>) => ztfAlertFlags(candidate(fields));

test('a rock is within 12″ of a known object, at 0 too', () => {
  for (const [ssdistnr, ssmagnr, expected] of [
    [0, 18, true],
    [11.9, 0, true],
    [12, 18, false],
    [-999, -999, false],
    [3, -99, false],
    [null, null, false],
  ]) {
    assert.equal(flagsOf({ ssdistnr, ssmagnr }).rock, expected, `${ssdistnr} ${ssmagnr}`);
  }
});

test('a star is a point source within 2″, or a very red one within 1″', () => {
  assert.equal(flagsOf({ sgscore1: 0.77, distpsnr1: 2 }).star, true);
  assert.equal(flagsOf({ sgscore1: 0.76, distpsnr1: 0.5 }).star, false);
  assert.equal(flagsOf({ sgscore1: 0.9, distpsnr1: 2.1 }).star, false);
  assert.equal(flagsOf({ sgscore1: 0.9, distpsnr1: -999 }).star, false);
  const red = { sgscore1: 0.21, distpsnr1: 1, srmag1: 21 };
  assert.equal(flagsOf({ ...red, szmag1: 17.9 }).star, true);
  assert.equal(flagsOf({ ...red, simag1: 17.9 }).star, true);
  assert.equal(flagsOf({ ...red, szmag1: 18.1, simag1: 18.1 }).star, false);
  assert.equal(flagsOf({ ...red, szmag1: -999, simag1: -999 }).star, false);
  assert.equal(flagsOf({}).star, false);
});

test('near a bright star are 20″ of one in Gaia or of a point source in PS1', () => {
  assert.equal(flagsOf({ neargaiabright: 20, maggaiabright: 12 }).near_brightstar, true);
  assert.equal(flagsOf({ neargaiabright: 20.1, maggaiabright: 12 }).near_brightstar, false);
  assert.equal(flagsOf({ neargaiabright: 5, maggaiabright: 12.1 }).near_brightstar, false);
  assert.equal(
    flagsOf({ sgscore3: 0.5, distpsnr3: 20, srmag3: 15 }).near_brightstar,
    true,
    'the third neighbour counts too',
  );
  assert.equal(flagsOf({ sgscore2: 0.5, distpsnr2: 20, srmag2: 15.1 }).near_brightstar, false);
  assert.equal(flagsOf({ sgscore1: 0.5, distpsnr1: 0.4, sgmag1: 16.9 }).near_brightstar, true);
  assert.equal(flagsOf({ sgscore1: 0.51, distpsnr1: 0.4, sgmag1: 16.9 }).near_brightstar, false);
  assert.equal(flagsOf({}).near_brightstar, false);
});

test('the object of the solar system has its name, distance and magnitude, or nothing', () => {
  const named = { ssnamenr: '9816', ssdistnr: 0.4, ssmagnr: 17.5 };
  assert.deepEqual(ztfSolarSystemMatch(candidate(named)), {
    is_sso: true,
    designation: '9816',
    separation_arcsec: 0.4,
    predicted_mag: 17.5,
    source: 'ipac',
  });
  const none = { is_sso: false, designation: null, source: null };
  const nothing = { ...none, separation_arcsec: null, predicted_mag: null };
  assert.deepEqual(ztfSolarSystemMatch(candidate({})), nothing);
  assert.deepEqual(ztfSolarSystemMatch(candidate({ ssnamenr: null })), nothing);
  assert.equal(ztfSolarSystemMatch(candidate({ ...named, ssmagnr: -999 })).predicted_mag, null);
});
