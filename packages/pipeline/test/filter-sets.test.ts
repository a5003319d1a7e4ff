import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileFilter, parsePipeline } from '@fritz/mql';
import type { Alert } from '@fritz/surveys';
import { preparedFor, prepareInTurns } from '../src/filter-sets.ts';
import { type ActiveFilter, FilterRun } from '../src/filters.ts';

let versions = 0;

function filterOf(limit: number, programs: readonly number[] = [1]): ActiveFilter {
  const pipeline = parsePipeline([
    { $match: { 'candidate.magpsf': { $lt: limit } } },
    {
      $project: {
        bright: { $sum: { $map: { input: '$points', in: { $max: ['$$this', limit] } } } },
      },
    },
    { $match: { bright: { $gt: 60 } } },
  ]);
  versions += 1;
  return {
    ...{ filterId: versions, versionId: versions, name: `filter ${versions}`, audienceId: 1 },
    programIds: new Set(programs),
    compiled: compileFilter(pipeline, { computedOnly: true }),
  };
}

/** What filters make of some alerts, without the time that it takes. */
function outcomeOf(filters: readonly ActiveFilter[]) {
  const run = new FilterRun(filters);
  const passes = Array.from({ length: 12 }, (_, i) => {
    const programId = 1 + (i % 2);
    const document = { candidate: { magpsf: 14 + i }, points: [20, 10 + i, 18] };
    // Of an alert no more is asked.
    const alert = { candid: BigInt(i), programId } as Alert;
    return run.evaluate(alert, () => document).passes;
  });
  const counts = run.counts.map(({ versionId, evaluated, passed, rejected, steps }) => {
    return { versionId, evaluated, passed, rejected, steps };
  });
  return { passes, counts };
}

/** The same filters, prepared by themselves. */
function afresh(filters: readonly ActiveFilter[]): ActiveFilter[] {
  return filters.map((filter) => {
    const { pipeline, options } = filter.compiled.source;
    return { ...filter, compiled: compileFilter(pipeline, options) };
  });
}

test('a changed filter does not make the others be prepared anew, and gives what it would', () => {
  const first = Array.from({ length: 60 }, (_, i) => filterOf(14 + i / 5, i % 3 ? [1] : [1, 2]));
  assert.deepEqual(outcomeOf(first), outcomeOf(afresh(first)));
  const [set] = preparedFor(first).audiences.map((audience) => audience.set);
  const second = first.map((filter, i) => (i === 7 ? filterOf(22) : filter));
  const kept = preparedFor(second).audiences.map((audience) => audience.set);
  assert.ok(set && kept.includes(set) && kept.length === 3);
  assert.deepEqual(outcomeOf(second), outcomeOf(afresh(second)));
  // One that is switched off, and one whose stream gives other programmes.
  const third = second
    .filter((_, i) => i !== 20)
    .map((filter, i) => (i === 31 ? { ...filter, programIds: new Set([2]) } : filter));
  assert.deepEqual(outcomeOf(third), outcomeOf(afresh(third)));
  assert.deepEqual(outcomeOf(first), outcomeOf(afresh(first)));
});

test('after many changes all are one set again, which is made beside the batches', () => {
  let filters = Array.from({ length: 40 }, (_, i) => filterOf(14 + i / 5));
  preparedFor(filters);
  for (let i = 0; i < 6; i++) {
    filters = filters.map((filter, k) => (k === i ? filterOf(20 + i / 5) : filter));
    const wanted = outcomeOf(afresh(filters));
    assert.deepEqual(outcomeOf(filters), wanted);
    for (let batch = 0; preparedFor(filters).audiences.length > 4; batch++) {
      assert.ok(batch < 100, 'it is not made');
    }
    assert.deepEqual(outcomeOf(filters), wanted);
  }
});

test('sets of many filters are made in turns, once, and give what they would', async () => {
  const filters = Array.from({ length: 200 }, (_, i) =>
    filterOf(14 + i / 50, i % 3 ? [1] : [1, 2]),
  );
  const wanted = outcomeOf(afresh(filters));
  let turns = 0;
  let isOver = false;
  const count = () => {
    turns += 1;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  await Promise.all([prepareInTurns(filters), prepareInTurns(filters)]);
  isOver = true;
  assert.ok(turns > 3, `others had ${turns} turns`);
  assert.deepEqual(outcomeOf(filters), wanted);
  // A change meanwhile: both lists are prepared side by side.
  const changed = filters.map((filter, i) => (i % 40 === 3 ? filterOf(21) : filter));
  const other = changed.map((filter, i) => (i % 50 === 7 ? filterOf(19) : filter));
  await Promise.all([prepareInTurns(changed), prepareInTurns(other)]);
  assert.deepEqual(outcomeOf(changed), outcomeOf(afresh(changed)));
  assert.deepEqual(outcomeOf(other), outcomeOf(afresh(other)));
});
