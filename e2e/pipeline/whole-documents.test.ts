import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulateNight } from '@fritz/surveys';
import { packetList } from '@fritz/testing';
import { ArchiveBench, runBroker } from './archive-bench.ts';

const SEEN = { $match: { 'candidate.magpsf': { $gt: 0 } } };

/** Outputs that hold the document as it came, which nobody has read the histories of. */
const wholes: Readonly<Record<string, readonly object[]>> = {
  root: [SEEN, { $project: { whole: '$$ROOT' } }],
  nested: [SEEN, { $project: { a: { b: ['$$ROOT'] } } }],
  replaced: [SEEN, { $replaceRoot: { newRoot: { whole: '$$ROOT', candidate: '$candidate' } } }],
};

test('documents in an output keep their histories, though light curves are let go', async (t) => {
  const bench = await ArchiveBench.open();
  t.after(() => bench.close());
  for (const [name, pipeline] of Object.entries(wholes)) await bench.filter(name, pipeline);
  const sizes = { points: { $size: '$prv_candidates' }, forced: { $size: '$fp_hists' } };
  await bench.filter('sizes', [SEEN, { $project: sizes }]);
  const nights = simulateNight({ seed: 8, night: '20270301', alerts: 30, nights: 2 });
  const packets = [...nights].map(({ bytes }) => bytes);
  await runBroker(bench.broker(), packetList(packets, 20));

  const { rows } = await bench.admin.query<{ name: string; sizes: string[] }>(
    `SELECT f.name, array_agg(concat_ws(' ', c.candid,
         coalesce(c.output->>'points', jsonb_array_length(whole->'prv_candidates')::text),
         coalesce(c.output->>'forced', jsonb_array_length(whole->'fp_hists')::text))
       ORDER BY c.candid) AS sizes
     FROM candidates c JOIN filters f ON f.id = c.filter_id
     CROSS JOIN LATERAL (SELECT coalesce(c.output->'whole', c.output #> '{a,b,0}') AS whole) w
     GROUP BY f.name`,
  );
  const found = Object.fromEntries(rows.map(({ name, sizes: ofName }) => [name, ofName]));
  assert.equal(found.sizes?.length, packets.length);
  assert.ok(found.sizes?.some((size) => !/ 0 0$/.test(size)));
  for (const name of Object.keys(wholes)) assert.deepEqual(found[name], found.sizes, name);
});
