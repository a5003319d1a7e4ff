import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const scripts = fileURLToPath(new URL('..', import.meta.url));

const program = `
const [what, ...rest]: string[] = process.argv.slice(2);
if (what === 'wait') {
  let count = 0;
  process.on('SIGINT', () => {
    count += 1;
    setTimeout(() => process.exit(40 + count), 300);
  });
  setInterval(() => {}, 1000);
  console.log('waiting');
} else if (what === 'die') process.kill(process.pid, 'SIGTERM');
else {
  console.log(JSON.stringify({ what, rest, major: process.versions.node.split('.')[0] }));
  process.exitCode = 3;
}
`;

/** A checkout without dependencies, so that npm needs no network. */
function checkout(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'fritz bootstrap-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const root = join(folder, 'check out');
  mkdirSync(join(root, 'apps/fritz/src'), { recursive: true });
  cpSync(join(scripts, 'bootstrap.mjs'), join(root, 'scripts/bootstrap.mjs'));
  cpSync(join(scripts, 'lib'), join(root, 'scripts/lib'), { recursive: true });
  writeFileSync(join(root, 'apps/fritz/src/main.ts'), program);
  writeLockfile(root, '1.0.0');
  return root;
}

function writeLockfile(root: string, version: string): void {
  const manifest = { name: 'checkout', version };
  writeFileSync(join(root, 'package.json'), JSON.stringify(manifest));
  writeFileSync(
    join(root, 'package-lock.json'),
    JSON.stringify({ ...manifest, lockfileVersion: 3, requires: true, packages: { '': manifest } }),
  );
}

function start(root: string, args: string[], options: object = {}): ChildProcess {
  const env = { ...process.env, npm_config_cache: join(root, '.npm-cache') };
  return spawn(process.execPath, [join(root, 'scripts/bootstrap.mjs'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env,
    ...options,
  });
}

async function run(root: string, args: string[], options: object = {}) {
  const child = start(root, args, options);
  let output = '';
  let errors = '';
  child.stdout?.on('data', (chunk) => {
    output += chunk;
  });
  child.stderr?.on('data', (chunk) => {
    errors += chunk;
  });
  const [code, signal] = await once(child, 'close');
  return { code, signal, output, errors };
}

test('it installs once, and again when the lockfile changes', async (t) => {
  const root = checkout(t);
  const first = await run(root, ['up', 'two words']);
  assert.equal(first.code, 3, first.errors);
  assert.deepEqual(JSON.parse(first.output), { what: 'up', rest: ['two words'], major: '24' });
  assert.match(first.errors, /^fritz: installing dependencies.*\nfritz: installed in \d+ s\n$/);
  const second = await run(root, ['up']);
  assert.equal(second.errors, '');
  writeLockfile(root, '1.0.1');
  const stamp = readFileSync(join(root, 'node_modules/.fritz-install'), 'utf8');
  assert.equal((await run(root, ['up'])).code, 3);
  assert.notEqual(readFileSync(join(root, 'node_modules/.fritz-install'), 'utf8'), stamp);
});

test('two starts at once install once', async (t) => {
  const root = checkout(t);
  const runs = await Promise.all([run(root, ['a']), run(root, ['b'])]);
  assert.deepEqual(
    runs.map((result) => result.code),
    [3, 3],
  );
  const installs = runs.filter((result) => result.errors.includes('installing dependencies'));
  assert.equal(installs.length, 1);
  assert.equal(existsSync(join(root, '.cache/install.lock')), false);
});

test('it runs through a link, from another folder, and another file', async (t) => {
  const root = checkout(t);
  const link = join(root, '..', 'link');
  symlinkSync(root, link);
  const result = await run(link, ['up'], { cwd: tmpdir() });
  assert.equal(JSON.parse(result.output).what, 'up');
  writeFileSync(join(root, 'other.ts'), 'const n: number = 5; process.exit(n);');
  assert.equal((await run(link, ['--run', 'other.ts'])).code, 5);
  const missing = await run(link, ['--run', 'none.ts']);
  assert.equal(missing.code, 1);
  assert.match(missing.errors, /^fritz: there is no file .*none\.ts\.\n$/);
});

test('a signal that ends the program ends the start too', async (t) => {
  const root = checkout(t);
  await run(root, ['up']);
  assert.equal((await run(root, ['die'])).signal, 'SIGTERM');
});

test('Ctrl-C reaches the program once, by the group or by the start alone', async (t) => {
  const root = checkout(t);
  await run(root, ['up']);
  for (const toGroup of [true, false]) {
    const child = start(root, ['wait'], { detached: true });
    assert.ok(child.stdout && child.pid);
    await once(child.stdout, 'data');
    process.kill(toGroup ? -child.pid : child.pid, 'SIGINT');
    const [code] = await once(child, 'exit');
    assert.equal(code, 41);
  }
});

test('what keeps it from installing is one line', async (t) => {
  const root = checkout(t);
  rmSync(join(root, 'package-lock.json'));
  const lost = await run(root, ['up']);
  assert.equal(lost.code, 1);
  assert.match(lost.errors, /^fritz: .*no package-lock\.json: restore it with git.*\n$/);
});

test('an unreachable registry is named as such', async (t) => {
  const root = checkout(t);
  const dependencies = { 'left-out': '1.0.0' };
  const manifest = { name: 'checkout', version: '1.0.0', dependencies };
  writeFileSync(join(root, 'package.json'), JSON.stringify(manifest));
  const packages = {
    '': manifest,
    'node_modules/left-out': { version: '1.0.0', integrity: `sha512-${'A'.repeat(86)}==` },
  };
  const lockfile = { ...manifest, lockfileVersion: 3, requires: true, packages };
  writeFileSync(join(root, 'package-lock.json'), JSON.stringify(lockfile));
  const env = {
    ...process.env,
    npm_config_cache: join(root, '.npm-cache'),
    npm_config_registry: 'http://127.0.0.1:1/',
    npm_config_fetch_retries: '0',
  };
  const result = await run(root, ['up'], { env });
  assert.equal(result.code, 1);
  assert.match(
    result.errors,
    /fritz: the package registry cannot be reached \(ECONNREFUSED\): .*\n$/,
  );
});
