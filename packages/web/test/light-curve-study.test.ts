import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PhotometryPoint } from '../src/api/types.ts';
import {
  linkedSurveys,
  listSurveys,
  surveySign,
} from '../src/features/photometry/joint/joint-points.ts';
import { writePointsCsv } from '../src/features/photometry/study/study-csv.ts';
import { MAG_KIND } from '../src/features/photometry/study/study-kind.ts';
import { makeStudyPoints, originOf } from '../src/features/photometry/study/study-points.ts';
import { makeStudyScene } from '../src/features/photometry/study/study-scene.ts';
import {
  FIRST_VIEW,
  phaseOf,
  readPeriod,
  type StudyFacts,
  type StudyView,
} from '../src/features/photometry/study/study-view.ts';
import { makeSvg } from '../src/ui/plot/svg-picture.ts';

function row(mjd: number, change: Partial<PhotometryPoint> = {}): PhotometryPoint {
  return {
    id: mjd,
    obj_id: 'ZTF1',
    mjd,
    filter: 'ztfg',
    mag: 19,
    magerr: 0.1,
    limiting_mag: 20.5,
    flux: 91.2,
    fluxerr: 8.4,
    magtot: null,
    e_magtot: null,
    tot_flux: null,
    tot_fluxerr: null,
    snr: 11,
    magsys: 'ab',
    instrument_name: 'ZTF',
    origin: 'alert',
    ra: null,
    dec: null,
    candid: 5,
    owner_id: null,
    verdict: null,
    ...change,
  };
}

const limit = row(100, {
  mag: null,
  magerr: null,
  flux: null,
  fluxerr: null,
  snr: null,
  candid: null,
});
const rows = [
  limit,
  row(101, { mag: 19.5 }),
  row(103, { mag: 18, filter: 'ztfr' }),
  row(106, { mag: 20, origin: 'fp', candid: null, flux: -4, snr: 4 }),
];
const facts: StudyFacts = { ebv: 0.1, distanceModulus: 35, redshift: 0.0233, nowMjd: 200 };
const look = (change: Partial<StudyView>) =>
  makeStudyPoints(rows, { ...FIRST_VIEW, ...change }, facts).map(({ mjd, mag, kind }) => [
    Number(mjd.toFixed(6)),
    Number(mag.toFixed(3)),
    kind,
  ]);

test('time is counted from now, from the first detection, or from the peak', () => {
  assert.deepEqual(look({ showsForced: false, timeAxis: 'mjd' }), [
    [100, 20.5, 'limit'],
    [101, 19.5, 'detection'],
    [103, 18, 'detection'],
  ]);
  const times = (timeAxis: StudyView['timeAxis']) =>
    look({ timeAxis, showsLimits: false }).map(([x]) => x);
  assert.deepEqual(times('now'), [-99, -97, -94]);
  assert.deepEqual(times('first'), [0, 2, 5]);
  assert.deepEqual(times('peak'), [-2, 0, 3]);
  assert.equal(originOf([], { ...FIRST_VIEW, timeAxis: 'peak' }, facts), 200);
});

test('bands and origins are hidden one by one', () => {
  assert.deepEqual(look({ hiddenBands: ['g'], timeAxis: 'mjd' }), [[103, 18, 'detection']]);
  assert.equal(look({ hiddenOrigins: ['alert'] }).length, 1);
  assert.equal(look({ showsLimits: false, showsForced: false }).length, 2);
});

test('flux has the sign of what was measured, and a limit is the flux just not seen', () => {
  const values = look({ quantity: 'flux', timeAxis: 'mjd' });
  assert.deepEqual(values[3], [106, -4, 'detection']);
  // 20.5 mag: 10^(0.4 (23.9 − 20.5)) µJy.
  assert.deepEqual(values[0], [100, 22.909, 'limit']);
});

