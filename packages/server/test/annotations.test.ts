import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  type AnnotationCondition,
  ensureSitewideGroup,
  namesOf,
  objsWithAnnotation,
  openArchive,
  withClient,
} from '@fritz/archive';
import { createCandidate, createGroup, createPhotometryPoint, createUser } from '@fritz/testing';
import { arrangeWorld, call, fails, type Harness, startHarness, type World } from './harness.ts';

let harness: Harness;
let world: World;
let reader: { id: number; token: string };
let params: { resource_type: string; resource_id: string };

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
  params = { resource_type: 'sources', resource_id: world.objId };
});
after(() => harness.close());

type As = { token: string };

async function annotate(as: As, body: object, on = params): Promise<number> {
  return (await call(harness, 'createAnnotation', { as, params: on, body })).annotation_id;
}

const ofAnnotation = (annotation_id: number) => ({ params: { ...params, annotation_id } });

const anything: AnnotationCondition = {
  origin: null,
  key: null,
  word: null,
  low: null,
  high: null,
  since: null,
  until: null,
};

function found(as: As, condition: Partial<AnnotationCondition>): Promise<string[]> {
  const archive = openArchive({ ...harness.database.app, max: 1 });
  return archive
    .asViewer(as.token, (tx) => namesOf(tx, objsWithAnnotation({ ...anything, ...condition })))
    .finally(() => archive.close());
}

test('an annotation keeps its values exactly, and is changed by its author', async () => {
  const as = world.member;
  const data = { z: 0.1234567890123456, id: 3_611_999_999_999_999_999n, near: true, deep: [{}] };
  const id = await annotate(as, { origin: 'gaia', data });
  const seen = await call(harness, 'getAnnotation', { as: reader, ...ofAnnotation(id) });
  assert.deepEqual(seen.data, data);
  assert.deepEqual([seen.origin, seen.author_id, seen.can_change], ['gaia', as.id, false]);
  const body = { data: { z: 1 } };
  await fails(harness, 'updateAnnotation', 'not_author', { as: reader, ...ofAnnotation(id), body });
  await fails(harness, 'deleteAnnotation', 'not_author', { as: reader, ...ofAnnotation(id) });
  await fails(harness, 'getAnnotation', 'not_found', { as: world.stranger, ...ofAnnotation(id) });
  const other = { origin: 'x', data: {} };
  await fails(harness, 'createAnnotation', 'permission_denied', {
    as: world.viewer,
    params,
    body: other,
  });
  await call(harness, 'updateAnnotation', { as, ...ofAnnotation(id), body });
  const changed = await call(harness, 'getAnnotation', { as, ...ofAnnotation(id) });
  assert.deepEqual([changed.data, changed.origin], [{ z: 1 }, 'gaia']);
  await call(harness, 'deleteAnnotation', { as, ...ofAnnotation(id) });
  await fails(harness, 'getAnnotation', 'not_found', { as, ...ofAnnotation(id) });
});

test('what an annotation said before is read by who reads it', async () => {
  const as = world.member;
  const id = await annotate(as, { origin: 'fit:v1', data: { age_d: 3 } });
  const change = (body: object) =>
    call(harness, 'updateAnnotation', { as, ...ofAnnotation(id), body });
  await change({ data: { age_d: 3 } });
  await change({ data: { age_d: 5.5 } });
  await change({ origin: 'fit:v2' });
  const told = await call(harness, 'getAnnotationHistory', { as: reader, ...ofAnnotation(id) });
  assert.deepEqual(
    told.map(({ version, origin, data }) => [version, origin, data.age_d]),
    [
      [1, 'fit:v1', 3],
      [2, 'fit:v1', 5.5],
    ],
  );
  await fails(harness, 'getAnnotationHistory', 'not_found', {
    as: world.stranger,
    ...ofAnnotation(id),
  });
  await call(harness, 'deleteAnnotation', { as, ...ofAnnotation(id) });
});

test('an origin is there once, as far as one sees', async () => {
  const as = world.member;
  const own = await harness.arrange((client) =>
    createGroup(client, { members: [{ user: world.member, admin: true }], private: true }),
  );
  const hidden = await annotate(as, { origin: 'once', data: { a: 1 }, group_ids: [own.id] });
  const body = { origin: 'once', data: { a: 2 } };
  await fails(harness, 'createAnnotation', 'already_exists', { as, params, body });
  // Hidden from the reader: it is not in his way.
  const open = await annotate(reader, body);
  const seen = await call(harness, 'listAnnotations', { as: reader, params });
  const ids = seen.filter(({ origin }) => origin === 'once').map(({ id }) => id);
  assert.deepEqual(ids, [open]);
  await fails(harness, 'updateAnnotation', 'already_exists', {
    as,
    ...ofAnnotation(await annotate(as, { origin: 'twice', data: {} })),
    body: { origin: 'once' },
  });
  assert.deepEqual(await found(reader, { key: 'a', low: 1, high: 1 }), []);
  await call(harness, 'deleteAnnotation', { as, ...ofAnnotation(hidden) });
});

