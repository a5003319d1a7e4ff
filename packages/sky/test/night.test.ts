import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  altAzOf,
  darkSpan,
  eveningDateMjd,
  hoursOf,
  isoToMjd,
  LAST_LIGHT_DEG,
  localNoonMjd,
  moonAltitudeDeg,
  nextMoonAt,
  nightAfter,
  nightAround,
  passageAfter,
  SECONDS_PER_DAY,
  SIDEREAL_DAY_DAYS,
  sampleSpan,
  spansAbove,
  sunAltitudeDeg,
} from '../src/index.ts';

const palomar = { latDeg: 33.3563, lonDeg: -116.8649, elevationM: 1712 };
const siding = { latDeg: -31.2733, lonDeg: 149.0617, elevationM: 1165 };
const svalbard = { latDeg: 78.2, lonDeg: 15.6, elevationM: 0 };

function mjd(text: string): number {
  const found = isoToMjd(text);
  assert.ok(found !== null);
  return found;
}

test('a date’s night is that of its evening, west and east of Greenwich', () => {
  for (const site of [palomar, siding]) {
    const night = nightAfter(site, localNoonMjd(mjd('2026-12-01'), site.lonDeg));
    assert.equal(night.kind, 'night');
    const evening = night.fromMjd + site.lonDeg / 360;
    assert.ok(Math.abs(evening - mjd('2026-12-01T18:00')) < 0.1, `${evening}`);
    assert.equal(eveningDateMjd(night.untilMjd, site.lonDeg), mjd('2026-12-01'));
  }
});

test('with refraction the Sun goes later and comes sooner, by some minutes', () => {
  const { sun, lastLight } = nightAfter(palomar, localNoonMjd(mjd('2026-12-01'), palomar.lonDeg));
  assert.ok(sun.duskMjd !== null && sun.dawnMjd !== null);
  assert.ok(lastLight.duskMjd !== null && lastLight.dawnMjd !== null);
  const minutes = (lastLight.duskMjd - sun.duskMjd) * 1440;
  assert.ok(minutes > 3 && minutes < 6, `${minutes}`);
  assert.ok(Math.abs(sunAltitudeDeg(palomar, lastLight.duskMjd) - LAST_LIGHT_DEG) < 0.01);
  assert.ok(lastLight.dawnMjd < sun.dawnMjd);
});

test('where the Sun does not set there is no dark, and where it does not rise there is no day', () => {
  const june = nightAfter(svalbard, localNoonMjd(mjd('2026-06-21'), svalbard.lonDeg));
  assert.equal(june.kind, 'bright');
  assert.equal(darkSpan(svalbard, june, 'civil'), null);
  const december = nightAfter(svalbard, localNoonMjd(mjd('2026-12-21'), svalbard.lonDeg));
  assert.equal(december.kind, 'dark');
  assert.equal(december.untilMjd - december.fromMjd, 1);
  const dark = darkSpan(svalbard, december, 'civil');
  assert.ok(dark !== null && dark.untilMjd - dark.fromMjd === 1);
});

test('the night around a time is the one that it is in, or the next', () => {
  const atNight = mjd('2026-12-02T08:00');
  const night = nightAround(palomar, atNight);
  assert.ok(night.fromMjd < atNight && night.untilMjd > atNight);
  const next = nightAround(palomar, mjd('2026-12-02T19:00'));
  assert.ok(next.fromMjd > mjd('2026-12-02T19:00') && next.fromMjd - night.fromMjd < 1.01);
});

test('a star is at the altitude when it rises and sets, whatever the place', () => {
  fc.assert(
    fc.property(
      fc.double({ min: -89, max: 89, noNaN: true }),
      fc.double({ min: 0, max: 360, noNaN: true }),
      fc.double({ min: -89.9, max: 89.9, noNaN: true }),
      fc.double({ min: 0, max: 80, noNaN: true }),
      (latDeg, ra, dec, altitudeDeg) => {
        const site = { latDeg, lonDeg: 20, elevationM: 0 };
        const passage = passageAfter({ ra, dec }, site, { fromMjd: 61_000.2, altitudeDeg });
        const at = (when: number) => altAzOf({ ra, dec }, site, when).altDeg;
        assert.ok(Math.abs(at(passage.transitMjd) - passage.highestDeg) < 1e-4);
        const lowest = at(passage.transitMjd + SIDEREAL_DAY_DAYS / 2);
        if (passage.kind === 'always') assert.ok(lowest > altitudeDeg - 1e-3);
        if (passage.kind === 'never') assert.ok(passage.highestDeg < altitudeDeg + 1e-3);
        if (passage.riseMjd !== null && passage.setMjd !== null) {
          assert.ok(Math.abs(at(passage.riseMjd) - altitudeDeg) < 0.005);
          assert.ok(Math.abs(at(passage.setMjd) - altitudeDeg) < 0.005);
        }
      },
    ),
  );
});

test('the time above an altitude is what counting gives', () => {
  const night = nightAfter(palomar, localNoonMjd(mjd('2026-12-01'), palomar.lonDeg));
  for (const [ra, dec] of [
    [10, 41],
    [83, -5],
    [200, 20],
    [180, 85],
    [30, -80],
  ] as const) {
    const spans = spansAbove({ ra, dec }, palomar, { span: night, altitudeDeg: 30 });
    const times = sampleSpan(night, 2000);
    const up = times.filter((when) => altAzOf({ ra, dec }, palomar, when).altDeg > 30).length;
    const counted = (up / times.length) * (night.untilMjd - night.fromMjd) * 24;
    assert.ok(
      Math.abs(hoursOf(spans) - counted) < 0.02,
      `${ra} ${dec}: ${hoursOf(spans)} ${counted}`,
    );
  }
});

test('the Moon is at the horizon when it rises', () => {
  const rise = nextMoonAt(palomar, 61_000, { altitudeDeg: LAST_LIGHT_DEG, goes: 'up' });
  assert.ok(rise !== null);
  const off = (moonAltitudeDeg(palomar, rise) - LAST_LIGHT_DEG) * (SECONDS_PER_DAY / 360);
  assert.ok(Math.abs(off) < 5, `${off} s`);
});
