import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  loadViewer,
  openArchive,
  pageOfCandidates,
  type Viewer,
  type ViewerTx,
  withClient,
} from '@fritz/archive';
import {
  createCandidate,
  createFilter,
  createGroup,
  createStream,
  createUser,
} from '@fritz/testing';
// The service is looked at from inside: how many queries a page takes is its promise.
import { scanCandidates } from '../src/features/candidates/candidates.service.ts';
import { type Harness, startHarness } from './harness.ts';

let harness: Harness;
before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

const candidateCount = 20_000;

/** Some groups' filters with many candidates over a month; the user is in two of ten groups. */
function arrangeMany() {
  return withClient(harness.database.superuser, async (client) => {
    const [user, other] = [await createUser(client), await createUser(client)];
    const stream = await createStream(client, { users: [user, other] });
    for (let i = 0; i < 10; i++) {
      const members = [i < 2 ? user : other];
      const group = await createGroup(client, { members, streams: [stream] });
      const filter = await createFilter(client, { group, stream });
      for (let k = 0; k < 3; k++) await createCandidate(client, { filter });
      await client.query(
        `WITH made AS (
           INSERT INTO fritz.objs (id, survey, ra, dec, hpx)
           SELECT 'ZTF26f' || $1::int || 'n' || i, 'ztf', 10, 20, i FROM generate_series(1, $2::int) i
           RETURNING id),
         seen AS (
           INSERT INTO fritz.obj_audiences SELECT id, fritz.intern_audience(ARRAY[$3::int]) FROM made)
         INSERT INTO fritz.candidates
           (obj_id, filter_id, filter_version_id, audience_id, survey, candid, passed_at)
         SELECT id, $1::int, $4, fritz.intern_audience(ARRAY[$3::int]), 'ztf',
                3611000000000000000 + $1::int * 1000000 + row_number() OVER (),
                now() - (row_number() OVER () % 720) * interval '1 hour' FROM made`,
        [filter.id, candidateCount / 10, group.id, filter.versionId],
      );
    }
    await client.query('ANALYZE fritz.candidates, fritz.objs, fritz.filters');
    return user;
  });
}

async function viewerOf(tx: ViewerTx): Promise<Viewer> {
  const viewer = await loadViewer(tx);
  assert.ok(viewer);
  return viewer;
}

/** A transaction that counts its queries, and may explain instead of answering. */
function watch(tx: ViewerTx, texts: string[]): ViewerTx {
  return {
    get db() {
      texts.push('kysely');
      return tx.db;
    },
    viewer: tx.viewer,
    query(text, values) {
      texts.push(text);
      return tx.query(text, values);
    },
    read(reading) {
      texts.push(reading.text);
      return tx.read(reading);
    },
  };
}

test('a page takes twelve queries, whatever its size; rights are looked up once per query', async () => {
  const user = await arrangeMany();
  const archive = openArchive({ ...harness.database.app, max: 1 });
  try {
    const day = { from: new Date(Date.now() - 86_400_000), to: null };
    const scan = { filterIds: null, groupIds: null, ...day, saved: 'all' as const, pageNumber: 1 };
    for (const numPerPage of [5, 50]) {
      const texts: string[] = [];
      const included = { photometry: true, spectra: false, thumbnails: false, comments: true };
      const page = await archive.asViewer(user.token, async (tx) =>
        scanCandidates(watch(tx, texts), await viewerOf(tx), { ...scan, numPerPage, included }),
      );
      assert.equal(page.candidates.length, numPerPage);
      assert.equal(texts.length, 12, texts.join('\n'));
    }
    const plan = await archive.asViewer(user.token, async (tx) => {
      let lines: string[] = [];
      const explainer: ViewerTx = {
        ...tx,
        async query(text, values) {
          const rows = await tx.query(`EXPLAIN (ANALYZE, TIMING OFF) ${text}`, values);
          lines = rows.map((row) => String(Object.values(row)[0]));
          return [];
        },
      };
      const saved = 'notSavedToAnyAccessible' as const;
      await pageOfCandidates(explainer, { ...scan, saved, limit: 50, offset: 0 });
      return lines.join('\n');
    });
    assert.match(plan, /candidates_filter_passed/, 'the window is an index range');
    assert.match(plan, /filter_id = ANY/, 'only the filters that he sees are looked through');
    const loops = [...plan.matchAll(/ProjectSet .*loops=(\d+)/g)].map(([, count]) => Number(count));
    assert.ok(loops.length > 0 && loops.every((count) => count <= 1), plan);
  } finally {
    await archive.close();
  }
});
