import type { TaxonomyRow, ViewerTx } from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';
import { loadAddressees } from '../groups/addressees.ts';

type Taxonomy = Static<typeof routes.getTaxonomy.response>;

/** Taxonomies with the groups that use them. */
export async function presentTaxonomies(
  tx: ViewerTx,
  rows: readonly TaxonomyRow[],
): Promise<Taxonomy[]> {
  const groupsOf = await loadAddressees(
    tx,
    rows.map((row) => row.audience_id),
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    version: row.version,
    provenance: row.provenance,
    isLatest: row.is_latest,
    hierarchy: row.hierarchy,
    created_by: row.created_by,
    created_at: naiveUtc(row.created_at),
    modified: naiveUtc(row.modified_at),
    groups: groupsOf(row.audience_id),
    can_change: row.may_change,
  }));
}
