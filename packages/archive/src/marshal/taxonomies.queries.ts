import { stringifyExact } from '@fritz/contract';
import type { ViewerTx } from '../viewer/viewer-tx.ts';

/** A class, and those beneath it; what else a node has is kept as it is. */
export interface TaxonomyNode {
  class: string;
  subclasses?: TaxonomyNode[];
  [field: string]: unknown;
}

/** A version of a taxonomy. */
export interface TaxonomyRow {
  id: number;
  name: string;
  version: string;
  provenance: string | null;
  is_latest: boolean;
  hierarchy: TaxonomyNode;
  audience_id: number;
  created_by: number;
  created_at: Date;
  modified_at: Date;
  /** Whether the viewer may change it, as far as it is his. */
  may_change: boolean;
}

const columns = `t.id, t.name, t.version, t.provenance, t.is_latest, t.hierarchy, t.audience_id,
  t.created_by, t.created_at, t.modified_at,
  t.created_by = (SELECT viewer_id()) OR viewer_administers(t.audience_id) AS may_change`;

/** The taxonomies that the viewer sees, by name, last ones first. */
export function listTaxonomies(tx: ViewerTx, ids?: readonly number[]): Promise<TaxonomyRow[]> {
  return tx.query<TaxonomyRow & Record<string, unknown>>(
    `SELECT ${columns} FROM taxonomies t WHERE $1::int[] IS NULL OR t.id = ANY ($1)
      ORDER BY lower(t.name), t.is_latest DESC, t.id DESC`,
    [ids ?? null],
  );
}

/** One taxonomy; null where the viewer does not see it. */
export async function findTaxonomy(tx: ViewerTx, id: number): Promise<TaxonomyRow | null> {
  const [row] = await listTaxonomies(tx, [id]);
  return row ?? null;
}

/** Whether the viewer sees a taxonomy of this name and version, other than the one of this id. */
export async function isTaxonomySeen(
  tx: ViewerTx,
  taxonomy: { name: string; version: string },
  exceptId: number | null,
): Promise<boolean> {
  const rows = await tx.query(
    'SELECT FROM taxonomies WHERE name = $1 AND version = $2 AND id IS DISTINCT FROM $3',
    [taxonomy.name, taxonomy.version, exceptId],
  );
  return rows.length > 0;
}

/** A taxonomy to be made. */
export interface NewTaxonomy {
  name: string;
  version: string;
  provenance: string | null;
  isLatest: boolean;
  hierarchy: TaxonomyNode;
  audienceId: number;
}

/** Makes a version of a taxonomy, as the viewer's. */
export async function insertTaxonomy(tx: ViewerTx, made: NewTaxonomy): Promise<number> {
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO taxonomies (name, version, provenance, is_latest, hierarchy, audience_id, created_by)
     VALUES ($1, $2, $3, $4, $5, $6, viewer_id()) RETURNING id`,
    [
      made.name,
      made.version,
      made.provenance,
      made.isLatest,
      stringifyExact(made.hierarchy),
      made.audienceId,
    ],
  );
  if (!row) throw new Error('the new taxonomy is not seen by its maker');
  return row.id;
}

/** What of a taxonomy may be changed; what is absent stays. */
export interface TaxonomyChange {
  name?: string;
  version?: string;
  provenance?: string | null;
  is_latest?: boolean;
  audience_id?: number;
}

/** Changes a taxonomy; false where the viewer may not. */
export async function updateTaxonomy(
  tx: ViewerTx,
  id: number,
  change: TaxonomyChange,
): Promise<boolean> {
  const { numUpdatedRows } = await tx.db
    .updateTable('taxonomies')
    .set({ ...change, modified_at: new Date() })
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Says of other versions of this name, those that the viewer may change, that they are not the latest. */
export async function outdateTaxonomies(
  tx: ViewerTx,
  name: string,
  latestId: number,
): Promise<void> {
  await tx.query(
    `UPDATE taxonomies SET is_latest = false, modified_at = now()
      WHERE name = $1 AND id <> $2 AND is_latest`,
    [name, latestId],
  );
}

/** Whether the viewer sees a classification by this taxonomy. */
export async function isTaxonomyUsed(tx: ViewerTx, id: number): Promise<boolean> {
  const rows = await tx.query('SELECT FROM classifications WHERE taxonomy_id = $1 LIMIT 1', [id]);
  return rows.length > 0;
}

/** Deletes a taxonomy by which nothing was said; false where the viewer may not. */
export async function deleteTaxonomy(tx: ViewerTx, id: number): Promise<boolean> {
  return (await tx.query('DELETE FROM taxonomies WHERE id = $1 RETURNING id', [id])).length === 1;
}

/** Whether a taxonomy that the viewer sees has a class of this name. */
export async function hasClass(
  tx: ViewerTx,
  taxonomyId: number,
  className: string,
): Promise<boolean> {
  const rows = await tx.query(
    'SELECT FROM taxonomy_classes WHERE taxonomy_id = $1 AND class = $2',
    [taxonomyId, className],
  );
  return rows.length === 1;
}
