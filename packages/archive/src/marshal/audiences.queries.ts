import type { ViewerTx } from '../viewer/viewer-tx.ts';

/**
 * The audience of one group. A statement of its own: policies look at the audiences that were there
 * when their statement began, and this one may be new.
 */
export async function groupAudience(tx: ViewerTx, groupId: number): Promise<number> {
  const [row] = await tx.query<{ id: number }>('SELECT intern_audience(ARRAY[$1::int]) AS id', [
    groupId,
  ]);
  if (!row) throw new Error('intern_audience returned nothing');
  return row.id;
}

/** The audience of several groups. A statement of its own, for the same reason. */
export async function groupsAudience(tx: ViewerTx, groupIds: readonly number[]): Promise<number> {
  const [row] = await tx.query<{ id: number }>('SELECT intern_audience($1::int[]) AS id', [
    groupIds,
  ]);
  if (!row) throw new Error('intern_audience returned nothing');
  return row.id;
}

/** A group of an audience, as far as the viewer knows of it. */
export interface AudienceGroup {
  id: number;
  name: string;
  nickname: string | null;
}

/** SQL for the groups of a row's audience, as JSON, of those that the viewer knows of. */
export function audienceGroups(row: string): string {
  return `(SELECT coalesce(jsonb_agg(
      jsonb_build_object('id', g.id, 'name', g.name, 'nickname', g.nickname) ORDER BY g.id), '[]')
    FROM audience_groups ag JOIN groups g ON g.id = ag.group_id
    WHERE ag.audience_id = ${row}.audience_id)`;
}
