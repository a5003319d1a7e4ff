import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { createGroup, createObj, createUser } from '@fritz/testing';
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
before(async () => {
  harness = await startHarness();
  world = await harness.arrange(arrangeWorld);
});
after(() => harness.close());

test('a change over the API stands in the log with its actor, names, before and after', async () => {
  const { member, admin, group, filter } = world;
  const body = { active: false };
  await call(harness, 'updateFilterVersions', { as: member, params: { id: filter.id }, body });
  const query = { kind: 'filter', id: filter.id, groupID: group.id };
  const { entries } = await call(harness, 'listAudit', { as: admin, query });
  const [entry] = entries;
  assert.deepEqual([entry?.before, entry?.after], [{ active: true }, { active: false }]);
  assert.deepEqual(entry?.actor, { id: member.id, username: member.username });
  assert.deepEqual(entry?.group, { id: group.id, name: group.name });
  assert.equal(entry?.role, 'fritz_app');
});

test('pages follow one another without a gap, and each condition narrows', async () => {
  const { admin, member } = world;
  const all = await call(harness, 'listAudit', { as: admin, query: { numPerPage: 500 } });
  assert.equal(all.nextCursor, null);
  const ids: bigint[] = [];
  let cursor: bigint | null = null;
  do {
    const query: Record<string, string | number> = { numPerPage: 7 };
    if (cursor !== null) query.cursor = String(cursor);
    const page = await call(harness, 'listAudit', { as: admin, query });
    ids.push(...page.entries.map((entry) => BigInt(entry.id)));
    cursor = page.nextCursor;
  } while (cursor !== null);
  assert.deepEqual(
    ids,
    all.entries.map((entry) => BigInt(entry.id)),
  );
  const of = async (query: Record<string, string | number>) =>
    (await call(harness, 'listAudit', { as: admin, query: { numPerPage: 500, ...query } })).entries;
  assert.ok((await of({ userID: member.id })).every((entry) => entry.user?.id === member.id));
  assert.ok((await of({ kind: 'key' })).every((entry) => entry.table === 'access_keys'));
  assert.deepEqual(await of({ until: '2020-01-01' }), []);
  assert.deepEqual(await of({ since: '2199-01-01' }), []);
});

test('a stranger reads of himself alone, and a condition reveals nothing', async () => {
  const { stranger, group, filter } = world;
  const { entries } = await call(harness, 'listAudit', { as: stranger });
  assert.ok(entries.length > 0);
  assert.ok(
    entries.every(
      (entry) =>
        entry.user?.id === stranger.id ||
        entry.actor?.id === stranger.id ||
        entry.group?.id === world.otherGroup.id,
    ),
  );
  const queries: Record<string, string | number>[] = [
    { groupID: group.id },
    { kind: 'filter', id: filter.id },
  ];
  for (const query of queries) {
    const found = await call(harness, 'listAudit', { as: stranger, query });
    assert.deepEqual(found.entries, []);
  }
});

test('a wrong condition is told', async () => {
  const as = world.admin;
  await fails(harness, 'listAudit', 'invalid_request', { as, query: { id: '3' } });
  await fails(harness, 'listAudit', 'invalid_request', { as, query: { kind: 'nothing' } });
  await fails(harness, 'listAudit', 'invalid_request', { as, query: { since: '2026-02-31' } });
  await fails(harness, 'listAudit', 'invalid_request', { as, query: { cursor: 'x' } });
});

test('the export is CSV in which no cell is a formula', async () => {
  const name = '=HYPERLINK("http://x.example","y"),\n';
  const made = await harness.arrange(async (client) => {
    const user = await createUser(client);
    return { user, group: await createGroup(client, { name, members: [{ user, admin: true }] }) };
  });
  const as = made.user;
  const response = await send(harness, 'exportAudit', { as, query: { groupID: made.group.id } });
  assert.equal(response.statusCode, 200);
  assert.match(String(response.headers['content-type']), /^text\/csv/);
  const [head, ...lines] = response.body.split('\r\n');
  assert.match(head ?? '', /^id,at,actor_id,actor,/);
  assert.ok(lines.join('\r\n').includes(`"'=HYPERLINK(""http://x.example"",""y""),\n"`));
  assert.doesNotMatch(response.body, /(^|,)=/);
});

test('of an object all is told that is of it, whatever is changed', async () => {
  const { member: as, group, objId } = world;
  const params = { resource_type: 'sources', resource_id: objId };
  const said = await call(harness, 'createComment', {
    as,
    params,
    body: { text: 'Rising', group_ids: [group.id] },
  });
  const one = { ...params, comment_id: said.comment_id };
  await call(harness, 'updateComment', { as, params: one, body: { text: 'Rising fast' } });
  await call(harness, 'createAnnotation', {
    as,
    params,
    body: { origin: 'audited', data: { rise: 1 }, group_ids: [group.id] },
  });
  const query = { objID: objId };
  const { entries } = await call(harness, 'listAudit', { as, query });
  const told = entries.map(({ kind, action, subject }) => `${kind} ${action} ${subject}`);
  assert.deepEqual(told.slice(0, 3), [
    `annotation insert ${objId}`,
    `comment update ${objId}`,
    `comment insert ${objId}`,
  ]);
  await call(harness, 'deleteComment', { as, params: one });
  const comments = await call(harness, 'listAudit', { as, query: { ...query, kind: 'comment' } });
  assert.deepEqual(
    comments.entries.map(({ action }) => action),
    ['delete', 'update', 'insert'],
  );
  const other = await call(harness, 'listAudit', { as: world.stranger, query });
  assert.deepEqual(other.entries, []);
});

