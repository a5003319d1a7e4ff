import { stringifyExact } from '@fritz/contract';
import type pg from 'pg';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** A thing of another marshal that has no noun here yet. */
export interface MigratedDocument {
  /** The other marshal's address. */
  origin: string;
  /** In its words: `followup_request`, `observing_run` … */
  kind: string;
  /** Its id there. */
  originId: string;
  document: unknown;
  /** By the name of a field of the document: the id here of what that field names. */
  here: Readonly<Record<string, unknown>>;
}

/** Keeps a document as it came; one that is there already is replaced. The owner's role alone may. */
export async function keepMigratedDocument(
  owner: pg.ClientBase,
  { origin, kind, originId, document, here }: MigratedDocument,
): Promise<void> {
  await owner.query(
    `INSERT INTO migrated_documents (origin, kind, origin_id, document, here)
     VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (origin, kind, origin_id)
       DO UPDATE SET document = EXCLUDED.document, here = EXCLUDED.here, taken_at = now()`,
    [origin, kind, originId, stringifyExact(document), JSON.stringify(here)],
  );
}

/** What the viewer may read of a kind, or of all; the text of each document, so that no digit is lost. */
export function listMigratedDocuments(
  tx: ViewerTx,
  kind: string | null,
): Promise<{ origin: string; kind: string; origin_id: string; document: string; here: string }[]> {
  return tx.query(
    `SELECT origin, kind, origin_id, document::text AS document, here::text AS here
     FROM migrated_documents WHERE $1::text IS NULL OR kind = $1
     ORDER BY origin, kind, length(origin_id), origin_id`,
    [kind],
  );
}
