import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Candidate } from '../src/api/types.ts';
import {
  joinPages,
  mergeNewer,
  neighbourId,
  newestPassedAt,
  selectUnlisted,
} from '../src/features/candidates/candidate-list.ts';
import { listSaveTargets } from '../src/features/candidates/save-targets.ts';

function candidate(id: string, passedAt = '2026-11-22T03:00:00'): Candidate {
  return {
    id,
    survey: 'ztf',
    ra: 0,
    dec: 0,
    redshift: null,
    tns_name: null,
    transient: false,
    varstar: false,
    score: null,
    gal_lon: 0,
    gal_lat: 0,
    passing_group_ids: [1],
    classifications: [],
    tags: [],
    last_detected_at: null,
    filter_ids: [1],
    passing_alerts: [],
    candid: '1127561445515015011',
    programid: 1,
    last_passed_at: passedAt,
    is_source: false,
    saved_groups: [],
    annotations: [],
    scores: { drb: null, rb: null },
    classifiers: [],
    explanations: [],
    detections: 1,
    last_detected_mjd: null,
    last_mag: null,
    last_band: null,
    solar_system: null,
    lists: [],
    labellers: [],
  };
}

const ids = (list: readonly Candidate[]) => list.map(({ id }) => id).join('');

test('what came while scanning stands above, each object once', () => {
  const pages = [
    [candidate('c'), candidate('d')],
    [candidate('d'), candidate('e')],
  ];
  assert.equal(ids(joinPages([candidate('a'), candidate('b')], pages)), 'abcde');
});

test('an object that passed again keeps its place and shows its new state', () => {
  const again = candidate('d', '2026-11-22T04:00:00');
  const joined = joinPages([again], [[candidate('c'), candidate('d')]]);
  assert.equal(ids(joined), 'cd');
  assert.equal(joined[1]?.last_passed_at, '2026-11-22T04:00:00');
  assert.equal(ids(mergeNewer([candidate('b')], [candidate('a'), candidate('b')])), 'ab');
});

test('the newest passing time is where the next question starts', () => {
  const list = [candidate('a', '2026-11-22T03:00:00'), candidate('b', '2026-11-22T03:00:01')];
  assert.equal(newestPassedAt(list), '2026-11-22T03:00:01');
  assert.equal(newestPassedAt([]), null);
  assert.equal(ids(selectUnlisted([candidate('b'), candidate('z')], list)), 'z');
});

test('moving stops at both ends and starts at the first', () => {
  const list = [candidate('a'), candidate('b')];
  assert.equal(neighbourId(list, null, 1), 'a');
  assert.equal(neighbourId(list, 'a', 1), 'b');
  assert.equal(neighbourId(list, 'b', 1), 'b');
  assert.equal(neighbourId(list, 'a', -1), 'a');
  assert.equal(neighbourId([], null, 1), null);
});

test('Save goes to the groups of the filters passed, where the viewer may', () => {
  const filters = [
    { id: 1, group_id: 10 },
    { id: 2, group_id: 20 },
    { id: 3, group_id: 30 },
  ];
  const groups = [
    { id: 10, name: 'a', can_save: true },
    { id: 20, name: 'b', can_save: false },
    { id: 30, name: 'c', can_save: true },
  ];
  const passed = { filter_ids: [1, 2, 3] };
  assert.deepEqual(listSaveTargets(passed, filters, groups, []), [
    { id: 10, name: 'a' },
    { id: 30, name: 'c' },
  ]);
  assert.deepEqual(listSaveTargets(passed, filters, groups, [30]), [{ id: 30, name: 'c' }]);
  assert.deepEqual(listSaveTargets({ filter_ids: [] }, filters, groups, []), []);
});
