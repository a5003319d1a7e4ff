import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import {
  type CommentCondition,
  ensureSitewideGroup,
  namesOf,
  objsWithComment,
  openArchive,
  withClient,
} from '@fritz/archive';
import { readImageHeader, writeFitsImage, writeFitsSpectrum } from '@fritz/formats';
import { createGroup, createPhotometryPoint, createSource, createUser } from '@fritz/testing';
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
/** Of the member's group, without a part in what is written there. */
let reader: { id: number; username: string; token: string };
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

async function write(as: As, body: object, on = params): Promise<number> {
  return (await call(harness, 'createComment', { as, params: on, body })).comment_id;
}

const ofComment = (comment_id: number, on = params) => ({ params: { ...on, comment_id } });

function found(as: As, condition: Partial<CommentCondition>): Promise<string[]> {
  const archive = openArchive({ ...harness.database.app, max: 1 });
  const whole = { text: null, authorId: null, since: null, until: null, ...condition };
  return archive
    .asViewer(as.token, (tx) => namesOf(tx, objsWithComment(whole)))
    .finally(() => archive.close());
}

test('a comment is read by who sees the source, and changed by its author', async () => {
  const as = world.member;
  const id = await write(as, { text: 'Looks *young*', obj_id: world.objId });
  const seen = await call(harness, 'getComment', { as: reader, ...ofComment(id) });
  assert.equal(seen.text, 'Looks *young*');
  assert.deepEqual([seen.author_id, seen.author?.username], [as.id, as.username]);
  assert.deepEqual([seen.bot, seen.can_change, seen.resourceType], [true, false, 'sources']);
  assert.deepEqual(
    seen.groups.map(({ name }) => name),
    ['Sitewide'],
  );
  // Everyone is in the group of all: who does not see the source still reads nothing of it.
  await fails(harness, 'getComment', 'not_found', { as: world.stranger, ...ofComment(id) });
  await fails(harness, 'listComments', 'not_found', { as: world.stranger, params });
  const body = { text: 'Older' };
  await fails(harness, 'updateComment', 'not_author', { as: reader, ...ofComment(id), body });
  await fails(harness, 'deleteComment', 'not_author', { as: reader, ...ofComment(id) });
  await fails(harness, 'createComment', 'permission_denied', { as: world.viewer, params, body });
  await call(harness, 'updateComment', {
    as,
    ...ofComment(id),
    body: { ...body, group_ids: null },
  });
  const [listed] = await call(harness, 'listComments', { as, params });
  assert.deepEqual([listed?.text, listed?.can_change], ['Older', true]);
  await call(harness, 'deleteComment', { as: world.admin, ...ofComment(id) });
  assert.deepEqual(await call(harness, 'listComments', { as, params }), []);
});

test('a browser’s comment is a person’s, a token’s a bot’s', async () => {
  const login = await send(harness, 'login', { body: { token: world.member.token } });
  const cookie = login.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const response = await send(harness, 'createComment', {
    params,
    body: { text: 'by hand' },
    headers: { cookie, origin: 'http://localhost', host: 'localhost' },
  });
  assert.equal(response.statusCode, 200, response.body);
  const { comment_id } = response.json().data;
  const seen = await call(harness, 'getComment', { as: world.member, ...ofComment(comment_id) });
  assert.equal(seen.bot, false);
  await call(harness, 'deleteComment', { as: world.member, ...ofComment(comment_id) });
});

test('what a comment said before is read by who reads it, and could have read it then', async () => {
  const as = world.member;
  const own = await harness.arrange((client) =>
    createGroup(client, { members: [{ user: world.member, admin: true }], private: true }),
  );
  const id = await write(as, { text: 'Between me and myself', group_ids: [own.id] });
  const change = (body: object) => call(harness, 'updateComment', { as, ...ofComment(id), body });
  const texts = async (who: As) =>
    (await call(harness, 'getCommentHistory', { as: who, ...ofComment(id) })).map(
      ({ version, text }) => [version, text],
    );
  assert.deepEqual(await texts(as), [], 'nothing was changed yet');
  // The words and whom they are for at once: the old ones were for nobody else.
  await change({ text: 'Looks young', group_ids: [world.group.id] });
  await change({ text: 'Looks old' });
  assert.deepEqual(await texts(as), [
    [1, 'Between me and myself'],
    [2, 'Looks young'],
  ]);
  assert.deepEqual(await texts(reader), [[2, 'Looks young']]);
  const [version] = await call(harness, 'getCommentHistory', { as: reader, ...ofComment(id) });
  assert.deepEqual(version?.replaced_by?.id, as.id);
  assert.ok(version && version.said_at <= version.replaced_at);
  await fails(harness, 'getCommentHistory', 'not_found', { as: world.stranger, ...ofComment(id) });
  // Whom it is for alone is no other text; who does not read it any more reads nothing of it.
  await change({ group_ids: [own.id] });
  assert.equal((await texts(as)).length, 2);
  await fails(harness, 'getCommentHistory', 'not_found', { as: reader, ...ofComment(id) });
  await call(harness, 'deleteComment', { as, ...ofComment(id) });
  const { rows } = await harness.arrange((client) =>
    client.query('SELECT FROM fritz.comment_versions WHERE comment_id = $1', [id]),
  );
  assert.equal(rows.length, 0);
});

