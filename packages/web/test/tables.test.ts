import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import { BUILT_WITH } from '../src/features/about/about-words.ts';
import { anchorOf, splitSections } from '../src/features/about/sections.ts';
import {
  alertParams,
  isAsking,
  NO_QUERY,
  queryProblems,
  readAlertQuery,
  writeAlertQuery,
} from '../src/features/alerts/alert-query.ts';
import {
  moveBy,
  placeBefore,
  readLayout,
  setHidden,
  USUAL_LAYOUT,
} from '../src/features/dashboard/layout.ts';
import { listsOf, nameProblem, paramWords } from '../src/features/listings/list-words.ts';
import { optionsOf, readRecent, withRecent } from '../src/features/search/search-options.ts';
import { runBulk } from '../src/features/source-table/bulk-run.ts';
import { readViews, withView } from '../src/features/source-table/saved-views.ts';
import {
  apiParams,
  describeFilter,
  readQuery,
  viewOf,
  writeQuery,
} from '../src/features/source-table/table-query.ts';
import {
  darkestFirst,
  darknessAt,
  nightOutline,
  siteOf,
  sitesOf,
  skyAt,
} from '../src/features/telescopes/night.ts';

test('an address says what a table asks, and is written as it was read', () => {
  const search =
    '?minRedshift=0.01&sort=peak_mag&columns=id,note%253Afit%252Fage&cursor=abc&page=3';
  const query = readQuery(search);
  assert.deepEqual(query.filters, { minRedshift: '0.01' });
  assert.deepEqual(query.columns, ['id', 'note:fit/age']);
  assert.equal(query.page, 3);
  assert.deepEqual(readQuery(writeQuery(query)), query);
  assert.equal(readQuery('?cursor=&page=7&evil=1').page, 1);
  assert.equal(writeQuery(readQuery('')), '', 'the usual table has no address');
  assert.doesNotMatch(viewOf(query), /cursor|page/);
});

test('the API is asked with the table’s words', () => {
  const params = apiParams(readQuery('?tags=young&sort=-annotation:fit/v2/age'), 50);
  assert.equal(params.sortBy, 'annotation');
  assert.equal(params.sortAnnotation, 'fit/v2/age');
  assert.equal(params.sortOrder, 'desc');
  assert.equal(params.tags, 'young');
  const groups = [{ id: 7, name: 'Supernovae' }];
  assert.equal(describeFilter('group_ids', '7,9', groups), 'Groups: Supernovae, 9');
  assert.equal(describeFilter('unclassified', 'true', groups), 'Not classified at all');
});

test('views are kept by name, and what is none is left out', () => {
  assert.deepEqual(readViews([{ name: 'a', search: '?x=1' }, { name: 2 }, null, 'b']), [
    { name: 'a', search: '?x=1' },
  ]);
  const both = withView(withView([], { name: 'b', search: '' }), { name: 'a', search: '?' });
  assert.deepEqual(
    both.map(({ name }) => name),
    ['a', 'b'],
  );
  assert.equal(withView(both, { name: 'a', search: '?y' }).length, 2);
  assert.throws(() => withView([], { name: 'a', search: 'x'.repeat(5000) }), /too much/);
});

test('many are changed some at a time; one failure stops no other', async () => {
  let atOnce = 0;
  let most = 0;
  const items = Array.from({ length: 12 }, (_, index) => ({ objId: `o${index}` }));
  const outcomes = await runBulk(
    items,
    async ({ objId }) => {
      atOnce += 1;
      most = Math.max(most, atOnce);
      await Promise.resolve();
      atOnce -= 1;
      if (objId === 'o3') throw new Error('no');
      return objId === 'o4' ? null : objId;
    },
    { signal: new AbortController().signal, onProgress: () => undefined },
  );
  assert.deepEqual(
    outcomes.map(({ objId }) => objId),
    items.map(({ objId }) => objId),
  );
  assert.equal(outcomes.filter(({ error }) => error !== undefined).length, 1);
  assert.equal(outcomes.filter(({ isChanged }) => isChanged).length, 10);
  assert.ok(most <= 4);
});

