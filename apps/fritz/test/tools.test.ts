import assert from 'node:assert/strict';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type CliDatabase, cliDatabase } from './cli-database.ts';
import { startCli, waitForOutput, whenEnded } from './run-cli.ts';
import { runHere } from './run-here.ts';

let place: CliDatabase;
before(async () => {
  place = await cliDatabase();
});
after(() => place.drop());

async function run(args: readonly string[], wantedCode = 0): Promise<string> {
  const { code, stdout, stderr } = await runHere(args, place.env);
  assert.equal(code, wantedCode, stdout + stderr);
  return wantedCode === 0 ? stdout : stderr;
}

function pipelineFile(pipeline: unknown): string {
  const file = join(place.env.FRITZ_DATA ?? '', 'bright.json');
  writeFileSync(file, JSON.stringify(pipeline));
  return file;
}

test('a filter is added, switched off and on, and given a new version', async () => {
  const file = pipelineFile([{ $match: { 'candidate.magpsf': { $lt: 18 } } }]);
  const refused =
    /passes \d+ of \d+ alerts of a simulated night \([\d.]+ %\); .*: make it stricter, or --insist/;
  assert.match(await run(['filter', 'add', file], 1), refused);
  const { id } = JSON.parse(await run(['filter', 'add', file, '--insist', '--json']));
  const show = async () => {
    const filters = JSON.parse(await run(['filter', 'list', '--json']));
    assert.equal(filters.length, 1);
    return filters[0];
  };
  const first = await show();
  assert.deepEqual([first.id, first.name, first.active], [id, 'bright', true]);
  await run(['filter', 'deactivate', String(id)]);
  assert.equal((await show()).active, false);
  pipelineFile([{ $match: { 'candidate.magpsf': { $lt: 10 } } }]);
  await run(['filter', 'add', file, '--version-of', String(id), '--changelog', 'Brighter']);
  const second = await show();
  assert.equal(second.active, true);
  assert.notEqual(second.active_fid, first.active_fid);
  await run(['filter', 'activate', String(id), '--fid', first.active_fid]);
  assert.equal((await show()).active_fid, first.active_fid);
});

test('a filter that does not compile is refused with its place, and nothing is kept', async () => {
  const before = await run(['filter', 'list', '--json']);
  const file = pipelineFile([{ $match: { 'candidate.drb': { $gtt: 0.9 } } }]);
  assert.match(await run(['filter', 'add', file], 1), /^fritz: 0\.\$match\.candidate\.drb.*\n$/);
  assert.match(await run(['filter', 'add', file, '--group', 'Nobody'], 1), /no group "Nobody"/);
  await run(['group', 'create', 'Streamless']);
  const told = await run(['filter', 'add', file, '--group', 'Streamless'], 1);
  assert.match(told, /^fritz: .*: fritz group add-stream "Streamless" "ZTF Public"\.\n$/);
  await run(['group', 'delete', 'Streamless', '--yes']);
  assert.equal(await run(['filter', 'list', '--json']), before);
});

