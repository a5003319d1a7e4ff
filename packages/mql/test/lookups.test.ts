import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  checkFields,
  checkTypes,
  compileFilter,
  explainOne,
  type FieldType,
  Funnel,
  type MqlDocument,
  MqlError,
  parsePipeline,
} from '../src/index.ts';

/** A look-up of a watchlist within 2″ of the alert: 61.84 m. */
function near(more: object = {}, stages: readonly object[] = [], from = 'watchlist_agn') {
  const $geoNear = { near: '$$here', maxDistance: 61.84, distanceField: 'distance', ...more };
  return {
    $lookup: {
      from,
      let: { here: '$coordinates.radec_geojson', mag: '$candidate.magpsf' },
      pipeline: [{ $geoNear }, ...stages],
      as: 'agn',
    },
  };
}

function row(id: number, arcsec: number, more: object = {}) {
  return { _id: id, ...more, coordinates: { radec_str: ['', ''], distance_arcsec: arcsec } };
}

const alert: MqlDocument = {
  candidate: { magpsf: 18 },
  coordinates: { radec_geojson: { type: 'Point', coordinates: [-170, 5] } },
  cross_matches: { watchlist_agn: [row(1, 0.5, { m: 17 }), row(2, 1.9), row(3, 2.5)] },
};

type Row = { readonly _id: number; readonly distance: number };

function rowsOf(stages: readonly object[], document = alert): readonly Row[] {
  const found = compileFilter(parsePipeline(stages)).run(document)?.agn;
  return (found ?? []) as readonly Row[];
}

function refusal(stages: readonly unknown[], purpose: 'filter' | 'query' = 'filter'): MqlError {
  try {
    parsePipeline(stages, { purpose });
  } catch (error) {
    if (error instanceof MqlError) return error;
  }
  return assert.fail('it was accepted');
}

test('a catalog around the alert is what its object was matched with, as far as is asked', () => {
  const found = rowsOf([near()]);
  assert.deepEqual(
    found.map(({ _id, distance }) => [_id, Math.round(distance * 100) / 100]),
    [
      [1, 15.46],
      [2, 58.75],
    ],
  );
  assert.equal(rowsOf([near({ maxDistance: 20 })]).length, 1);
  assert.equal(rowsOf([near({ maxDistance: 200, distanceMultiplier: 0.001 })]).length, 3);
  const brighter = [{ $match: { $expr: { $lt: ['$m', '$$mag'] } } }, { $project: { m: 1 } }];
  assert.deepEqual(rowsOf([near({}, brighter)]), [{ _id: 1, m: 17 }, { _id: 2 }]);
  assert.deepEqual(rowsOf([near({}, [{ $count: 'n' }])]), [{ n: 2 }]);
});

test('without matches, or in a catalog that came later, there are none', () => {
  assert.deepEqual(rowsOf([near({}, [], 'nothing_here')]), []);
  const veto = [near(), { $match: { agn: [] } }, { $project: { passed: { $literal: 1 } } }];
  const filter = compileFilter(parsePipeline(veto));
  assert.equal(filter.run(alert), null);
  assert.equal(filter.run({ ...alert, cross_matches: {} })?.passed, 1);
});

test('it needs the alert, not what the stages before it left of the neighbours', () => {
  const kept = { $project: { 'coordinates.radec_geojson': 1, candidate: 1 } };
  assert.equal(rowsOf([kept, near()]).length, 2);
  const moved = { $set: { 'coordinates.radec_geojson.coordinates': [0, 0] } };
  for (const before of [moved, { $project: { candidate: 1 } }]) {
    assert.throws(() => rowsOf([before, near()]), {
      code: 'runtime',
      path: '1.$lookup',
      message: /around the alert only/,
    });
  }
});

test('it is read of the alert: the catalog, the place, and what its variables are', () => {
  const reads = (...stages: object[]) => compileFilter(parsePipeline(stages)).reads;
  assert.deepEqual(reads(near(), { $project: { n: { $size: '$agn' } } }), [
    'candidate.magpsf',
    'coordinates.radec_geojson',
    'cross_matches.watchlist_agn',
  ]);
  const first = { $project: { place: '$coordinates' } };
  assert.ok(reads(first, near())?.includes('cross_matches.watchlist_agn'));
  const facets = { $facet: { a: [near()], b: [{ $count: 'n' }] } };
  assert.equal(reads(facets), null);
});

test('explanations and funnels find the same rows', () => {
  const stages = [near(), { $match: { 'agn.1': { $exists: true } } }];
  const pipeline = parsePipeline(stages);
  const { outcome, stages: explained } = explainOne(pipeline, alert);
  assert.equal(outcome, 'passed');
  assert.equal(explained[0]?.name, '$lookup');
  const funnel = new Funnel(pipeline);
  for (const document of [alert, { ...alert, cross_matches: {} }]) funnel.add(document);
  const { passed, rejected, failed } = funnel.result();
  assert.deepEqual([passed, rejected, failed], [1, 1, 0]);
});

