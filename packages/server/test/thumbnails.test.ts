import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { ensureSitewideGroup, listThumbnails, openArchive, withClient } from '@fritz/archive';
import { encodePng } from '@fritz/formats';
import { createUser } from '@fritz/testing';
import {
  arrangeWorld,
  call,
  fails,
  type Harness,
  send,
  startHarness,
  type World,
} from './harness.ts';

let harness: Harness;
let world: World;
/** Sees the object by the stream alone: he is in none of the member's groups. */
let outsider: { id: number; token: string };

before(async () => {
  harness = await startHarness();
  await withClient(harness.database.owner, (owner) => ensureSitewideGroup(owner, 'Sitewide'));
  world = await harness.arrange(arrangeWorld);
  outsider = await harness.arrange(async (client) => {
    const made = await createUser(client);
    await client.query('INSERT INTO fritz.stream_users VALUES ($1, $2)', [
      world.stream.id,
      made.id,
    ]);
    await client.query(
      `INSERT INTO fritz.obj_audiences (obj_id, audience_id)
       SELECT $1, fritz.intern_program('ztf', 1::smallint) ON CONFLICT DO NOTHING`,
      [world.objId],
    );
    return made;
  });
});
after(() => harness.close());

function png(side: number, channels: 'gray' | 'rgba' = 'gray'): string {
  const data = new Uint8Array(side * side * (channels === 'gray' ? 1 : 4)).fill(128);
  const bytes = encodePng({ width: side, height: side, channels, data }, deflateSync);
  return Buffer.from(bytes).toString('base64');
}

/** The least that is a JPEG: a frame of this size, a scan, and its end. */
function jpeg(side: number): string {
  const frame = [0xff, 0xc0, 0, 11, 8, 0, side, 0, side, 1, 1, 0x11, 0];
  const scan = [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0x55];
  return Buffer.from([0xff, 0xd8, ...frame, ...scan, 0xff, 0xd9]).toString('base64');
}

const store = async (body: object, as = world.member) =>
  (await call(harness, 'createThumbnail', { as, body: { obj_id: world.objId, ...body } })).id;

test('a picture of a private alert is for the groups of who sent it', async () => {
  const data = png(63);
  const id = await store({ data: `data:image/png;base64,${data}`, ttype: 'new', survey: 'ztf' });
  const params = { id };
  const seen = await call(harness, 'getThumbnail', { as: world.viewer, params });
  assert.deepEqual(
    [seen.type, seen.survey, seen.width, seen.height, seen.is_grayscale, seen.public_url],
    ['new', 'ZTF', 63, 63, true, `/api/thumbnail/${id}/image`],
  );
  const image = await send(harness, 'getThumbnailImage', { as: world.viewer, params });
  assert.deepEqual(image.rawPayload, Buffer.from(data, 'base64'));
  assert.equal(image.headers['content-type'], 'image/png');
  const again = await send(harness, 'getThumbnailImage', {
    as: world.viewer,
    params,
    headers: { 'if-none-match': String(image.headers.etag) },
  });
  assert.equal(again.statusCode, 304);
  // Who sees the object, and not the group's things, sees no picture.
  await call(harness, 'getSource', { as: outsider, params: { id: world.objId } });
  for (const as of [outsider, world.stranger]) {
    await fails(harness, 'getThumbnail', 'not_found', { as, params });
    await fails(harness, 'getThumbnailImage', 'not_found', { as, params });
  }
  const archive = openArchive({ ...harness.database.app, max: 1 });
  const listed = (key: string) => archive.asViewer(key, (tx) => listThumbnails(tx, [world.objId]));
  assert.equal((await listed(world.member.token)).length, 1);
  assert.equal((await listed(outsider.token)).length, 0);
  await archive.close();
});

