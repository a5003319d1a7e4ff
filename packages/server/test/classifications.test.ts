import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  addSummary,
  classificationConditions,
  ensureSitewideGroup,
  listLabels,
  openArchive,
  type ViewerTx,
  withClient,
} from '@fritz/archive';
import {
  createGroup,
  createSource,
  createTaxonomy,
  createUser,
  groupAudience,
  type TestUser,
} from '@fritz/testing';
import { arrangeWorld, call, fails, type Harness, startHarness, type World } from './harness.ts';

let harness: Harness;
let world: World;
let taxonomy: { id: number; name: string };
/** In the group as the member is, without being its admin. */
let colleague: TestUser;

before(async () => {
  harness = await startHarness();
  await withClient(harness.database.owner, (owner) => ensureSitewideGroup(owner, 'Sitewide'));
  world = await harness.arrange(arrangeWorld);
  ({ taxonomy, colleague } = await harness.arrange(async (client) => {
    const someone = await createUser(client);
    await client.query('INSERT INTO fritz.stream_users VALUES ($1, $2)', [
      world.stream.id,
      someone.id,
    ]);
    await client.query('INSERT INTO fritz.group_users (group_id, user_id) VALUES ($1, $2)', [
      world.group.id,
      someone.id,
    ]);
    const { group, member } = world;
    return {
      colleague: someone,
      taxonomy: await createTaxonomy(client, { group, createdBy: member }),
    };
  }));
});
after(() => harness.close());

const say = (as: { token: string }, body: object) =>
  call(harness, 'createClassification', {
    as,
    body: {
      obj_id: world.objId,
      classification: 'SN Ia',
      taxonomy_id: taxonomy.id,
      group_ids: [world.group.id],
      ...body,
    },
  });

async function classify(as: { token: string }, body: object = {}): Promise<number> {
  const { classification_id } = await say(as, body);
  assert.ok(classification_id);
  return classification_id;
}

/** What a viewer sees by a query. */
async function seenBy<T>(as: TestUser, look: (tx: ViewerTx) => Promise<T>): Promise<T> {
  const archive = openArchive({ ...harness.database.app, max: 1 });
  try {
    return await archive.asViewer(as.token, look);
  } finally {
    await archive.close();
  }
}

/** Another object of the group's. */
async function otherObj(objId: string): Promise<{ objId: string }> {
  await harness.arrange((client) => createSource(client, { objId, group: world.group }));
  return { objId };
}

const get = (as: { token: string }, id: number) =>
  call(harness, 'getClassification', { as, params: { id } });

test('what is said of an object is kept as it was said, voted for and labelled', async () => {
  const id = await classify(world.member, { probability: 0.1, ml: 'true', origin: 'braai 6' });
  await classify(world.member, { classification: 'AGN', probability: 0.2 });
  const said = await call(harness, 'getClassification', {
    as: colleague,
    params: { id },
    query: { includeTaxonomy: true },
  });
  assert.deepEqual(
    [said.classification, said.probability, said.ml, said.origin, said.author_name, said.version],
    ['SN Ia', 0.1, true, 'braai 6', world.member.username, 1],
  );
  assert.deepEqual(
    said.votes.map((vote) => [vote.voter_id, vote.vote]),
    [[world.member.id, 1]],
  );
  assert.equal(said.taxonomy?.name, taxonomy.name);
  assert.equal(said.taxname, taxonomy.name);
  assert.deepEqual(
    said.groups.map((group) => group.id),
    [world.group.id],
  );
  const labels = await seenBy(colleague, (tx) => listLabels(tx, [world.objId]));
  assert.deepEqual(
    labels.map((label) => [label.labeller_id, label.group_id]),
    [[world.member.id, world.group.id]],
  );
  const shown = await call(harness, 'listObjClassifications', {
    as: colleague,
    params: { id: world.objId },
  });
  assert.deepEqual(
    shown.map((one) => one.probability),
    [0.1, 0.2],
  );
  await fails(harness, 'getClassification', 'not_found', { as: world.stranger, params: { id } });
});

