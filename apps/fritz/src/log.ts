import { appendFileSync, renameSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { prepareDataDir } from '@fritz/archive';

const levels = { debug: 20, info: 30, warn: 40, error: 50 } as const;
export type LogLevel = keyof typeof levels;

/** A log of one JSON object a line, in pino's form. */
export interface Log {
  debug(details: object, message: string): void;
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
  error(details: object, message: string): void;
  readonly path: string;
}

const rotateBytes = 32 * 1024 * 1024;

/** Opens `<dataDir>/log/<name>.log`; a large one is put aside as `.1` first. */
export function openLog(dataDir: string, name: string, level: LogLevel): Log {
  const folder = join(dataDir, 'log');
  const path = join(folder, `${name}.log`);
  prepareDataDir(folder);
  rotate(path);
  const write = (at: LogLevel, details: object, message: string) => {
    if (levels[at] < levels[level]) return;
    const head = { level: levels[at], time: Date.now(), pid: process.pid, hostname: hostname() };
    const line = JSON.stringify(
      { ...head, name, ...describe(details), msg: message },
      plainBigints,
    );
    try {
      appendFileSync(path, `${line}\n`);
    } catch {
      // A full disk must not end the program for want of a log line.
    }
  };
  return {
    path,
    debug: (details, message) => write('debug', details, message),
    info: (details, message) => write('info', details, message),
    warn: (details, message) => write('warn', details, message),
    error: (details, message) => write('error', details, message),
  };
}

function rotate(path: string): void {
  try {
    if (statSync(path).size > rotateBytes) renameSync(path, `${path}.1`);
  } catch {
    // No log yet.
  }
}

/** Errors as their stack: JSON would show nothing of them. */
function describe(details: object): object {
  if (details instanceof Error) return { error: withCauses(details) };
  const entries = Object.entries(details).map(([key, value]) => {
    return [key, value instanceof Error ? withCauses(value) : value] as const;
  });
  return Object.fromEntries(entries);
}

function withCauses(error: Error): string {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? `${own}\ncaused by: ${withCauses(error.cause)}` : own;
}

function plainBigints(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
