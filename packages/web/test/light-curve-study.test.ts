import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PhotometryPoint } from '../src/api/types.ts';
import {
  linkedSurveys,
  listSurveys,
  surveySign,
} from '../src/features/photometry/joint/joint-points.ts';
import {
  joinOverlays,
  listOverlays,
  withOverlays,
} from '../src/features/photometry/study/overlay.ts';
import { asMagnitudes, smoothFluxes } from '../src/features/photometry/study/smooth-bands.ts';
import { makeStudyCurves } from '../src/features/photometry/study/smooth-curves.ts';
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
import { vegaOffsetOf } from '../src/features/photometry/study/vega-offsets.ts';
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

test('magnitudes are shown in the Vega system, and a band without an offset is left out', () => {
  const known: StudyFacts = { ...facts, vegaOffsetOf };
  const view: StudyView = { ...FIRST_VIEW, isVega: true, timeAxis: 'mjd' };
  const unknown = row(110, { filter: 'swiftxrt' });
  const mags = makeStudyPoints([...rows, unknown], view, known).map(({ mag }) => mag);
  // ZTF's g has Vega at −0.0965 AB, its r at 0.1873.
  const expected = [20.5 + 0.0965, 19.5 + 0.0965, 18 - 0.1873, 20 + 0.0965];
  assert.equal(mags.length, expected.length);
  for (const [i, mag] of mags.entries()) {
    assert.ok(Math.abs(mag - (expected[i] ?? 0)) < 1e-9, `${mag}`);
  }
  const [, absolute] = makeStudyPoints(rows, { ...view, quantity: 'absolute' }, known);
  assert.ok(Math.abs((absolute?.mag ?? 0) - (19.5 + 0.0965 - 35)) < 1e-9);
  const flux: StudyView = { ...view, quantity: 'flux' };
  assert.deepEqual(
    makeStudyPoints(rows, flux, known).map(({ mag }) => mag),
    makeStudyPoints(rows, { ...flux, isVega: false }, known).map(({ mag }) => mag),
  );
});

test('a smoothed line follows a steady rise exactly, whatever the errors, and breaks at gaps', () => {
  const rise = Array.from({ length: 30 }, (_one, i) => ({
    ...{ x: i * 0.7 + (i % 3) * 0.2, error: 1 + (i % 5) },
    flux: 50 + 3 * (i * 0.7 + (i % 3) * 0.2),
  }));
  const [curve = [], ...others] = smoothFluxes(rise.toReversed(), 2);
  assert.equal(others.length, 0);
  assert.ok(curve.length > 20);
  for (const { x, flux } of curve) {
    assert.ok(Math.abs(flux - (50 + 3 * x)) < 1e-6, `${x}: ${flux}`);
  }
  // Noise is halved, and more.
  const noisy = Array.from({ length: 400 }, (_one, i) => ({
    ...{ x: i / 4, error: 5, flux: 100 + 5 * Math.sin(i * 12.9898) },
  }));
  const [smooth = []] = smoothFluxes(noisy, 3);
  assert.ok(smooth.every(({ flux }) => Math.abs(flux - 100) < 2.5));
  // In the middle: of 1/σ² of ΣK points, 4 a day over 2 √π σ days.
  const { error = 0 } = smooth[Math.floor(smooth.length / 2)] ?? {};
  assert.ok(Math.abs(error - 5 / Math.sqrt(4 * 2 * Math.sqrt(Math.PI) * 3)) < 0.05, `${error}`);
  const far = rise.map((one) => ({ ...one, x: one.x + 100 }));
  assert.equal(smoothFluxes([...rise, ...far], 2).length, 2, 'nothing is drawn where nothing was');
  assert.deepEqual(smoothFluxes([{ x: 1, flux: 3, error: 1 }], 2), [], 'a lone point has no line');
  assert.deepEqual(smoothFluxes([{ x: 1, flux: 3, error: 0 }], 2), []);
  const twice = [2, 4].map((flux) => ({ x: 1, flux, error: 1 }));
  assert.deepEqual(smoothFluxes([...twice, { x: 1.5, flux: 3, error: 1 }], 2).length, 1);
  const light = [100, 100, 4, -5, 100].map((flux, x) => ({ x, flux, error: 2 }));
  assert.deepEqual(
    asMagnitudes([light]).map((line) => line.map(([x, mag]) => [x, Number(mag.toFixed(3))])),
    [
      [
        [0, 18.9],
        [1, 18.9],
      ],
    ],
    'no line where there is no light',
  );
});

