import {
  type ClassificationRow,
  type ClassificationVersionRow,
  listTaxonomies,
  listVotes,
  type ViewerTx,
} from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';
import { loadAddressees } from '../groups/addressees.ts';
import { presentTaxonomies } from '../taxonomies/taxonomies.presenter.ts';

type Classification = Static<typeof routes.getClassification.response>;
type Versions = Static<typeof routes.getClassificationHistory.response>;

/** Classifications with their groups and votes, and their taxonomies where those are asked for. */
export async function presentClassifications(
  tx: ViewerTx,
  rows: readonly ClassificationRow[],
  withTaxonomies = false,
): Promise<Classification[]> {
  if (rows.length === 0) return [];
  const audienceIds = rows.map((row) => row.audience_id);
  const groupsOf = await loadAddressees(tx, audienceIds);
  const ids = rows.map((row) => row.id);
  const votes = Map.groupBy(await listVotes(tx, ids), (vote) => vote.classification_id);
  const taxonomyOf = withTaxonomies ? await loadTaxonomies(tx, rows) : null;
  return rows.map((row) => {
    const taxonomy = taxonomyOf?.get(row.taxonomy_id);
    return {
      ...presentClassification(row),
      groups: groupsOf(row.audience_id),
      votes: (votes.get(row.id) ?? []).map(({ created_at, modified_at, ...vote }) => ({
        ...vote,
        created_at: naiveUtc(created_at),
        modified: naiveUtc(modified_at),
      })),
      ...(taxonomy ? { taxonomy } : {}),
    };
  });
}

function presentClassification(
  row: ClassificationRow,
): Omit<Classification, 'groups' | 'votes' | 'taxonomy'> {
  return {
    id: row.id,
    obj_id: row.obj_id,
    classification: row.class,
    taxonomy_id: row.taxonomy_id,
    taxname: row.taxonomy_name,
    probability: row.probability,
    ml: row.ml,
    origin: row.origin,
    author_id: row.author_id,
    author_name: row.author_name,
    version: row.version,
    created_at: naiveUtc(row.created_at),
    modified: naiveUtc(row.modified_at),
    can_change: row.may_change,
  };
}

async function loadTaxonomies(tx: ViewerTx, rows: readonly ClassificationRow[]) {
  const ids = [...new Set(rows.map((row) => row.taxonomy_id))];
  const shown = await presentTaxonomies(tx, await listTaxonomies(tx, ids));
  return new Map(shown.map((taxonomy) => [taxonomy.id, taxonomy]));
}

/** What a classification said, version by version. */
export async function presentVersions(
  tx: ViewerTx,
  rows: readonly ClassificationVersionRow[],
): Promise<Versions> {
  const audienceIds = rows.map((row) => row.audience_id);
  const groupsOf = await loadAddressees(tx, audienceIds);
  return rows.map((row) => ({
    version: row.version,
    action: row.action,
    classification: row.class,
    taxonomy_id: row.taxonomy_id,
    probability: row.probability,
    ml: row.ml,
    origin: row.origin,
    groups: groupsOf(row.audience_id),
    changed_by:
      row.changed_by === null || row.changed_by_name === null
        ? null
        : { id: row.changed_by, username: row.changed_by_name },
    changed_at: naiveUtc(row.changed_at),
  }));
}
