import type pg from 'pg';

/** Of what the time of another marshal is set. */
export type DatedKind = 'comments' | 'annotations' | 'classifications' | 'spectra';

/** When a thing was said, and by what, where it was said first. */
export interface FirstSaid {
  id: number;
  /** null: it is not told. */
  createdAt: Date | null;
  modifiedAt: Date | null;
  /** Whether a program said it; null: it is not told, or makes no difference. */
  isBot: boolean | null;
}

const withBot: ReadonlySet<DatedKind> = new Set(['comments', 'annotations']);

/** Gives a thing that was taken over the times that it has where it is from. The owner's role alone may. */
export async function restoreTimes(
  owner: pg.ClientBase,
  kind: DatedKind,
  { id, createdAt, modifiedAt, isBot }: FirstSaid,
): Promise<void> {
  const bot = withBot.has(kind) ? ', bot = coalesce($4, bot)' : '';
  await owner.query(
    `UPDATE ${kind} SET created_at = coalesce($2, created_at),
            modified_at = coalesce($3, $2, modified_at)${bot} WHERE id = $1`,
    [id, createdAt, modifiedAt, ...(bot === '' ? [] : [isBot])],
  );
}

/** When a source was saved to groups elsewhere: where it was saved here later than that. */
export async function restoreSaves(
  owner: pg.ClientBase,
  objId: string,
  saves: readonly { groupId: number; savedAt: Date }[],
): Promise<void> {
  if (saves.length === 0) return;
  await owner.query('BEGIN');
  try {
    await owner.query(`SELECT set_config('fritz.credits', 'on', true)`);
    await owner.query(
      `UPDATE sources s SET saved_at = n.saved_at
         FROM unnest($2::integer[], $3::timestamptz[]) AS n (group_id, saved_at)
        WHERE s.obj_id = $1 AND s.group_id = n.group_id AND s.saved_at > n.saved_at`,
      [objId, saves.map(({ groupId }) => groupId), saves.map(({ savedAt }) => savedAt)],
    );
    await owner.query('COMMIT');
  } catch (error) {
    await owner.query('ROLLBACK');
    throw error;
  }
}
