import type { AlertArchive, Archive } from '@fritz/archive';
import type { FastifyBaseLogger } from 'fastify';
import type { KeyUses } from './http/key-uses.ts';

/** What every feature of the server works with. */
export interface ServerContext {
  archive: Archive;
  alerts: AlertArchive;
  keyUses: KeyUses;
  version: string;
  /** Whether the session cookie is sent over https alone. */
  secureCookies: boolean;
  now: () => Date;
  log: FastifyBaseLogger;
}
