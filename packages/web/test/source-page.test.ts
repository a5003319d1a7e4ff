import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Classification, SourceAnnotation } from '../src/api/types.ts';
import { findPeriod, groupByOrigin } from '../src/features/annotations/annotations-by-origin.ts';
import {
  describeProbability,
  describeVersion,
  latestByClass,
} from '../src/features/classifications/classification-words.ts';
import { readNames, readNumber } from '../src/features/sources/facts/read-number.ts';
import { bareTnsName, listOutsideLinks } from '../src/features/sources/place/outside-links.ts';
import { listPlaceTexts } from '../src/features/sources/place/place-formats.ts';
import { halfSideArcsec, measureCentroid } from '../src/features/sources/plots/centroid.ts';
import { listCmdPoints, placeGaiaStar } from '../src/features/sources/plots/color-magnitude.ts';
import { deredden, MAIN_SEQUENCE } from '../src/features/sources/plots/main-sequence.ts';
import { rowWindow, sortLines } from '../src/features/sources/sort-lines.ts';

test('a position is written in all the ways one may need', () => {
  const texts = new Map(listPlaceTexts(83.63308, -22.0145).map(({ name, text }) => [name, text]));
  assert.equal(texts.get('Sexagesimal'), '05:34:31.939 -22:00:52.20');
  assert.equal(texts.get('With units'), '05h34m31.939s -22d00m52.20s');
  assert.equal(texts.get('Degrees'), '83.633080 -22.014500');
  assert.equal(texts.get('Name'), 'J053431.93-220052.2');
  assert.match(texts.get('DS9 region') ?? '', /^fk5;circle\(83\.633080,-22\.014500,3"\)$/);
  assert.match(texts.get('Galactic') ?? '', /^\d+\.\d{5} -?\d+\.\d{5}$/);
});

test('links lead to the name where brokers know it, else to the place', () => {
  const of = (id: string, tns: string | null) =>
    new Map(
      listOutsideLinks({ id, ra: 10.5, dec: 2.25, tns_name: tns }).map(({ name, href }) => [
        name,
        href,
      ]),
    );
  const ztf = of('ZTF18aabcvnq', 'AT 2023abc');
  assert.equal(ztf.get('TNS'), 'https://www.wis-tns.org/object/2023abc');
  assert.match(ztf.get('ALeRCE') ?? '', /ZTF18aabcvnq$/);
  assert.match(ztf.get('SIMBAD') ?? '', /Coord=10\.5\+%2B2\.25/);
  const own = of('MyObject 1', null);
  assert.equal(own.has('Lasair'), false);
  assert.match(own.get('TNS') ?? '', /search\?ra=00%3A42%3A00/);
  assert.match(of('LSST123456789012345678', null).get('Fink') ?? '', /\/123456789012345678$/);
  assert.equal(bareTnsName('SN2023abc'), '2023abc');
  for (const href of [...ztf.values(), ...own.values()]) {
    assert.equal(new URL(href).protocol, 'https:');
  }
});

test('numbers and names are read as they are typed', () => {
  assert.equal(readNumber(' 0,0345 ', -1, 50), 0.0345);
  assert.equal(readNumber('−0.001', -1, 50), -0.001);
  assert.equal(readNumber('', -1, 50), null);
  assert.equal(readNumber('51', -1, 50), undefined);
  assert.equal(readNumber('soon', -1, 50), undefined);
  assert.deepEqual(readNames('a, b,,a , '), ['a', 'b']);
});

test('probabilities and versions are told in words', () => {
  assert.equal(describeProbability(0.7), '70 %');
  assert.equal(describeProbability(0.9995), '99.95 %');
  assert.equal(describeProbability(1), '100 %');
  assert.equal(describeProbability(0.001), '0.1 %');
  const version = {
    version: 2,
    action: 'changed' as const,
    classification: 'SN Ia',
    taxonomy_id: 1,
    probability: 0.4,
    ml: false,
    origin: null,
    groups: [],
    changed_by: null,
    changed_at: '2026-06-13T00:00:00',
  };
  assert.equal(describeVersion(version), 'changed it to SN Ia (40 %)');
});

const point = { mjd: 1, filter: 'ztfg', mag: 19, snr: 10, limiting_mag: null, origin: 'alert' };

test('the centroid is east and north of the place, across the turn of the sky too', () => {
  const points = [
    { ...point, id: 1, candid: 1, ra: 359.9999, dec: 60 },
    { ...point, id: 2, candid: 2, ra: 0.0003, dec: 60 },
    { ...point, id: 3, candid: null, origin: 'fp', ra: 5, dec: 60 },
    { ...point, id: 4, candid: 4, ra: null, dec: null },
  ];
  const { offsets, mean, scatterArcsec } = measureCentroid(points, 0, 60);
  assert.deepEqual(
    offsets.map(({ xArcsec }) => Number(xArcsec.toFixed(3))),
    [-0.18, 0.54],
  );
  assert.ok(mean && Math.abs(mean.xArcsec - 0.18) < 1e-6);
  assert.ok(scatterArcsec !== null && Math.abs(scatterArcsec - 0.36) < 1e-6);
  assert.equal(halfSideArcsec(offsets), 1);
  assert.equal(measureCentroid([], 0, 0).mean, null);
});

test('a star of Gaia has its place where its parallax tells a distance', () => {
  const star = { parallax: 10, parallax_error: 0.1, phot_g_mean_mag: 10, bp_rp: 0.8 };
  const placed = placeGaiaStar('s', star);
  // 100 pc: a distance modulus of 5.
  assert.ok(placed && Math.abs(placed.absMag - 5) < 1e-9);
  assert.ok(placed.absMagErr !== null && Math.abs(placed.absMagErr - 0.0217) < 1e-3);
  assert.equal(placeGaiaStar('s', { ...star, parallax_error: 5 }), null);
  assert.equal(placeGaiaStar('s', { ...star, parallax: -1 }), null);
  assert.equal(placeGaiaStar('s', { ...star, bp_rp: undefined }), null);
  const neighbours = [
    {
      catalog: 'Gaia_DR3',
      version: 1,
      radius_arcsec: 5,
      matches: [{ id: '7', distance_arcsec: 0.2, distance_kpc: null, document: star }],
    },
    { catalog: 'AllWISE', version: 1, radius_arcsec: 5, matches: [] },
  ];
  const annotated = [{ origin: 'gaia', color: 1, abs_mag: null }];
  assert.deepEqual(
    listCmdPoints(neighbours, annotated).map(({ name }) => name),
    ['Gaia 7, 0.2″'],
  );
});

function annotationOf(id: number, origin: string, filterId: number | null): SourceAnnotation {
  return {
    id,
    origin,
    filter_id: filterId,
    data: { a: 1 },
    created_at: '2026-06-13T00:00:00',
    modified: '2026-06-13T00:00:00',
    resourceType: 'sources',
    resource_id: 'ZTF1',
    obj_id: 'ZTF1',
    bot: false,
    author_id: null,
    author: null,
    groups: [],
    can_change: false,
  };
}

test('annotations stand by origin, people before filters, empty ones left out', () => {
  const found = groupByOrigin([
    annotationOf(1, 'group:filter', 3),
    annotationOf(2, 'gaia', null),
    annotationOf(3, 'gaia', null),
    { ...annotationOf(4, 'empty', null), data: {} },
  ]);
  assert.deepEqual(
    found.map(({ origin, isFilter, annotations }) => [origin, isFilter, annotations.length]),
    [
      ['gaia', false, 2],
      ['group:filter', true, 1],
    ],
  );
});

test('the period that was told last is the one, whatever the case of its name', () => {
  const of = (modified: string, data: SourceAnnotation['data']) => ({
    ...annotationOf(1, 'period', null),
    modified,
    data,
  });
  const told = [
    of('2026-06-13T00:00:00', { Period: 2 }),
    of('2026-06-14T00:00:00', { period: 0.5 }),
    of('2026-06-15T00:00:00', { period: 'long' }),
    of('2026-06-16T00:00:00', { period: -1 }),
  ];
  assert.equal(findPeriod(told), 0.5);
  assert.equal(findPeriod([]), null);
});

test('in the head each class stands once, as it was said last', () => {
  const said = (id: number, classification: string, ml = false): Classification => ({
    id,
    obj_id: 'ZTF1',
    classification,
    taxonomy_id: 1,
    taxname: 'Sitewide',
    probability: null,
    ml,
    origin: null,
    author_id: 1,
    author_name: 'ada',
    version: 1,
    created_at: '2026-06-13T00:00:00',
    modified: '2026-06-13T00:00:00',
    groups: [],
    votes: [],
    can_change: false,
  });
  const all = [said(1, 'Ia'), said(2, 'II'), said(3, 'Ia'), said(4, 'Ia', true)];
  assert.deepEqual(
    latestByClass(all).map(({ id }) => id),
    [4, 3, 2],
  );
});

test('dust reddens and dims, and the main sequence grows fainter as it reddens', () => {
  const { color, absMag } = deredden({ color: 1, absMag: 5 }, 1);
  assert.ok(Math.abs(color - (1 - 1.339 * 0.86)) < 1e-9);
  assert.ok(Math.abs(absMag - (5 - 2.74 * 0.86)) < 1e-9);
  assert.deepEqual(deredden({ color: 1, absMag: 5 }, 0), { color: 1, absMag: 5 });
  for (const key of ['color', 'absMag'] as const) {
    const values = MAIN_SEQUENCE.map((sample) => sample[key]);
    assert.deepEqual(
      values,
      values.toSorted((a, b) => a - b),
    );
  }
});

test('lines without a value come last whichever way they are sorted', () => {
  const line = (key: string, mag: number | null) => ({ ...emptyLine, key, mag });
  const lines = [line('a', 20), line('b', null), line('c', 18)];
  const keys = (isUp: boolean) => sortLines(lines, ({ mag }) => mag, isUp).map(({ key }) => key);
  assert.deepEqual(keys(true), ['c', 'a', 'b']);
  assert.deepEqual(keys(false), ['a', 'c', 'b']);
});

test('of a long table the rows near the view are drawn, and it is as high as all of them', () => {
  const view = { topPx: 34_000, heightPx: 380, rowPx: 34 };
  const { from, to, abovePx, belowPx } = rowWindow(10_000, view);
  assert.ok(from <= 1000 && to >= 1012 && to - from < 60);
  assert.equal(abovePx + (to - from) * 34 + belowPx, 340_000);
  assert.equal(rowWindow(3, { ...view, topPx: 0 }).belowPx, 0);
});

const emptyLine = {
  ...{ key: '', mjd: 0, band: 'r', mag: null, magErr: null, totalMag: null, totalMagErr: null },
  ...{ limitingMag: null, fluxUjy: null, fluxErrUjy: null, snr: null, candid: null, drb: null },
  ownerId: null,
  verdict: null,
};
