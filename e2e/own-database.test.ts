import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { simulateNight, writeNightFiles } from '@fritz/surveys';
import { installedPostgres, OwnServer } from './own-database/debian-postgres.ts';

const installed = installedPostgres();
const skip = installed ? false : 'no PostgreSQL of 15 or newer in /usr/lib/postgresql';

describe('a PostgreSQL of one’s own, named by DATABASE_URL', { skip }, () => {
  let server: OwnServer;
  const folder = mkdtempSync(join(tmpdir(), 'fritz-own-'));

  before(async () => {
    if (installed) server = new OwnServer(installed.bin, await freePort());
    await server?.createDatabase();
    const night = simulateNight({ seed: 3, night: '20270301', alerts: 40 });
    await writeNightFiles(join(folder, 'night'), night, { layout: 'files' });
    const up = fritz('migrate', 'up');
    assert.equal(up.status, 0, up.stderr);
  });
  after(() => {
    server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  function fritz(...args: string[]): { status: number | null; stdout: string; stderr: string } {
    const main = join(import.meta.dirname, '../apps/fritz/src/main.ts');
    const env = { ...process.env, DATABASE_URL: server.url, FRITZ_DATA: join(folder, 'data') };
    return spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', cwd: folder, env });
  }

  test('a token made in it is all that its command prints', () => {
    const token = fritz('token', 'create', '--super-admin');
    assert.equal(token.status, 0, token.stderr);
    assert.match(token.stdout, /^\S{30,}\n$/);
  });

  test('is migrated, takes a night in, knows it again, and goes back to nothing', () => {
    const first = fritz('ingest', join(folder, 'night'), '--json');
    assert.equal(first.status, 0, first.stderr);
    const read = JSON.parse(first.stdout);
    assert.equal(read.quarantined, 0);
    assert.ok(read.new > 0);
    assert.equal(read.read, read.new + read.known);
    const again = JSON.parse(fritz('ingest', join(folder, 'night'), '--json').stdout);
    assert.equal(again.new, 0);
    assert.equal(again.known, read.read);
    assert.equal(fritz('verify').status, 0);
    const down = fritz('migrate', 'down', '--to', '0');
    assert.equal(down.status, 0, down.stderr);
  });
});

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
