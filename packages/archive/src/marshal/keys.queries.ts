import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** What is kept of a secret. */
export function hashKey(secret: string): Buffer {
  return createHash('sha256').update(secret, 'utf8').digest();
}

/** 256 random bits, for a cookie or an address. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

// ── as the viewer ────────────────────────────────────────────────────────────────────────────

/** A token without its secret. */
export interface TokenRow {
  id: string;
  user_id: number;
  name: string | null;
  acls: string[] | null;
  created_at: Date;
  expires_at: Date | null;
  last_used_at: Date | null;
}

const tokenColumns = [
  'id',
  'user_id',
  'name',
  'acls',
  'created_at',
  'expires_at',
  'last_used_at',
] as const;

/** A user's tokens that are not revoked and that the viewer may know of, newest first. */
export function listTokens(tx: ViewerTx, userId: number): Promise<TokenRow[]> {
  return tx.db
    .selectFrom('access_keys')
    .select(tokenColumns)
    .where('kind', '=', 'token')
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .execute();
}

/** One token; null where the viewer may not know of it. */
export async function findToken(tx: ViewerTx, id: string): Promise<TokenRow | null> {
  const row = await tx.db
    .selectFrom('access_keys')
    .select(tokenColumns)
    .where('id', '=', id)
    .where('kind', '=', 'token')
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row ?? null;
}

/** The viewer's own token by its secret; null where there is none. */
export async function findTokenBySecret(tx: ViewerTx, secret: string): Promise<TokenRow | null> {
  const [own] = await tx.query<{ id: string | null }>('SELECT own_token_id($1) AS id', [secret]);
  return own?.id ? findToken(tx, own.id) : null;
}

/** What a new key carries: its permissions (null: all of its owner's) and its end (null: none). */
export interface KeyScope {
  acls: readonly string[] | null;
  expiresAt: Date | null;
}

/** Whether the viewer's key permits to make one for this user that carries so much and lives so long. */
export async function mayGrant(
  tx: ViewerTx,
  userId: number,
  { acls, expiresAt }: KeyScope,
): Promise<boolean> {
  const [row] = await tx.query<{ may: boolean }>('SELECT viewer_may_grant_to($1, $2, $3) AS may', [
    userId,
    acls,
    expiresAt,
  ]);
  return row?.may ?? false;
}

/** Makes a token; the secret is returned and not kept. */
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

/** What became of a change: `too_wide` where the key in hand may not do it. */
export type TokenChange = 'changed' | 'missing' | 'too_wide';

/** Gives a token another name, scope and end; sessions that were opened with it end. */
export async function changeToken(
  tx: ViewerTx,
  id: string,
  token: KeyScope & { name: string | null },
): Promise<TokenChange> {
  const [row] = await tx.query<{ outcome: TokenChange }>(
    'SELECT change_token($1, $2, $3, $4) AS outcome',
    [id, token.name, token.acls, token.expiresAt],
  );
  return row?.outcome ?? 'missing';
}

/** Revokes a token; false where there is none that the viewer's key may revoke. */
export async function revokeToken(tx: ViewerTx, id: string): Promise<boolean> {
  const rows = await tx.query(
    `UPDATE access_keys SET revoked_at = now()
      WHERE id = $1 AND kind = 'token' AND revoked_at IS NULL RETURNING id`,
    [id],
  );
  return rows.length === 1;
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

/**
 * Opens a session for whoever has the machine, and returns its secret. What is made with it may
 * outlive it, as with a session from a login link.
 */
export async function createSession(
  owner: pg.ClientBase,
  session: { userId: number; name: string; expiresAt: Date },
): Promise<string> {
  const secret = newSecret();
  await owner.query(
    `INSERT INTO access_keys (key_hash, kind, user_id, name, expires_at)
     VALUES ($1, 'session', $2, $3, $4)`,
    [hashKey(secret), session.userId, session.name, session.expiresAt],
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