test('what filters say of a source is listed with what people say', async () => {
  const list = await call(harness, 'listAnnotations', { as: reader, params });
  const [said] = list.filter(({ filter_id }) => filter_id === world.filter.id);
  assert.ok(said && said.id < 0);
  assert.deepEqual([said.data, said.bot, said.can_change], [{ age: 3 }, true, false]);
  assert.match(said.origin, /^.+:.+$/);
  const one = await call(harness, 'getAnnotation', { as: reader, ...ofAnnotation(said.id) });
  assert.deepEqual(one, said);
  await fails(harness, 'getAnnotation', 'not_found', { as: reader, ...ofAnnotation(-9e15) });
  await fails(harness, 'deleteAnnotation', 'invalid_request', {
    as: world.member,
    ...ofAnnotation(said.id),
  });
  // Only its newest word counts.
  await harness.arrange((client) =>
    createCandidate(client, {
      filter: world.filter,
      objId: world.objId,
      output: { annotations: { age: 4, kind: 'SN' } },
    }),
  );
  const { origin } = said;
  const { objId } = world;
  assert.deepEqual(await found(reader, { origin, key: 'age', low: 3, high: 3 }), []);
  assert.deepEqual(await found(reader, { origin, key: 'age', low: 4, high: 4 }), [objId]);
  assert.deepEqual(await found(reader, { key: 'kind', word: 'SN' }), [objId]);
  assert.deepEqual(await found(reader, { origin }), [objId]);
  assert.deepEqual(await found(world.stranger, { origin }), []);
});

test('annotations are searched by origin, key, word and range, by each viewer among his own', async () => {
  const as = world.member;
  const { objId } = world;
  const id = await annotate(as, {
    origin: 'fit',
    data: { z: 0.5, type: 'Ia', ok: true, big: 10n ** 400n },
  });
  const hits: Partial<AnnotationCondition>[] = [
    { origin: 'fit' },
    { key: 'z' },
    { origin: 'fit', key: 'z', low: 0.5, high: 0.5 },
    { key: 'z', low: 0.4 },
    { key: 'z', high: 0.6 },
    { key: 'type', word: 'Ia' },
    { key: 'ok', word: 'true' },
    { key: 'big' },
    { origin: 'fit', since: new Date(0) },
  ];
  const misses: Partial<AnnotationCondition>[] = [
    { origin: 'other', key: 'z' },
    { key: 'z', low: 0.5, lowOpen: true },
    { key: 'z', high: 0.5, highOpen: true },
    { key: 'z', low: 0.6, high: 1 },
    { key: 'type', word: 'ia' },
    { key: 'type', low: 0 },
    { key: 'no' },
    { origin: 'fit', until: new Date(0) },
  ];
  for (const hit of hits) {
    assert.deepEqual(await found(reader, hit), [objId], JSON.stringify(hit));
    assert.deepEqual(await found(world.stranger, hit), [], JSON.stringify(hit));
  }
  for (const miss of misses) assert.deepEqual(await found(reader, miss), [], JSON.stringify(miss));
  await call(harness, 'updateAnnotation', { as, ...ofAnnotation(id), body: { data: { z: 0.9 } } });
  assert.deepEqual(await found(reader, { key: 'z', low: 0.9 }), [objId]);
  assert.deepEqual(await found(reader, { key: 'type', word: 'Ia' }), []);
});

test('JSON that nobody could keep or read is refused, never half kept', async () => {
  const deep = (levels: number): unknown => (levels === 0 ? 1 : [deep(levels - 1)]);
  const wrong = [
    { origin: 'bad', data: { a: deep(1000) } },
    { origin: 'bad', data: { a: 'nul \u0000' } },
    { origin: 'bad', data: { a: 'half \ud800' } },
    { origin: 'bad', data: { '\u0000': 1 } },
    { origin: 'bad', data: { a: 'x'.repeat(950_000) } },
    { origin: 'bad', data: [1] },
    { origin: '-bad', data: {} },
    { origin: 'bad' },
  ];
  for (const body of wrong) {
    await fails(harness, 'createAnnotation', 'invalid_request', { as: world.member, params, body });
  }
  const id = await annotate(world.member, { origin: 'fine', data: { a: 'back\\u0000slash' } });
  const seen = await call(harness, 'getAnnotation', { as: reader, ...ofAnnotation(id) });
  assert.deepEqual(seen.data, { a: 'back\\u0000slash' });
});

test('a point of photometry has annotations of its own, which go with it', async () => {
  const point = await harness.arrange((client) =>
    createPhotometryPoint(client, { objId: world.objId, group: world.group }),
  );
  const on = { resource_type: 'photometry', resource_id: String(point.id) };
  const id = await annotate(world.member, { origin: 'seeing', data: { fwhm: 2.5 } }, on);
  const [seen] = await call(harness, 'listAnnotations', { as: reader, params: on });
  assert.deepEqual([seen?.id, seen?.obj_id], [id, world.objId]);
  await fails(harness, 'listAnnotations', 'not_found', { as: world.stranger, params: on });
  // A source is not found by what is said of a point.
  assert.deepEqual(await found(reader, { key: 'fwhm' }), []);
  await harness.arrange(async (client) => {
    await client.query('DELETE FROM fritz.photometry WHERE id = $1', [point.id]);
    const left = await client.query('SELECT FROM fritz.annotations WHERE id = $1', [id]);
    assert.equal(left.rowCount, 0);
  });
});
