import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { ensureSitewideGroup, withClient } from '@fritz/archive';
import { createUser, type TestUser } from '@fritz/testing';
import { parse } from 'yaml';
import { arrangeWorld, call, fails, type Harness, startHarness, type World } from './harness.ts';

let harness: Harness;
let world: World;
/** May post taxonomies, and is in the group of all alone. */
let poster: TestUser;

before(async () => {
  harness = await startHarness();
  await withClient(harness.database.owner, (owner) => ensureSitewideGroup(owner, 'Sitewide'));
  world = await harness.arrange(arrangeWorld);
  poster = await harness.arrange((client) => createUser(client, { roles: ['Group admin'] }));
});
after(() => harness.close());

const hierarchy = { class: 'Transient', subclasses: [{ class: 'SN Ia' }, { class: 'SN II' }] };
let made = 0;
const draft = (change: object = {}) => {
  made += 1;
  return { name: `Taxonomy ${made}`, version: '1', hierarchy, ...change };
};
const post = async (as: TestUser, change: object = {}) =>
  (await call(harness, 'createTaxonomy', { as, body: draft(change) })).taxonomy_id;
const get = (as: TestUser, id: number) => call(harness, 'getTaxonomy', { as, params: { id } });

test('a new version makes the earlier ones of its name old', async () => {
  const first = await post(poster, { name: 'Versions', provenance: 'https://example.org' });
  await fails(harness, 'createTaxonomy', 'already_exists', {
    as: poster,
    body: draft({ name: 'Versions' }),
  });
  const aside = await post(poster, { name: 'Versions', version: '2-rc', isLatest: false });
  assert.equal((await get(poster, first)).isLatest, true);
  const second = await post(poster, { name: 'Versions', version: '2' });
  const seen = (await call(harness, 'listTaxonomies', { as: world.stranger })).filter(
    ({ name }) => name === 'Versions',
  );
  assert.deepEqual(
    seen.map((one) => [one.id, one.isLatest, one.can_change]),
    [
      [second, true, false],
      [aside, false, false],
      [first, false, false],
    ],
  );
  assert.deepEqual(seen[0]?.hierarchy, hierarchy);
  assert.equal(seen[2]?.provenance, 'https://example.org');
  assert.deepEqual(
    seen[0]?.groups.map((group) => group.name),
    ['Sitewide'],
  );
});

test('a taxonomy of a group is its members’, and its name and version are free for others', async () => {
  const as = world.admin;
  const body = { name: 'Of a group', group_ids: [world.group.id] };
  const id = await post(as, body);
  assert.equal((await get(world.member, id)).name, 'Of a group');
  const params = { id };
  await fails(harness, 'getTaxonomy', 'not_found', { as: poster, params });
  await fails(harness, 'updateTaxonomy', 'not_found', { as: poster, params, body: { name: 'x' } });
  await post(poster, { name: 'Of a group' });
  await fails(harness, 'createTaxonomy', 'permission_denied', { as: world.member, body: draft() });
  const foreign = draft({ group_ids: [world.group.id] });
  await fails(harness, 'createTaxonomy', 'not_found', { as: poster, body: foreign });
});

test('a hierarchy is checked, with the place of the mistake', async () => {
  const refused = async (given: unknown, words: RegExp) => {
    const options = { as: poster, body: draft({ hierarchy: given }) };
    const { message } = await fails(harness, 'createTaxonomy', 'invalid_request', options);
    assert.match(message, words);
  };
  await refused(undefined, /hierarchy: is missing/);
  await refused({ subclasses: [] }, /hierarchy\.class: is not the name/);
  await refused({ class: 'A', subclasses: {} }, /subclasses: is not a list/);
  await refused({ class: 'A', subclasses: ['B'] }, /subclasses\[0\]: is not a class/);
  await refused({ class: 'A', subclasses: [{ class: 'B' }, { class: 'B' }] }, /“B” stands twice/);
  await refused({ class: 'A', subclasses: [{ class: 'A' }] }, /“A” stands below itself/);
  await refused({ class: 'A', tags: [3] }, /tags: is not a list of texts/);
  await refused({ class: 'A', 'other names': [3] }, /other names: is not a list of texts/);
  let deep: object = { class: 'bottom' };
  for (let level = 0; level < 200; level++) deep = { class: `level ${level}`, subclasses: [deep] };
  await refused(deep, /100 levels deep/);
});

