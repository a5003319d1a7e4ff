import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FitsImage } from '@fritz/formats';
import { numberOf, playNights, readStamp } from './simulated.ts';

const played = playNights({ seed: 3, night: '20231115', alerts: 350 });
const SIZE = 63;
const CENTRE = 31;

function pixelAt(image: FitsImage, x: number, y: number): number {
  return image.pixels[y * SIZE + x] ?? Number.NaN;
}

function finite(image: FitsImage): number[] {
  return [...image.pixels].filter((value) => Number.isFinite(value) && value > -1e30);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

/** Sum over a disc of pixels about the centre, above the median of the stamp. */
function centralFlux(image: FitsImage, radius: number): number {
  const level = median(finite(image));
  let sum = 0;
  for (let y = CENTRE - radius; y <= CENTRE + radius; y++) {
    for (let x = CENTRE - radius; x <= CENTRE + radius; x++) sum += pixelAt(image, x, y) - level;
  }
  return sum;
}

test('every stamp is a FITS image of 63 × 63 float32', () => {
  for (const { record } of played.slice(0, 100)) {
    for (const name of ['cutoutScience', 'cutoutTemplate', 'cutoutDifference'] as const) {
      const image = readStamp(record, name);
      assert.deepEqual([image.width, image.height], [SIZE, SIZE]);
      assert.ok(image.pixels instanceof Float32Array);
    }
  }
});

test('the brightest pixel of a clear difference is at its centre, unless it is bogus', () => {
  let looked = 0;
  let astray = 0;
  for (const { record, candidate, source } of played) {
    if (source.kind === 'bogus' || numberOf(candidate, 'sigmapsf') > 0.1) continue;
    const image = readStamp(record, 'cutoutDifference');
    const best = image.pixels.indexOf(Math.max(...finite(image)));
    const dx = (best % SIZE) - CENTRE;
    const dy = Math.floor(best / SIZE) - CENTRE;
    looked++;
    if (Math.hypot(dx, dy) > 3) astray++;
  }
  assert.ok(looked > 100);
  // The shot noise of a bright neighbour may outshine a faint source.
  assert.ok(astray < 0.05 * looked, `${astray} of ${looked} peaks are not at the centre`);
});

test('the difference holds the flux that magpsf tells, whatever its sign', () => {
  for (const { record, candidate, source } of played) {
    if (source.kind === 'bogus' || numberOf(candidate, 'sigmapsf') > 0.05) continue;
    if (numberOf(candidate, 'mindtoedge') < 40) continue;
    const told = 10 ** (0.4 * (numberOf(candidate, 'magzpsci') - numberOf(candidate, 'magpsf')));
    const ratio = centralFlux(readStamp(record, 'cutoutDifference'), 8) / told;
    assert.ok(ratio > 0.6 && ratio < 1.5, `${source.kind}: ${ratio}`);
  }
});

test('a variable star is in its template, an asteroid is not', () => {
  const significance = (record: (typeof played)[number]['record']) => {
    const image = readStamp(record, 'cutoutTemplate');
    const level = median(finite(image));
    const spread = median(finite(image).map((value) => Math.abs(value - level))) * 1.4826;
    return (pixelAt(image, CENTRE, CENTRE) - level) / spread;
  };
  const of = (kind: string) =>
    played
      .filter(({ source, candidate }) => {
        return source.kind === kind && numberOf(candidate, 'mindtoedge') > 40;
      })
      .map(({ record }) => significance(record));
  assert.ok(of('rr_lyrae').every((value) => value > 8));
  assert.ok(median(of('asteroid')) < 3);
});

test('stamps at the edge of the chip have pixels that are no number, the others none', () => {
  let edges = 0;
  for (const { record, candidate } of played) {
    const isEdge = numberOf(candidate, 'mindtoedge') < 30;
    const missing = readStamp(record, 'cutoutScience').pixels.some((value) => Number.isNaN(value));
    if (isEdge) {
      edges++;
      assert.ok(missing);
    }
    if (numberOf(candidate, 'mindtoedge') > 33) assert.ok(!missing);
  }
  assert.ok(edges > 0 && edges < 60, `${edges} of ${played.length}`);
});

test('the template is deeper than the science image', () => {
  const noiseOf = (image: FitsImage) => {
    const level = median(finite(image));
    return median(finite(image).map((value) => Math.abs(value - level)));
  };
  const deeper = played.slice(0, 100).filter(({ record }) => {
    return (
      noiseOf(readStamp(record, 'cutoutTemplate')) < noiseOf(readStamp(record, 'cutoutScience'))
    );
  });
  assert.ok(deeper.length > 90);
});

test('bogus alerts look bogus in their numbers, most real ones do not', () => {
  const scores = (isBogus: boolean) =>
    played
      .filter(({ source }) => (source.kind === 'bogus') === isBogus)
      .map(({ candidate }) => numberOf(candidate, 'drb'));
  assert.ok(median(scores(true)) < 0.3);
  assert.ok(median(scores(false)) > 0.9);
  for (const score of [...scores(true), ...scores(false)]) assert.ok(score >= 0 && score <= 1);
});