test('a bulk change that is stopped begins no more', async () => {
  const controller = new AbortController();
  const items = Array.from({ length: 20 }, (_, index) => ({ objId: `o${index}` }));
  const outcomes = await runBulk(
    items,
    async () => {
      controller.abort();
      return 1;
    },
    { signal: controller.signal, onProgress: () => undefined },
  );
  assert.ok(outcomes.length <= 4);
});

test('widgets move by keys and by dragging, hide, and are kept', () => {
  const ids = (layout: typeof USUAL_LAYOUT) => layout.map(({ id }) => id).slice(0, 4);
  assert.deepEqual(ids(moveBy(USUAL_LAYOUT, 'tonight', 1)), ['recent', 'tonight', 'news', 'sky']);
  assert.deepEqual(ids(moveBy(USUAL_LAYOUT, 'news', -1)), ['tonight', 'news', 'recent', 'sky']);
  assert.equal(moveBy(USUAL_LAYOUT, 'tonight', -1), USUAL_LAYOUT);
  assert.equal(moveBy(USUAL_LAYOUT, 'tonight', 100).at(-1)?.id, 'tonight');
  assert.deepEqual(ids(placeBefore(USUAL_LAYOUT, 'sky', 'tonight'))[0], 'sky');
  // A hidden one is jumped over.
  const hidden = setHidden(USUAL_LAYOUT, 'recent', true);
  assert.deepEqual(ids(moveBy(hidden, 'tonight', 1)), ['recent', 'news', 'tonight', 'sky']);
  const kept = JSON.parse(JSON.stringify(hidden));
  assert.deepEqual(readLayout(kept), hidden);
  assert.equal(readLayout([{ id: 'gone' }, { id: 'sky' }])[0]?.id, 'sky');
  assert.equal(readLayout([{ id: 'gone' }, { id: 'sky' }]).length, USUAL_LAYOUT.length);
  assert.equal(readLayout('nonsense'), USUAL_LAYOUT);
});

test('what is found leads somewhere, and recent places come once', () => {
  const answer = {
    position: null,
    sources: [
      {
        ...{ id: 'ZTF21a', ra: 1, dec: 2, tns_name: 'SN 2021a', redshift: 0.1 },
        ...{ saved: true, matched: null, separation: null },
      },
    ],
    objects: [{ id: 'ZTF21b', survey: 'ztf', ra: 1, dec: 2, separation: null }],
  };
  const options = optionsOf('ztf21', answer);
  assert.deepEqual(
    options.map(({ path }) => path),
    ['/source/ZTF21a', '/alerts/ZTF21b', '/sources?sourceID=ztf21'],
  );
  assert.match(options[0]?.detail ?? '', /SN 2021a · z 0.1 · saved/);
  const places = optionsOf('1 2', { position: { ra: 1, dec: 2 }, sources: [], objects: [] });
  assert.deepEqual(
    places.map(({ path }) => path),
    ['/alerts?ra=1&dec=2&radius=60', `/sources?ra=1&dec=2&radius=${60 / 3600}`],
  );
  const [first, second] = options;
  assert.ok(first && second);
  const recent = withRecent(withRecent(withRecent([], first), second), first);
  assert.deepEqual(
    recent.map(({ label }) => label),
    ['ZTF21a', 'ZTF21b'],
  );
  assert.deepEqual(readRecent(JSON.parse(JSON.stringify(recent))), recent);
  assert.deepEqual(readRecent([{ path: '//evil.example', label: 'x' }, { path: 'x' }, 7]), []);
});

test('the archive is asked for what the form says', () => {
  const query = readAlertQuery('?ra=83.6&dec=-22&radius=5');
  assert.equal(query.place, '83.6 -22');
  assert.deepEqual(alertParams(query, 9), {
    ...{ ra: 83.6, dec: -22, radius: 5, radius_units: 'arcsec', limit: 9 },
  });
  assert.deepEqual(readAlertQuery(writeAlertQuery(query)), query);
  assert.equal(isAsking(NO_QUERY), false);
  assert.equal(alertParams(NO_QUERY, 1), null);
  const wrong = { ...NO_QUERY, place: 'somewhere', candid: 'x' };
  assert.deepEqual(Object.keys(queryProblems(wrong)), ['place', 'candid']);
  assert.equal(alertParams(wrong, 1), null);
  assert.deepEqual(queryProblems({ ...NO_QUERY, place: '1 2', radius: '4000' }), {
    radius: 'Above 0, at most 3600″',
  });
});

