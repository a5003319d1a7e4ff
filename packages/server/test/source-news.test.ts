import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { ensureSitewideGroup, withClient } from '@fritz/archive';
import {
  compileCheck,
  type RefreshSources,
  type RouteName,
  refreshSources,
  websocketPath,
} from '@fritz/contract';
import { encodePng } from '@fritz/formats';
import { createInstrument, createTaxonomy, createUser, type TestUser } from '@fritz/testing';
import { arrangeWorld, call, type Harness, startHarness, type World } from './harness.ts';
import { type SocketWords, socketWords } from './rights/socket-words.ts';

let harness: Harness;
let world: World;
let address: string;
let sitewideId: number;
let instrumentId: number;
let taxonomyId: number;

before(async () => {
  harness = await startHarness();
  await withClient(harness.database.owner, (owner) => ensureSitewideGroup(owner, 'Sitewide'));
  world = await harness.arrange(arrangeWorld);
  const columns = { type: 'spectrograph', filters: ['ztfg'] };
  await harness.arrange(async (client) => {
    instrumentId = (await createInstrument(client, { columns })).id;
    const { group, member } = world;
    taxonomyId = (await createTaxonomy(client, { group, createdBy: member })).id;
    const { rows } = await client.query<{ id: number }>(
      `SELECT id FROM fritz.groups WHERE name = 'Sitewide'`,
    );
    sitewideId = rows[0]?.id ?? 0;
  });
  const url = await harness.server.listen({ host: '127.0.0.1', port: 0 });
  address = `${url.replace('http', 'ws')}${websocketPath}`;
});
after(() => harness.close());

const check = compileCheck(refreshSources);

/** What the socket hears next of sources. */
async function heard(socket: SocketWords): Promise<RefreshSources['payload']> {
  const message: unknown = JSON.parse(await socket.heard('fritz/REFRESH_SOURCES'));
  assert.deepEqual(check.problems(message), []);
  return (message as RefreshSources).payload;
}

/** Opens a socket for each, closes them after the task. */
async function withSockets(
  users: readonly TestUser[],
  task: (...sockets: SocketWords[]) => Promise<void>,
): Promise<void> {
  const sockets = await Promise.all(users.map(({ token }) => socketWords(address, token)));
  try {
    await task(...sockets);
  } finally {
    await Promise.all(sockets.map((socket) => socket.close()));
  }
}

const spectrum = () => ({
  obj_id: world.objId,
  instrument_id: instrumentId,
  observed_at: '2026-11-22T03:14:15',
  wavelengths: [4000, 4001],
  fluxes: [1, 2],
  group_ids: [world.group.id],
});

test('what changes of a source is told to its group by name, and to nobody else', async () => {
  const { objId, group, member, stranger } = world;
  const on = { resource_type: 'sources', resource_id: objId };
  const group_ids = [group.id];
  const gray = { width: 16, height: 16, channels: 'gray', data: new Uint8Array(256) } as const;
  const picture = Buffer.from(encodePng(gray, deflateSync)).toString('base64');
  const tag = await harness.arrange(async (client) => {
    const { rows } = await client.query<{ id: number }>(
      `INSERT INTO fritz.obj_tag_options (name) VALUES ('News') RETURNING id`,
    );
    return rows[0]?.id ?? 0;
  });
  const steps: [string, RouteName, { params?: Record<string, string>; body: object }][] = [
    ['comments', 'createComment', { params: on, body: { text: 'young', group_ids } }],
    [
      'annotations',
      'createAnnotation',
      { params: on, body: { origin: 'me', data: { a: 1 }, group_ids } },
    ],
    ['spectra', 'createSpectrum', { body: spectrum() }],
    ['tags', 'createObjTag', { body: { obj_id: objId, objtagoption_id: tag, group_ids } }],
    [
      'thumbnails',
      'createThumbnail',
      { body: { obj_id: objId, data: picture, ttype: 'new', group_ids } },
    ],
    [
      'classifications',
      'createClassification',
      { body: { obj_id: objId, taxonomy_id: taxonomyId, classification: 'SN Ia', group_ids } },
    ],
    [
      'photometry',
      'postPhotometry',
      {
        body: {
          ...{ obj_id: objId, instrument_id: instrumentId, mjd: 60_000, filter: 'ztfg' },
          ...{ magsys: 'ab', mag: 19, magerr: 0.1, limiting_mag: 20, group_ids },
        },
      },
    ],
  ];
  await withSockets([member, stranger], async (mine, others) => {
    for (const [part, route, request] of steps) {
      await call(harness, route, { as: member, ...request });
      const news = await heard(mine);
      assert.deepEqual(news, { sources: [{ obj_id: objId, parts: [part] }], more: false }, part);
    }
    // The stranger's own list is the end of the line: nothing came before it.
    await harness.arrange((client) =>
      client.query(
        `INSERT INTO fritz.listings (user_id, obj_id, list_name) VALUES ($1, $2, 'favorites')`,
        [stranger.id, objId],
      ),
    );
    const own = { sources: [{ obj_id: objId, parts: ['listings'] }], more: false };
    assert.deepEqual(await heard(others), own);
    assert.equal(others.words.filter((text) => text.includes('REFRESH_SOURCES')).length, 1);
  });
});

