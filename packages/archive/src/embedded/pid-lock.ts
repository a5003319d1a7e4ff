import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from './database-error.ts';
import { isAlive, processBirth } from './process-identity.ts';

/** A lock file held by this process; one left by a dead process is taken over. */
export interface PidLock {
  release(): void;
}

interface Holder {
  pid: number;
  birth: string | null;
}

/** Takes the lock, or returns the id of the living process that holds it. */
export function tryPidLock(path: string): PidLock | { heldBy: number } {
  const draft = `${path}.${process.pid}.${randomBytes(4).toString('hex')}`;
  const mine = JSON.stringify({ pid: process.pid, birth: processBirth(process.pid) });
  writeFileSync(draft, mine, { mode: 0o600 });
  try {
    for (;;) {
      try {
        // link, unlike open, makes the file appear with its contents in one step.
        linkSync(draft, path);
        return { release: () => releaseIfMine(path, mine) };
      } catch (error) {
        if (errorCode(error) !== 'EEXIST') throw error;
      }
      const text = readOrNull(path);
      if (text === null) continue;
      const holder = parseHolder(text);
      if (holder && isHolderAlive(holder)) return { heldBy: holder.pid };
      breakStaleLock(path, text, `${draft}.stale`);
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Runs `task` while holding the lock, waiting for other processes to let go of it. */
export async function withPidLock<T>(path: string, task: () => Promise<T>): Promise<T> {
  let lock = tryPidLock(path);
  while ('heldBy' in lock) {
    await delay(25);
    lock = tryPidLock(path);
  }
  try {
    return await task();
  } finally {
    lock.release();
  }
}

function parseHolder(text: string): Holder | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || !('pid' in value)) return null;
    const birth = 'birth' in value && typeof value.birth === 'string' ? value.birth : null;
    return typeof value.pid === 'number' ? { pid: value.pid, birth } : null;
  } catch {
    return null;
  }
}

function isHolderAlive(holder: Holder): boolean {
  if (!isAlive(holder.pid)) return false;
  return holder.birth === null || processBirth(holder.pid) === holder.birth;
}

/** Moves the stale file away; if another process was quicker, its fresh lock is put back. */
function breakStaleLock(path: string, staleText: string, aside: string): void {
  try {
    renameSync(path, aside);
    if (readOrNull(aside) !== staleText) linkSync(aside, path);
  } catch (error) {
    if (!['ENOENT', 'EEXIST'].includes(errorCode(error) ?? '')) throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function releaseIfMine(path: string, mine: string): void {
  if (readOrNull(path) === mine) rmSync(path, { force: true });
}

function readOrNull(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}
