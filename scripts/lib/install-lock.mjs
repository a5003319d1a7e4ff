import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

/** Runs `task` while no other process does; a lock left by a dead process is taken over. */
export async function withInstallLock(path, onWait, task) {
  mkdirSync(dirname(path), { recursive: true });
  const mine = JSON.stringify({ pid: process.pid, birth: birthOf(process.pid) });
  const draft = `${path}.${process.pid}`;
  let hasWaited = false;
  writeFileSync(draft, mine);
  try {
    while (!tryLock(draft, path)) {
      const holder = readHolder(path);
      if (holder && !isAlive(holder)) breakLock(path, holder.text, `${draft}.stale`);
      else if (holder) {
        if (!hasWaited) onWait(holder.pid);
        hasWaited = true;
        await delay(200);
      }
    }
  } finally {
    rmSync(draft, { force: true });
  }
  try {
    return await task();
  } finally {
    if (readHolder(path)?.text === mine) rmSync(path, { force: true });
  }
}

function tryLock(draft, path) {
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(path) {
  try {
    const text = readFileSync(path, 'utf8');
    return { text, ...JSON.parse(text) };
  } catch (error) {
    return error.code === 'ENOENT' ? null : { text: '', pid: 0, birth: null };
  }
}

function isAlive({ pid, birth }) {
  if (!pid) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error.code !== 'EPERM') return false;
  }
  return birth === null || birthOf(pid) === birth;
}

/** The start time of a process tells it from a later one with the same id (Linux only). */
function birthOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return null;
  }
}

/** Moves a dead process's lock away; if another was quicker, its fresh lock is put back. */
function breakLock(path, staleText, aside) {
  try {
    renameSync(path, aside);
    if (staleText !== '' && readFileSync(aside, 'utf8') !== staleText) tryLock(aside, path);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}