test('lines go where the points are: in magnitudes, at a distance, and through a fold without an end', () => {
  const steady = Array.from({ length: 40 }, (_one, i) =>
    row(100 + i * 0.8, { flux: 91.2, fluxerr: 4, mag: 19 }),
  );
  const lines = (change: Partial<StudyView>) =>
    makeStudyCurves(steady, { ...FIRST_VIEW, isSmoothed: true, timeAxis: 'mjd', ...change }, facts);
  assert.deepEqual(makeStudyCurves(steady, FIRST_VIEW, facts), [], 'off at first');
  for (const [change, level] of [
    [{}, 19],
    [{ quantity: 'absolute' }, -16],
    [{ quantity: 'flux' }, 91.2],
  ] as const) {
    const [line, ...others] = lines(change);
    assert.deepEqual([others.length, line?.band], [0, 'g']);
    assert.ok(line?.points.every(([x, y]) => x >= 100 && Math.abs(y - level) < 0.01));
  }
  const fold = { timeAxis: 'phase', periodDays: 7.3 } as const;
  const [first, second] = lines(fold);
  assert.ok((first?.points[0]?.[0] ?? 1) < 0.02 && (first?.points.at(-1)?.[0] ?? 0) > 0.98);
  assert.ok((second?.points[0]?.[0] ?? 0) >= 1);
  assert.equal(lines({ ...fold, isDouble: false }).length, 1);
});

test('ten thousand points are smoothed within a blink', () => {
  const many = Array.from({ length: 10_000 }, (_one, i) =>
    row(58_000 + i / 5, { filter: i % 2 === 0 ? 'ztfg' : 'ztfr' }),
  );
  const before = process.cpuUsage();
  makeStudyCurves(many, { ...FIRST_VIEW, isSmoothed: true, smoothDays: 20 }, facts);
  const { user } = process.cpuUsage(before);
  assert.ok(user < 1_000_000, `${user / 1000} ms`);
});

test('points of another object at the place are laid over, framed, and change no axis', () => {
  const source = {
    id: 'ZTF1',
    duplicates: [{ obj_id: 'Twin', ra: 1, dec: 2, separation: 1 }],
    associated_objs: [{ id: '170', survey: 'lsst' }, { id: 'Twin' }, { id: 'ZTF1' }],
  };
  const linked = linkedSurveys([{ obj_id: '170', survey: 'lsst' }]);
  assert.deepEqual(listOverlays(source, linked), ['Twin'], 'linked ones are there already');
  const theirs = [row(90, { obj_id: 'Twin', mag: 15 }), row(91, { obj_id: 'Gone' })];
  assert.equal(joinOverlays(rows, theirs, []), rows);
  const joined = joinOverlays(rows, theirs, ['Twin']);
  assert.equal(joined.length, rows.length + 1);
  const known: StudyFacts = {
    ...{ ...facts, survey: 'ZTF', overlaid: new Set(['Twin']) },
    linked: withOverlays(linked, ['Twin']),
  };
  const view: StudyView = { ...FIRST_VIEW, timeAxis: 'peak' };
  const [first] = makeStudyPoints(joined, view, known);
  assert.deepEqual([first?.survey, first?.mjd], ['Twin', 90 - 103], 'the peak is its own');
  const ink = { colorOf: () => '#00aa00', background: '#ffffff', text: '#123456' };
  assert.equal(MAG_KIND.legend(makeStudyScene(joined, view, known, ink)).at(-1)?.text, 'Twin');
});
