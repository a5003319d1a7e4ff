import type { ClientBase } from 'pg';

/** What passed a filter, and what the pipeline of its setting `autosave` said where it has one. */
export interface SavingPass {
  readonly objId: string;
  readonly filterId: number;
  /** null: there was no such pipeline. */
  readonly autosaves: boolean | null;
}

/**
 * Saves what passed to the groups of filters that ask for it (`autosave`), with a comment where one is
 * set. What a group has or had is left as it is: what people took off a list stays off. A filter whose
 * setting has a pipeline of its own saves what passes that, too.
 */
export async function autosave(client: ClientBase, passed: readonly SavingPass[]): Promise<void> {
  await client.query(
    `WITH wanted AS (
       SELECT p.obj_id, f.id, f.group_id, f.audience_id, f.created_by,
              f.autosave ->> 'comment' AS comment,
              (SELECT gu.user_id FROM group_users gu
                WHERE gu.group_id = f.group_id AND gu.can_save
                  AND gu.user_id = (f.autosave ->> 'saver_id')::int) AS saver
         FROM (SELECT obj_id, filter_id, bool_or(autosaves) AS autosaves
                 FROM unnest($1::text[], $2::int[], $3::boolean[]) AS u (obj_id, filter_id, autosaves)
                GROUP BY 1, 2) AS p
         JOIN filters f ON f.id = p.filter_id
        WHERE (f.autosave = 'true' OR (jsonb_typeof(f.autosave) = 'object' AND f.autosave <> '{}'
            AND f.autosave -> 'active' IS DISTINCT FROM 'false'
            -- What was set meanwhile was not asked yet.
            AND (NOT f.autosave ? 'pipeline' OR p.autosaves)))
          AND NOT EXISTS (SELECT FROM sources s WHERE s.obj_id = p.obj_id AND s.active
            AND f.autosave -> 'ignore_group_ids' @> to_jsonb(s.group_id))),
     saved AS (
       INSERT INTO sources (obj_id, group_id, audience_id, saved_by, saved_by_filter)
       SELECT DISTINCT ON (obj_id, group_id) obj_id, group_id, audience_id, saver, id
         FROM wanted ORDER BY obj_id, group_id, id
       ON CONFLICT (obj_id, group_id) DO NOTHING RETURNING obj_id, group_id)
     INSERT INTO comments (subject_type, subject_id, obj_id, author_id, audience_id, text, bot)
     SELECT 'sources', w.obj_id, w.obj_id, coalesce(w.saver, w.created_by), w.audience_id,
            w.comment, true
       FROM saved s JOIN wanted w ON w.obj_id = s.obj_id AND w.group_id = s.group_id
      WHERE w.comment <> '' AND coalesce(w.saver, w.created_by) IS NOT NULL
      ORDER BY w.obj_id, w.id`,
    [
      passed.map((row) => row.objId),
      passed.map((row) => row.filterId),
      passed.map((row) => row.autosaves),
    ],
  );
}
