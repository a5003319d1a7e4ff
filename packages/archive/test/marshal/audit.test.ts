import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Archive, hashKey, listAudit, openArchive, withClient } from '@fritz/archive';
import {
  createAudience,
  createFilter,
  createGroup,
  createObj,
  createPhotometryPoint,
  createStream,
  createUser,
  type FactoryClient,
  issueToken,
  testDatabase,
} from '@fritz/testing';

let database: Awaited<ReturnType<typeof testDatabase>>;
let archive: Archive;
before(async () => {
  database = await testDatabase();
  archive = openArchive({ ...database.app, max: 2 });
});
after(async () => {
  await archive.close();
  await database.drop();
});

/** Tables whose changes are not rights, labels or people's data: what each is instead. */
const unaudited: Readonly<Record<string, string>> = {
  acls: 'names, from migrations',
  roles: 'names, from migrations',
  audiences: 'derived from memberships and sharing',
  audience_groups: 'derived',
  audience_streams: 'derived',
  audience_viewers: 'derived',
  obj_audiences: 'derived from saves, candidates and photometry',
  photometry_sums: 'derived from photometry',
  photometry_upkeep: 'holds a row only while the sums are made',
  obj_names: 'names of what is told of in obj_editions',
  candidates: 'made by the broker',
  avro_schemas: 'made by the broker',
  ztf_alerts: 'made by the broker',
  ztf_cutout_parts: 'made by the broker',
  ztf_light_curves: 'made by the broker',
  ...Object.fromEntries(
    ['lsst', 'pgir', 'winter'].flatMap((survey) =>
      ['alerts', 'cutout_parts', 'light_curves'].map((part) => [
        `${survey}_${part}`,
        'made by the broker',
      ]),
    ),
  ),
  surveys: 'from migrations',
  archive_releases: 'public; who runs the server loads them',
  archive_light_curves: 'loaded with their release',
  archive_curve_values: 'loaded with their release',
  archive_parts: 'loaded with their release',
  catalogs: 'public; who runs the server loads them',
  match_configs: 'derived from catalogs',
  match_lists: 'derived from catalogs',
  match_periods: 'tells itself what was when',
  match_backlogs: 'books of the broker',
  match_lacks: 'books of the broker',
  joint_looks: 'made by the broker',
  joint_links: 'made by the broker',
  joint_points: 'made by the broker',
  migrated_documents: 'on the command line alone',
  cross_matches: 'made by the broker',
  survey_objects: 'made by the broker',
  object_links: 'made by the broker',
  link_backlogs: 'books of the broker',
  link_decisions: 'tells itself who decided what and when',
  ztf_scores: 'made by the broker',
  score_sets: 'made by the broker',
  models: 'on the command line alone',
  model_files: 'on the command line alone',
  stream_offsets: 'books of the broker',
  batches: 'books of the broker',
  filter_counts: 'books of the broker',
  quarantine: 'books of the broker',
  sign_in_keys: 'keys of servers, secrets alone',
  fritz_migrations: 'says itself what was done',
  audit_log: 'the log itself',
  source_news: 'says itself what changed, for an hour',
  answered_requests: 'what was done is told where it was done',
  scan_report_saves: 'what a report, which is audited, was made of',
  scan_report_items: 'what a report, which is audited, was made of',
  obj_analyses: 'tells itself who asked for it, when, and what came of it',
  obj_analysis_products: 'what came of an analysis',
  analysis_jobs: 'what is to be sent',
  followup_jobs: 'what is to be sent',
  followup_events: 'only ever added to: how a request, which is audited, came to its state',
  facility_transactions: 'only ever added to: what was said to facilities',
  observing_log: 'only ever added to: what was marked and noted in a night',
  query_jobs: 'tells itself who asked for it, when, and what came of it',
  query_job_parts: 'what came of a query',
  saved_queries: "a person's own",
  tap_jobs: 'tells itself who asked for it, when, and what came of it, for a while',
  tap_job_parts: 'what came of a query',
  sky_map_files: 'what a map, which is audited, is made of',
  sky_map_regions: 'derived from a map',
  followup_rule_runs: 'only ever added to: what rules did, for 90 days',
  notifications: 'what one was told, of what is audited itself',
  notification_mails: 'an outbox',
  followup_watchers: 'whom a request is told to, by themselves',
  acting_for: 'for one transaction of a server’s',
  analysis_tokens: 'secrets alone',
  work_keys: 'keys of servers, secrets alone',
  taxonomy_classes: 'derived from taxonomies',
  classification_history: 'only ever added to',
  comment_versions: 'what comments, which are audited, said before',
  annotation_versions: 'what annotations, which are audited, said before',
  obj_summaries: 'only ever added to',
  note_subjects: 'from migrations',
  comment_mentions: 'derived from comments',
  annotation_values: 'derived from annotations',
  listings: "a person's own list, seen by nobody else",
  bandpasses: 'names, from migrations',
  instrument_fields: "an instrument's grid, public",
  instrument_logs: 'what instruments told of their nights',
  spectrum_people: 'who observed and reduced; it gives no right',
  spectrum_files: 'a spectrum as it was uploaded, never changed',
  source_views: 'counts, not who',
};

