import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** A key that things of one origin have, and the JSON types of its values. */
export interface KnownField {
  origin: string;
  key: string;
  types: string[];
}

/** How many of an origin are looked at: all of one origin are written by one program. */
const looked = 300;

/**
 * The keys of what people, programs and filters said of objects, as far as the viewer sees it; of
 * these groups, and what is for everybody, where some are named.
 */
export function listAnnotationFields(
  tx: ViewerTx,
  groupIds: readonly number[] | null,
): Promise<KnownField[]> {
  return tx.query<KnownField & Record<string, unknown>>(
    `WITH wanted AS (
       SELECT id FROM groups WHERE $1::int[] IS NULL OR id = ANY ($1) OR sitewide),
     audience AS (
       SELECT DISTINCT ag.audience_id FROM audience_groups ag JOIN wanted w ON w.id = ag.group_id),
     said AS (
       SELECT o.origin, a.data
         FROM (SELECT DISTINCT origin FROM annotations WHERE subject_type = 'sources') o
         CROSS JOIN LATERAL (
           SELECT n.data FROM annotations n
            WHERE n.origin = o.origin AND n.subject_type = 'sources'
              AND ($1::int[] IS NULL OR n.audience_id IN (SELECT audience_id FROM audience))
            LIMIT ${looked}) a
       UNION ALL
       SELECT g.name || ':' || f.name, c.data
         FROM filters f JOIN groups g ON g.id = f.group_id
         CROSS JOIN LATERAL (
           SELECT n.output -> 'annotations' AS data FROM candidates n
            WHERE n.filter_id = f.id ORDER BY n.passed_at DESC LIMIT ${looked}) c
        WHERE $1::int[] IS NULL OR f.group_id = ANY ($1))
     SELECT s.origin, e.key, array_agg(DISTINCT jsonb_typeof(e.value)) AS types
       FROM said s CROSS JOIN LATERAL jsonb_each(
         CASE WHEN jsonb_typeof(s.data) = 'object' THEN s.data ELSE '{}' END) AS e
      GROUP BY s.origin, e.key ORDER BY s.origin COLLATE "C", e.key COLLATE "C"`,
    [groupIds],
  );
}

/** The keys of the altdata of the objects that the viewer sees. */
export function listAltdataFields(tx: ViewerTx): Promise<KnownField[]> {
  return tx.query<KnownField & Record<string, unknown>>(
    `SELECT '' AS origin, e.key, array_agg(DISTINCT jsonb_typeof(e.value)) AS types
       FROM objs o CROSS JOIN LATERAL jsonb_each(o.altdata) AS e
      WHERE jsonb_typeof(o.altdata) = 'object'
      GROUP BY e.key ORDER BY e.key COLLATE "C"`,
  );
}
