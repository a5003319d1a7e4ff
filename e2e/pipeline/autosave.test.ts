import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { findFilter, listAudit, listSaved, openArchive } from '@fritz/archive';
import { simulateNight } from '@fritz/surveys';
import { createUser, packetList, type TestFilter, type TestUser } from '@fritz/testing';
import { ArchiveBench, runBroker } from './archive-bench.ts';

let bench: ArchiveBench;
let filter: TestFilter;
let broken: TestFilter;
let author: TestUser;
let packets: Uint8Array[];

const match = [{ $match: { 'candidate.magpsf': { $gt: 0 } } }];
/** What is saved at once: of what passes, the fainter part; it reads history, too. */
const limit = 19;
const pipeline = [
  {
    $project: { mag: '$candidate.magpsf', before: { $size: { $ifNull: ['$prv_candidates', []] } } },
  },
  { $match: { mag: { $gt: limit }, before: { $gte: 0 } } },
];

const words = async (query: string, parameters: unknown[] = []): Promise<string[]> => {
  const { rows } = await bench.admin.query<{ word: string }>(query, parameters);
  return rows.map(({ word }) => word);
};
const savedBy = ({ groupId }: TestFilter) =>
  words('SELECT obj_id AS word FROM sources WHERE group_id = $1 AND active ORDER BY 1', [groupId]);
const faint = `SELECT DISTINCT c.obj_id AS word FROM candidates c
  JOIN ztf_alerts a ON a.candid = c.candid WHERE c.filter_id = $1 AND a.magpsf > $2::real ORDER BY 1`;

before(async () => {
  bench = await ArchiveBench.open();
  filter = await bench.filter('faint ones', match);
  broken = await bench.filter('fails to save', match);
  author = await createUser(bench.admin);
  await bench.admin.query(
    `INSERT INTO stream_users (stream_id, user_id)
     SELECT stream_id, $2 FROM filters WHERE id = $1`,
    [filter.id, author.id],
  );
  const member = 'INSERT INTO group_users (group_id, user_id, admin) VALUES ($1, $2, true)';
  await bench.admin.query(member, [filter.groupId, author.id]);
  const set = 'UPDATE filters SET autosave = $2, created_by = $3 WHERE id = $1';
  const setting = { comment: 'A faint one', pipeline, saver_id: author.id };
  await bench.admin.query(set, [filter.id, JSON.stringify(setting), author.id]);
  // As Kowalski stores pipelines: in a text. A text cannot be subtracted.
  const text = JSON.stringify([{ $project: { it: { $subtract: ['$objectId', 1] } } }]);
  await bench.admin.query(set, [broken.id, JSON.stringify({ pipeline: text }), null]);
  const night = simulateNight({ seed: 7, night: '20270301', alerts: 40, nights: 2 });
  packets = [...night].map(({ bytes }) => bytes);
});
after(() => bench.close());

test('of what passes, what passes the pipeline of autosave is saved, once, by the filter', async () => {
  await runBroker(bench.broker(), packetList(packets, 16));
  const passed = await words(
    'SELECT DISTINCT obj_id AS word FROM candidates WHERE filter_id = $1',
    [filter.id],
  );
  const saved = await savedBy(filter);
  assert.deepEqual(saved, await words(faint, [filter.id, limit]));
  assert.ok(saved.length > 0 && saved.length < passed.length, `${saved.length}/${passed.length}`);
  const comments = 'SELECT obj_id AS word FROM comments WHERE text = $1 ORDER BY 1';
  assert.deepEqual(await words(comments, ['A faint one']), saved);

  // Everything again changes nothing, nor does what people decided since.
  await bench.admin.query('UPDATE sources SET active = false WHERE obj_id = $1', [saved[0]]);
  const tables = ['sources', 'comments', 'candidates'];
  const before = await bench.hash(tables);
  await runBroker(bench.broker(), packetList(packets, 7));
  assert.deepEqual(await bench.hash(tables), before);
});

test('a pipeline that fails saves nothing, and its author is told; what passed is a candidate', async () => {
  assert.deepEqual(await savedBy(broken), []);
  const count = `count(*) FROM candidates WHERE filter_id = ${broken.id}`;
  assert.ok((await bench.count(count)) > 0);
  const failures = await words(
    `SELECT DISTINCT c.failure AS word FROM filter_counts c
       JOIN filter_versions v ON v.id = c.filter_version_id
      WHERE v.filter_id = $1 AND c.failure IS NOT NULL`,
    [broken.id],
  );
  assert.equal(failures.length, 1);
  assert.match(failures[0] ?? '', /^autosave: .*subtract/i);
});

test('a batch that is not stored saves nothing; done again it saves once', async () => {
  await bench.empty();
  await bench.admin.query('DELETE FROM comments');
  const broker = bench.broker();
  await bench.admin.query(`CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'the disk is full'; END $$`);
  await bench.admin.query(
    'CREATE TRIGGER refused BEFORE INSERT ON comments EXECUTE FUNCTION refuse()',
  );
  await assert.rejects(runBroker(broker, packetList(packets, 100)), /the disk is full/);
  const stored = '(SELECT count(*) FROM sources) + (SELECT count(*) FROM ztf_alerts)';
  assert.equal(await bench.count(stored), 0);
  await bench.admin.query('DROP TRIGGER refused ON comments');
  await runBroker(bench.broker(), packetList(packets, 100));
  assert.deepEqual(await savedBy(filter), await words(faint, [filter.id, limit]));
});

test('which filter saved is told to the group and in the audit; who saves again saves himself', async () => {
  const [objId = ''] = await savedBy(filter);
  const archive = openArchive({ ...bench.database.app, max: 1 });
  try {
    await archive.asViewer(author.token, async (tx) => {
      const [saved] = await listSaved(tx, [objId]);
      assert.equal(saved?.filter_id, filter.id);
      assert.equal(saved?.saver, author.username);
      assert.equal((await findFilter(tx, filter.id))?.id, filter.id);
      const told = await listAudit(tx, {
        ...{
          kind: 'source',
          subjectId: objId,
          objId: null,
          actorId: null,
          userId: null,
          groupId: null,
        },
        ...{ since: null, until: null, before: null, limit: 10 },
      });
      const [made] = told.filter(({ action }) => action === 'insert');
      assert.equal(made?.after?.saved_by_filter, filter.id);
    });
  } finally {
    await archive.close();
  }
  await bench.admin.query('UPDATE sources SET active = false WHERE obj_id = $1', [objId]);
  await bench.admin.query('UPDATE sources SET active = true WHERE obj_id = $1', [objId]);
  const by = 'SELECT saved_by_filter::text AS word FROM sources WHERE obj_id = $1';
  assert.deepEqual(await words(by, [objId]), [null]);
});
