import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** The system user that PostgreSQL runs as, when it is not the user who started Fritz. */
export interface SystemUser {
  uid: number;
  gid: number;
}

const nobody: SystemUser = { uid: 65534, gid: 65534 };

/**
 * The user to drop to: PostgreSQL refuses to run as root. Null when Fritz is not root.
 * A cluster that exists already keeps its owner.
 */
export function chooseServerUser(clusterDir: string): SystemUser | null {
  if (process.getuid?.() !== 0) return null;
  const owner = statSync(clusterDir, { throwIfNoEntry: false });
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  return findSystemUser('postgres') ?? nobody;
}

function findSystemUser(name: string): SystemUser | null {
  try {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((entry) => entry.startsWith(`${name}:`));
    const [, , uid, gid] = line?.split(':') ?? [];
    return uid && gid ? { uid: Number(uid), gid: Number(gid) } : null;
  } catch {
    return null;
  }
}

/** True when `user` may pass through `directory` and every folder above it (mode bits only). */
export function canTraverse(directory: string, user: SystemUser): boolean {
  for (let path = directory; ; path = dirname(path)) {
    const stat = statSync(path);
    const shift = stat.uid === user.uid ? 6 : stat.gid === user.gid ? 3 : 0;
    if (((stat.mode >> shift) & 1) === 0) return false;
    if (path === dirname(path)) return true;
  }
}

/** True when a process with this id exists, whoever owns it. A zombie does not count. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  return readProcessStat(pid)?.state !== 'Z';
}

/**
 * A mark that tells a process from a later one with the same id: its start time.
 * Null when there is no such process.
 */
export function processBirth(pid: number): string | null {
  if (process.platform === 'linux') return readProcessStat(pid)?.startTicks ?? null;
  try {
    const started = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' });
    return started.trim() || null;
  } catch {
    return null;
  }
}

function readProcessStat(pid: number): { state: string; startTicks: string } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // proc(5): the name in brackets may hold spaces; fields 3 (state) and 22 (starttime) follow.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0] ?? '', startTicks: fields[19] ?? '' };
  } catch {
    return null;
  }
}
