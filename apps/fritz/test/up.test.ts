import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { runCli, startCli, waitForOutput, whenEnded } from './run-cli.ts';

let folder: string;
let env: Record<string, string>;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'fritz-up-'));
  env = { FRITZ_DATA: join(folder, 'data'), FRITZ_PORT: '0' };
});
after(async () => {
  // A database that a failed test left behind.
  await runCli(['verify'], env);
  rmSync(folder, { recursive: true, force: true });
});

/** Starts everything and returns it with the address that it prints. */
async function startUp(...options: string[]) {
  const child = startCli(['up', ...options], env);
  const [, base, code] = await waitForOutput(child, /Open\s+(http\S+)\/login\?code=(\S+)/);
  return { child, base: String(base), link: `${base}/login?code=${code}` };
}

async function stop({ child }: Awaited<ReturnType<typeof startUp>>): Promise<void> {
  child.kill('SIGTERM');
  assert.equal(await whenEnded(child), 0);
}

test('up starts empty, logs in once, serves, shares, survives kill -9, and stops cleanly', async () => {
  const first = await startUp('--no-demo');
  const login = await fetch(first.link, { redirect: 'manual' });
  assert.equal(login.status, 303);
  assert.match(login.headers.get('set-cookie') ?? '', /fritz_session=/);
  const again = await fetch(first.link, { redirect: 'manual' });
  assert.equal(again.headers.get('set-cookie'), null);

  const made = await runCli(['token', 'create', '--super-admin'], env);
  assert.equal(made.code, 0, made.stderr);
  assert.match(made.stdout, /^[0-9a-f-]{36}\n$/);
  const headers = { authorization: `token ${made.stdout.trim()}` };
  const ask = async (base: string) => (await fetch(`${base}/api/groups`, { headers })).status;
  assert.equal(await ask(first.base), 200);

  const other = await runCli(['up', '--no-demo'], env);
  assert.equal(other.code, 1);
  assert.match(other.stderr, /^fritz: Fritz already runs on .*\n$/);
  await stop(first);

  const second = await startUp('--no-demo');
  assert.equal(await ask(second.base), 200);
  second.child.kill('SIGKILL');
  assert.equal(await whenEnded(second.child), 'SIGKILL');

  const third = await startUp('--no-demo');
  assert.equal(await ask(third.base), 200);
  await stop(third);

  const revoked = await runCli(['token', 'list', '--json'], env);
  const [token] = JSON.parse(revoked.stdout);
  assert.equal((await runCli(['token', 'revoke', token.id], env)).code, 0);
  assert.deepEqual(JSON.parse((await runCli(['token', 'list', '--json'], env)).stdout), []);
});

test('the demonstration plays its nights once, and goes on where it stopped', async () => {
  const night = ['--alerts', '20', '--speed', '40'];
  const first = startCli(['up', ...night], env);
  await waitForOutput(first, /the night is over: 80 new alerts/);
  first.kill('SIGTERM');
  assert.equal(await whenEnded(first), 0);

  const second = startCli(['up', ...night], env);
  await waitForOutput(second, /the simulated night was played/);
  second.kill('SIGTERM');
  assert.equal(await whenEnded(second), 0);

  const third = startCli(['up', ...night, '--demo-again'], env);
  await waitForOutput(third, /the night is over: 20 new alerts/);
  third.kill('SIGTERM');
  assert.equal(await whenEnded(third), 0);

  const verified = await runCli(['verify', '--json'], env);
  assert.equal(verified.code, 0, verified.stdout);
  assert.equal(JSON.parse(verified.stdout).counts.alerts, 100);
  assert.doesNotMatch(readFileSync(join(folder, 'data/log/broker.log'), 'utf8'), /"level":50/);
});