test('of a comment that is changed without end the last fifty versions stay', async () => {
  const as = world.member;
  const id = await write(as, { text: 'Number 0' });
  await harness.arrange(async (client) => {
    for (let n = 1; n <= 60; n++) {
      await client.query('UPDATE fritz.comments SET text = $2 WHERE id = $1', [id, `Number ${n}`]);
    }
  });
  const kept = await call(harness, 'getCommentHistory', { as, ...ofComment(id) });
  assert.deepEqual([kept.length, kept[0]?.text, kept.at(-1)?.version], [50, 'Number 10', 60]);
  await call(harness, 'deleteComment', { as, ...ofComment(id) });
});

test('groups narrow who reads it; hidden ones are not there to be named', async () => {
  const own = await harness.arrange((client) =>
    createGroup(client, { members: [{ user: world.member, admin: true }], private: true }),
  );
  const as = world.member;
  const id = await write(as, { text: 'between us', group_ids: [own.id] });
  await fails(harness, 'getComment', 'not_found', { as: reader, ...ofComment(id) });
  assert.equal((await call(harness, 'getComment', { as: world.admin, ...ofComment(id) })).id, id);
  const body = { text: 't', group_ids: [world.otherGroup.id] };
  await fails(harness, 'createComment', 'not_found', { as, params, body });
  await fails(harness, 'updateComment', 'not_found', { as, ...ofComment(id), body });
  await call(harness, 'updateComment', {
    as,
    ...ofComment(id),
    body: { group_ids: [own.id, world.group.id] },
  });
  assert.equal((await call(harness, 'getComment', { as: reader, ...ofComment(id) })).id, id);
  // A group that ends takes itself out of it; alone, it leaves the comment to its author.
  await call(harness, 'updateComment', { as, ...ofComment(id), body: { group_ids: [own.id] } });
  await call(harness, 'deleteGroup', { as, params: { id: own.id } });
  const left = await call(harness, 'getComment', { as, ...ofComment(id) });
  assert.deepEqual(left.groups, []);
  await fails(harness, 'getComment', 'not_found', { as: reader, ...ofComment(id) });
});

test('names behind an @ are written down, small or large, and not those in code or addresses', async () => {
  const [ada, bob] = [reader.username, world.stranger.username];
  const text = `@${ada.toUpperCase()}. see \`@${bob}\`, mail ${bob}@${bob}.org, @nobody-here`;
  const id = await write(world.member, { text });
  const seen = await call(harness, 'getComment', { as: reader, ...ofComment(id) });
  assert.deepEqual(seen.mentions, [ada]);
  await call(harness, 'updateComment', {
    as: world.member,
    ...ofComment(id),
    body: { text: `(@${bob})` },
  });
  const changed = await call(harness, 'getComment', { as: reader, ...ofComment(id) });
  assert.deepEqual(changed.mentions, [bob]);
});

