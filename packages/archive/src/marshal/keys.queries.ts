import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** What is kept of a secret. */
export function hashKey(secret: string): Buffer {
  return createHash('sha256').update(secret, 'utf8').digest();
}

// ── as the viewer ────────────────────────────────────────────────────────────────────────────

/** A token of the viewer's, without its secret. */
export interface TokenRow {
  id: string;
  name: string | null;
  acls: string[] | null;
  created_at: Date;
  expires_at: Date | null;
}

/** The viewer's own tokens that are not revoked, newest first. */
export function listTokens(tx: ViewerTx): Promise<TokenRow[]> {
  return tx.db
    .selectFrom('access_keys')
    .select(['id', 'name', 'acls', 'created_at', 'expires_at'])
    .where('kind', '=', 'token')
    .where('revoked_at', 'is', null)
    .orderBy('created_at', 'desc')
    .execute();
}

/** Whether the viewer's key permits to make one with these permissions (null: all of its owner's). */
export async function mayGrant(tx: ViewerTx, acls: readonly string[] | null): Promise<boolean> {
  const [row] = await tx.query<{ may: boolean }>('SELECT viewer_may_grant($1) AS may', [acls]);
  return row?.may ?? false;
}

/** Makes a token of the viewer's; the secret is returned and not kept. */
export async function insertToken(
  tx: ViewerTx,
  userId: number,
  token: { name: string; acls: readonly string[] | null; expiresAt: Date | null },
): Promise<{ id: string; secret: string }> {
  const secret = randomUUID();
  const { id } = await tx.db
    .insertInto('access_keys')
    .values({
      key_hash: hashKey(secret),
      kind: 'token',
      user_id: userId,
      name: token.name,
      acls: token.acls === null ? null : [...token.acls],
      expires_at: token.expiresAt,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { id, secret };
}

/** Revokes a token of the viewer's; false where there is none. */
export async function revokeToken(tx: ViewerTx, id: string): Promise<boolean> {
  return revoke(tx, id, 'token');
}

/** Ends a browser session of the viewer's; false where there is none. */
export async function endSession(tx: ViewerTx, id: string): Promise<boolean> {
  return revoke(tx, id, 'session');
}

async function revoke(tx: ViewerTx, id: string, kind: 'token' | 'session'): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE access_keys SET revoked_at = now()
      WHERE id = $1 AND kind = $2 AND revoked_at IS NULL RETURNING id`,
    [id, kind],
  );
  return rows.length === 1;
}

/** A new browser session: its id, and the secret that the cookie carries. */
export interface NewSession {
  id: string;
  secret: string;
  userId: number;
}

/** A browser session for the holder of the transaction's key; null without a viewer. */
export async function openSession(tx: ViewerTx, expiresAt: Date): Promise<NewSession | null> {
  const secret = randomBytes(32).toString('base64url');
  const [row] = await tx.query<{ user_id: number | null }>(
    'SELECT open_session($1, $2) AS user_id',
    [hashKey(secret), expiresAt],
  );
  return finishSession(tx, secret, row?.user_id ?? null);
}

/** Exchanges a one-time link for a browser session; null where the link is not usable. */
export async function redeemLink(
  tx: ViewerTx,
  code: string,
  expiresAt: Date,
): Promise<NewSession | null> {
  const secret = randomBytes(32).toString('base64url');
  const [row] = await tx.query<{ user_id: number | null }>(
    'SELECT redeem_link($1, $2, $3) AS user_id',
    [code, hashKey(secret), expiresAt],
  );
  return finishSession(tx, secret, row?.user_id ?? null);
}

/** Reads the new session's id as the session itself: the row that this transaction made. */
async function finishSession(
  tx: ViewerTx,
  secret: string,
  userId: number | null,
): Promise<NewSession | null> {
  if (userId === null) return null;
  await tx.query(`SELECT set_config('fritz.viewer_key', $1, true)`, [secret]);
  const [row] = await tx.query<{ id: string }>(
    `SELECT id FROM access_keys
      WHERE kind = 'session' AND created_at = now() AND revoked_at IS NULL`,
  );
  // A user whose account has ended is nobody, with a session or without.
  return row ? { id: row.id, secret, userId } : null;
}

// ── as the owner of the schema: the command line ─────────────────────────────────────────────

/** Makes a token for a user and returns its secret, a UUID as SkyPortal's are. */
export async function createToken(
  owner: pg.ClientBase,
  token: { userId: number; name: string; acls?: readonly string[] | null; expiresAt?: Date | null },
): Promise<string> {
  const secret = randomUUID();
  await owner.query(
    `INSERT INTO access_keys (key_hash, kind, user_id, name, acls, expires_at)
     VALUES ($1, 'token', $2, $3, $4, $5)`,
    [hashKey(secret), token.userId, token.name, token.acls ?? null, token.expiresAt ?? null],
  );
  return secret;
}

/** Makes a one-time login link's code; it is good for `ttlS` seconds. */
export async function createLoginLink(
  owner: pg.ClientBase,
  link: { userId: number; ttlS: number },
): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  await owner.query(
    `INSERT INTO access_keys (key_hash, kind, user_id, expires_at)
     VALUES ($1, 'link', $2, now() + make_interval(secs => $3))`,
    [hashKey(secret), link.userId, link.ttlS],
  );
  return secret;
}

/** Makes sure that this user is there and is a super admin; returns his id. */
export async function ensureSuperAdmin(owner: pg.ClientBase, username: string): Promise<number> {
  await owner.query('INSERT INTO users (username) VALUES ($1) ON CONFLICT (username) DO NOTHING', [
    username,
  ]);
  const found = await owner.query<{ id: number }>('SELECT id FROM users WHERE username = $1', [
    username,
  ]);
  const id = found.rows[0]?.id;
  if (id === undefined) throw new Error(`user ${username} was not made`);
  await owner.query(
    `INSERT INTO user_roles (user_id, role_id) VALUES ($1, 'Super admin') ON CONFLICT DO NOTHING`,
    [id],
  );
  return id;
}

/** Makes sure that there is one group of all users, and that every user is in it; returns its id. */
export async function ensureSitewideGroup(owner: pg.ClientBase, name: string): Promise<number> {
  await owner.query(
    `INSERT INTO groups (name, sitewide) SELECT $1, true
      WHERE NOT EXISTS (SELECT FROM groups WHERE sitewide) ON CONFLICT DO NOTHING`,
    [name],
  );
  const found = await owner.query<{ id: number }>('SELECT id FROM groups WHERE sitewide');
  const id = found.rows[0]?.id;
  if (id === undefined) throw new Error(`another group is called ${name} already`);
  await owner.query(
    'INSERT INTO group_users (group_id, user_id) SELECT $1, id FROM users ON CONFLICT DO NOTHING',
    [id],
  );
  return id;
}
