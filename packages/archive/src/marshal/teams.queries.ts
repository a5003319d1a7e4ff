import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** A name for several groups: those of them that the viewer knows of. */
export interface TeamRow {
  id: number;
  name: string;
  description: string | null;
  created_at: Date;
  modified_at: Date;
  groups: { id: number; name: string; nickname: string | null; is_member: boolean }[];
}

/** All teams, or one, by name. */
export function listTeams(tx: ViewerTx, id: number | null = null): Promise<TeamRow[]> {
  return tx.query<TeamRow & Record<string, unknown>>(
    `SELECT t.id, t.name, t.description, t.created_at, t.modified_at, coalesce((
              SELECT jsonb_agg(jsonb_build_object('id', g.id, 'name', g.name, 'nickname', g.nickname,
                  'is_member', g.id IN (SELECT viewer_groups())) ORDER BY g.name, g.id)
                FROM team_groups tg JOIN groups g ON g.id = tg.group_id WHERE tg.team_id = t.id),
              '[]') AS groups
       FROM teams t WHERE $1::int IS NULL OR t.id = $1 ORDER BY lower(t.name), t.id`,
    [id],
  );
}

/** Makes a team, without groups; null where there is one of this name. */
export async function createTeam(
  tx: ViewerTx,
  made: { name: string; description: string | null },
): Promise<number | null> {
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO teams (name, description, created_by) VALUES ($1, $2, viewer_id())
     ON CONFLICT (name) DO NOTHING RETURNING id`,
    [made.name, made.description],
  );
  return row?.id ?? null;
}

/** Changes what is named. */
export async function updateTeam(
  tx: ViewerTx,
  id: number,
  change: { name?: string; description?: string | null },
): Promise<void> {
  await tx.query(
    `UPDATE teams SET name = coalesce($2, name),
            description = CASE WHEN $3 THEN $4 ELSE description END, modified_at = now()
      WHERE id = $1`,
    [id, change.name ?? null, change.description !== undefined, change.description ?? null],
  );
}

/** Gives a team these groups; groups that the viewer does not know of stay in it. */
export async function setTeamGroups(
  tx: ViewerTx,
  id: number,
  groupIds: readonly number[],
): Promise<void> {
  await tx.query('DELETE FROM team_groups WHERE team_id = $1 AND group_id <> ALL ($2::int[])', [
    id,
    groupIds,
  ]);
  await tx.query(
    `INSERT INTO team_groups (team_id, group_id) SELECT $1, g FROM unnest($2::int[]) AS g
     ON CONFLICT DO NOTHING`,
    [id, groupIds],
  );
}

/** Ends a team; its groups stay. */
export async function deleteTeam(tx: ViewerTx, id: number): Promise<void> {
  await tx.query('DELETE FROM teams WHERE id = $1', [id]);
}
