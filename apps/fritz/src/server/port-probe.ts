import { createServer } from 'node:net';
import type { Config } from '../config.ts';

/** Fails at once where the port cannot be had: before a database is started for nothing. */
export function probePort({ host, port }: Config): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve()));
  });
}
