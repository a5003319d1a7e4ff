import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatDec, formatRa } from '../src/format/angle.ts';
import { formatAnnotation, formatCount, formatMag, formatScore } from '../src/format/number.ts';
import {
  dateToMjd,
  formatAgo,
  formatSpan,
  mjdToDate,
  parseNaiveUtc,
  toNaiveUtc,
} from '../src/format/time.ts';

test('positions are sexagesimal with carried seconds', () => {
  assert.equal(formatRa(46.9973747), '03:07:59.370');
  assert.equal(formatDec(9.3679347), '+09:22:04.56');
  assert.equal(formatRa(359.9999999), '00:00:00.000');
  assert.equal(formatDec(-0.0001), '-00:00:00.36');
  assert.equal(formatDec(59.9999999), '+60:00:00.00');
  assert.equal(formatRa(-15), '23:00:00.000');
});

test('mjd and dates agree at a known instant', () => {
  // MJD 51544.5 is 2000-01-01 12:00 (UTC scale).
  assert.equal(mjdToDate(51544.5).toISOString(), '2000-01-01T12:00:00.000Z');
  assert.equal(dateToMjd(new Date('2000-01-01T12:00:00Z')), 51544.5);
});

test('naive times are read and written as UTC', () => {
  assert.equal(parseNaiveUtc('2026-11-22T03:14:15.926').toISOString(), '2026-11-22T03:14:15.926Z');
  assert.equal(parseNaiveUtc('2026-11-22T05:14+02:00').toISOString(), '2026-11-22T03:14:00.000Z');
  assert.equal(toNaiveUtc(new Date('2026-11-22T03:14:15.926Z')), '2026-11-22T03:14:15.926');
});

test('spans use the unit a person would', () => {
  assert.deepEqual([0.0001, 0.01, 0.5, 12.4, 250, 800, 2000].map(formatSpan), [
    '9 s',
    '14 min',
    '12.0 h',
    '12.4 d',
    '250 d',
    '800 d',
    '5.5 yr',
  ]);
  const now = new Date('2026-11-22T12:00:00Z');
  assert.equal(formatAgo(new Date('2026-11-22T09:00:00Z'), now), '3.0 h ago');
  assert.equal(formatAgo(new Date('2026-11-22T12:02:00Z'), now), 'in 2 min');
});

test('numbers are short and missing ones a dash', () => {
  assert.equal(formatMag(18.618, 0.052), '18.62 ± 0.05');
  assert.equal(formatMag(null, 0.1), '–');
  assert.equal(formatScore(0.99971), '0.9997');
  assert.equal(formatScore(0.5), '0.50');
  assert.equal(formatScore(null), '–');
  assert.equal(formatCount(1234567), '1\u2009234\u2009567');
  assert.deepEqual([0.123456789, 3, true, null, 'SN', 1.5e-7, { a: 1 }].map(formatAnnotation), [
    '0.12346',
    '3',
    'yes',
    '–',
    'SN',
    '1.50e-7',
    '{"a":1}',
  ]);
});
