import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { Collection, CollectionSource } from './collection.ts';
import { unpackDocuments } from './result-parts.ts';

type Query = Pick<ViewerTx, 'query'>;

const PREFIX = 'results_';

/** The job whose results a collection of this name has; null for other names. */
export function resultJobOf(name: string): bigint | null {
  const [, digits] = /^results_([1-9]\d{0,17})$/.exec(name) ?? [];
  return digits === undefined ? null : BigInt(digits);
}

const DONE = `state = 'done' AND expires_at > now() AND programs <@ ARRAY(SELECT visible_programs())`;

/** What came of the viewer's own long queries: `results_12` is of job 12. */
export const resultSource: CollectionSource = {
  async list(tx) {
    const jobs = await tx.query<{ id: bigint }>(`SELECT id FROM query_jobs WHERE ${DONE}`);
    return jobs.map(({ id }) => `${PREFIX}${id}`);
  },
  async find(tx, name) {
    const id = resultJobOf(name);
    if (id === null) return null;
    const found = await tx.query(`SELECT FROM query_jobs WHERE id = $1 AND ${DONE}`, [id]);
    return found.length === 0 ? null : resultCollection(id);
  },
};

/** Documents of which SQL knows nothing: they lie packed, many a row. */
function resultCollection(id: bigint): Collection {
  return {
    ...{ name: `${PREFIX}${id}`, kind: 'other', isPersonal: true, isPacked: true, batchRows: 1 },
    from: `(SELECT packed FROM query_job_parts WHERE job_id = ${id} ORDER BY number)`,
    ...{ always: [], indexed: [], place: null, doubles: new Map() },
    field: () => null,
    columns: () => ['a.packed'],
    async documents(_tx, rows) {
      const parts = await Promise.all(rows.map((row) => unpackDocuments(row.packed as Buffer)));
      return parts.flat();
    },
    narrow: () => [],
    estimate: (tx) => rowsOf(tx, id),
  };
}

async function rowsOf(tx: Query, id: bigint): Promise<number> {
  const [job] = await tx.query<{ rows: bigint }>('SELECT rows FROM query_jobs WHERE id = $1', [id]);
  return Number(job?.rows ?? 0n);
}