test('an edit keeps the earlier version, and a withdrawn one its history', async () => {
  const as = world.member;
  const id = await classify(as, { probability: 0.5, label: false, vote: false });
  const params = { id };
  await call(harness, 'updateClassification', { as, params, body: { probability: null } });
  // The group's admin and the author may, others of the group may not.
  const change = { params, body: { classification: 'AGN', ml: true } };
  await fails(harness, 'updateClassification', 'not_owner', { as: colleague, ...change });
  await fails(harness, 'updateClassification', 'permission_denied', {
    as: world.viewer,
    ...change,
  });
  await fails(harness, 'updateClassification', 'not_found', { as: world.stranger, ...change });
  await call(harness, 'updateClassification', { as, ...change });
  const now = await get(colleague, id);
  assert.deepEqual(
    [now.classification, now.probability, now.ml, now.version],
    ['AGN', null, true, 3],
  );
  assert.deepEqual(now.votes, []);

  // The same again is no new version.
  await call(harness, 'updateClassification', { as, ...change });
  await call(harness, 'deleteClassification', { as, params, body: { label: false } });
  await fails(harness, 'getClassification', 'not_found', { as, params });
  await fails(harness, 'updateClassification', 'not_found', { as, ...change });
  await fails(harness, 'castVote', 'not_found', { as: colleague, params, body: { vote: 1 } });
  const told = await call(harness, 'getClassificationHistory', { as: colleague, params });
  assert.deepEqual(
    told.map((one) => [one.version, one.action, one.classification, one.probability, one.ml]),
    [
      [1, 'made', 'SN Ia', 0.5, false],
      [2, 'changed', 'SN Ia', null, false],
      [3, 'changed', 'AGN', null, true],
      [4, 'withdrawn', 'AGN', null, true],
    ],
  );
  assert.ok(told.every((one) => one.changed_by?.id === as.id));
  await fails(harness, 'getClassificationHistory', 'not_found', { as: world.stranger, params });
});

test('a class is of the taxonomy, a probability one, an object and groups the viewer’s', async () => {
  const as = world.member;
  const body = { obj_id: world.objId, classification: 'SN Ia', taxonomy_id: taxonomy.id };
  const refused = async (change: object, field: string) => {
    const options = { as, body: { ...body, ...change } };
    const error = await fails(harness, 'createClassification', 'invalid_request', options);
    assert.match(error.message, new RegExp(field));
  };
  await refused({ classification: 'Kilonova' }, 'body classification: .Kilonova. is no class');
  await refused({ probability: 1.1 }, 'probability');
  await refused({ probability: -0.1 }, 'probability');
  await refused({ ml: 'perhaps' }, 'ml');
  await refused({ obj_id: undefined }, 'obj_id: is missing');
  await refused({ classifications: [body] }, 'obj_id: stands in each');
  const absent = async (change: object, code: 'not_found' | 'not_group_member') => {
    await fails(harness, 'createClassification', code, { as, body: { ...body, ...change } });
  };
  await absent({ obj_id: 'ZTF26nothing' }, 'not_found');
  await absent({ taxonomy_id: 999_999 }, 'not_found');
  await absent({ group_ids: [world.otherGroup.id] }, 'not_found');
  const open = await harness.arrange((client) =>
    createGroup(client, { members: [world.stranger] }),
  );
  await absent({ group_ids: [open.id] }, 'not_group_member');
  await fails(harness, 'createClassification', 'permission_denied', { as: world.viewer, body });
});

test('of a list all or none are kept', async () => {
  const as = world.member;
  const one = {
    obj_id: world.objId,
    classification: 'AGN',
    taxonomy_id: taxonomy.id,
    group_ids: [world.group.id],
  };
  const count = async () => (await call(harness, 'listClassifications', { as })).totalMatches;
  const before = await count();
  const bad = { classifications: [one, { ...one, classification: 'Nonsense' }] };
  const error = await fails(harness, 'createClassification', 'invalid_request', { as, body: bad });
  assert.match(error.message, /classifications\[1\]\.classification/);
  assert.equal(await count(), before);
  const { classification_ids } = await call(harness, 'createClassification', {
    as,
    body: { classifications: [one, { ...one, probability: 0.7 }] },
  });
  assert.equal(classification_ids?.length, 2);
  assert.equal(await count(), before + 2);
});

test('votes are one each, and one’s own to take back', async () => {
  const id = await classify(world.member, { vote: false });
  const params = { id };
  const cast = (as: TestUser, vote: number) =>
    call(harness, 'castVote', { as, params, body: { vote } });
  await cast(colleague, 1);
  await cast(colleague, -1);
  await cast(world.viewer, 1);
  const votes = async () =>
    (await get(world.member, id)).votes.map((vote) => [vote.voter_id, vote.vote]);
  assert.deepEqual(await votes(), [
    [colleague.id, -1],
    [world.viewer.id, 1],
  ]);
  await call(harness, 'withdrawVote', { as: colleague, params });
  await fails(harness, 'withdrawVote', 'not_found', { as: colleague, params });
  assert.deepEqual(await votes(), [[world.viewer.id, 1]]);
  await fails(harness, 'castVote', 'not_found', { as: world.stranger, params, body: { vote: 1 } });
  await fails(harness, 'castVote', 'invalid_request', { as: colleague, params, body: { vote: 2 } });
});