function arrange<T>(task: (client: FactoryClient) => Promise<T>): Promise<T> {
  return withClient(database.superuser, task);
}

const everything = {
  actorId: null,
  userId: null,
  groupId: null,
  kind: null,
  subjectId: null,
  objId: null,
  since: null,
  until: null,
  before: null,
  limit: 500,
};

function read(key: string, search: Partial<typeof everything | Record<string, unknown>> = {}) {
  return archive.asViewer(key, (tx) => listAudit(tx, { ...everything, ...search }));
}

/** A group with its admin, and a user who is not in it. */
async function arrangeGroup(client: FactoryClient) {
  const [admin, user] = [await createUser(client), await createUser(client)];
  const group = await createGroup(client, {
    members: [{ user: admin, admin: true }],
    private: true,
  });
  return { admin, user, group };
}

test('every table is audited, or it is said here what it is instead', async () => {
  const { rows } = await arrange((client) =>
    client.query<{ name: string; audited: number }>(
      `SELECT c.relname AS name, (SELECT count(*)::int FROM pg_trigger t
                WHERE t.tgrelid = c.oid AND t.tgname ~ '^audited_(insert|update|delete)$') AS audited
         FROM pg_class c WHERE c.relnamespace = 'fritz'::regnamespace AND c.relkind IN ('r', 'p')
          AND NOT c.relispartition ORDER BY 1`,
    ),
  );
  const open = rows.filter(({ name, audited }) => audited !== 3 && !(name in unaudited));
  assert.deepEqual(
    open.map(({ name }) => name),
    [],
    `SELECT audit('table', …) in its migration, as docs/reference/audit.md says`,
  );
});

test('a change is told with its actor, key, before and after', async () => {
  const { admin, user, group } = await arrange(arrangeGroup);
  const since = new Date();
  await archive.asViewer(admin.token, async (tx) => {
    await tx.query('INSERT INTO group_users (group_id, user_id) VALUES ($1, $2)', [
      group.id,
      user.id,
    ]);
    await tx.query('UPDATE group_users SET can_save = false WHERE group_id = $1 AND user_id = $2', [
      group.id,
      user.id,
    ]);
    await tx.query('DELETE FROM group_users WHERE group_id = $1 AND user_id = $2', [
      group.id,
      user.id,
    ]);
  });
  const rows = await read(admin.token, { groupId: group.id, since, userId: user.id });
  assert.deepEqual(
    rows.map(({ action }) => action),
    ['delete', 'update', 'insert'],
  );
  const [removed, changed, added] = rows;
  assert.deepEqual([changed?.before, changed?.after], [{ can_save: true }, { can_save: false }]);
  assert.equal(added?.before, null);
  assert.equal(added?.after?.user_id, user.id);
  assert.equal(removed?.after, null);
  assert.equal(removed?.before?.can_save, false);
  for (const row of rows) {
    assert.equal(row.actor, admin.username);
    assert.equal(row.role_name, 'fritz_app');
    assert.deepEqual(
      [row.kind, row.subject_id, row.subject],
      ['group', String(group.id), group.name],
    );
    assert.match(row.key_id ?? '', /^[0-9a-f-]{36}$/);
  }
});

