import {
  createSession,
  type DatabaseRoles,
  ensureSuperAdmin,
  hashKey,
  openArchive,
  type ViewerTx,
  withClient,
} from '@fritz/archive';
import { UserError } from '../user-error.ts';
import { adminName, type OwnerClient } from './foundation.ts';

/** Who the command line acts as. */
export interface AdminSession {
  readonly userId: number;
  /** What it acts with; taken back at the end. */
  readonly key: string;
  /** One transaction on behalf of the administrator. */
  run<T>(work: (tx: ViewerTx) => Promise<T>): Promise<T>;
}

/** How long a key lives that a killed command could not take back. */
const defaultKeyLifeMs = 10 * 60_000;

/** For work that takes long. */
export interface AdminOptions {
  readonly keyLifeMs?: number;
  readonly statementTimeoutMs?: number;
}

/**
 * Works on protected data as the administrator: through the same rules as any viewer, with a key
 * that is taken back at the end.
 */
export async function asAdmin<T>(
  roles: DatabaseRoles,
  work: (session: AdminSession) => Promise<T>,
  { keyLifeMs = defaultKeyLifeMs, statementTimeoutMs }: AdminOptions = {},
): Promise<T> {
  const { userId, key } = await withClient(roles.owner, async (client) => {
    const id = await ensureSuperAdmin(client, adminName);
    await demandOpenAccount(client, id);
    const expiresAt = new Date(Date.now() + keyLifeMs);
    return {
      userId: id,
      key: await createSession(client, { userId: id, name: 'command line', expiresAt }),
    };
  });
  const archive = openArchive({ ...roles.app, application_name: 'fritz command line', max: 1 });
  const limits = statementTimeoutMs === undefined ? {} : { statementTimeoutMs };
  try {
    return await work({ userId, key, run: (inTx) => archive.asViewer(key, inTx, limits) });
  } finally {
    await archive.close();
    await withClient(roles.owner, (client) =>
      client.query('DELETE FROM access_keys WHERE key_hash = $1', [hashKey(key)]),
    ).catch(() => {});
  }
}

async function demandOpenAccount(owner: OwnerClient, id: number): Promise<void> {
  const ended = await owner.query('SELECT FROM users WHERE id = $1 AND expires_at <= now()', [id]);
  if (ended.rows.length === 0) return;
  throw new UserError(
    `the account "${adminName}" has ended: fritz user activate ${adminName} opens it again.`,
  );
}
