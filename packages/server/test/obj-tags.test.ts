import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  ensureSitewideGroup,
  namesOf,
  type ObjSet,
  objsOnList,
  objsWithTag,
  openArchive,
  withClient,
} from '@fritz/archive';
import { createGroup, createUser } from '@fritz/testing';
import { arrangeWorld, call, fails, type Harness, startHarness, type World } from './harness.ts';

let harness: Harness;
let world: World;
/** In the member's group, and in none of his others. */
let reader: { id: number; token: string };
let own: { id: number };

before(async () => {
  harness = await startHarness();
  await withClient(harness.database.owner, (owner) => ensureSitewideGroup(owner, 'Sitewide'));
  world = await harness.arrange(arrangeWorld);
  reader = await harness.arrange(async (client) => {
    const made = await createUser(client);
    await client.query('INSERT INTO fritz.stream_users VALUES ($1, $2)', [
      world.stream.id,
      made.id,
    ]);
    await client.query('INSERT INTO fritz.group_users (group_id, user_id) VALUES ($1, $2)', [
      world.group.id,
      made.id,
    ]);
    return made;
  });
  own = await harness.arrange((client) =>
    createGroup(client, { members: [{ user: world.member, admin: true }], private: true }),
  );
});
after(() => harness.close());

type As = { token: string };

function found(as: As, set: ObjSet): Promise<string[]> {
  const archive = openArchive({ ...harness.database.app, max: 1 });
  return archive.asViewer(as.token, (tx) => namesOf(tx, set)).finally(() => archive.close());
}

const option = (name: string) =>
  call(harness, 'createTagOption', { as: world.admin, body: { name, color: '#3a87ad' } });

const tagsSeen = async (as: As, objtagoption_id: number) =>
  call(harness, 'listObjTags', { as, query: { obj_id: world.objId, objtagoption_id } });

test('words are tags once, whatever the case, and are managed by who manages sources', async () => {
  const young = await option('Young');
  const as = world.admin;
  await fails(harness, 'createTagOption', 'already_exists', { as, body: { name: 'YOUNG' } });
  await fails(harness, 'createTagOption', 'permission_denied', {
    as: world.member,
    body: { name: 'Mine' },
  });
  for (const body of [{ name: 'no spaces' }, { name: 'A', color: 'red' }, { name: '' }]) {
    await fails(harness, 'createTagOption', 'invalid_request', { as, body });
  }
  const params = { id: young.id };
  const changed = await call(harness, 'updateTagOption', { as, params, body: { color: '' } });
  assert.deepEqual([changed.name, changed.color], ['Young', null]);
  await call(harness, 'updateTagOption', { as, params, body: { name: 'young' } });
  const listed = await call(harness, 'listTagOptions', { as: world.stranger });
  assert.deepEqual(
    listed.map(({ name }) => name),
    ['young'],
  );
  await call(harness, 'deleteTagOption', { as, params, body: { id: young.id } });
  await fails(harness, 'getTagOption', 'not_found', { as, params });
});

test('a tag is seen by its groups; what only others see is not in the way', async () => {
  const { id: objtagoption_id } = await option('Rising');
  const as = world.member;
  const body = { obj_id: world.objId, objtagoption_id };
  await fails(harness, 'createObjTag', 'permission_denied', { as: world.viewer, body });
  await fails(harness, 'createObjTag', 'not_found', { as: world.stranger, body });
  const narrow = await call(harness, 'createObjTag', {
    as,
    body: { ...body, group_ids: [own.id] },
  });
  assert.deepEqual(await tagsSeen(reader, objtagoption_id), []);
  await fails(harness, 'getObjTag', 'not_found', { as: reader, params: { id: narrow.id } });
  // The reader puts it there himself: another one, and he learns nothing.
  const open = await call(harness, 'createObjTag', { as: reader, body });
  assert.notEqual(open.id, narrow.id);
  assert.deepEqual(
    open.groups.map(({ name }) => name),
    ['Sitewide'],
  );
  assert.deepEqual(await found(world.stranger, objsWithTag(['rising'])), []);
  assert.deepEqual(await found(reader, objsWithTag(['RISING', 'other'])), [world.objId]);
  assert.deepEqual(await found(reader, objsWithTag(['other'])), []);
});

