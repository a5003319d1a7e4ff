import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { SourceColumn } from '@fritz/contract';
import { createObj, createSource } from '@fritz/testing';
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