test('a filter is checked, tested, explained and measured on packets without a database', async () => {
  const folder = join(place.env.FRITZ_DATA ?? '', 'packets');
  const night = ['--night', '20261012', '--alerts', '40', '--seed', '3'];
  await run(['simulate', ...night, '--out', folder]);
  const file = pipelineFile([
    { $match: { 'candidate.magpsf': { $lt: 20 } } },
    { $project: { points: { $size: '$prv_candidates' } } },
  ]);
  const nowhere = { FRITZ_DATA: join(place.env.FRITZ_DATA ?? '', 'nowhere') };
  const without = async (args: readonly string[], code = 0) => {
    const result = await runHere(['filter', ...args], nowhere);
    assert.equal(result.code, code, result.stdout + result.stderr);
    return result;
  };
  const checked = JSON.parse((await without(['check', file, '--json'])).stdout);
  assert.deepEqual([checked.ok, checked.needs_history], [true, true]);
  const packets = ['--packets', folder, '--json'];
  const tested = JSON.parse((await without(['test', file, '--funnel', ...packets])).stdout);
  assert.equal(tested.evaluated, 40);
  assert.equal(tested.funnel.stages[0].survived, tested.passed);
  assert.ok(tested.passed > 0 && tested.passed < 40);
  const [pass] = tested.passes;
  assert.match(JSON.stringify(pass.output), /^\{"points":\d+\}$/);
  const explained = (await without(['explain', file, pass.objectId, ...packets])).stdout;
  assert.match(explained, /"outcome":"(passed|rejected)"/);
  const stricter = join(place.env.FRITZ_DATA ?? '', 'stricter.json');
  writeFileSync(stricter, '[{"$match": {"candidate.magpsf": {"$lt": 19}}}]');
  const diff = JSON.parse((await without(['diff', file, stricter, ...packets])).stdout);
  assert.deepEqual([diff.passedBefore, diff.gained], [tested.passed, []]);
  assert.equal(diff.lost.length, diff.passedBefore - diff.passedAfter);
  const ended = ['test', file, ...packets, '--to', '2026-10-12'];
  assert.equal(JSON.parse((await without(ended)).stdout).evaluated, 0);
  const backwards = await without([...ended, '--from', '2026-10-13'], 1);
  assert.match(backwards.stderr, /--from must be before --to/);
  const bench = JSON.parse((await without(['bench', file, ...packets])).stdout);
  assert.equal(bench.alerts, 40);
  assert.ok(bench.us_mean > 0);

  const wrong = pipelineFile([{ $match: { 'candidate.magpfs': { $lt: 20 } } }]);
  const problem = await without(['check', wrong], 1);
  assert.match(problem.stderr, /alerts have no field 'candidate.magpfs' \(did you mean/);
  assert.ok(problem.stderr.includes(`fritz: ${wrong}: 0.$match: `), problem.stderr);

  const odd = pipelineFile([{ $match: { 'candidate.magpsf': { $lt: '20' } } }]);
  assert.match(
    (await without(['check', odd])).stderr,
    /warning: 0\.\$match\.candidate\.magpsf\.\$lt: candidate\.magpsf is a number, and "20" is a text/,
  );
  const told = JSON.parse((await without(['check', odd, '--json'])).stdout);
  assert.deepEqual([told.ok, told.problems, told.warnings.length], [true, [], 1]);
});

test('a filter is tested on the night in the archive, as it was then', async () => {
  const folder = join(place.env.FRITZ_DATA ?? '', 'packets');
  await run(['ingest', folder]);
  const file = pipelineFile([{ $project: { points: { $size: '$prv_candidates' } } }]);
  const ofPackets = JSON.parse(
    await run(['filter', 'test', file, '--packets', folder, '--limit', '50', '--json']),
  );
  const ofNight = JSON.parse(await run(['filter', 'test', file, '--limit', '50', '--json']));
  assert.equal(ofNight.where, 'the night of 20261012');
  assert.deepEqual(ofNight.passes, ofPackets.passes);
  const { objectId } = ofNight.passes[0];
  const ofObject = ofNight.passes.filter(
    (pass: { objectId: string }) => pass.objectId === objectId,
  );
  const choices = [
    [['--from', '2026-10-12'], ofNight.passes],
    [['--to', '2026-10-13T00:00:00Z'], ofNight.passes],
    [['--object', objectId], ofObject],
    [['--night', '20261011', '--object', objectId], []],
  ] as const;
  const test = ['filter', 'test', file, '--limit', '50', '--json'];
  for (const [choice, wanted] of choices) {
    assert.deepEqual(JSON.parse(await run([...test, ...choice])).passes, wanted, choice.join(' '));
  }
  const text = await run(['filter', 'explain', file, objectId]);
  assert.match(text, /: passed\n/);
});

test('a token is printed alone, and its permissions and owner are checked', async () => {
  assert.match(await run(['token', 'create', '--super-admin']), /^[0-9a-f-]{36}\n$/);
  assert.match(
    JSON.parse(await run(['token', 'create', '--super-admin', '--json'])).token,
    /^[0-9a-f-]{36}$/,
  );
  assert.match(await run(['token', 'create', '--user', 'admim'], 1), /did you mean admin/);
  const wrong = ['token', 'create', '--super-admin', '--acls', 'Uplod data'];
  assert.match(await run(wrong, 1), /did you mean Upload data/);
});

test('a login link and the state of the schema', async () => {
  assert.match(await run(['login-link']), /^http:\/\/127\.0\.0\.1:\d+\/login\?code=\S{40,}\n$/);
  const states = JSON.parse(await run(['migrate', 'status', '--json']));
  assert.ok(states.length >= 5);
  assert.ok(states.every(({ appliedAt }: { appliedAt: unknown }) => appliedAt !== null));
  assert.match(await run(['migrate', 'up', '--plan']), /up to date/);
});

test('the same seed gives the same packets', async () => {
  const names = await Promise.all(
    ['a', 'b'].map(async (name) => {
      const out = join(place.env.FRITZ_DATA ?? '', name);
      const night = ['--night', '20231012', '--alerts', '7', '--seed', '5'];
      const report = JSON.parse(await run(['simulate', ...night, '--out', out, '--json']));
      assert.equal(report.packets, 7);
      return readdirSync(out).sort();
    }),
  );
  assert.equal(names[0]?.length, 7);
  assert.deepEqual(names[0], names[1]);
});

test('serve answers from a database of your own and stops cleanly', async () => {
  const server = startCli(['serve'], place.env);
  const [, url] = await waitForOutput(server, /Fritz answers at (http\S+)/);
  const answer = await fetch(`${url}/api/sysinfo`);
  assert.equal(answer.status, 200);
  server.kill('SIGINT');
  assert.equal(await whenEnded(server), 0);
});
