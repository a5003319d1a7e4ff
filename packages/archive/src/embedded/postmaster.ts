import { type ChildProcess, spawn } from 'node:child_process';
import {
  closeSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { PostgresBinaries } from './binaries.ts';
import { fromSpawnError, serverEnvironment } from './cluster.ts';
import { EmbeddedError, fromFileError } from './database-error.ts';
import { isAlive, type SystemUser } from './process-identity.ts';
import { type ServerSettings, settingArguments } from './settings.ts';

/** The server's main process, started by us or found running. */
export interface Postmaster {
  pid: number;
  socketDir: string;
  /** Names the socket, and is that of TCP where the server listens there. */
  port: number;
  /** Null when another process started it. */
  child: ChildProcess | null;
}

interface PidFile {
  pid: number;
  socketDir: string;
  port: number;
  status: string;
}

/** What is needed to start a server on an existing cluster. */
export interface PostmasterPlan {
  binaries: PostgresBinaries;
  /** Real path of the cluster. */
  clusterDir: string;
  socketDir: string;
  logPath: string;
  settings: ServerSettings;
  user: SystemUser | null;
}

const pollMs = 15;
const maxLogBytes = 16 * 1024 * 1024;
const fastShutdownMs = 120_000;

/** Reads postmaster.pid: pid, data folder, start time, port, socket folder, address, key, status. */
function readPidFile(clusterDir: string): PidFile | null {
  try {
    const lines = readFileSync(join(clusterDir, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    if (!Number.isInteger(pid) || pid <= 0) return null;
    return {
      pid,
      port: Number(lines[3]),
      socketDir: lines[4] ?? '',
      status: (lines[7] ?? '').trim(),
    };
  } catch {
    return null;
  }
}

/**
 * Finds a server that runs on this cluster and takes connections, waiting for one that starts or
 * stops. A pid file left by a dead server, or whose pid belongs to something else now, is no server.
 */
export async function findPostmaster(clusterDir: string): Promise<Postmaster | null> {
  for (;;) {
    const file = readPidFile(clusterDir);
    if (!file || !isAlive(file.pid)) return null;
    if (!isServerOf(file.pid, clusterDir)) {
      // PostgreSQL would take the reused pid for a living server and refuse to start.
      if (!hasServerProcesses(clusterDir)) rmSync(join(clusterDir, 'postmaster.pid'));
      return null;
    }
    if (file.status === 'ready') {
      const { pid, socketDir, port } = file;
      return { pid, socketDir, port, child: null };
    }
    await delay(pollMs);
  }
}

/** A server process works inside its cluster; without /proc we must believe the pid file. */
function isServerOf(pid: number, clusterDir: string): boolean {
  if (process.platform !== 'linux') return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === clusterDir;
  } catch {
    return false;
  }
}

function hasServerProcesses(clusterDir: string): boolean {
  return readdirSync('/proc').some(
    (name) => /^\d+$/.test(name) && isServerOf(Number(name), clusterDir),
  );
}

/** Starts the server and waits until it takes connections, however long recovery needs. */
export async function startPostmaster(plan: PostmasterPlan): Promise<Postmaster> {
  const log = openLog(plan.logPath);
  const sizeBefore = statSync(plan.logPath).size;
  const args = ['-D', plan.clusterDir, '-k', plan.socketDir, ...settingArguments(plan.settings)];
  const child = spawn(plan.binaries.postgres, args, {
    cwd: '/',
    env: serverEnvironment,
    stdio: ['ignore', log, log],
    // A group of its own: Ctrl-C in the terminal must reach Fritz first, which drains its work.
    detached: true,
    ...plan.user,
  });
  closeSync(log);
  const failure = new Promise<never>((_resolve, reject) => {
    child.once('error', (error) => reject(fromSpawnError(error, plan.user)));
    child.once('exit', () => reject(new EmbeddedError('start_failed', 'PostgreSQL ended.')));
  });
  failure.catch(() => {});
  let ready: PidFile;
  try {
    ready = await Promise.race([waitUntilReady(plan.clusterDir, child), failure]);
  } catch (error) {
    throw child.pid === undefined ? error : explainFailedStart(plan, sizeBefore);
  }
  // The server must not keep Fritz's event loop alive.
  child.unref();
  return { pid: ready.pid, socketDir: plan.socketDir, port: ready.port, child };
}

async function waitUntilReady(clusterDir: string, child: ChildProcess): Promise<PidFile> {
  while (child.exitCode === null && child.signalCode === null) {
    const file = readPidFile(clusterDir);
    if (file?.status === 'ready' && file.pid === child.pid) return file;
    await delay(pollMs);
  }
  return new Promise(() => {});
}

function openLog(path: string): number {
  try {
    if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > maxLogBytes) {
      renameSync(path, `${path}.1`);
    }
    return openSync(path, 'a', 0o600);
  } catch (error) {
    throw fromFileError(error, path);
  }
}

function explainFailedStart(plan: PostmasterPlan, logOffset: number): unknown {
  const output = readFileSync(plan.logPath).subarray(logOffset).toString();
  if (/no space left|disk quota/i.test(output)) {
    return fromFileError({ code: 'ENOSPC' }, plan.clusterDir);
  }
  const fatal = output.split('\n').findLast((line) => /FATAL|PANIC|error/i.test(line)) ?? '';
  const reason = fatal.replace(/^.*?(FATAL|PANIC):\s*/, '') || 'no reason given';
  return new EmbeddedError(
    'start_failed',
    `PostgreSQL did not start (${reason}); see ${plan.logPath}.`,
    { cause: new Error(output.trim()) },
  );
}

/** Calls `notify` once when the server ends; an adopted server is watched by polling. */
export function watchPostmaster(postmaster: Postmaster, notify: () => void): () => void {
  const { child, pid } = postmaster;
  if (child) {
    child.once('exit', notify);
    if (child.exitCode !== null || child.signalCode !== null) notify();
    return () => child.off('exit', notify);
  }
  const timer = setInterval(() => {
    if (isAlive(pid)) return;
    clearInterval(timer);
    notify();
  }, 500);
  timer.unref();
  return () => clearInterval(timer);
}

/** Fast shutdown: ends the sessions, writes a checkpoint, waits for the end. */
export async function stopPostmaster(pid: number): Promise<void> {
  if (!isAlive(pid)) return;
  signal(pid, 'SIGINT');
  const deadline = Date.now() + fastShutdownMs;
  while (isAlive(pid)) {
    // The next start recovers from the write-ahead log; nothing committed is lost.
    if (Date.now() > deadline) signal(pid, 'SIGQUIT');
    await delay(pollMs);
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}
