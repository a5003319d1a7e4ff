import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readMarks, scanName, writeMark } from '../src/features/candidates/last-scan.ts';
import {
  PROFILES_KEY,
  readProfiles,
  withProfile,
  writeProfiles,
} from '../src/features/candidates/scan-profiles.ts';
import {
  countHidden,
  DEFAULT_SEARCH,
  type ScanSearch,
  searchParams,
  withoutHidden,
} from '../src/features/candidates/scan-search.ts';
import { orderAnnotations } from '../src/features/candidates/use-ordered-annotations.ts';
import { readSwipe } from '../src/features/candidates/use-swipe.ts';

const paramsOf = (search: Partial<ScanSearch>) =>
  Object.fromEntries(
    Object.entries(searchParams({ ...DEFAULT_SEARCH, ...search })).filter(
      ([, value]) => value !== undefined,
    ),
  );

const wish = { origin: 'a:b', key: 'age', value: '', min: null, max: null };

test('without conditions a scan asks for all but what one rejected', () => {
  assert.deepEqual(paramsOf({}), { savedStatus: 'all', listNameReject: 'rejected_candidates' });
  assert.equal(paramsOf({ rejected: 'show' }).listNameReject, undefined);
  assert.equal(paramsOf({ rejected: 'only' }).listName, 'rejected_candidates');
  assert.equal(paramsOf({ notListName: 'seen' }).listNameReject, 'seen');
});

test('every condition has its parameter', () => {
  assert.deepEqual(
    paramsOf({
      groupIds: [1, 2],
      filterIds: [3],
      savedStatus: 'notSavedToAllSelected',
      rejected: 'show',
      classes: ['SN Ia', 'SN II'],
      notClasses: ['AGN'],
      hideClassified: true,
      hideScanned: true,
      minRedshift: 0,
      maxRedshift: 0.1,
      annotations: [
        { ...wish, min: 1, max: 3 },
        { ...wish, value: 'yes' },
        { ...wish, key: '' },
      ],
      listName: 'favorites',
      firstDetectedAfter: '2026-11-20T00:00',
      lastDetectedBefore: '2026-11-21T00:00',
      minDetections: 3,
      withoutForced: true,
      minAbsLatitude: 10,
      skyMap: { dateobs: '2026-06-12T04:11:37', name: 'GRB260612A', percent: 90 },
      sort: { origin: 'a:b', key: 'age', order: 'desc' },
    }),
    {
      groupIDs: '1,2',
      filterIDs: '3',
      savedStatus: 'notSavedToAllSelected',
      listName: 'favorites',
      classifications: 'SN Ia,SN II',
      classificationsReject: 'AGN',
      hideClassified: true,
      hideScannedByOthers: true,
      minRedshift: 0,
      maxRedshift: 0.1,
      annotationFilterList:
        '{"origin":"a:b","key":"age","min":1,"max":3},{"origin":"a:b","key":"age","value":"yes"}',
      firstDetectionAfter: '2026-11-20T00:00',
      lastDetectionBefore: '2026-11-21T00:00',
      numberDetections: 3,
      excludeForcedPhotometry: true,
      minAbsGalacticLatitude: 10,
      localizationDateobs: '2026-06-12T04:11:37',
      localizationName: 'GRB260612A',
      localizationCumprob: 0.9,
      sortByAnnotationOrigin: 'a:b',
      sortByAnnotationKey: 'age',
      sortByAnnotationOrder: 'desc',
    },
  );
  assert.equal(
    paramsOf({ sort: { origin: 'a', key: '', order: 'asc' } }).sortByAnnotationOrigin,
    undefined,
  );
});

test('conditions that the toolbar does not show are counted and can be dropped', () => {
  const search = { ...DEFAULT_SEARCH, groupIds: [1], minRedshift: 0.1, hideScanned: true };
  assert.equal(countHidden(search), 2);
  assert.deepEqual(withoutHidden(search), { ...DEFAULT_SEARCH, groupIds: [1] });
});