test('labels say who looked, for a group, and only its members are told', async () => {
  const params = { id: world.objId };
  const body = { groupIds: [world.group.id] };
  await call(harness, 'addLabels', { as: colleague, params, body });
  await call(harness, 'addLabels', { as: colleague, params, body });
  const labellers = (as: TestUser) =>
    seenBy(as, async (tx) =>
      (await listLabels(tx, [world.objId])).map((label) => label.labeller_id),
    );
  assert.deepEqual(
    (await labellers(world.viewer)).filter((id) => id === colleague.id),
    [colleague.id],
  );
  assert.deepEqual(await labellers(world.stranger), []);
  await call(harness, 'removeLabels', { as: colleague, params, body });
  assert.ok(!(await labellers(world.viewer)).includes(colleague.id));
  await fails(harness, 'addLabels', 'not_found', { as: world.stranger, params, body });
  const foreign = { groupIds: [world.otherGroup.id] };
  await fails(harness, 'addLabels', 'not_found', { as: colleague, params, body: foreign });
});

test('summaries of an object are kept one after another, for who sees it', async () => {
  const { objId } = await otherObj('ZTF26summed');
  const audienceId = await harness.arrange((client) => groupAudience(client, world.group.id));
  for (const summary of ['A young one.', 'An old one.', null]) {
    await seenBy(world.member, (tx) =>
      addSummary(tx, { objId, summary, isBot: false, audienceId }),
    );
  }
  const params = { id: objId };
  const told = await call(harness, 'listObjSummaries', { as: colleague, params });
  assert.deepEqual(
    told.map((one) => [one.summary, one.set_by_user_id]),
    [
      [null, world.member.id],
      ['An old one.', world.member.id],
      ['A young one.', world.member.id],
    ],
  );
  await fails(harness, 'listObjSummaries', 'not_found', { as: world.stranger, params });
  const write = seenBy(world.viewer, (tx) =>
    addSummary(tx, { objId, summary: 'x', isBot: false, audienceId }),
  );
  await assert.rejects(write, { code: '42501' });
});

test('all of an object’s are withdrawn that one may withdraw', async () => {
  const { objId } = await otherObj('ZTF26withdraw');
  await say(world.member, { obj_id: objId });
  await say(colleague, { obj_id: objId, classification: 'AGN' });
  const params = { id: objId };
  const left = async () =>
    (await call(harness, 'listObjClassifications', { as: colleague, params })).map(
      (one) => one.author_id,
    );
  await call(harness, 'deleteObjClassifications', { as: colleague, params, body: {} });
  assert.deepEqual(await left(), [world.member.id]);
  // An admin of its group withdraws what others said for the group.
  await say(colleague, { obj_id: objId, classification: 'AGN' });
  await call(harness, 'deleteObjClassifications', { as: world.member, params, body: {} });
  assert.deepEqual(await left(), []);
  await fails(harness, 'listObjClassifications', 'not_found', { as: world.stranger, params });
});

test('objects are found by what is said of them', async () => {
  const [a, b, c] = [
    await otherObj('ZTF26ia'),
    await otherObj('ZTF26agn'),
    await otherObj('ZTF26none'),
  ];
  const as = world.member;
  await say(as, { obj_id: a.objId, probability: 0.9 });
  await say(as, { obj_id: a.objId, classification: 'AGN', probability: 0.1, ml: true });
  await say(as, { obj_id: b.objId, classification: 'AGN', probability: 0.8 });
  const found = (
    wish: Parameters<typeof classificationConditions>[1],
    viewer: TestUser = as,
  ): Promise<string[]> =>
    seenBy(viewer, async (tx) => {
      const values: unknown[] = [[a.objId, b.objId, c.objId]];
      const conditions = classificationConditions('o.id', wish, (value) => {
        values.push(value);
        return `$${values.length}`;
      });
      const rows = await tx.query<{ id: string }>(
        `SELECT o.id FROM objs o WHERE o.id = ANY ($1) AND ${conditions.join(' AND ')} ORDER BY o.id`,
        values,
      );
      return rows.map((row) => row.id);
    });
  const ia = { class: 'SN Ia', taxonomy: taxonomy.name };
  const agn = { class: 'AGN', taxonomy: null };
  assert.deepEqual(await found({ any: [ia] }), [a.objId]);
  assert.deepEqual(await found({ any: [ia, agn] }), [b.objId, a.objId]);
  assert.deepEqual(await found({ all: [ia, agn] }), [a.objId]);
  assert.deepEqual(await found({ none: [ia] }), [b.objId, c.objId]);
  assert.deepEqual(await found({ any: [agn], minProbability: 0.5 }), [b.objId]);
  assert.deepEqual(await found({ any: [agn], maxProbability: 0.5, ml: true }), [a.objId]);
  assert.deepEqual(await found({ isClassified: false }), [c.objId]);
  assert.deepEqual(await found({ any: [{ class: 'SN Ia', taxonomy: 'Another' }] }), []);
  const sources = await call(harness, 'listClassifiedSources', { as });
  assert.ok(sources.includes(b.objId) && !sources.includes(c.objId));
  const later = { startDate: '2099-01-01' };
  assert.deepEqual(await call(harness, 'listClassifiedSources', { as, query: later }), []);
  assert.deepEqual(await call(harness, 'listClassifiedSources', { as: world.stranger }), []);
});