test('a file goes with a comment, and only what is harmless is shown', async () => {
  const as = world.member;
  const file = Buffer.from('<b>Größe</b>\n');
  const body = `data:text/html;base64,${file.toString('base64')}`;
  const attachment = { name: 'C:\\dir\\größe"1".html', body };
  const id = await write(as, { text: 'see', attachment });
  const seen = await call(harness, 'getComment', { as: reader, ...ofComment(id) });
  assert.deepEqual([seen.attachment_name, seen.attachment_size], ['größe"1".html', file.length]);
  const get = (query: Record<string, string | boolean>, name = 'getCommentAttachment' as const) =>
    send(harness, name, { as: reader, ...ofComment(id), query });
  const kept = await get({});
  assert.deepEqual(kept.rawPayload, file);
  assert.equal(kept.headers['content-type'], 'application/octet-stream');
  assert.match(
    String(kept.headers['content-disposition']),
    /^attachment; filename="gro_*e_1_.html"/,
  );
  const shown = await get({ preview: true });
  assert.match(String(shown.headers['content-disposition']), /^attachment/);
  const text = (await get({ download: 'False', preview: 'false' })).json();
  assert.deepEqual(text.data, {
    commentId: id,
    attachment: file.toString(),
    attachmentName: 'größe"1".html',
  });
  assert.equal((await get({ download: true, preview: true })).statusCode, 422);
  const pdf = await send(harness, 'getCommentAttachmentPdf', { as: reader, ...ofComment(id) });
  assert.deepEqual(pdf.rawPayload, file);
  await fails(harness, 'getCommentAttachment', 'not_found', {
    as: world.stranger,
    ...ofComment(id),
  });
  const count = await call(harness, 'countCommentAttachments', { as: world.admin });
  assert.equal(count.totalWithAttachmentBytes, 1);
  const change = (sent: object) =>
    call(harness, 'updateComment', { as, ...ofComment(id), body: { attachment: sent } });
  await change({ name: 'a.png', body: 'AAAA' });
  assert.equal((await get({ preview: true })).headers['content-type'], 'image/png');
  await change({ name: '', body: null });
  await fails(harness, 'getCommentAttachment', 'not_found', { as: reader, ...ofComment(id) });
  for (const wrong of [
    { name: 'a', body: '%%%' },
    { name: ' ', body: 'AAAA' },
  ]) {
    await fails(harness, 'createComment', 'invalid_request', {
      as,
      params,
      body: { text: 't', attachment: wrong },
    });
  }
});

