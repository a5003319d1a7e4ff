import type { ServerOptions } from '@fritz/server';
import type { Log } from '../log.ts';

type ServerLog = NonNullable<ServerOptions['log']>;

/** The server's logger, writing into ours. */
export function serverLogger(log: Log, bindings: object = {}): ServerLog {
  const write = (level: 'debug' | 'info' | 'warn' | 'error') => {
    return (details: unknown, message?: unknown): void => {
      const isText = typeof details === 'string';
      const own =
        isText || typeof details !== 'object' || details === null ? {} : detailsOf(details);
      log[level]({ ...bindings, ...own }, String((isText ? details : message) ?? ''));
    };
  };
  return {
    level: 'info',
    silent: () => {},
    trace: () => {},
    debug: write('debug'),
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    fatal: write('error'),
    child: (more: object) => serverLogger(log, { ...bindings, ...more }),
  };
}

/** Spreading an error would lose what it says. */
function detailsOf(details: object): object {
  return details instanceof Error ? { err: details } : details;
}