test('lists that everybody has come first', () => {
  const entry = {
    ...{ id: 1, user_id: 1, obj_id: 'A', list_name: 'zebra', params: { arcsec: 5, cadence: 2 } },
    ...{ created_at: '2026-01-01T00:00:00', modified: '2026-01-01T00:00:00' },
  };
  const lists = listsOf([entry, { ...entry, id: 2, list_name: 'favorites' }]);
  assert.deepEqual(
    lists.map(({ name, entries }) => [name, entries.length]),
    [
      ['favorites', 1],
      ['watchlist', 0],
      ['rejected_candidates', 0],
      ['zebra', 1],
    ],
  );
  assert.equal(paramWords(entry.params), '5″ around, every 2 d');
  assert.equal(nameProblem('-x'), 'Begins with a letter or digit');
});

test('how dark it is, and where', () => {
  assert.deepEqual([10, -3, -8, -15, -30].map(darknessAt), [
    'day',
    'civil',
    'nautical',
    'astronomical',
    'night',
  ]);
  const palomar = { lat: 33.36, lon: -116.86, elevation: 1712, fixed_location: true };
  const site = siteOf(palomar);
  assert.ok(site);
  assert.equal(siteOf({ ...palomar, fixed_location: false }), null);
  const named = (name: string, lon: number) => ({ ...palomar, name, nickname: '', lon });
  const sites = sitesOf([named('a', 10), named('b', 10.2), named('c', 20)]);
  assert.deepEqual(
    sites.map(({ names }) => names),
    [['a', 'b'], ['c']],
  );
  const dark = darkestFirst([named('day', 60), named('night', -117)], 61_000 + 8 / 24);
  assert.deepEqual(
    dark.map(({ names, darkness }) => [names[0], darkness]),
    [
      ['night', 'night'],
      ['day', 'day'],
    ],
  );
  // 08:00 UTC is about local midnight.
  const sky = skyAt(site, 61_000 + 8 / 24);
  assert.equal(sky.darkness, 'night');
  assert.equal(sky.events[0]?.label, 'Morning 18° twilight');
  assert.deepEqual(
    sky.events.map(({ mjd }) => mjd),
    sky.events.map(({ mjd }) => mjd).toSorted((a, b) => a - b),
  );
  const outline = nightOutline(61_000);
  assert.ok(outline.every(([x, y]) => Math.abs(x) <= 180 && Math.abs(y) <= 90));
});

test('a document is split at its headings, and broken lines are one', () => {
  const text =
    '# A `b`\n\none\ntwo\n- x\n  more\n\n```\n# no heading\na\nb\n```\n## C\n| a |\n|---|\n| 1 |\n';
  const sections = splitSections(text);
  assert.deepEqual(
    sections.map(({ level, heading }) => [level, heading]),
    [
      [1, 'A `b`'],
      [2, 'C'],
    ],
  );
  assert.match(sections[0]?.text ?? '', /^one two\n- x more\n/);
  assert.match(sections[0]?.text ?? '', /# no heading\na\nb\n/);
  assert.match(sections[1]?.text ?? '', /\| a \|\n\|---\|\n\| 1 \|/);
  assert.equal(anchorOf('A `b`, c'), 'a-b-c');
});

test('the licences that are named are those of the packages', () => {
  const require = createRequire(import.meta.url);
  for (const [name, license] of BUILT_WITH) {
    const paths = require.resolve.paths(name) ?? [];
    const files = paths.map((path) => `${path}/${name}/package.json`);
    const read = files.flatMap((file) => {
      try {
        return [JSON.parse(readFileSync(file, 'utf8')) as { license?: string }];
      } catch {
        return [];
      }
    });
    assert.equal(read[0]?.license, license, name);
  }
});
