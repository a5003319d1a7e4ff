import assert from 'node:assert/strict';
import { test } from 'node:test';
import { medianSize, smooth } from '../src/features/spectra/smoothing.ts';
import { LINE_SETS, TELLURIC_BANDS } from '../src/features/spectra/spectral-lines.ts';
import {
  dopplerFactor,
  placeLine,
  toFluxDensity,
  toFrame,
} from '../src/features/spectra/spectrum-frame.ts';
import { fluxRange, SPECTRUM_KIND } from '../src/features/spectra/spectrum-kind.ts';
import {
  type DrawnSpectrum,
  makeSpectrumScene,
  readOwnLine,
  type SpectrumView,
  writePower,
} from '../src/features/spectra/spectrum-scene.ts';
import { makeSvg } from '../src/ui/plot/svg-picture.ts';
import { makeTicks, writeTick } from '../src/ui/plot/ticks.ts';

const view: SpectrumView = {
  frame: 'observed',
  redshift: 0,
  velocityKmS: 0,
  smoothing: 1,
  isNormalised: false,
  isOffset: false,
  showsTelluric: true,
  lineSets: [],
};
const ink = { line: '#000', galaxy: '#00f', telluric: '#888' };

function spectrum(id: number, change: Partial<DrawnSpectrum> = {}): DrawnSpectrum {
  return {
    id,
    wavelengths: [4000, 5000, 6000],
    fluxes: [1e-16, 2e-16, 3e-16],
    units: 'erg/s/cm/cm/AA',
    instrument_name: 'SEDM',
    observed_at: '2026-06-14T00:00:00',
    color: '#123456',
    ...change,
  };
}

test('the running mean keeps a slope, missing values and the ends', () => {
  assert.deepEqual(smooth([1, 2, 3, 4, 5], 3), [1, 2, 3, 4, 5]);
  assert.deepEqual(smooth([0, 3, 0, 3, 0], 3), [0, 1, 2, 1, 0]);
  assert.deepEqual(smooth([1, null, 3], 3), [1, null, 3]);
  assert.deepEqual(smooth([0, 2, null, 4, 0], 3), [0, 1, null, 2, 0]);
  const values = [5, 1, null];
  assert.equal(smooth(values, 1), values);
  assert.equal(smooth(values, 2), values);
});

test('the median is of sizes, without what is missing', () => {
  assert.equal(medianSize([-3, 1, null, 2]), 2);
  assert.equal(medianSize([1, 2, 3, 4]), 2.5);
  assert.equal(medianSize([null]), null);
  assert.equal(medianSize([0, 0]), null);
});

test('wavelengths in the rest frame, and lines of gas that comes towards us', () => {
  assert.equal(toFrame(6000, 'rest', 0.2), 5000);
  assert.equal(toFrame(6000, 'observed', 0.2), 6000);
  // β = 0.6 halves wavelengths: √(0.4 / 1.6).
  assert.ok(Math.abs(dopplerFactor(0.6 * 299_792.458) - 0.5) < 1e-12);
  assert.ok(Math.abs(placeLine(6355, 'rest', 0.1, 11_000) - 6355 * 0.96396) < 0.3);
  assert.ok(Math.abs(placeLine(6562.8, 'observed', 0.02, 0) - 6694.056) < 1e-9);
});

test('units are brought to one', () => {
  // 3631 Jy at 5500 Å is 3.6e-9 erg/s/cm²/Å, Vega's about.
  assert.ok(Math.abs(toFluxDensity(0, 5500, 'AB') / 3.5985e-9 - 1) < 1e-3);
  assert.ok(Math.abs(toFluxDensity(3631, 5500, 'Jy') / toFluxDensity(0, 5500, 'AB') - 1) < 1e-12);
  assert.equal(toFluxDensity(2, 5500, null), 2);
});

test('line lists are sorted, of the optical, and no name is there twice', () => {
  for (const { name, wavelengths } of LINE_SETS) {
    assert.deepEqual(
      [...wavelengths].sort((a, b) => a - b),
      wavelengths,
      name,
    );
    assert.ok(
      wavelengths.every((x) => x > 2500 && x < 11_000),
      name,
    );
  }
  const keys = LINE_SETS.map(({ kind, name }) => `${kind} ${name}`);
  assert.equal(new Set(keys).size, keys.length);
  assert.ok(TELLURIC_BANDS.every(({ from, to }) => from < to));
});