test('what hangs on something hidden is not told, however open it is itself', async () => {
  const { objId, group, member } = world;
  // Sees the object, and neither the spectrum nor the taxonomy.
  const other = await harness.arrange((client) => createUser(client));
  const { id } = await call(harness, 'createSpectrum', { as: member, body: spectrum() });
  const open = { group_ids: [sitewideId] };
  await call(harness, 'createComment', {
    as: member,
    params: { resource_type: 'sources', resource_id: objId },
    body: { text: 'hello', ...open },
  });
  await harness.arrange((client) =>
    client.query(
      `INSERT INTO fritz.obj_audiences (obj_id, audience_id, edition)
       SELECT $1, (SELECT a.audience_id FROM fritz.comments a WHERE a.text = 'hello'),
         (SELECT min(edition) FROM fritz.obj_editions WHERE id = $1)`,
      [objId],
    ),
  );
  await withSockets([member, other], async (mine, others) => {
    await call(harness, 'createComment', {
      as: member,
      params: { resource_type: 'spectra', resource_id: String(id) },
      body: { text: 'a fine spectrum', ...open },
    });
    assert.deepEqual((await heard(mine)).sources, [{ obj_id: objId, parts: ['comments'] }]);
    await call(harness, 'createClassification', {
      as: member,
      body: {
        ...{ obj_id: objId, taxonomy_id: taxonomyId, classification: 'SN Ia' },
        group_ids: [group.id, sitewideId],
      },
    });
    assert.deepEqual((await heard(mine)).sources, [{ obj_id: objId, parts: ['classifications'] }]);
    await call(harness, 'createAnnotation', {
      as: member,
      params: { resource_type: 'sources', resource_id: objId },
      body: { origin: 'open', data: { a: 1 }, ...open },
    });
    assert.deepEqual((await heard(others)).sources, [{ obj_id: objId, parts: ['annotations'] }]);
  });
});

test('what was long in the making is told when it is there, and nothing twice', async () => {
  const { objId, member, group } = world;
  await withSockets([member], async (mine) => {
    await harness.arrange(async (client) => {
      await client.query('BEGIN');
      await client.query('UPDATE fritz.sources SET active = true WHERE group_id = $1', [group.id]);
      // Another change is told meanwhile, by a later transaction.
      await call(harness, 'createAnnotation', {
        as: member,
        params: { resource_type: 'sources', resource_id: objId },
        body: { origin: 'meanwhile', data: { a: 1 } },
      });
      assert.deepEqual((await heard(mine)).sources, [{ obj_id: objId, parts: ['annotations'] }]);
      await client.query('COMMIT');
    });
    assert.deepEqual((await heard(mine)).sources, [{ obj_id: objId, parts: ['groups'] }]);
  });
});

test('what is deleted is told to those who saw it', async () => {
  const { objId, member } = world;
  const { id } = await call(harness, 'createSpectrum', { as: member, body: spectrum() });
  await withSockets([member], async (mine) => {
    await call(harness, 'deleteSpectrum', { as: member, params: { id } });
    assert.deepEqual((await heard(mine)).sources, [{ obj_id: objId, parts: ['spectra'] }]);
  });
});

test('what nobody can be waiting for any more is forgotten', async () => {
  const left = await harness.arrange(async (client) => {
    await client.query(`INSERT INTO fritz.source_news (obj_id, part, told_at)
      SELECT 'old' || n, 'tags', now() - interval '2 hours' FROM generate_series(1, 300) AS n`);
    await client.query(`SELECT fritz.tell_source('new' || n, NULL, 'tags', NULL, 1)
      FROM generate_series(1, 200) AS n`);
    const { rows } = await client.query<{ n: number }>(
      `SELECT count(*)::integer AS n FROM fritz.source_news WHERE obj_id LIKE 'old%'`,
    );
    return rows[0]?.n;
  });
  assert.equal(left, 0);
});
