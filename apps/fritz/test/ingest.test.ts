import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { withClient } from '@fritz/archive';
import { type CliDatabase, cliDatabase } from './cli-database.ts';
import { runCli } from './run-cli.ts';

const shared =
  process.env.FRITZ_SHARED ?? fileURLToPath(new URL('../../../../shared', import.meta.url));
const packets = join(shared, 'data/ztf');
const skip = existsSync(packets)
  ? false
  : `no real packets at ${packets} (FRITZ_SHARED names them)`;

let place: CliDatabase;
before(async () => {
  place = await cliDatabase();
});
after(() => place.drop());

async function addFilter(name: string, pipeline: unknown): Promise<void> {
  const file = join(place.env.FRITZ_DATA ?? '', 'filter.json');
  writeFileSync(file, JSON.stringify(pipeline));
  const group = ['--group', 'Test', '--create-group', '--stream', 'ZTF Caltech'];
  const { code, stderr } = await runCli(
    ['filter', 'add', file, '--name', name, '--insist', ...group],
    place.env,
  );
  assert.equal(code, 0, stderr);
}

/** One number that changes with any row of the archive; how often batches came aside. */
async function fingerprint(): Promise<string> {
  const tables = [
    'ztf_alerts',
    'ztf_cutout_parts',
    'ztf_light_curves',
    'candidates',
    'photometry',
    'objs',
  ];
  return withClient(place.database.superuser, async (client) => {
    const sums: string[] = [];
    for (const table of tables) {
      const { rows } = await client.query(
        `SELECT count(*) || ':' || coalesce(sum(hashtextextended(t::text, 0)), 0) AS sum
           FROM fritz.${table} AS t`,
      );
      sums.push(`${table} ${rows[0]?.sum}`);
    }
    return sums.join('\n');
  });
}

test('real packets come in once, pass the filters, and change nothing again', {
  skip,
}, async () => {
  await addFilter('drb > 0.9', [{ $match: { 'candidate.drb': { $gt: 0.9 } } }]);
  await addFilter('drb > 0.9999', [{ $match: { 'candidate.drb': { $gt: 0.9999 } } }]);

  const first = await runCli(['ingest', '--json', packets], place.env);
  assert.equal(first.code, 0, first.stderr);
  assert.deepEqual(JSON.parse(first.stdout), {
    read: 36,
    new: 36,
    known: 0,
    quarantined: 0,
    passed: { 'drb > 0.9': 33, 'drb > 0.9999': 12 },
    errors: [],
  });
  const objects = await withClient(place.database.superuser, async (client) => {
    const { rows } = await client.query(
      `SELECT count(DISTINCT obj_id)::int AS count FROM fritz.candidates c
         JOIN fritz.filters f ON f.id = c.filter_id WHERE f.name = 'drb > 0.9'`,
    );
    return rows[0]?.count;
  });
  assert.equal(objects, 32);

  const stored = await fingerprint();
  const second = await runCli(['ingest', '--json', packets], place.env);
  assert.equal(second.code, 0, second.stderr);
  const { read, new: fresh, known, passed } = JSON.parse(second.stdout);
  assert.deepEqual({ read, fresh, known }, { read: 36, fresh: 0, known: 36 });
  assert.deepEqual(passed, { 'drb > 0.9': 0, 'drb > 0.9999': 0 });
  assert.equal(await fingerprint(), stored);

  const verified = await runCli(['verify', '--json'], place.env);
  assert.equal(verified.code, 0, verified.stdout);
  const { counts } = JSON.parse(verified.stdout);
  assert.deepEqual({ alerts: counts.alerts, objects: counts.objects }, { alerts: 36, objects: 35 });
});