test('who sees a comment is who is addressed and sees what it is on', async () => {
  const { member: as, group, objId } = world;
  const { outsider, wide } = await harness.arrange(async (client) => {
    const outsider = await createUser(client);
    return { outsider, wide: await createGroup(client, { members: [as, outsider] }) };
  });
  const said = await call(harness, 'createComment', {
    as,
    params: { resource_type: 'sources', resource_id: objId },
    body: { text: 'For two groups', group_ids: [group.id, wide.id] },
  });
  const params = { kind: 'comment', id: String(said.comment_id) };
  const access = await call(harness, 'getAccess', { as, params });
  const named = access.reasons.flatMap(({ people }) => people.map(({ id }) => id));
  assert.ok(named.includes(as.id));
  assert.ok(!named.includes(outsider.id), 'he is addressed, and does not see the object');
  assert.match(access.reasons.map(({ why }) => why).join(), /for which it was written/);
  const ofGroup = access.reasons.find((reason) => reason.group?.id === group.id);
  assert.ok(ofGroup);
  await fails(harness, 'getAccess', 'not_found', { as: outsider, params });
  await fails(harness, 'getAccess', 'not_found', {
    as,
    params: { kind: 'annotation', id: '999999' },
  });
});

test('an upload is one entry an object, by which each of its points is found', async () => {
  const { member: as, group, objId } = world;
  const { instrument, second } = await harness.arrange(async (client) => {
    const { rows } = await client.query<{ id: number }>(
      `SELECT id FROM fritz.instruments WHERE name = 'ZTF'`,
    );
    const obj = await createObj(client, {});
    await client.query(
      `INSERT INTO fritz.obj_audiences (obj_id, audience_id)
         SELECT $2, audience_id FROM fritz.obj_audiences WHERE obj_id = $1 ON CONFLICT DO NOTHING`,
      [objId, obj.id],
    );
    return { instrument: rows[0]?.id, second: obj.id };
  });
  const { ids, upload_id } = await call(harness, 'postPhotometry', {
    as,
    body: {
      obj_id: [objId, second, objId],
      instrument_id: instrument ?? 0,
      mjd: [60_500.5, 60_501.5, 60_502.5],
      filter: ['ztfg', 'ztfg', 'ztfr'],
      flux: 100,
      fluxerr: 2,
      zp: 23.9,
      magsys: 'ab',
      group_ids: [group.id],
    },
  });
  const ofPoint = (id: unknown, who = as) =>
    call(harness, 'listAudit', { as: who, query: { kind: 'photometry', id: String(id) } });
  const uploaded = await ofPoint(upload_id);
  assert.deepEqual(
    uploaded.entries.map(({ subject }) => subject).toSorted(),
    [objId, second].toSorted(),
  );
  const { entries } = await ofPoint(ids[2]);
  const [entry] = entries;
  assert.equal(entries.length, 1, 'of its own object');
  assert.deepEqual(
    [entry?.subject, entry?.subject_id, entry?.actor?.id],
    [objId, upload_id, as.id],
  );
  assert.deepEqual(entry?.after, {
    ...entry?.after,
    points: 2,
    first_mjd: 60_500.5,
    last_mjd: 60_502.5,
    bands: ['ztfg', 'ztfr'],
    instruments: ['ZTF'],
  });
  await call(harness, 'deletePhotometryPoint', { as, params: { id: ids[2] ?? 0n } });
  const after = (await ofPoint(ids[2])).entries;
  assert.deepEqual(
    after.map(({ action, before }) => [action, before?.upload_id, before?.flux_ujy]),
    [
      ['delete', upload_id, 100],
      ['insert', undefined, undefined],
    ],
  );
  assert.deepEqual((await ofPoint(ids[0], world.stranger)).entries, []);
  assert.deepEqual((await ofPoint('9'.repeat(30))).entries, []);
});

test('teams are told, and whom an allocation names for its questions', async () => {
  const { admin: as, group, member } = world;
  const { id } = await call(harness, 'createTeam', {
    as,
    body: { name: 'Told team', group_ids: [group.id] },
  });
  await call(harness, 'deleteTeam', { as, params: { id } });
  const query = { kind: 'team', id: String(id) };
  const { entries } = await call(harness, 'listAudit', { as, query });
  assert.deepEqual(entries.map(({ action, table }) => `${action} ${table}`).toSorted(), [
    'delete team_groups',
    'delete teams',
    'insert team_groups',
    'insert teams',
  ]);
  assert.ok(entries.every(({ subject }) => subject === 'Told team' || subject === null));
  const allocation = await harness.arrange(async (client) => {
    const { rows } = await client.query<{ id: number }>(
      `WITH made AS (INSERT INTO fritz.allocations (group_id, instrument_id, pi, hours_allocated)
           SELECT $1, id, 'P. I.', 1 FROM fritz.instruments WHERE name = 'ZTF' RETURNING id),
         named AS (INSERT INTO fritz.allocation_users SELECT id, $2 FROM made)
       SELECT id FROM made`,
      [group.id, member.id],
    );
    return rows[0]?.id;
  });
  const named = await call(harness, 'listAudit', {
    as,
    query: { kind: 'allocation', id: String(allocation), userID: member.id },
  });
  assert.deepEqual(
    named.entries.map(({ table, user }) => [table, user?.id]),
    [['allocation_users', member.id]],
  );
});
