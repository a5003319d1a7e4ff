import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** Which entries of the audit log; null: no such condition. */
export interface AuditSearch {
  actorId: number | null;
  userId: number | null;
  groupId: number | null;
  kind: string | null;
  subjectId: string | null;
  /** Of this object or anything of it. */
  objId: string | null;
  since: Date | null;
  until: Date | null;
  /** Only entries older than this one. */
  before: bigint | null;
  limit: number;
}

/** One change, with the names that the viewer sees. */
export interface AuditRow {
  id: bigint;
  at: Date;
  actor_id: number | null;
  actor: string | null;
  key_id: string | null;
  role_name: string;
  action: 'insert' | 'update' | 'delete';
  table_name: string;
  kind: string;
  subject_id: string;
  subject: string | null;
  user_id: number | null;
  username: string | null;
  group_id: number | null;
  group_name: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

/** What the viewer's entries are found by; null for who reads everything. */
interface OwnKeys {
  user_id: number;
  group_ids: number[];
  audience_ids: number[];
}

async function findOwnKeys(tx: ViewerTx): Promise<OwnKeys | null> {
  const [row] = await tx.query<OwnKeys & { all: boolean }>(
    `SELECT viewer_has('System admin') AS all, coalesce(viewer_id(), 0) AS user_id,
            ARRAY(SELECT viewer_admin_groups()) AS group_ids,
            ARRAY(SELECT DISTINCT ag.audience_id FROM audience_groups ag
                   WHERE ag.group_id IN (SELECT viewer_admin_groups())) AS audience_ids`,
  );
  return row === undefined || row.all ? null : row;
}

const conditions = `($1::int IS NULL OR l.actor_id = $1) AND ($2::int IS NULL OR l.user_id = $2)
          AND ($3::int IS NULL OR l.group_id = $3) AND ($4::text IS NULL OR l.kind = $4)
          AND ($5::text IS NULL OR l.subject_id = $5 OR (l.subject_id = $11 AND l.obj_id = $12))
          AND ($6::timestamptz IS NULL OR l.at >= $6) AND ($7::timestamptz IS NULL OR l.at < $7)
          AND ($8::bigint IS NULL OR l.id < $8)
          AND ($10::text IS NULL OR l.obj_id = $10)`;

/**
 * The policy decides who reads what. By what an entry can be the viewer's is said once more, one
 * index after the other: of a long log he has a small part.
 */
const ownArms = [
  'l.actor_id = $13',
  'l.user_id = $13',
  'l.group_id = ANY ($14::int[])',
  'l.audience_id = ANY ($15::int[])',
].map(
  (arm) =>
    `(SELECT l.id FROM audit_log l WHERE ${arm} AND ${conditions} ORDER BY l.id DESC LIMIT $9)`,
);

const pageOfAll = `SELECT * FROM audit_log l WHERE ${conditions} ORDER BY l.id DESC LIMIT $9`;
const pageOfOwn = `SELECT l.* FROM audit_log l
        WHERE l.id = ANY (ARRAY(${ownArms.join(' UNION ')})) ORDER BY l.id DESC LIMIT $9`;

/** The upload that brought a point, which is told once an object; null where no upload did. */
async function findUpload(
  tx: ViewerTx,
  { kind, subjectId }: AuditSearch,
): Promise<{ upload_id: string; obj_id: string } | null> {
  if (kind !== 'photometry' || subjectId === null || !/^\d{1,18}$/.test(subjectId)) return null;
  const [found] = await tx.query<{ upload_id: string; obj_id: string }>(
    `SELECT p.upload_id::text, p.obj_id FROM photometry p
      WHERE p.id = $1::text::bigint AND p.upload_id IS NOT NULL
     UNION ALL
     SELECT l.before ->> 'upload_id', l.obj_id FROM audit_log l
      WHERE l.kind = 'photometry' AND l.subject_id = $1::text AND l.action = 'delete'
        AND l.before ->> 'upload_id' IS NOT NULL
     LIMIT 1`,
    [subjectId],
  );
  return found ?? null;
}

/** Entries of the audit log that the viewer may read, newest first. */
export async function listAudit(tx: ViewerTx, search: AuditSearch): Promise<AuditRow[]> {
  const own = await findOwnKeys(tx);
  const upload = await findUpload(tx, search);
  return tx.query<AuditRow & Record<string, unknown>>(
    `WITH page AS MATERIALIZED (${own === null ? pageOfAll : pageOfOwn})
     SELECT l.id, l.at, l.actor_id, a.username AS actor, l.key_id, l.role_name, l.action,
            l.table_name, l.kind, l.subject_id,
            CASE l.kind
              WHEN 'user' THEN u.username
              WHEN 'group' THEN g.name
              WHEN 'stream' THEN (SELECT s.name FROM streams s WHERE s.id::text = l.subject_id)
              WHEN 'filter' THEN (SELECT f.name FROM filters f WHERE f.id::text = l.subject_id)
              WHEN 'key' THEN coalesce(l.after ->> 'name', l.before ->> 'name',
                (SELECT k.name FROM access_keys k WHERE k.id::text = l.subject_id))
              WHEN 'photometry' THEN coalesce(l.after ->> 'obj_id', l.before ->> 'obj_id',
                (SELECT p.obj_id FROM photometry p WHERE p.id = l.subject_id::bigint))
              WHEN 'team' THEN coalesce(l.after ->> 'name', l.before ->> 'name',
                (SELECT t.name FROM teams t WHERE t.id::text = l.subject_id))
              WHEN 'source' THEN l.subject_id
              WHEN 'role' THEN l.subject_id
              ELSE l.obj_id
            END AS subject,
            l.user_id, u.username, l.group_id, g.name AS group_name, l.before, l.after
       FROM page l
       LEFT JOIN users a ON a.id = l.actor_id
       LEFT JOIN users u ON u.id = l.user_id
       LEFT JOIN groups g ON g.id = l.group_id
      ORDER BY l.id DESC`,
    [
      search.actorId,
      search.userId,
      search.groupId,
      search.kind,
      search.subjectId,
      search.since,
      search.until,
      search.before,
      search.limit,
      search.objId,
      upload?.upload_id ?? null,
      upload?.obj_id ?? null,
      ...(own === null ? [] : [own.user_id, own.group_ids, own.audience_ids]),
    ],
  );
}

/** A group of an audience. */
export interface AudienceGroupRow {
  audience_id: number;
  group_id: number;
  name: string;
}

/** The groups of these audiences, as far as the viewer sees them. */
export function listAudienceGroups(
  tx: ViewerTx,
  audienceIds: readonly number[],
): Promise<AudienceGroupRow[]> {
  return tx.query<AudienceGroupRow & Record<string, unknown>>(
    `SELECT ag.audience_id, g.id AS group_id, g.name
       FROM audience_groups ag JOIN groups g ON g.id = ag.group_id
      WHERE ag.audience_id = ANY ($1) ORDER BY ag.audience_id, g.name`,
    [audienceIds],
  );
}
