import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { withClient } from '@fritz/archive';
import { createServer } from '@fritz/server';
import { issueToken, startTestSkyportal, type TestSkyportal } from '@fritz/testing';
import { type CliDatabase, cliDatabase } from './cli-database.ts';
import { runHere } from './run-here.ts';

let place: CliDatabase;
let skyportal: TestSkyportal;
let state: string;
before(async () => {
  [place, skyportal] = await Promise.all([cliDatabase(), startTestSkyportal()]);
  state = join(String(place.env.FRITZ_DATA), 'state.jsonl');
});
after(async () => {
  await skyportal?.close();
  await place?.drop();
});

interface Report {
  kinds: { kind: string; found: number; made: number; known: number; failed: number }[];
  problems: { kind: string; id: string; message: string }[];
  leftBehind: Record<string, number>;
}

async function migrate(
  ...more: string[]
): Promise<{ code: number | null; stderr: string; report: Report }> {
  const { url, token } = skyportal;
  const from = ['--url', url, '--token', token, '--state', state, '--rate', '10000', '--json'];
  const args = ['migrate-from', 'skyportal', ...from, ...more];
  const { code, stdout, stderr } = await runHere(args, place.env);
  return { code, stderr, report: JSON.parse(stdout || '{}') };
}

const countOf = (report: Report, kind: string) => {
  const { found, made, known, failed } =
    report.kinds.find((one) => one.kind === kind) ?? assert.fail(`nothing of ${kind}`);
  return [found, made, known, failed];
};

async function rows<T extends object>(text: string): Promise<T[]> {
  return withClient(place.database.superuser, async (client) => {
    return [...(await client.query<T>(text)).rows].map((row) => ({ ...row }));
  });
}

test('a dry run counts, and writes nothing', async () => {
  const { report } = await migrate('--dry-run');
  assert.deepEqual(countOf(report, 'sources'), [7, 0, 0, 0]);
  assert.deepEqual(countOf(report, 'comments'), [3, 0, 0, 0]);
  assert.deepEqual(report.leftBehind, { spectra: 2, 'follow-up requests': 5, 'observing runs': 1 });
  assert.deepEqual(await rows(`SELECT FROM fritz.users WHERE username = 'ada'`), []);
});

test('an interruption in the middle is one line, and what was written is known', async () => {
  const asked = skyportal.asked();
  skyportal.endTokenAfter(44);
  const { code, stderr } = await migrate();
  assert.equal(code, 1);
  assert.match(stderr, /^fritz: .*does not take this token/m);
  assert.ok(skyportal.asked() - asked >= 36);
  skyportal.renewToken();
  // The machine went down between a comment and its line in the journal.
  const lines = readFileSync(state, 'utf8').split('\n');
  const comment = lines.findLastIndex((line) => line.startsWith('["comments"'));
  assert.ok(comment > 0, 'it came as far as comments');
  const cut = [...lines.slice(0, comment), lines[comment]?.slice(0, 9)];
  writeFileSync(state, cut.join('\n'));
});

test('it goes on where it was; nothing is doubled, and what differs is told', async () => {
  const { code, report, stderr } = await migrate();
  assert.equal(code, 2, stderr);
  assert.deepEqual(countOf(report, 'users'), [2, 0, 2, 0]);
  assert.deepEqual(countOf(report, 'streams'), [2, 0, 1, 1]);
  assert.equal(countOf(report, 'sources')[3], 0, JSON.stringify(report.problems));
  const problems = report.problems.map(({ kind, id }) => `${kind} ${id}`);
  assert.deepEqual(problems.toSorted(), ['members 4/99', 'streams 2'], JSON.stringify(report));
  assert.deepEqual(countOf(report, 'filter versions')[3], 0);
  const [made] = await rows<{ comments: number; points: number; groups: number; members: number }>(
    `SELECT (SELECT count(*)::int FROM fritz.comments) AS comments,
            (SELECT count(*)::int FROM fritz.photometry) AS points,
            (SELECT count(*)::int FROM fritz.groups WHERE name = 'Nuclear transients') AS groups,
            (SELECT count(*)::int FROM fritz.group_users m JOIN fritz.groups g ON g.id = m.group_id
              WHERE g.name = 'Nuclear transients') AS members`,
  );
  assert.deepEqual(made, { comments: 3, points: 4, groups: 1, members: 1 });
});

test('run once more it makes nothing', async () => {
  const { report } = await migrate();
  for (const { kind, made } of report.kinds) assert.equal(made, 0, kind);
});

test('what was for a group is for it alone, in its author’s name', async () => {
  const tokens = await withClient(place.database.superuser, async (client) => {
    const { rows: found } = await client.query<{ id: number; username: string }>(
      `SELECT id, username FROM fritz.users WHERE username IN ('ada', 'grace') ORDER BY username`,
    );
    return Promise.all(found.map(({ id }) => issueToken(client, { userId: id })));
  });
  const server = await createServer({
    archive: place.database.app,
    webRoot: null,
    version: '0.1.0',
    credentialsSecret: 'a secret of the tests',
  });
  const get = async (token: string | undefined, path: string) => {
    const headers = { authorization: `token ${token}` };
    const response = await server.inject({ url: `/api/${path}`, headers });
    return response.json().data;
  };
  try {
    const [ada, grace] = tokens;
    const said = await get(ada, 'sources/ZTF21old1/comments');
    assert.deepEqual(said.map((one: { text: string }) => one.text).toSorted(), [
      'For me alone',
      'Rising fast',
      'Rising fast',
    ]);
    const { id } = await get(ada, 'internal/profile');
    for (const one of said) assert.equal(one.author?.id ?? one.author_id, id);
    const points = await get(ada, 'sources/ZTF21old1/photometry?format=flux');
    assert.deepEqual(
      points.map((one: { flux: number | null }) => one.flux).toSorted(),
      [130.25, null].toSorted(),
    );
    const [classified] = await get(ada, 'sources/ZTF21old1/classifications');
    assert.deepEqual([classified.classification, classified.probability], ['TDE', 0.7]);
    const { sources } = await get(ada, 'sources?numPerPage=50');
    assert.equal(sources.length, 7);
    const [favourite] = await get(ada, 'listing?listName=favorites');
    assert.equal(favourite.obj_id, 'ZTF21old1');
    const [filter] = await get(ada, 'filters');
    assert.equal(filter.name, 'Nuclear');
    const { fv, active_fid, active } = await get(ada, `filters/${filter.id}/v`);
    assert.equal(fv.length, 2);
    const running = fv.find((one: { fid: string }) => one.fid === active_fid);
    assert.match(JSON.stringify(running.pipeline), /0\.99/);
    assert.equal(active, true);

    for (const kind of ['comments', 'annotations', 'photometry', 'classifications']) {
      const seen = await get(grace, `sources/ZTF21old1/${kind}`);
      assert.ok(!Array.isArray(seen) || seen.length === 0, `${kind}: ${JSON.stringify(seen)}`);
    }
  } finally {
    await server.close();
  }
});