test('without groups it is for all who see object and taxonomy', async () => {
  const { objId } = await otherObj('ZTF26everyone');
  const id = await classify(world.member, { obj_id: objId, group_ids: [] });
  assert.equal((await get(colleague, id)).obj_id, objId);
  await fails(harness, 'getClassification', 'not_found', { as: world.stranger, params: { id } });
});

test('what is said of one object is not told to those who call another by its name', async () => {
  const { objId } = await otherObj('SharedName2');
  await harness.arrange(async (client) => {
    await client.query(
      `INSERT INTO fritz.obj_editions (id, edition, ra, dec, hpx) VALUES ($1, 78, 5, 5, 0)`,
      [objId],
    );
    // Another edition of the name, of the stranger's group alone; and all of it said to everyone.
    await client.query(
      `INSERT INTO fritz.obj_audiences (obj_id, audience_id, edition)
       VALUES ($1, fritz.intern_audience(ARRAY[$2::int]), 78)`,
      [objId, world.otherGroup.id],
    );
    await client.query(
      `WITH sitewide AS (
        SELECT g.id, fritz.intern_audience(ARRAY[g.id]) AS audience FROM fritz.groups g
          WHERE g.name = 'Sitewide'),
       everybody AS (
        INSERT INTO fritz.group_users (group_id, user_id) SELECT id, $2 FROM sitewide
          ON CONFLICT DO NOTHING),
       open AS (
        UPDATE fritz.taxonomies t SET audience_id = s.audience FROM sitewide s WHERE t.id = $4),
       said AS (
        INSERT INTO fritz.classifications (obj_id, edition, taxonomy_id, class, author_id, audience_id)
          SELECT $1, 0, $4, 'AGN', $3, audience FROM sitewide),
       seen AS (
        INSERT INTO fritz.source_labels (obj_id, edition, group_id, labeller_id)
          SELECT $1, 0, id, $3 FROM sitewide)
       INSERT INTO fritz.obj_summaries (obj_id, edition, summary, set_by, audience_id)
         SELECT $1, 0, 'Ours.', $3, audience FROM sitewide`,
      [objId, world.stranger.id, world.member.id, taxonomy.id],
    );
  });
  const heard = (as: TestUser) =>
    seenBy(as, (tx) =>
      tx.query(
        `SELECT (SELECT count(*)::int FROM classifications WHERE obj_id = $1) AS classes,
          (SELECT count(*)::int FROM source_labels WHERE obj_id = $1) AS labels,
          (SELECT count(*)::int FROM obj_summaries WHERE obj_id = $1) AS summaries`,
        [objId],
      ),
    );
  assert.deepEqual(await heard(world.stranger), [{ classes: 0, labels: 0, summaries: 0 }]);
  assert.deepEqual(await heard(world.member), [{ classes: 1, labels: 1, summaries: 1 }]);
  const params = { id: objId };
  const theirs = { groupIds: [world.otherGroup.id] };
  await call(harness, 'addLabels', { as: world.stranger, params, body: theirs });
  const editions = await harness.arrange((client) =>
    client.query('SELECT edition::int FROM fritz.source_labels WHERE labeller_id = $1', [
      world.stranger.id,
    ]),
  );
  assert.deepEqual(editions.rows, [{ edition: 78 }]);
  // Told of ours, too, he is told what is said of it.
  await harness.arrange((client) =>
    client.query(
      `INSERT INTO fritz.obj_audiences (obj_id, audience_id, edition)
       SELECT $1, fritz.intern_audience(ARRAY[g.id]), 0 FROM fritz.groups g WHERE g.name = 'Sitewide'`,
      [objId],
    ),
  );
  assert.deepEqual(await heard(world.stranger), [{ classes: 1, labels: 2, summaries: 1 }]);
});
