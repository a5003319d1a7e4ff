import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { expireCandidates } from '@fritz/archive';
import { simulateNight } from '@fritz/surveys';
import { createUser, packetList } from '@fritz/testing';
import { ArchiveBench, runBroker } from './archive-bench.ts';

let bench: ArchiveBench;
before(async () => {
  bench = await ArchiveBench.open();
});
after(() => bench.close());

async function words(text: string, values: unknown[] = []): Promise<string[]> {
  const { rows } = await bench.admin.query<{ word: string }>(text, values);
  return rows.map((row) => row.word);
}

test('what passes is saved where its filter says so; what nobody wants is forgotten, and comes again', async () => {
  const match = [{ $match: { 'candidate.magpsf': { $gt: 0 } } }];
  const plain = await bench.filter('plain', match);
  const saving = await bench.filter('saving', match);
  const shy = await bench.filter('shy', match);
  const author = await createUser(bench.admin);
  const set = 'UPDATE filters SET autosave = $2, created_by = $3 WHERE id = $1';
  const ignoring = { ignore_group_ids: [saving.groupId], active: true };
  await bench.admin.query(set, [shy.id, JSON.stringify(ignoring), null]);

  const night = [...simulateNight({ seed: 4, night: '20270301', alerts: 12, nights: 1 })];
  const packets = night.map(({ bytes }) => bytes);
  const half = packets.length / 2;
  await runBroker(bench.broker(), packetList(packets.slice(0, half), 25));
  const first = await words('SELECT DISTINCT obj_id AS word FROM candidates ORDER BY 1');
  assert.ok(first.length > 0);
  const bySource = 'SELECT obj_id AS word FROM sources WHERE group_id = $1 ORDER BY 1';
  assert.deepEqual(await words(bySource, [plain.groupId]), []);
  assert.deepEqual(await words(bySource, [shy.groupId]), first, 'in the transaction of the batch');

  // From now on the other saves, with a comment, and the shy one looks the other way.
  const comment = { comment: 'Found by ours' };
  await bench.admin.query(set, [saving.id, JSON.stringify(comment), author.id]);
  await bench.admin.query('DELETE FROM sources');
  await runBroker(bench.broker(), packetList(packets.slice(half), 25));
  const saved = await words(bySource, [saving.groupId]);
  assert.ok(saved.length > 0);
  assert.deepEqual(
    await words(`SELECT DISTINCT subject_id AS word FROM comments WHERE text = $1 ORDER BY 1`, [
      comment.comment,
    ]),
    saved,
  );

  // Nothing is old enough; then everything is that nobody wanted.
  const broker = bench.broker();
  const early = await sweep(broker.database, new Date('2020-01-01'));
  assert.deepEqual(early, { candidates: 0, objs: 0 });
  const tomorrow = new Date(Date.now() + 86_400_000);
  const unwanted = first.filter((id) => !saved.includes(id));
  const gone = await sweep(broker.database, tomorrow);
  assert.equal(gone.objs, unwanted.length);
  const left = 'SELECT DISTINCT obj_id AS word FROM candidates ORDER BY 1';
  assert.deepEqual(await words(left), saved);
  assert.deepEqual(
    await words('SELECT DISTINCT obj_id AS word FROM photometry ORDER BY 1'),
    saved,
    'and their points, which the archive has still',
  );
});

async function sweep(database: Parameters<typeof expireCandidates>[0], before: Date) {
  const gone = { candidates: 0, objs: 0 };
  let last: bigint | null = 0n;
  while (last !== null) {
    const part: Awaited<ReturnType<typeof expireCandidates>> = await expireCandidates(
      database,
      last,
      before,
    );
    gone.candidates += part.candidates;
    gone.objs += part.objs;
    last = part.last;
  }
  return gone;
}