test('a hierarchy comes as the text of a YAML file, too', async () => {
  const file = '- class: Top\n  subclasses:\n    - class: Below\n      tags: [blue]\n';
  const id = await post(poster, { hierarchy: undefined, hierarchy_file: file });
  const shown = await get(poster, id);
  assert.deepEqual(shown.hierarchy, {
    class: 'Top',
    subclasses: [{ class: 'Below', tags: ['blue'] }],
  });
  for (const hierarchy_file of ['{', 'just words', '- 3', '']) {
    const body = draft({ hierarchy: undefined, hierarchy_file });
    await fails(harness, 'createTaxonomy', 'invalid_request', { as: poster, body });
  }
});

test('what is said of it changes, its hierarchy does not', async () => {
  const id = await post(poster, {});
  const params = { id };
  await call(harness, 'updateTaxonomy', {
    as: poster,
    params,
    body: { version: '1.1', provenance: 'here', hierarchy },
  });
  const shown = await get(poster, id);
  assert.deepEqual([shown.version, shown.provenance], ['1.1', 'here']);
  await fails(harness, 'updateTaxonomy', 'conflict', {
    as: poster,
    params,
    body: { hierarchy: { class: 'Other' } },
  });
  const other = await harness.arrange((client) => createUser(client, { roles: ['Group admin'] }));
  await fails(harness, 'updateTaxonomy', 'not_owner', { as: other, params, body: { name: 'x' } });
  await call(harness, 'updateTaxonomy', { as: world.admin, params, body: { isLatest: false } });
  assert.equal((await get(poster, id)).isLatest, false);
});

test('one by which something was said stays', async () => {
  const remover = await harness.arrange((client) =>
    createUser(client, { roles: ['Full user'], acls: ['Delete taxonomy'] }),
  );
  const id = await post(poster);
  const params = { id };
  await call(harness, 'createClassification', {
    as: world.member,
    body: {
      obj_id: world.objId,
      taxonomy_id: id,
      classification: 'SN II',
      group_ids: [world.group.id],
    },
  });
  await fails(harness, 'deleteTaxonomy', 'permission_denied', { as: poster, params });
  await fails(harness, 'deleteTaxonomy', 'conflict', { as: world.admin, params });
  // What stands in the way is hidden from him.
  await fails(harness, 'deleteTaxonomy', 'conflict', { as: remover, params });
  const unused = { id: await post(poster) };
  await call(harness, 'deleteTaxonomy', { as: remover, params: unused });
  await fails(harness, 'getTaxonomy', 'not_found', { as: poster, params: unused });
});

const folder = join(
  process.env.FRITZ_SHARED ?? join(import.meta.dirname, '../../../../shared'),
  'data/marshal',
);
const skip = existsSync(folder) ? false : `no taxonomies at ${folder} (set FRITZ_SHARED)`;

test('the taxonomies that Fritz runs with load, class by class', { skip }, async () => {
  const files = ['taxonomy_fritz.yaml', 'variable_taxonomy.yaml'];
  const counts: Record<string, number> = {};
  for (const file of files) {
    const found: unknown = parse(readFileSync(join(folder, file), 'utf8'));
    for (const one of Array.isArray(found) ? found : [found]) {
      const { group_ids: _, ...body } = one;
      const as = poster;
      const { taxonomy_id } = await call(harness, 'createTaxonomy', { as, body });
      const shown = await get(as, taxonomy_id);
      assert.deepEqual(shown.hierarchy, one.hierarchy);
      counts[`${shown.name} ${shown.version}`] = await countClasses(taxonomy_id);
    }
  }
  assert.deepEqual(counts, {
    'Sitewide Taxonomy 0.1.1': 136,
    'Basic Taxonomy 0.1.0': 6,
    'Variables Taxonomy demo': 68,
  });
});

function countClasses(id: number): Promise<number> {
  return harness.arrange(async (client) => {
    const { rows } = await client.query<{ n: number }>(
      'SELECT count(*)::int AS n FROM fritz.taxonomy_classes WHERE taxonomy_id = $1',
      [id],
    );
    return rows[0]?.n ?? 0;
  });
}
