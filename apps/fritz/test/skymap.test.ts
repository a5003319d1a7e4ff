import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { type CliDatabase, cliDatabase } from './cli-database.ts';
import { runHere } from './run-here.ts';

let place: CliDatabase;
before(async () => {
  place = await cliDatabase();
});
after(() => place.drop());

async function run(args: readonly string[], wantedCode = 0): Promise<string> {
  const { code, stdout, stderr } = await runHere(['skymap', ...args], place.env);
  assert.equal(code, wantedCode, stdout + stderr);
  return wantedCode === 0 ? stdout : stderr;
}

const files = join(import.meta.dirname, '../../../packages/archive/test/sky-maps/golden');

test('sky maps are added, listed and removed from the command line', async () => {
  assert.match(await run(['list']), /there is no sky map/);
  const ring = join(files, 'flat-ring.fits.gz');
  assert.match(await run(['add', ring, '--tag', 'GW']), /768 cells, 90 % within/);
  assert.match(await run(['add', ring], 1), /already/);
  const deep = join(files, 'multiorder.fits.gz');
  assert.match(await run(['add', deep], 1), /does not say when/);
  const options = ['--dateobs', '2026-11-22T03:14:15', '--name', 'deep', '--json'];
  const made = JSON.parse(await run(['add', deep, ...options]));
  assert.deepEqual([made.name, made.dateobs], ['deep', '2026-11-22T03:14:15.000']);
  assert.deepEqual(made.groups, ['Sitewide Group']);
  const list: { name: string; tags: string[] }[] = JSON.parse(await run(['list', '--json']));
  assert.deepEqual(
    list.map(({ name, tags }) => [name, tags]),
    [
      ['deep', []],
      ['flat-ring.fits.gz', ['GW']],
    ],
  );
  assert.match(await run(['add', join(files, 'galactic.fits.gz')], 1), /coordinates "G"/);
  assert.match(await run(['add', join(files, 'absent.fits')], 1), /cannot be read/);
  assert.match(await run(['add', deep, '--dateobs', 'x'], 1), /is no time/);
  await run(['remove', '2026-11-22T03:14:15', 'deep']);
  assert.match(await run(['remove', '2026-11-22T03:14:15', 'deep'], 1), /there is no sky map/);
});
