import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDec, formatRa, parsePosition, separationArcsec } from '../src/index.ts';

const crab = { ra: 83.63308, dec: 22.0145 };

test('a position is read as people paste it', () => {
  const texts = [
    '83.63308 22.0145',
    '83.63308, 22.0145',
    '83.63308 +22.0145',
    '83.63308+22.0145',
    '83.63308;22.0145',
    '83.63308d 22.0145d',
    '83.63308° +22.0145°',
    '83.63308 deg, 22.0145 deg',
    '05:34:31.94 +22:00:52.2',
    '05:34:31.94, 22:00:52.2',
    '05 34 31.94 22 00 52.2',
    '05 34 31.94 +22 00 52.2',
    '5h34m31.94s +22d00m52.2s',
    '05h34m31.94s+22d00m52.2s',
    '05h 34m 31.94s, +22° 00′ 52.2″',
    'J053431.94+220052.2',
    'ZTF J053431.94+220052.2',
    'RA = 05:34:31.94, Dec = +22:00:52.2',
    'RA: 83.63308 Dec: 22.0145 (J2000)'.replace('(J2000)', 'J2000'),
  ];
  for (const text of texts) {
    const found = parsePosition(text);
    assert.ok(found !== null, text);
    assert.ok(separationArcsec(found, crab) < 0.15, `${text}: ${JSON.stringify(found)}`);
  }
});

test('a sign belongs to the whole declination, and may be typeset', () => {
  assert.deepEqual(parsePosition('10 −0:30'), { ra: 10, dec: -0.5 });
  assert.deepEqual(parsePosition('0.5 -0.25'), { ra: 0.5, dec: -0.25 });
});

test('what is no position is none', () => {
  const texts = ['', '12', 'ZTF18aabcvnq', 'SN 2023ixf', '400 10', '10 95', '1 2 3', '1,2,3'];
  for (const text of [...texts, '2023abc 12', '12:61:00 +10:00:00']) {
    assert.equal(parsePosition(text), null, text);
  }
});

test('what we print is read again', () => {
  for (let i = 0; i < 200; i += 1) {
    const place = { ra: (i * 137.50776) % 360, dec: -90 + ((i * 61.803) % 180) };
    const found = parsePosition(`${formatRa(place.ra)} ${formatDec(place.dec)}`);
    assert.ok(found !== null && separationArcsec(found, place) < 0.01);
  }
});
