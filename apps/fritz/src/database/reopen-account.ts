import type { OwnerClient } from './foundation.ts';

/** Lets somebody in again, without the keys that he had; an end that has passed is lifted. */
export async function reopenAccount(owner: OwnerClient, userId: number): Promise<void> {
  await owner.query(
    `UPDATE users SET deactivated_at = NULL, expires_when_active = NULL,
            expires_at = nullif(greatest(expires_at, expires_when_active, now()), now())
      WHERE id = $1`,
    [userId],
  );
}
