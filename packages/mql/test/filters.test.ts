import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { test } from 'node:test';
import { compileFilter, parsePipeline } from '../src/index.ts';

const root = process.env.FRITZ_SHARED ?? resolve(import.meta.dirname, '../../../../shared');
const folder = join(root, 'data', 'filters');
const files = existsSync(folder) ? globSync('*.json', { cwd: folder }).sort() : [];
const skip = files.length === 0 ? `no filters under ${folder}; set FRITZ_SHARED` : false;

function load(name: string) {
  return parsePipeline(readFileSync(join(folder, name), 'utf8'));
}

function point(ageDays: number, more: Record<string, unknown> = {}) {
  return {
    jd: 2459000.5 - ageDays,
    fid: 1,
    magpsf: 18.6,
    isdiffpos: '1',
    programid: 1,
    rb: 0.9,
    ...more,
  };
}

/** An alert that a supernova filter should like. */
function alert(candidate: Record<string, unknown> = {}) {
  return {
    objectId: 'ZTF20aacbyec',
    candid: 1127561445515015011n,
    candidate: {
      jd: 2459000.5,
      jdstarthist: 2458990.25,
      jdendhist: 2459000.5,
      ndethist: 5,
      programid: 1,
      fid: 1,
      magpsf: 18.2,
      magap: 18.3,
      isdiffpos: 't',
      rb: 0.9,
      drb: 0.99,
      fwhm: 2,
      elong: 1.1,
      nbad: 0,
      sgscore1: 0.1,
      distpsnr1: 3,
      srmag1: 20,
      sgmag1: 20.5,
      simag1: 19.8,
      sgscore2: 0.2,
      distpsnr2: 25,
      srmag2: 20,
      sgscore3: 0.2,
      distpsnr3: 28,
      srmag3: 20,
      ssdistnr: -999,
      ssmagnr: -999,
      ssnamenr: 'null',
      magnr: 19.5,
      distnr: 0.9,
      scorr: 20,
      ...candidate,
    },
    classifications: { braai: 0.987654321 },
    coordinates: { b: 35.25 },
    cross_matches: {
      CLU_20190625: [{ name: 'MESSIER 031', coordinates: { distance_arcsec: 4.5 } }],
    },
    prv_candidates: [point(2, { magpsf: 18.9 }), point(5), point(8, { programid: 3 }), point(200)],
    fp_hists: [],
  };
}

test('the filters that groups wrote parse, and their prefix is recognised', { skip }, () => {
  const found = files.map((name) => [
    name,
    load(name).upstream?.programIds,
    load(name).upstream?.historyDays,
  ]);
  assert.equal(found.length, 6);
  for (const [name, programIds] of found) assert.ok(Array.isArray(programIds), String(name));
});

test('rcf passes a bright candidate and reports its annotations', { skip }, () => {
  const filter = compileFilter(load('fritz_filter_rcf_simple.json'));
  assert.deepEqual(filter.run(alert()), {
    objectId: 'ZTF20aacbyec',
    annotations: {
      jd: 2459000.5,
      magnitude: 18.2,
      sgscore: 0.1,
      peakmag: 18.2,
      atpeak: true,
      age: 10.25,
      drb: 0.99,
    },
  });
  assert.equal(filter.run(alert({ drb: 0.4 })), null);
  assert.equal(filter.run(alert({ ssdistnr: 3, ssmagnr: 18 })), null);
  assert.equal(
    filter.run(alert({ programid: 2 })),
    null,
    'the programid of the prefix stays in force',
  );
});

test('clu computes rates over the history of its band', { skip }, () => {
  const output = compileFilter(load('fritz_filter_clu.json')).run(alert({ ssdistnr: -999 }));
  assert.ok(output);
  const { annotations } = output;
  assert.deepEqual(
    Object.entries(Object(annotations)).filter(([key]) => /max|min|rate|diff|host/.test(key)),
    [
      ['host g-r', 0.5],
      ['host r-i', 0.2],
      ['mag at max', 18.9],
      ['time at max', 2458998.5],
      ['min-mag', 18.2],
      ['min-time', 2459000.5],
      ['time difference', -2],
      ['mag diff', -0.7],
      ['rise rate', null],
      ['decay rate', -0.35],
      ['host ZTF ref PSF r-mag', 19.5],
      ['magap_min_magpsf', -0.1],
    ],
  );
});

test('m31 keeps a candid exact as text, and rounds scores', { skip }, () => {
  const output = compileFilter(load('fritz_filter_m31.json')).run(alert());
  const annotations = Object(output?.annotations);
  assert.equal(annotations.candid, '1127561445515015011');
  assert.equal(annotations.braai, 0.98765);
  assert.equal(annotations.M31_distance_arcsec, 4.5);
  assert.equal(annotations.acai_h, null);
});

test('a history window in the prefix stays in force', { skip }, () => {
  const output = compileFilter(load('fritz_filter_101.json')).run({
    ...alert({ drb: 0.99999999 }),
    cross_matches: {},
    prv_candidates: [point(2, { rb: 0.5 }), point(99, { rb: 0.25 }), point(100, { rb: 0.9 })],
  });
  assert.deepEqual(output?.annotations, { author: 'dd', mean_rb: 0.375 });
});
