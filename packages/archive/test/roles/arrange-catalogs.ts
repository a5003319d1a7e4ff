import assert from 'node:assert/strict';
import { type DatabaseRoles, loadCatalog, withClient } from '@fritz/archive';
import { createCatalog, planOf, tableInMemory } from '@fritz/testing';

/**
 * As the owner, as whom `fritz catalog` works: a catalog with a word that everybody may read, and one
 * that is half loaded, of whose files nobody may know.
 */
export function arrangeCatalogs(
  owner: DatabaseRoles['owner'],
  words: { readonly shown: string; readonly canary: string },
): Promise<void> {
  const columns = { id: 'text', ra: 'float8', dec: 'float8' } as const;
  return withClient(owner, async (client) => {
    await createCatalog(client, { name: 'stars', columns, rows: [[words.shown, 10, 10]] });
    const files = [{ path: words.canary, bytes: 0, modifiedMs: 0 }];
    const plan = planOf('halfway', [tableInMemory(columns, [])], { files });
    const broken = () => Promise.reject(new Error('interrupted'));
    await assert.rejects(loadCatalog(client, plan, broken), /interrupted/);
  });
}
