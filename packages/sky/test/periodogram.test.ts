import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  falseAlarmProbability,
  frequencyGrid,
  Periodogram,
  type TimeSeries,
} from '../src/index.ts';
import { numberOf, readGolden, textOf } from './golden.ts';

const MAX_FREQUENCY: Readonly<Record<string, number>> = {
  'rr-lyrae': 5,
  gaps: 2,
  noise: 4,
  few: 3,
  bands: 4,
};
const byCase = Map.groupBy(readGolden('periodogram-points'), (row) => textOf(row, 'case'));

function bandsOf(name: string): TimeSeries[] {
  const byBand = Map.groupBy(byCase.get(name) ?? [], (row) => textOf(row, 'band'));
  return [...byBand.values()].map((rows) => ({
    times: rows.map((row) => numberOf(row, 'time_d')),
    values: rows.map((row) => numberOf(row, 'value')),
    errors: rows.map((row) => numberOf(row, 'error')),
  }));
}

for (const [name, rows] of Map.groupBy(readGolden('periodogram-powers'), (row) =>
  textOf(row, 'case'),
)) {
  test(`the periodogram of “${name}” is astropy's`, () => {
    const bands = bandsOf(name);
    const times = bands.flatMap((band) => band.times);
    const top = MAX_FREQUENCY[name] ?? 0;
    const grid = frequencyGrid(times, top);
    assert.ok(grid);
    const powers = new Periodogram(bands).powers(grid, 0, grid.count);
    const last = rows.at(-1);
    assert.ok(last && numberOf(last, 'number') < grid.count);
    const end = grid.first + (grid.count - 1) * grid.step;
    let highest = 0;
    for (const row of rows) {
      const number = numberOf(row, 'number');
      const frequency = grid.first + number * grid.step;
      assert.ok(Math.abs(frequency - numberOf(row, 'frequency_per_d')) < 1e-10, `${number}`);
      const expected = numberOf(row, 'power');
      assert.ok(Math.abs((powers[number] ?? 0) - expected) < 1e-9, `${number}: ${powers[number]}`);
      highest = Math.max(highest, expected);
      if (bands[0] && bands.length === 1) {
        const chance = falseAlarmProbability(expected, bands[0], end);
        const theirs = numberOf(row, 'false_alarm_probability');
        // Astropy's small ones are 1 − (1 − x), good to 1e-16 alone.
        assert.ok(Math.abs(chance - theirs) < 1e-6 * theirs + 1e-15, `${chance} is not ${theirs}`);
      }
    }
    // The table holds astropy's peak: ours is at the very same frequency.
    assert.ok(Math.abs(Math.max(...powers) - highest) < 1e-9);
  });
}

test('pieces of a periodogram are those of the whole', () => {
  const bands = bandsOf('bands');
  const grid = frequencyGrid(
    bands.flatMap(({ times }) => times),
    3,
  );
  assert.ok(grid);
  const periodogram = new Periodogram(bands);
  const whole = periodogram.powers(grid, 0, grid.count);
  const piece = periodogram.powers(grid, 700, 300);
  piece.forEach((power, i) => {
    assert.ok(Math.abs(power - (whole[700 + i] ?? 0)) < 1e-11);
  });
});

test('power is between 0 and 1, whatever the points and their order', () => {
  const day = fc.uniqueArray(fc.integer({ min: 0, max: 4000 }), { minLength: 6, maxLength: 40 });
  const mag = fc.double({ min: 15, max: 21, noNaN: true });
  const points = day.chain((days) =>
    fc.tuple(...days.map((at) => fc.tuple(fc.constant(at / 8.1), mag))),
  );
  fc.assert(
    fc.property(points, (all) => {
      const seriesOf = (some: typeof all): TimeSeries => ({
        times: some.map(([time]) => time),
        values: some.map(([, value]) => value),
        errors: some.map(([time]) => 0.03 + time / 1e4),
      });
      const forwards = seriesOf(all);
      const grid = frequencyGrid(forwards.times, 0.5);
      assert.ok(grid);
      const powers = new Periodogram([forwards]).powers(grid, 0, grid.count);
      for (const power of powers) assert.ok(power >= -1e-9 && power <= 1 + 1e-9, `${power}`);
      const backwards = new Periodogram([seriesOf([...all].reverse())]);
      backwards.powers(grid, 0, grid.count).forEach((power, i) => {
        assert.ok(Math.abs(power - (powers[i] ?? 0)) < 1e-6);
      });
    }),
    { numRuns: 60 },
  );
});

test('there is no grid without a span, and no power in a constant', () => {
  assert.equal(frequencyGrid([], 5), null);
  assert.equal(frequencyGrid([3, 3], 5), null);
  assert.equal(frequencyGrid([1, 2], Number.NaN), null);
  const flat = { times: [1, 2, 4, 7], values: [5, 5, 5, 5], errors: [1, 1, 1, 1] };
  assert.deepEqual(
    [...new Periodogram([flat]).powers({ first: 0.1, step: 0.1, count: 3 }, 0, 3)],
    [0, 0, 0],
  );
});