test('absolute magnitudes, and light without the dust before it', () => {
  assert.equal(look({ quantity: 'absolute', timeAxis: 'mjd' })[1]?.[1], -15.5);
  // 2.5 log10(1.0233) = 0.0250 mag fainter.
  assert.equal(
    look({ quantity: 'absolute', timeAxis: 'mjd', isKCorrected: true })[1]?.[1],
    -15.475,
  );
  const unknown = { ...facts, distanceModulus: null };
  const view = { ...FIRST_VIEW, quantity: 'absolute' as const };
  assert.deepEqual(makeStudyPoints(rows, view, unknown), []);
  const [plain, clean] = [look({}), look({ isDereddened: true })];
  const dust = Number(plain[1]?.[1]) - Number(clean[1]?.[1]);
  assert.ok(dust > 0.28 && dust < 0.4, `about 3.2 × 0.1 mag in g, not ${dust}`);
  const brighter = look({ isDereddened: true, quantity: 'flux' })[1]?.[1];
  assert.ok(Math.abs(Number(brighter) / 91.2 - 10 ** (0.4 * dust)) < 1e-2);
});

test('a fold shows each point once a period, or twice', () => {
  assert.equal(phaseOf(103, 4, 101, 0), 0.5);
  assert.equal(phaseOf(100, 4, 101, 0), 0.75);
  assert.equal(phaseOf(101, 4, 101, 0.25), 0.25);
  assert.equal(phaseOf(101 - 1e-17, 4, 101, 0), 0);
  const fold = { timeAxis: 'phase', periodDays: 4, showsLimits: false } as const;
  assert.deepEqual(
    look({ ...fold, isDouble: false }).map(([x]) => x),
    [0, 0.25, 0.5],
  );
  assert.deepEqual(
    look(fold).map(([x]) => x),
    [0, 0.25, 0.5, 1, 1.25, 1.5],
  );
});

test('a period is typed in days or with its unit', () => {
  assert.equal(readPeriod('0.5'), 0.5);
  assert.equal(readPeriod('12 h'), 0.5);
  assert.equal(readPeriod('144min'), 0.1);
  assert.equal(readPeriod(''), null);
  for (const text of ['-1', '0', 'long', '5 years'])
    assert.equal(readPeriod(text), undefined, text);
});

test('points of linked objects are framed by their survey, and each survey can be left out', () => {
  const linked = linkedSurveys([{ obj_id: '170', survey: 'lsst' }]);
  const joint = [...rows, row(104, { obj_id: '170', filter: 'lsstg', candid: 7, mag: 20.25 })];
  const known: StudyFacts = { ...facts, survey: 'ZTF', linked };
  const surveysOf = (hiddenSurveys: readonly string[]) =>
    makeStudyPoints(joint, { ...FIRST_VIEW, hiddenSurveys }, known).map(({ survey }) => survey);
  assert.deepEqual(surveysOf([]), [null, null, null, 'LSST', null]);
  assert.deepEqual(surveysOf(['ZTF']), ['LSST']);
  assert.deepEqual(surveysOf(['LSST']), [null, null, null, null]);
  assert.deepEqual(listSurveys(joint, 'ZTF', linked), ['ZTF', 'LSST']);
  assert.deepEqual(listSurveys(rows, 'ZTF', linked), ['ZTF'], 'without its points no choice');
  const ink = { colorOf: () => '#00aa00', background: '#ffffff', text: '#123456' };
  const scene = makeStudyScene(joint, FIRST_VIEW, known, ink);
  assert.deepEqual(MAG_KIND.legend(scene).at(-1), { sign: '◯', color: '#123456', text: 'LSST' });
  const signs = ['LSST', 'WINTER', 'PGIR', 'ZTF'].map(surveySign);
  assert.equal(new Set(signs).size, 4, 'each has a frame of its own');
});

test('points go out as CSV, each once, and the plot as a picture', () => {
  const odd = row(1, { origin: 'a "b", c' });
  const csv = writePointsCsv([odd, odd]);
  assert.equal(csv.trim().split('\n').length, 2);
  assert.match(csv, /"a ""b"", c"/);
  const ink = { colorOf: () => '#00aa00', background: '#ffffff', text: '#000000' };
  const scene = makeStudyScene(rows, { ...FIRST_VIEW, timeAxis: 'peak' }, facts, ink);
  assert.match(scene.xLabel, /since the peak, MJD 103/);
  const svg = makeSvg(
    MAG_KIND,
    scene,
    { x: scene.xRange, y: MAG_KIND.yRange(scene, scene.xRange) },
    'ZTF1',
    { width: 900, height: 520, ink: '#111', grid: '#ddd', paper: '#fff' },
  );
  assert.match(svg, /● g/);
  assert.doesNotMatch(svg, /NaN/);
});
