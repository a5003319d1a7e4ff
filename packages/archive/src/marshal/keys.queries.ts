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

/** What a new key carries: its permissions (null: all of its owner's) and its end (null: none). */
export interface KeyScope {
  acls: readonly string[] | null;
  expiresAt: Date | null;
}

/** Whether the viewer's key permits to make one that carries so much and lives so long. */
export async function mayGrant(tx: ViewerTx, { acls, expiresAt }: KeyScope): Promise<boolean> {
  const [row] = await tx.query<{ may: boolean }>('SELECT viewer_may_grant($1, $2) AS may', [
    acls,
    expiresAt,
  ]);
  return row?.may ?? false;
}

/** Makes a token of the viewer's; the secret is returned and not kept. */
export async function insertToken(
  tx: ViewerTx,
  userId: number,
  token: KeyScope & { name: string },
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
  const rows = await tx.query(
    `UPDATE access_keys SET revoked_at = now()
      WHERE id = $1 AND kind = 'token' AND revoked_at IS NULL RETURNING id`,
    [id],
  );
  return rows.length === 1;
}

/** Ends the browser session that the transaction acts with; false where its key is none. */
export async function endSession(tx: ViewerTx): Promise<boolean> {
  const [row] = await tx.query<{ ended: boolean }>('SELECT end_session() AS ended');
  return row?.ended ?? false;
}

/** Notes that the transaction's key is in use; within a minute of the last time it writes nothing. */
export async function noteKeyUse(tx: ViewerTx): Promise<void> {
  await tx.query('SELECT note_key_use()');
}

/** Forgets sessions and links that ended more than a week ago; returns how many. Needs no viewer. */
export async function sweepKeys(tx: ViewerTx): Promise<number> {
  const [row] = await tx.query<{ swept: number }>('SELECT sweep_keys() AS swept');
  return row?.swept ?? 0;
}

/** A new browser session: the secret that the cookie carries, and whose it is. */
export interface NewSession {
  secret: string;
  userId: number;
}

/** A browser session for the holder of the transaction's key; null without a viewer. */
export async function openSession(tx: ViewerTx, expiresAt: Date): Promise<NewSession | null> {
  const secret = newSecret();
  const [row] = await tx.query<{ user_id: number | null }>(
    'SELECT open_session($1, $2) AS user_id',
    [hashKey(secret), expiresAt],
  );
  return row?.user_id ? { secret, userId: row.user_id } : null;
}

/** Exchanges a one-time link for a browser session; null where the link is not usable. */
export async function redeemLink(
  tx: ViewerTx,
  code: string,
  expiresAt: Date,
): Promise<NewSession | null> {
  const secret = newSecret();
  const [row] = await tx.query<{ user_id: number | null }>(
    'SELECT redeem_link($1, $2, $3) AS user_id',
    [code, hashKey(secret), expiresAt],
  );
  return row?.user_id ? { secret, userId: row.user_id } : null;
}

/** 256 random bits, for a cookie or an address. */
function newSecret(): string {
  return randomBytes(32).toString('base64url');
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
  const secret = newSecret();
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
