import type { ViewerTx } from '../viewer/viewer-tx.ts';
import { hashKey, newSecret } from './keys.queries.ts';

/** A new browser session: the secret that the cookie carries, and whose it is. */
export interface NewSession {
  secret: string;
  userId: number;
}

/** How long a session may live, and what is known of the browser that opens it. */
export interface SessionTerms {
  expiresAt: Date;
  /** Unused for so long it is over; null: no bound but `expiresAt`. */
  idleS: number | null;
  address: string | null;
  userAgent: string | null;
}

/** The terms as the database's functions take them, after the hash of the session's secret. */
export function termValues(terms: SessionTerms): unknown[] {
  const idle = terms.idleS === null ? null : `${terms.idleS} seconds`;
  return [terms.expiresAt, idle, terms.address, terms.userAgent];
}

/** A browser session for the holder of the transaction's key; null without a viewer. */
export async function openSession(tx: ViewerTx, terms: SessionTerms): Promise<NewSession | null> {
  const secret = newSecret();
  const [row] = await tx.query<{ user_id: number | null }>(
    'SELECT open_session($1, $2, $3::interval, $4, $5) AS user_id',
    [hashKey(secret), ...termValues(terms)],
  );
  return row?.user_id ? { secret, userId: row.user_id } : null;
}

/** Exchanges a one-time link for a browser session; null where the link is not usable. */
export async function redeemLink(
  tx: ViewerTx,
  code: string,
  terms: SessionTerms,
): Promise<NewSession | null> {
  const secret = newSecret();
  const [row] = await tx.query<{ user_id: number | null }>(
    'SELECT redeem_link($1, $2, $3, $4::interval, $5, $6) AS user_id',
    [code, hashKey(secret), ...termValues(terms)],
  );
  return row?.user_id ? { secret, userId: row.user_id } : null;
}

/** Ends the browser session that the transaction acts with; false where its key is none. */
export async function endSession(tx: ViewerTx): Promise<boolean> {
  const [row] = await tx.query<{ ended: boolean }>('SELECT end_session() AS ended');
  return row?.ended ?? false;
}

/** One of the viewer's browser sessions. */
export interface SessionRow {
  id: string;
  opened_by: string | null;
  acls: string[] | null;
  created_at: Date;
  last_used_at: Date | null;
  expires_at: Date | null;
  address: string | null;
  user_agent: string | null;
  is_current: boolean;
}

/** The viewer's browser sessions that are open, the present one first. */
export function listSessions(tx: ViewerTx): Promise<SessionRow[]> {
  return tx.query<SessionRow & Record<string, unknown>>(
    `SELECT id, opened_by, acls, created_at, last_used_at, expires_at, address, user_agent,
            id IS NOT DISTINCT FROM (SELECT viewer_key_id()) AS is_current
       FROM access_keys
      WHERE kind = 'session' AND user_id = (SELECT viewer_id()) AND revoked_at IS NULL
        AND (expires_at IS NULL OR expires_at > now())
        AND (idle_limit IS NULL OR coalesce(last_used_at, created_at) + idle_limit > now())
      ORDER BY is_current DESC, coalesce(last_used_at, created_at) DESC, id`,
  );
}

/** Ends one of the viewer's sessions; false where there is none that his key may end. */
export async function revokeSession(tx: ViewerTx, id: string): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE access_keys SET revoked_at = now()
      WHERE id = $1 AND kind = 'session' AND revoked_at IS NULL RETURNING id`,
    [id],
  );
  return rows.length === 1;
}

/** Ends the viewer's sessions but the present one, and login links not yet used; returns how many sessions. */
export async function revokeOtherSessions(tx: ViewerTx): Promise<number> {
  const rows = await tx.query<{ kind: string }>(
    `UPDATE access_keys SET revoked_at = now()
      WHERE kind IN ('session', 'link') AND user_id = (SELECT viewer_id()) AND revoked_at IS NULL
        AND id IS DISTINCT FROM (SELECT viewer_key_id())
      RETURNING kind, expires_at > now()
        AND (idle_limit IS NULL OR coalesce(last_used_at, created_at) + idle_limit > now()) AS open`,
  );
  return rows.filter((row) => row.kind === 'session' && Reflect.get(row, 'open') === true).length;
}