test('a scene has scaled fluxes, or relative ones above each other, and marks lines', () => {
  const one = makeSpectrumScene([spectrum(1)], view, ink);
  assert.deepEqual(
    one.traces[0]?.ys.map((y) => Number(y?.toFixed(6))),
    [1, 2, 3],
  );
  assert.equal(one.yLabel, 'flux, 10⁻¹⁶ erg s⁻¹ cm⁻² Å⁻¹');
  const two = makeSpectrumScene([spectrum(1), spectrum(2)], { ...view, isOffset: true }, ink);
  assert.deepEqual(two.traces[0]?.ys, [1.5, 2, 2.5]);
  assert.deepEqual(two.traces[1]?.ys, [0.5, 1, 1.5]);
  const mixed = makeSpectrumScene([spectrum(1), spectrum(2, { units: null })], view, ink);
  assert.equal(mixed.yLabel, 'flux / median');
  const marked = makeSpectrumScene(
    [spectrum(1)],
    { ...view, redshift: 1, velocityKmS: 10_000, lineSets: ['galaxy [O I]', 'element [Ca II]'] },
    ink,
  );
  // What a galaxy sends does not fly with the ejecta.
  assert.deepEqual(
    marked.lines.filter(({ isGalaxy }) => isGalaxy).map(({ x }) => x),
    [12_600.6, 12_727.6],
  );
  assert.ok(marked.lines.some(({ label, x }) => label === '[Ca II]' && x < 2 * 7291.5));
  assert.equal(readOwnLine(' 6355 Å'), 6355);
  for (const text of ['', 'Si', '5']) assert.equal(readOwnLine(text), null, text);
  const own = makeSpectrumScene([spectrum(1)], { ...view, redshift: 1, lineSets: ['2500.5'] }, ink);
  assert.deepEqual(own.lines, [{ x: 5001, label: '2500.5', isGalaxy: false }]);
  const rest = makeSpectrumScene([spectrum(1)], { ...view, frame: 'rest', redshift: 1 }, ink);
  assert.deepEqual(rest.traces[0]?.xs, [2000, 2500, 3000]);
  assert.equal(rest.telluric[0]?.from, 6867 / 2);
});

test('a spike does not flatten the rest', () => {
  const fluxes = Array.from({ length: 1000 }, (_one, index) =>
    index === 500 ? 1e6 : 1 + (index % 7),
  );
  const wavelengths = fluxes.map((_one, index) => 4000 + index);
  const scene = makeSpectrumScene([spectrum(1, { wavelengths, fluxes, units: null })], view, ink);
  assert.ok(fluxRange(scene, [4000, 5000])[1] < 20);
});

test('a picture for a paper has axes, labels, a legend, and what is shown', () => {
  const scene = makeSpectrumScene([spectrum(1)], { ...view, lineSets: ['element H I'] }, ink);
  const shown = { x: [4000, 7000], y: [0, 4] } as const;
  const look = { width: 900, height: 520, ink: '#111', grid: '#ddd', paper: '#fff' };
  const svg = makeSvg(SPECTRUM_KIND, scene, shown, 'A < B', look);
  assert.match(svg, /^<svg xmlns/);
  assert.match(svg, /A &lt; B/);
  assert.match(svg, /observed wavelength, Å/);
  assert.match(svg, />5000</);
  assert.match(svg, /— SEDM 2026-06-14/);
  assert.match(svg, /stroke="#123456"/);
  assert.doesNotMatch(svg, /NaN/);
});

test('powers of ten and ticks are written as people do', () => {
  assert.equal(writePower(-16), '10⁻¹⁶');
  assert.equal(writePower(3), '10³');
  assert.deepEqual(
    makeTicks(0.13, 0.62, 5),
    [0.2, 0.30000000000000004, 0.4, 0.5, 0.6000000000000001],
  );
  assert.deepEqual(makeTicks(0.13, 0.62, 5).map(writeTick), ['0.2', '0.3', '0.4', '0.5', '0.6']);
  assert.deepEqual(makeTicks(5, 5, 4), []);
  assert.deepEqual(makeTicks(21, 18, 3), [18, 19, 20, 21]);
});