test('what is rolled back is not told, and what changes nothing neither', async () => {
  const { admin, user, group } = await arrange(arrangeGroup);
  const add = 'INSERT INTO group_users (group_id, user_id) VALUES ($1, $2)';
  const refused = archive.asViewer(admin.token, async (tx) => {
    await tx.query(add, [group.id, user.id]);
    throw new Error('no');
  });
  await assert.rejects(refused, /^Error: no$/);
  await archive.asViewer(admin.token, (tx) =>
    tx.query('UPDATE group_users SET admin = true WHERE group_id = $1', [group.id]),
  );
  const rows = await read(admin.token, { actorId: admin.id, groupId: group.id });
  assert.deepEqual(rows, []);
});

test('the log is added to and never rewritten, by whomever', async () => {
  await arrange(arrangeGroup);
  const rewrites = [
    `UPDATE fritz.audit_log SET actor_id = 1`,
    'DELETE FROM fritz.audit_log',
    'TRUNCATE fritz.audit_log',
  ];
  for (const role of ['app', 'broker', 'owner', 'superuser'] as const) {
    await withClient(database[role], async (client) => {
      for (const text of rewrites) {
        await assert.rejects(client.query(text), { code: '42501' }, `${role}: ${text}`);
      }
    });
  }
  const forged = `INSERT INTO fritz.audit_log (role_name, action, table_name, kind, subject_id)
                  VALUES ('x', 'insert', 'users', 'user', '1')`;
  for (const role of ['app', 'broker'] as const) {
    await assert.rejects(
      withClient(database[role], (client) => client.query(forged)),
      { code: '42501' },
    );
  }
});

test('no secret is ever written down', async () => {
  const { user } = await arrange(arrangeGroup);
  const token = await arrange((client) =>
    issueToken(client, { userId: user.id, acls: ['Comment'] }),
  );
  const { rows } = await arrange((client) =>
    client.query<{ text: string }>('SELECT l::text AS text FROM fritz.audit_log l'),
  );
  const all = rows.map(({ text }) => text).join('\n');
  assert.match(all, /access_keys/);
  for (const secret of [user.token, token]) {
    assert.equal(all.includes(secret), false);
    assert.equal(all.includes(hashKey(secret).toString('hex')), false);
  }
  assert.doesNotMatch(all, /key_hash/);
});

test('everybody reads what he did and what was done about him, and group admins their groups', async () => {
  const { admin, user, group } = await arrange(arrangeGroup);
  const { boss, stranger } = await arrange(async (client) => ({
    boss: await createUser(client, { roles: ['Super admin'] }),
    stranger: await createUser(client),
  }));
  await archive.asViewer(boss.token, (tx) =>
    tx.query('INSERT INTO group_users (group_id, user_id) VALUES ($1, $2)', [group.id, user.id]),
  );
  const search = { groupId: group.id, userId: user.id };
  for (const [who, key] of Object.entries({ boss, admin, user })) {
    assert.equal((await read(key.token, search)).length, 1, who);
  }
  assert.equal((await read(stranger.token, search)).length, 0);
  assert.equal((await read('forged')).length, 0);
  // A plain member reads what is about him, not about others.
  assert.deepEqual(await read(user.token, { groupId: group.id, userId: admin.id }), []);
  const own = await read(stranger.token);
  assert.ok(own.length > 0 && own.every((row) => row.user_id === stranger.id));
});

test('a key of an admin that leaves his permission out does not read as an admin', async () => {
  const { scoped, user } = await arrange(async (client) => {
    const boss = await createUser(client, { roles: ['Super admin'] });
    const key = await issueToken(client, { userId: boss.id, acls: ['Comment'] });
    return { scoped: key, user: await createUser(client) };
  });
  assert.deepEqual(await read(scoped, { userId: user.id }), []);
});