test('other forms are refused where they stand', () => {
  const at = '0.$lookup';
  assert.equal(refusal([near({ near: [1, 2] })]).path, `${at}.pipeline.0.$geoNear.near`);
  assert.equal(refusal([near({ maxDistance: -1 })]).path, `${at}.pipeline.0.$geoNear.maxDistance`);
  assert.equal(refusal([near({}, [{ $out: 'x' }])]).path, `${at}.pipeline.1.$out`);
  assert.equal(refusal([near({}, [near()])]).path, `${at}.pipeline.1.$lookup`);
  assert.equal(refusal([near({}, [], 'a.b')]).path, `${at}.from`);
  assert.match(refusal([near()], 'query').hint ?? '', /cross_matches/);
  const byId = { from: 'Gaia_DR3', localField: 'objectId', foreignField: '_id', as: 'gaia' };
  assert.equal(refusal([{ $lookup: byId }]).code, 'forbidden');
});

const FIELDS: readonly FieldType[] = [
  { path: 'candidate.magpsf', type: 'float', nullable: false },
  { path: 'coordinates.radec_geojson', type: 'object', nullable: false },
  { path: 'classifications', type: 'any', nullable: false },
  { path: 'classifications.braai', type: 'float', nullable: true },
  { path: 'classifications.braai_version', type: 'string', nullable: true },
  { path: 'classifications.rb2', type: 'float', nullable: true, isPast: true },
  { path: 'cross_matches', type: 'object', nullable: false },
  { path: 'cross_matches.Gaia_DR3', type: 'list', nullable: true, radiusArcsec: 2 },
  { path: 'cross_matches.Gaia_DR3._id', type: 'any', nullable: false },
  { path: 'cross_matches.Gaia_DR3.parallax', type: 'float', nullable: true },
  { path: 'cross_matches.Gaia_DR3.coordinates.distance_arcsec', type: 'double', nullable: false },
  { path: 'cross_matches.CLU', type: 'list', nullable: true, radiusArcsec: 300 },
  { path: 'cross_matches.Old', type: 'list', nullable: true, isPast: true },
];

function problems(stages: readonly object[], fields = FIELDS) {
  return checkFields(parsePipeline(stages), fields).map(({ path, hint }) => [path, hint]);
}

test('a look-up beyond what is matched is refused with what there is', () => {
  const gaia = (more: object, stages: object[] = []) => [near(more, stages, 'Gaia_DR3')];
  assert.deepEqual(problems(gaia({})), []);
  assert.deepEqual(problems(gaia({ maxDistance: 61.844 })), [], 'to the millimetre');
  assert.deepEqual(problems(gaia({ maxDistance: 62 })), [
    ['0.$lookup.pipeline.0.$geoNear.maxDistance', 'ask for at most 61.843 metres'],
  ]);
  assert.deepEqual(problems([near()]), [['0.$lookup.from', 'they are matched with Gaia_DR3, CLU']]);
  assert.deepEqual(problems([near({}, [], 'Gaia_DR2')]), [
    ['0.$lookup.from', 'did you mean Gaia_DR3'],
  ]);
  assert.deepEqual(problems([near({}, [], 'Old')]).length, 1, 'new alerts are not matched with it');
  assert.deepEqual(problems(gaia({}, [{ $match: { paralax: 1, distance: 2 } }])), [
    ['0.$lookup.pipeline.1.$match', 'did you mean parallax'],
  ]);
  const inFacet = { $facet: { a: [near({}, [], 'Nothing')] } };
  assert.equal(problems([inFacet, { $project: { a: 1 } }])[0]?.[0], '0.$facet.a.0.$lookup.from');
  // Who has no archive at hand cannot tell.
  const unlisted = FIELDS.slice(0, 3).concat({
    path: 'cross_matches',
    type: 'any',
    nullable: false,
  });
  assert.deepEqual(problems([near()], unlisted), []);
  const none = unlisted
    .slice(0, 3)
    .concat({ path: 'cross_matches', type: 'object', nullable: false });
  assert.match(String(problems([near()], none)[0]?.[1]), /none yet/);
});

test('names of catalogs, of their fields, and of models are known', () => {
  const match = (path: string) => problems([{ $match: { [path]: { $gt: 1 } } }])[0]?.[1];
  assert.equal(match('cross_matches.Gaia_DR3.0.parallax'), undefined);
  assert.equal(match('cross_matches.Gaia_DR4'), 'did you mean cross_matches.Gaia_DR3');
  assert.equal(
    match('cross_matches.Gaia_DR3.paralax'),
    'did you mean cross_matches.Gaia_DR3.parallax',
  );
  assert.equal(match('cross_matches.Simbad'), 'alerts are matched with Gaia_DR3, CLU, Old');
  assert.equal(match('classifications.brai'), 'did you mean classifications.braai');
  assert.equal(match('classifications.xgb'), 'alerts have the scores braai, rb2');
});

test('what only past alerts have is warned of, and catalogs where there is none', () => {
  const warnings = (path: string, fields = FIELDS) =>
    checkTypes(parsePipeline([{ $match: { [path]: { $exists: true } } }]), fields).map(
      ({ code, message }) => `${code}: ${message}`,
    );
  assert.deepEqual(warnings('cross_matches.Old'), [
    "not_supplied: 'cross_matches.Old': new alerts are not matched with this catalog any more",
  ]);
  assert.match(warnings('classifications.rb2')[0] ?? '', /do not get this score/);
  assert.deepEqual(warnings('cross_matches.Gaia_DR3.0.parallax'), []);
  const none = FIELDS.filter(({ path }) => !path.startsWith('cross_matches.'));
  assert.match(warnings('cross_matches.CLU.0', none)[0] ?? '', /no catalog yet/);
  assert.deepEqual(warnings('cross_matches', none), []);
});
