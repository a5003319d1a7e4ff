import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { tryPidLock, withPidLock } from '../../src/embedded/pid-lock.ts';
import { scratchFolder } from './scratch-folder.ts';

test('the lock is held once and leaves no file', (t) => {
  const path = join(scratchFolder(t), 'lock');
  const lock = tryPidLock(path);
  assert.ok('release' in lock);
  assert.deepEqual(tryPidLock(path), { heldBy: process.pid });
  lock.release();
  assert.equal(existsSync(path), false);
});

test('a lock of a dead process, of a reused pid, or without sense is taken over', (t) => {
  const folder = scratchFolder(t);
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  const texts = [
    JSON.stringify({ pid: dead, birth: null }),
    JSON.stringify({ pid: process.pid, birth: '1' }),
    '',
  ];
  for (const text of texts) {
    writeFileSync(join(folder, 'lock'), text);
    const lock = tryPidLock(join(folder, 'lock'));
    assert.ok('release' in lock, text);
    lock.release();
  }
  assert.deepEqual(readdirSync(folder), []);
});

test('tasks under the lock run one after the other', async (t) => {
  const path = join(scratchFolder(t), 'lock');
  const seen: string[] = [];
  const run = (name: string) =>
    withPidLock(path, async () => {
      seen.push(`${name} in`);
      await Promise.resolve();
      seen.push(`${name} out`);
    });
  await Promise.all([run('a'), run('b'), run('c')]);
  for (let i = 0; i < seen.length; i += 2) {
    assert.equal(seen[i]?.replace('in', 'out'), seen[i + 1]);
  }
  assert.equal(seen.length, 6);
});
