import type { OwnerClient } from './foundation.ts';

/** A token without its secret. */
export interface TokenEntry {
  readonly id: string;
  readonly username: string;
  readonly name: string | null;
  /** null: all of its owner's permissions. */
  readonly acls: readonly string[] | null;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly last_used_at: Date | null;
}

/** Everyone's tokens that are in force, newest first. */
export async function listAllTokens(owner: OwnerClient): Promise<TokenEntry[]> {
  const { rows } = await owner.query<TokenEntry>(
    `SELECT k.id, u.username, k.name, k.acls, k.created_at, k.expires_at,
            k.last_used_at
       FROM access_keys k JOIN users u ON u.id = k.user_id
      WHERE k.kind = 'token' AND k.revoked_at IS NULL
        AND (k.expires_at IS NULL OR k.expires_at > now())
      ORDER BY k.created_at DESC, k.id`,
  );
  return rows;
}

/** Revokes anyone's token; false where there is none of this id. */
export async function revokeAnyToken(owner: OwnerClient, id: string): Promise<boolean> {
  const { rows } = await owner.query(
    `UPDATE access_keys SET revoked_at = now()
      WHERE id::text = $1 AND kind = 'token' AND revoked_at IS NULL RETURNING id`,
    [id],
  );
  return rows.length === 1;
}