test('a profile of SkyPortal’s is read, and ours has all that it reads', () => {
  const theirs = {
    name: 'CLU',
    default: true,
    groupIDs: [7],
    timeRange: '36',
    savedStatus: 'notSavedToAnySelected',
    classifications: ['SN Ia'],
    redshiftMinimum: '0.01',
    redshiftMaximum: '',
    rejectedStatus: 'show',
    sortingOrigin: 'clu:clu',
    sortingKey: 'dist',
    sortingOrder: 'asc',
  };
  const [read] = readProfiles({ [PROFILES_KEY]: [theirs, { no: 'name' }, 'nonsense'] });
  assert.ok(read);
  assert.deepEqual(read, {
    name: 'CLU',
    isDefault: true,
    search: {
      ...DEFAULT_SEARCH,
      groupIds: [7],
      window: { kind: 'last', hours: 48 },
      savedStatus: 'notSavedToAnySelected',
      rejected: 'show',
      classes: ['SN Ia'],
      minRedshift: 0.01,
      sort: { origin: 'clu:clu', key: 'dist', order: 'asc' },
    },
  });
  const written = writeProfiles([read])[PROFILES_KEY] as Record<string, unknown>[];
  for (const field of Object.keys(theirs)) assert.ok(field in (written[0] ?? {}), field);
  assert.deepEqual(readProfiles(JSON.parse(JSON.stringify({ [PROFILES_KEY]: written }))), [read]);
});

test('what is not as it should be in a profile is as if it were not there', () => {
  const fritz = { groupIds: 'all', hideScanned: true, minRedshift: 0.1, window: null, unknown: 1 };
  const [read] = readProfiles({ [PROFILES_KEY]: [{ name: 'x', fritz }] });
  assert.deepEqual(read?.search.groupIds, []);
  assert.equal(read?.search.hideScanned, true);
  assert.equal(read?.search.minRedshift, 0.1);
  assert.equal('unknown' in (read?.search ?? {}), false);
});

test('one profile at most is begun with', () => {
  const one = { name: 'a', isDefault: true, search: DEFAULT_SEARCH };
  const two = { name: 'b', isDefault: true, search: DEFAULT_SEARCH };
  assert.deepEqual(
    withProfile([one], two).map(({ name, isDefault }) => [name, isDefault]),
    [
      ['a', false],
      ['b', true],
    ],
  );
  assert.equal(withProfile([one], { ...one, isDefault: false }).length, 1);
});

test('each scan has a mark of its own, whatever its window and order', () => {
  const other = { ...DEFAULT_SEARCH, groupIds: [2] };
  assert.notEqual(scanName(DEFAULT_SEARCH), scanName(other));
  assert.equal(
    scanName(DEFAULT_SEARCH),
    scanName({ ...DEFAULT_SEARCH, window: { kind: 'last', hours: 6 }, sort: null }),
  );
  const name = scanName(other);
  const marks = writeMark({}, name, '2026-11-22T03:00:00.000');
  assert.equal(readMarks(marks)[name], '2026-11-22T03:00:00.000');
  assert.deepEqual(readMarks({ scanning: { marks: { a: 1 } } }), {});
  const many = Object.fromEntries(
    Array.from({ length: 40 }, (_, i) => [`s${i}`, `2026-11-${String(i % 28).padStart(2, '0')}`]),
  );
  const { scanning } = writeMark(many, name, '2026-11-30') as {
    scanning: { marks: Record<string, string | null> };
  };
  assert.equal(Object.values(scanning.marks).filter((mark) => mark === null).length, 11);
});

test('what a list is sorted by is read first, then one’s own groups’ annotations', () => {
  const note = (origin: string, group: number, data: Record<string, unknown> = {}) => ({
    origin,
    data,
    filter_id: null,
    group_ids: [group],
  });
  const all = [note('theirs', 9), note('ours', 1), note('sorted', 9, { a: 1, age: 2 })];
  const ordered = orderAnnotations(all, new Set([1]), {
    origin: 'sorted',
    key: 'age',
    order: 'desc',
  });
  assert.deepEqual(
    ordered.map(({ origin }) => origin),
    ['sorted', 'ours', 'theirs'],
  );
  assert.deepEqual(Object.keys(ordered[0]?.data ?? {}), ['age', 'a']);
});

test('short swipes go on and back, long ones decide, others scroll', () => {
  assert.equal(readSwipe(-100, 10, 390), 1);
  assert.equal(readSwipe(100, 10, 390), -1);
  assert.equal(readSwipe(-300, 20, 390), 'reject');
  assert.equal(readSwipe(300, 20, 390), 'save');
  assert.equal(readSwipe(-50, 0, 390), null);
  assert.equal(readSwipe(-300, 200, 390), null);
});
