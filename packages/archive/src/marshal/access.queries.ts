import { SURVEYS } from '@fritz/surveys';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** By which conditions a row is seen: the policies of its table, in values. */
export interface AccessSubject {
  audienceIds: readonly number[];
  /** An object's name: it is seen by whoever sees something of it. */
  objId: string | null;
  ownerId: number | null;
  /** A stream that one must be able to read besides. */
  neededStreamId: number | null;
  /** What it is said of, which one must see, too; by its kind of note subject. */
  said: { type: string; id: string; edition: bigint } | null;
  /** Whether public logins are shown rows of this table. */
  isPublicTable: boolean;
}

const subject = (found: Partial<AccessSubject>): AccessSubject => ({
  audienceIds: [],
  objId: null,
  ownerId: null,
  neededStreamId: null,
  said: null,
  isPublicTable: false,
  ...found,
});

type FindSubject = (tx: ViewerTx, id: string) => Promise<AccessSubject | null>;

const isId = (id: string) => /^\d{1,19}$/.test(id) && BigInt(id) < 2n ** 63n;

/**
 * One declaration for each kind of row, which says by what its policy lets people in. It reads the
 * row as the viewer: null where he does not see it.
 */
export const accessSubjects = {
  async source(tx, id) {
    const [row] = await tx.query('SELECT FROM objs WHERE id = $1', [id]);
    return row ? subject({ objId: id, isPublicTable: true }) : null;
  },
  async candidate(tx, id) {
    if (!isId(id)) return null;
    const [row] = await tx.query<{ audience_id: number; stream_id: number }>(
      `SELECT c.audience_id, f.stream_id FROM candidates c JOIN filters f ON f.id = c.filter_id
        WHERE c.id = $1`,
      [id],
    );
    return row ? subject({ audienceIds: [row.audience_id], neededStreamId: row.stream_id }) : null;
  },
  async photometry(tx, id) {
    if (!isId(id)) return null;
    const [row] = await tx.query<{ audience_id: number; owner_id: number | null }>(
      'SELECT audience_id, owner_id FROM photometry WHERE id = $1',
      [id],
    );
    if (!row) return null;
    return subject({ audienceIds: [row.audience_id], ownerId: row.owner_id, isPublicTable: true });
  },
  async spectrum(tx, id) {
    if (!isId(id)) return null;
    const [row] = await tx.query<{ audience_id: number; owner_id: number | null }>(
      'SELECT audience_id, owner_id FROM spectra WHERE id::bigint = $1::bigint',
      [id],
    );
    if (!row) return null;
    return subject({ audienceIds: [row.audience_id], ownerId: row.owner_id, isPublicTable: true });
  },
  async filter(tx, id) {
    if (!isId(id)) return null;
    const [row] = await tx.query<{ audience_id: number; stream_id: number }>(
      'SELECT audience_id, stream_id FROM filters WHERE id::bigint = $1::bigint',
      [id],
    );
    return row ? subject({ audienceIds: [row.audience_id], neededStreamId: row.stream_id }) : null;
  },
  async alert(tx, id) {
    if (!isId(id)) return null;
    const tables = SURVEYS.map(({ name }) => {
      return `SELECT audience_id FROM ${name}_alerts WHERE candid = $1`;
    });
    const [row] = await tx.query<{ audience_id: number }>(tables.join(' UNION ALL '), [id]);
    return row ? subject({ audienceIds: [row.audience_id], isPublicTable: true }) : null;
  },
  comment: (tx, id) => findNote(tx, 'comments', id),
  annotation: (tx, id) => findNote(tx, 'annotations', id),
  async classification(tx, id) {
    if (!isId(id)) return null;
    const [row] = await tx.query<NoteRow>(
      `SELECT audience_id, author_id, 'sources' AS subject_type, obj_id AS subject_id, edition
         FROM classifications WHERE id::bigint = $1::bigint`,
      [id],
    );
    return row ? noteSubject(row) : null;
  },
} as const satisfies Record<string, FindSubject>;

interface NoteRow extends Record<string, unknown> {
  audience_id: number;
  author_id: number;
  subject_type: string;
  subject_id: string;
  edition: bigint;
}

const noteSubject = (row: NoteRow): AccessSubject =>
  subject({
    audienceIds: [row.audience_id],
    ownerId: row.author_id,
    said: { type: row.subject_type, id: row.subject_id, edition: row.edition },
  });

async function findNote(
  tx: ViewerTx,
  table: 'comments' | 'annotations',
  id: string,
): Promise<AccessSubject | null> {
  if (!isId(id)) return null;
  const [row] = await tx.query<NoteRow>(
    `SELECT audience_id, author_id, subject_type, subject_id, edition FROM ${table}
      WHERE id::bigint = $1::bigint`,
    [id],
  );
  return row ? noteSubject(row) : null;
}

/** A way by which people see a row; `total` counts everybody once. */
export interface AccessWay {
  rule: 'owner' | 'group' | 'stream' | 'programme' | 'hidden' | 'system_admin' | 'total';
  group_id: number | null;
  group_name: string | null;
  stream_id: number | null;
  stream_name: string | null;
  /** Those whom the viewer may know to be there. */
  people: { id: number; username: string }[];
  others: number;
}

/** The ways by which people see a row that the viewer sees. */
export function listAccessWays(tx: ViewerTx, found: AccessSubject): Promise<AccessWay[]> {
  return tx.query<AccessWay & Record<string, unknown>>(
    `SELECT w.rule, w.group_id, g.name AS group_name, w.stream_id, s.name AS stream_name,
            coalesce((SELECT jsonb_agg(jsonb_build_object('id', u.id, 'username', u.username)
               ORDER BY u.username) FROM users u WHERE u.id = ANY (w.people)), '[]') AS people,
            w.others
       FROM note_access_ways($1, $2, $3, $4, $5, $6, $7) w
       LEFT JOIN groups g ON g.id = w.group_id
       LEFT JOIN streams s ON s.id = w.stream_id
      ORDER BY g.sitewide DESC NULLS LAST, g.name, s.name, w.rule`,
    [
      found.audienceIds,
      found.objId,
      found.ownerId,
      found.neededStreamId,
      found.said?.type ?? null,
      found.said?.id ?? null,
      found.said?.edition ?? null,
    ],
  );
}

/** Whether public logins see a row of these audiences. */
export async function isPublic(tx: ViewerTx, found: AccessSubject): Promise<boolean> {
  if (!found.isPublicTable) return false;
  const [row] = await tx.query<{ is_public: boolean }>(
    `SELECT EXISTS (SELECT FROM public_audiences() p WHERE p = ANY ($1) OR p IN (
       SELECT oa.audience_id FROM obj_audiences oa WHERE oa.obj_id = $2)) AS is_public`,
    [found.audienceIds, found.objId],
  );
  return row?.is_public ?? false;
}
