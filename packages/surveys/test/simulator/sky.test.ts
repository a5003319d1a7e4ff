import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  airmassAt,
  darkHours,
  moonIllumination,
  nidToNight,
  nightToNid,
  PALOMAR_LATITUDE_DEG,
  siderealTimeDeg,
} from '../../src/simulator/calendar.ts';
import { FIELDS, pixelToPlace } from '../../src/simulator/field-grid.ts';
import {
  bazinFlux,
  dampedRandomWalk,
  disruptionFlux,
  eclipseDrop,
  outburstFlux,
  plateauFlux,
} from '../../src/simulator/light-curves.ts';
import { Rng } from '../../src/simulator/random.ts';
import { objectName } from '../../src/simulator/sky-object.ts';

test('nights are counted from 2017 January 1', () => {
  // The sample packets of these nights carry these numbers.
  assert.equal(nightToNid('20200202'), 1127);
  assert.equal(nightToNid('20231012'), 2475);
  assert.equal(nidToNight(2475), '20231012');
});

test('nights are long in winter, dark, and within their UT date', () => {
  const hours = (night: string) => {
    const { startJd, endJd } = darkHours(nightToNid(night));
    return (endJd - startJd) * 24;
  };
  // Palomar, Sun below -14 deg: 7.1 h at the June solstice, 11.7 h in December (within 0.3 h).
  assert.ok(Math.abs(hours('20230621') - 7.1) < 0.3);
  assert.ok(Math.abs(hours('20231221') - 11.7) < 0.3);
  for (let nid = 2000; nid < 2366; nid++) {
    const { startJd, endJd } = darkHours(nid);
    assert.ok(startJd > 2457754.5 + nid && endJd < 2457755.5 + nid);
  }
});

test('the Moon was full on 2023 October 28 and new on October 14', () => {
  assert.ok(moonIllumination(2460246.35) > 0.97);
  assert.ok(moonIllumination(2460232.24) < 0.03);
});

test('the zenith has airmass 1', () => {
  const jd = 2460229.9;
  assert.ok(Math.abs(airmassAt(siderealTimeDeg(jd), PALOMAR_LATITUDE_DEG, jd) - 1) < 1e-9);
});

test('a quadrant lies in its field, corner by corner', () => {
  for (const field of FIELDS) {
    for (const rcid of [0, 21, 42, 63]) {
      const { raDeg, decDeg } = pixelToPlace(field, rcid, 100, 3000);
      assert.ok(Math.abs(decDeg - field.decDeg) < 8 && decDeg <= 90);
      assert.ok(raDeg >= 0 && raDeg < 360);
    }
    assert.ok(field.decDeg > -30);
  }
});

test('pixels of 1.01 arcsec, x towards the west, y towards the north', () => {
  const field = FIELDS.find(({ decDeg }) => Math.abs(decDeg) < 5);
  assert.ok(field);
  const from = pixelToPlace(field, 20, 1000, 1000);
  const east = pixelToPlace(field, 20, 900, 1000);
  const north = pixelToPlace(field, 20, 1000, 1100);
  const cosine = Math.cos((from.decDeg * Math.PI) / 180);
  assert.ok(Math.abs((east.raDeg - from.raDeg) * cosine * 3600 - 101) < 0.5);
  assert.ok(Math.abs((north.decDeg - from.decDeg) * 3600 - 101) < 0.5);
});

test('names of objects differ when their numbers do', () => {
  const number = fc.integer({ min: 0, max: 26 ** 7 - 1 });
  fc.assert(
    fc.property(number, number, fc.nat(), (a, b, seed) => {
      assert.match(objectName(2023, a, seed), /^ZTF23[a-z]{7}$/);
      assert.equal(objectName(2023, a, seed) === objectName(2023, b, seed), a === b);
    }),
  );
});

test('light curves have the shapes of their papers', () => {
  const ia = { riseDays: 3.3, fallDays: 17 };
  assert.ok(Math.abs(bazinFlux(0, ia) - 1) < 1e-12);
  for (const days of [-20, -5, 5, 20, 60]) assert.ok(bazinFlux(days, ia) < 1);
  // Late times fall as exp(-t / fall).
  assert.ok(Math.abs(bazinFlux(100, ia) / bazinFlux(83, ia) - Math.exp(-1)) < 1e-6);
  const plateau = { riseDays: 2, plateauDays: 90, fallDays: 15, declinePerDay: 0.003 };
  assert.ok(plateauFlux(80, plateau) > 0.7 && plateauFlux(150, plateau) < 0.02);
  assert.ok(Math.abs(disruptionFlux(0, 10, 60) - 1) < 1e-12);
  assert.ok(Math.abs(disruptionFlux(60, 10, 60) - 2 ** (-5 / 3)) < 1e-12);
  assert.equal(outburstFlux(-1, 5), 0);
  assert.ok(outburstFlux(3, 5) > 0.9 && outburstFlux(20, 5) < 0.01);
  assert.ok(Math.abs(eclipseDrop(0, 0.8, 0.3) - 0.8) < 1e-9);
  assert.ok(Math.abs(eclipseDrop(0.5, 0.8, 0.3) - 0.3) < 1e-9);
});

test('the damped random walk has its variance and its memory', () => {
  const sigma = 0.3;
  const tauDays = 100;
  const pairs = Array.from({ length: 4000 }, (_, i) => {
    const walk = dampedRandomWalk(new Rng(i + 1), sigma, tauDays);
    return { now: walk(2460000), soon: walk(2460000 + tauDays) };
  });
  const variance = pairs.reduce((sum, { now }) => sum + now * now, 0) / pairs.length;
  const covariance = pairs.reduce((sum, { now, soon }) => sum + now * soon, 0) / pairs.length;
  assert.ok(Math.abs(variance / sigma ** 2 - 1) < 0.08, `variance ${variance}`);
  assert.ok(Math.abs(covariance / sigma ** 2 - Math.exp(-1)) < 0.08, `covariance ${covariance}`);
});

test('the generator is uniform, normal and the same for the same key', () => {
  const a = new Rng(5);
  const b = new Rng(5);
  const draws = Array.from({ length: 20000 }, () => a.unit());
  for (const draw of draws.slice(0, 100)) assert.equal(b.unit(), draw);
  const mean = draws.reduce((sum, draw) => sum + draw, 0) / draws.length;
  assert.ok(Math.abs(mean - 0.5) < 0.01);
  const normals = Array.from({ length: 20000 }, () => a.normal());
  const variance = normals.reduce((sum, draw) => sum + draw * draw, 0) / normals.length;
  assert.ok(Math.abs(variance - 1) < 0.05);
});