test('a picture of a public survey is for who sees the object; a new one takes its place', async () => {
  const id = await store({ data: jpeg(200), ttype: 'ls' });
  const seen = await call(harness, 'getThumbnail', { as: outsider, params: { id } });
  assert.deepEqual([seen.width, seen.is_grayscale], [200, true]);
  await fails(harness, 'getThumbnail', 'not_found', { as: world.stranger, params: { id } });
  assert.equal(await store({ data: png(20, 'rgba'), ttype: 'ls' }), id);
  const newer = await call(harness, 'getThumbnail', { as: outsider, params: { id } });
  assert.deepEqual([newer.width, newer.is_grayscale], [20, false]);
});

test('what is no whole picture of the right size is refused', async () => {
  const whole = Buffer.from(png(32), 'base64');
  const spoilt = Buffer.from(whole);
  spoilt[20] = (spoilt[20] ?? 0) ^ 1;
  const wrong = [
    whole.subarray(0, -4).toString('base64'),
    spoilt.toString('base64'),
    png(15),
    png(501),
    Buffer.from('GIF89a').toString('base64'),
    Buffer.from(jpeg(32), 'base64').subarray(0, -2).toString('base64'),
    'no base64!',
  ];
  for (const data of wrong) {
    const body = { obj_id: world.objId, data, ttype: 'new' };
    await fails(harness, 'createThumbnail', 'invalid_request', { as: world.member, body });
  }
  const data = png(32);
  const body = { obj_id: world.objId, data, ttype: 'new' };
  await fails(harness, 'createThumbnail', 'not_found', { as: world.stranger, body });
  await fails(harness, 'createThumbnail', 'permission_denied', { as: world.viewer, body });
  await fails(harness, 'createThumbnail', 'not_found', {
    as: world.member,
    body: { ...body, group_ids: [world.otherGroup.id] },
  });
});

test('who manages sources changes and deletes pictures that he sees', async () => {
  const id = await store({ data: png(32), ttype: 'ref', group_ids: [world.group.id] });
  const params = { id };
  const manager = await harness.arrange(async (client) => {
    const made = await createUser(client, { roles: ['Group admin'] });
    await client.query('INSERT INTO fritz.stream_users VALUES ($1, $2)', [
      world.stream.id,
      made.id,
    ]);
    return made;
  });
  const body = { public_url: 'https://example.org/a.png', origin: 'elsewhere' };
  await fails(harness, 'updateThumbnail', 'permission_denied', { as: world.member, params, body });
  await fails(harness, 'updateThumbnail', 'not_found', { as: manager, params, body });
  await harness.arrange((client) =>
    client.query('INSERT INTO fritz.group_users (group_id, user_id) VALUES ($1, $2)', [
      world.group.id,
      manager.id,
    ]),
  );
  const as = manager;
  for (const public_url of ['javascript:alert(1)', 'data:image/png,x', '/etc/passwd']) {
    await fails(harness, 'updateThumbnail', 'invalid_request', {
      as,
      params,
      body: { public_url },
    });
  }
  await call(harness, 'updateThumbnail', { as, params, body: { ...body, file_uri: null } });
  const seen = await call(harness, 'getThumbnail', { as: world.member, params });
  assert.deepEqual(
    [seen.public_url, seen.origin, seen.width],
    [body.public_url, 'elsewhere', null],
  );
  await fails(harness, 'getThumbnailImage', 'not_found', { as, params });
  await fails(harness, 'updateThumbnail', 'not_found', { as, params, body: { obj_id: 'none' } });
  await call(harness, 'deleteThumbnail', { as, params });
  await fails(harness, 'getThumbnail', 'not_found', { as: world.member, params });
  const count = await call(harness, 'checkThumbnailPaths', { as: world.admin });
  assert.deepEqual(count, { totalMatches: 1, inCorrectFolder: 1, inWrongFolder: 0 });
});

test('pictures go with their object', async () => {
  await harness.arrange(async (client) => {
    await client.query('DELETE FROM fritz.obj_names WHERE id = $1', [world.objId]);
    assert.equal((await client.query('SELECT FROM fritz.thumbnails')).rowCount, 0);
  });
});