test('of a filter an admin without its stream is told nothing', async () => {
  const made = await arrange(async (client) => {
    const [admin, author] = [await createUser(client), await createUser(client)];
    const stream = await createStream(client, { users: [admin, author] });
    const members = [admin, author].map((user) => ({ user, admin: true }));
    const group = await createGroup(client, { members, streams: [stream] });
    const filter = await createFilter(client, { group, stream });
    return { admin, author, stream, group, filter };
  });
  await archive.asViewer(made.author.token, (tx) =>
    tx.query('UPDATE filters SET active = false WHERE id = $1', [made.filter.id]),
  );
  const search = { kind: 'filter', subjectId: String(made.filter.id) };
  const seen = await read(made.admin.token, search);
  // Made, its version saved, switched on and off: the pipeline as it was written stands here.
  assert.deepEqual(
    seen.map(({ table_name, action }) => `${action} ${table_name}`),
    ['update filters', 'update filters', 'insert filter_versions', 'insert filters'],
  );
  assert.match(String(seen[2]?.after?.pipeline), /\$match/);
  await arrange(async (client) => {
    await client.query('DELETE FROM fritz.group_streams WHERE group_id = $1', [made.group.id]);
    await client.query('DELETE FROM fritz.stream_users WHERE stream_id = $1 AND user_id = $2', [
      made.stream.id,
      made.admin.id,
    ]);
  });
  assert.deepEqual(await read(made.admin.token, search), []);
  assert.equal((await read(made.author.token, search)).length, 4);
});

test('people’s photometry is told, the stream’s is not', async () => {
  const made = await arrange(async (client) => {
    const owner = await createUser(client);
    const [reader, other] = [await createUser(client), await createUser(client)];
    const group = await createGroup(client, { members: [{ user: reader, admin: true }] });
    const audienceId = await createAudience(client, [group]);
    const { id: objId } = await createObj(client, {});
    const stream = await createPhotometryPoint(client, { objId });
    const columns = { owner_id: owner.id, origin: '', audience_id: audienceId };
    const point = await createPhotometryPoint(client, { objId, columns });
    return { owner, reader, other, stream, point, objId };
  });
  const of = (point: { id: bigint }) => ({ kind: 'photometry', subjectId: String(point.id) });
  const [told] = await read(made.owner.token, of(made.point));
  assert.equal(told?.after?.flux_ujy, 100);
  assert.equal(told?.subject, made.objId);
  assert.equal((await read(made.reader.token, of(made.point))).length, 1, 'an admin of its group');
  assert.equal((await read(made.other.token, of(made.point))).length, 0);
  const { rows } = await arrange((client) =>
    client.query(`SELECT FROM fritz.audit_log WHERE kind = 'photometry' AND subject_id = $1`, [
      String(made.stream.id),
    ]),
  );
  assert.equal(rows.length, 0);
});

test('who ends his own session is still its actor', async () => {
  const user = await arrange((client) => createUser(client));
  const secret = 'a-session-of-the-audit-test';
  await arrange((client) =>
    client.query(
      `INSERT INTO fritz.access_keys (key_hash, kind, user_id) VALUES ($1, 'session', $2)`,
      [hashKey(secret), user.id],
    ),
  );
  await archive.asViewer(secret, (tx) => tx.query('SELECT end_session()'));
  const [ended] = await read(user.token, { kind: 'key' });
  assert.deepEqual(
    [ended?.action, ended?.actor_id, ended?.before],
    ['update', user.id, { revoked_at: null }],
  );
});

test('the pages of the log are its index’s', async () => {
  const boss = await arrange((client) => createUser(client, { roles: ['Super admin'] }));
  const first = await read(boss.token, { limit: 3 });
  const second = await read(boss.token, { limit: 3, before: first.at(-1)?.id ?? 0n });
  const ids = [...first, ...second].map(({ id }) => id);
  assert.equal(new Set(ids).size, 6);
  assert.deepEqual(
    ids,
    ids.toSorted((a, b) => Number(b - a)),
  );
});