test('groups are added to a tag that one sees, and taken away by their members', async () => {
  const { id: objtagoption_id } = await option('Host');
  const as = world.member;
  const put = (group_ids: number[], by: As = as) =>
    call(harness, 'createObjTag', {
      as: by,
      body: { obj_id: world.objId, objtagoption_id, group_ids },
    });
  const { id } = await put([world.group.id], reader);
  const wider = await put([own.id, world.group.id]);
  assert.equal(wider.id, id);
  assert.deepEqual(wider.groups.map((group) => group.id).sort(), [own.id, world.group.id].sort());
  // The reader does not know of the other group, and leaves it there.
  const params = { id };
  assert.equal((await tagsSeen(reader, objtagoption_id))[0]?.groups.length, 1);
  const body = { group_ids: [world.group.id] };
  await call(harness, 'deleteObjTag', { as, params, body });
  assert.deepEqual(
    (await call(harness, 'getObjTag', { as, params })).groups.map((group) => group.id),
    [own.id],
  );
  await fails(harness, 'deleteObjTag', 'not_author', { as, params, body });
  await call(harness, 'deleteObjTag', { as, params });
  await fails(harness, 'getObjTag', 'not_found', { as, params });
});

test('a list is its owner’s alone', async () => {
  const as = world.member;
  const body = { obj_id: world.objId, list_name: 'favorites' };
  const { id } = await call(harness, 'createListing', { as, body: { ...body, user_id: as.id } });
  await fails(harness, 'createListing', 'already_exists', { as, body });
  const ofMember = { params: { id: as.id } };
  for (const other of [world.admin, reader]) {
    assert.deepEqual(await call(harness, 'listUserListings', { as: other, ...ofMember }), []);
    await fails(harness, 'deleteListing', 'not_found', { as: other, params: { id } });
    const theirs = { ...body, user_id: as.id };
    await fails(harness, 'createListing', 'not_owner', { as: other, body: theirs });
    await fails(harness, 'deleteListingOf', 'not_owner', { as: other, body: theirs });
    assert.deepEqual(await found(other, objsOnList('favorites')), []);
  }
  await fails(harness, 'createListing', 'not_found', { as: world.stranger, body });
  assert.deepEqual(await found(as, objsOnList('favorites')), [world.objId]);
  const [listed] = await call(harness, 'listUserListings', { as, ...ofMember });
  assert.deepEqual([listed?.id, listed?.obj_id, listed?.user_id], [id, world.objId, as.id]);
  const rename = { list_name: 'rejected_candidates' };
  await call(harness, 'updateListing', { as, params: { id }, body: rename });
  const query = { listName: 'favorites' };
  assert.deepEqual(await call(harness, 'listListings', { as, query }), []);
  await call(harness, 'deleteListingOf', { as, body: { obj_id: world.objId, ...rename } });
  assert.deepEqual(await call(harness, 'listListings', { as }), []);
});

test('a watchlist says how it is watched', async () => {
  const as = world.member;
  const body = { obj_id: world.objId, list_name: 'watchlist' };
  const wrong = [
    undefined,
    {},
    { arcsec: 0, cadence: 1 },
    { arcsec: 3601, cadence: 1 },
    { arcsec: 2, cadence: 0.5 },
    { arcsec: '2', cadence: 1 },
    { arcsec: 2, cadence: 1, end_of_night: 'yes' },
  ];
  for (const params of wrong) {
    await fails(harness, 'createListing', 'invalid_request', {
      as,
      body: params === undefined ? body : { ...body, params },
    });
  }
  const params = { arcsec: 2, cadence: 30, end_of_night: true };
  await call(harness, 'createListing', { as, body: { ...body, params } });
  const [listed] = await call(harness, 'listListings', { as });
  assert.deepEqual(listed?.params, params);
});

test('tags and entries of lists go with their object', async () => {
  await harness.arrange(async (client) => {
    await client.query('DELETE FROM fritz.obj_names WHERE id = $1', [world.objId]);
    for (const table of ['obj_tags', 'listings']) {
      const left = await client.query(`SELECT FROM fritz.${table}`);
      assert.equal(left.rowCount, 0, table);
    }
  });
});