test('of a FITS file the preview is its image, or its spectrum as a line', async () => {
  const as = world.member;
  const preview = async (name: string, content: Uint8Array) => {
    const body = Buffer.from(content).toString('base64');
    const id = await write(as, { text: 'see', attachment: { name, body } });
    const query = { preview: true };
    const reply = await send(harness, 'getCommentAttachment', { as, ...ofComment(id), query });
    assert.equal(reply.statusCode, 200);
    return reply;
  };
  const pixels = Float32Array.from({ length: 1100 * 20 }, (_, i) => i % 97);
  const fits = writeFitsImage({ width: 1100, height: 20, pixels });
  for (const [name, content] of [
    ['field.fits', fits],
    ['field.fits.gz', gzipSync(fits)],
  ] as const) {
    const image = await preview(name, content);
    assert.equal(image.headers['content-type'], 'image/png');
    assert.match(String(image.headers['content-disposition']), /^inline; filename="field/);
    // Two pixels become one: no side is longer than 1024.
    const size = readImageHeader(image.rawPayload);
    assert.deepEqual([size?.widthPx, size?.heightPx], [550, 10]);
  }
  const wavelengths = [4000, 5000, 6000];
  const spectrum = { wavelengths, fluxes: [1, null, 2], errors: null, units: null };
  const line = await preview('spec.FIT', writeFitsSpectrum(spectrum));
  const size = readImageHeader(line.rawPayload);
  assert.deepEqual([size?.widthPx, size?.heightPx], [800, 400]);
  const broken = await preview('broken.fits', fits.subarray(0, 3000));
  assert.equal(broken.headers['content-type'], 'application/octet-stream');
  assert.match(String(broken.headers['content-disposition']), /^attachment/);
});

test('conversations are apart, and end with who had all the say', async () => {
  const as = world.member;
  await write(as, { text: 'aside', channel: 'spectra' });
  const ofSource = { params: { id: world.objId } };
  assert.deepEqual(await call(harness, 'listCommentChannels', { as, ...ofSource }), ['spectra']);
  const texts = async (query: Record<string, string>) =>
    (await call(harness, 'listComments', { as, params, query })).map(({ text }) => text);
  assert.ok(!(await texts({})).includes('aside'));
  assert.deepEqual(await texts({ channel: 'spectra' }), ['aside']);
  const query = { channel: 'spectra' };
  await fails(harness, 'deleteCommentChannel', 'not_author', { as: reader, ...ofSource, query });
  const ended = await call(harness, 'deleteCommentChannel', { as, ...ofSource, query });
  assert.equal(ended.deleted, 1);
  assert.deepEqual(await call(harness, 'listCommentChannels', { as, ...ofSource }), []);
  await fails(harness, 'deleteCommentChannel', 'not_found', { as, ...ofSource, query });
});

test('comments on photometry go with their point, and hide behind it', async () => {
  const point = await harness.arrange((client) =>
    createPhotometryPoint(client, {
      objId: world.objId,
      group: world.group,
      columns: { owner_id: world.member.id, origin: 'mine' },
    }),
  );
  const on = { resource_type: 'photometry', resource_id: String(point.id) };
  const id = await write(world.member, { text: 'cosmic ray' }, on);
  const seen = await call(harness, 'getComment', { as: reader, ...ofComment(id, on) });
  assert.deepEqual([seen.obj_id, seen.resource_id], [world.objId, String(point.id)]);
  await fails(harness, 'getComment', 'not_found', { as: world.stranger, ...ofComment(id, on) });
  // A comment stands at its own subject alone.
  await fails(harness, 'getComment', 'not_found', { as: reader, ...ofComment(id) });
  await harness.arrange(async (client) => {
    await client.query('DELETE FROM fritz.photometry WHERE id = $1', [point.id]);
    const left = await client.query('SELECT FROM fritz.comments WHERE id = $1', [id]);
    assert.equal(left.rowCount, 0);
  });
  for (const resource_id of ['x', '99999999999999999999', '1e3']) {
    for (const resource_type of ['photometry', 'spectra', 'shift']) {
      const there = { resource_type, resource_id };
      await fails(harness, 'listComments', 'not_found', { as: world.member, params: there });
    }
  }
});

test('what is said of one object is not told to those who call another by its name', async () => {
  const id = 'SharedName1';
  await harness.arrange(async (client) => {
    await createSource(client, { objId: id, group: world.group, savedBy: world.member });
    // Another edition of the name, of the stranger's group alone.
    await client.query(
      `INSERT INTO fritz.obj_editions (id, edition, ra, dec, hpx) VALUES ($1, 77, 5, 5, 0)`,
      [id],
    );
    await client.query(
      `INSERT INTO fritz.obj_audiences (obj_id, audience_id, edition)
       VALUES ($1, fritz.intern_audience(ARRAY[$2::int]), 77)`,
      [id, world.otherGroup.id],
    );
  });
  const on = { resource_type: 'sources', resource_id: id };
  await write(world.member, { text: 'ours, for everyone who sees it' }, on);
  assert.deepEqual(await call(harness, 'listComments', { as: world.stranger, params: on }), []);
  const theirs = await write(world.stranger, { text: 'theirs' }, on);
  const seen = await call(harness, 'listComments', { as: world.member, params: on });
  assert.deepEqual(
    seen.map(({ text }) => text),
    ['ours, for everyone who sees it'],
  );
  await fails(harness, 'getComment', 'not_found', { as: reader, ...ofComment(theirs, on) });
  assert.deepEqual(await found(world.stranger, { text: 'ours, for' }), []);
  assert.deepEqual(await found(world.stranger, { text: 'theirs' }), [id]);
});

test('comments are searched by text, author and time, by each viewer among his own', async () => {
  const text = 'A needle, 100% sure';
  await write(world.member, { text });
  const search = { text: '  NEEDLE, 100%' };
  const hits = await call(harness, 'searchComments', { as: reader, query: search });
  assert.deepEqual(
    hits.map((hit) => hit.text),
    [text],
  );
  assert.deepEqual(
    await call(harness, 'searchComments', { as: world.stranger, query: search }),
    [],
  );
  const { objId, member, stranger } = world;
  assert.deepEqual(await found(reader, { text: 'needle', authorId: member.id }), [objId]);
  assert.deepEqual(await found(stranger, { text: 'needle' }), []);
  assert.deepEqual(await found(reader, { text: 'needle', authorId: reader.id }), []);
  assert.deepEqual(await found(reader, { text: 'needle', until: new Date(0) }), []);
  assert.deepEqual(await found(reader, { text: 'needle', since: new Date(0) }), [objId]);
});

test('an author’s account stays, and a source takes its comments along', async () => {
  const counted = () =>
    harness.arrange(async (client) => {
      const { rows } = await client.query<{ n: number }>(
        `SELECT (SELECT count(*) FROM fritz.comments WHERE obj_id = $1)::int
              + (SELECT count(*) FROM fritz.comment_mentions)::int AS n`,
        [world.objId],
      );
      return rows[0]?.n;
    });
  await write(world.member, { text: `bye @${reader.username}` });
  assert.ok(await counted());
  const { id } = world.member;
  await fails(harness, 'deleteUser', 'account_in_use', { as: world.admin, params: { id } });
  await harness.arrange((client) =>
    client.query('DELETE FROM fritz.obj_names WHERE id = $1', [world.objId]),
  );
  assert.equal(await counted(), 0);
});
