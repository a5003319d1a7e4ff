import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { SourceColumn } from '@fritz/contract';
import { createObj, createPhotometryPoint, createSource } from '@fritz/testing';
import { arrangeWorld, call, fails, type Harness, startHarness, type World } from './harness.ts';

let harness: Harness;
let world: World;
before(async () => {
  harness = await startHarness();
  world = await harness.arrange(async (client) => {
    const made = await arrangeWorld(client);
    const group = made.otherGroup;
    for (const [index, id] of ['B', 'C', 'A'].entries()) {
      await createObj(client, { id, ra: 30 - 10 * index, dec: (index * 7) % 10 });
      const savedAt = new Date(Date.UTC(2026, 10, 1 + ((index + 1) % 3)));
      await createSource(client, { objId: id, group, savedBy: made.stranger, savedAt });
    }
    return made;
  });
});
after(() => harness?.close());

async function order(query: Record<string, string | number>): Promise<string> {
  const { sources } = await call(harness, 'listSources', { as: world.stranger, query });
  return sources.map(({ id }) => id).join('');
}

test('sources are sorted by any column, both ways, page by page', async () => {
  const expected: Partial<Record<SourceColumn, string>> = {
    // What is missing everywhere leaves the names to decide.
    redshift: 'ABC',
    saved_at: 'CBA',
    id: 'ABC',
    ra: 'ACB',
    dec: 'BAC',
    created_at: 'ACB',
  };
  assert.equal(await order({ sortBy: 'redshift', sortOrder: 'desc' }), expected.redshift);
  for (const sortBy of ['saved_at', 'id', 'ra', 'dec', 'created_at'] as const) {
    const usual = await order({ sortBy });
    assert.equal(usual, expected[sortBy], sortBy);
    const [asc, desc] = [
      await order({ sortBy, sortOrder: 'asc' }),
      await order({ sortBy, sortOrder: 'desc' }),
    ];
    assert.equal(asc, [...desc].reverse().join(''), sortBy);
    assert.ok([asc, desc].includes(usual));
    const pages = [1, 2, 3].map((pageNumber) => order({ sortBy, pageNumber, numPerPage: 1 }));
    assert.equal((await Promise.all(pages)).join(''), usual);
  }
  assert.equal(await order({}), expected.saved_at);
});

test('a column that is none is named', async () => {
  const query = { sortBy: 'ra; DROP TABLE objs' };
  const { message } = await fails(harness, 'listSources', 'invalid_request', {
    as: world.stranger,
    query,
  });
  assert.match(message, /sortBy/);
});

test('lists are sorted by what hangs on objects, and their pages skip nothing', async () => {
  await harness.arrange(async (client) => {
    for (const [objId, flux_ujy, mjd] of [
      ['A', 100, 61_010],
      ['B', 400, 61_005],
      ['B', 50, 61_020],
    ] as const) {
      const columns = { flux_ujy, fluxerr_ujy: 1, mjd };
      await createPhotometryPoint(client, { objId, columns, programId: 3 });
    }
    await client.query(
      `INSERT INTO fritz.annotations (subject_type, subject_id, author_id, audience_id, origin, data)
       SELECT 'sources', o, $1, s.audience_id, 'fit/v2', jsonb_build_object('age', n)
         FROM unnest('{A,C}'::text[], '{7,3}'::int[]) AS t (o, n)
         JOIN fritz.sources s ON s.obj_id = o`,
      [world.stranger.id],
    );
  });
  // What is missing comes last, whichever way.
  const expected: Record<string, readonly [asc: string, desc: string]> = {
    peak_mag: ['BAC', 'ABC'],
    latest_mag: ['ABC', 'BAC'],
    first_detected: ['BAC', 'ABC'],
    last_detected: ['ABC', 'BAC'],
    detections: ['ABC', 'BAC'],
    annotation: ['CAB', 'ACB'],
    saved_by: ['ABC', 'ABC'],
    groups: ['ABC', 'ABC'],
    ...{ tags: ['ABC', 'ABC'], spectra: ['ABC', 'ABC'], comments: ['ABC', 'ABC'] },
    probability: ['ABC', 'ABC'],
  };
  for (const [sortBy, both] of Object.entries(expected)) {
    const more: Record<string, string> =
      sortBy === 'annotation' ? { sortAnnotation: 'fit/v2/age' } : {};
    for (const [way, sortOrder] of ['asc', 'desc'].entries()) {
      const query = { sortBy, sortOrder, ...more };
      assert.equal(await order(query), both[way], `${sortBy} ${sortOrder}`);
      assert.equal(await readInPages(query), both[way], `${sortBy} ${sortOrder} by cursor`);
    }
  }
  await fails(harness, 'listSources', 'invalid_request', {
    as: world.stranger,
    query: { sortBy: 'annotation' },
  });
});

/** A list read one by one, each page from where the one before ended. */
async function readInPages(query: Record<string, string | number>): Promise<string> {
  let found = '';
  let cursor: string | null = null;
  do {
    const asked: Record<string, string | number> = { ...query, numPerPage: 1 };
    if (cursor !== null) asked.cursor = cursor;
    const page: { sources: { id: string }[]; cursor: string | null } = await call(
      harness,
      'listSources',
      { as: world.stranger, query: asked },
    );
    found += page.sources.map(({ id }) => id).join('');
    ({ cursor } = page);
  } while (cursor !== null);
  return found;
}

test('lists are narrowed by who saved, tags, last detection and counts', async () => {
  assert.equal(await order({ sortBy: 'id', savedBy: world.stranger.username }), 'ABC');
  assert.equal(await order({ sortBy: 'id', savedBy: 'nobody-else' }), '');
  assert.equal(await order({ sortBy: 'id', withoutTags: 'young' }), 'ABC');
  assert.equal(await order({ sortBy: 'id', lastDetectedAfter: '2025-12-08' }), 'B');
  assert.equal(await order({ sortBy: 'id', minSpectra: 1 }), '');
  assert.equal(await order({ sortBy: 'id', minComments: 1 }), '');
  const query = { sortBy: 'id', includeCounts: true };
  const { sources } = await call(harness, 'listSources', { as: world.stranger, query });
  assert.deepEqual([sources[0]?.spectrum_count, sources[0]?.comment_count], [0, 0]);
});

test('objects are found by how they are saved to the groups that are named', async () => {
  const [mine, other] = [world.otherGroup.id, world.group.id];
  const find = (savedStatus: string, group_ids: string) =>
    order({ sortBy: 'id', savedStatus, group_ids });
  for (const status of ['savedToAnySelected', 'savedToAllSelected', 'savedToAnyAccessible']) {
    assert.equal(await find(status, `${mine}`), 'ABC', status);
  }
  for (const status of [
    'notSavedToAnySelected',
    'notSavedToAllSelected',
    'notSavedToAnyAccessible',
  ]) {
    assert.ok(!(await find(status, `${mine}`)).includes('A'), status);
  }
  assert.equal(await find('savedToAllSelected', `${mine},${other}`), '');
  assert.match(await order({ sortBy: 'id', savedStatus: 'all', group_ids: `${mine}` }), /ABC/);
});
