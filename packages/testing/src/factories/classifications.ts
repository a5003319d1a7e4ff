import { type FactoryClient, groupAudience, insertRow, nextNumber } from './client.ts';

/** Makes a taxonomy of a group. */
export async function createTaxonomy(
  client: FactoryClient,
  options: {
    group: { id: number };
    createdBy: { id: number };
    name?: string;
    hierarchy?: Record<string, unknown>;
  },
): Promise<{ id: number; name: string }> {
  return insertRow<{ id: number; name: string }>(
    client,
    'taxonomies',
    {
      name: options.name ?? `Taxonomy ${nextNumber()}`,
      version: '1',
      hierarchy: JSON.stringify(
        options.hierarchy ?? {
          class: 'Source',
          subclasses: [{ class: 'SN Ia' }, { class: 'AGN' }],
        },
      ),
      audience_id: await groupAudience(client, options.group.id),
      created_by: options.createdBy.id,
    },
    'id, name',
  );
}

/** Says what an object is. */
export async function createClassification(
  client: FactoryClient,
  options: {
    objId: string;
    taxonomy: { id: number };
    group: { id: number };
    author: { id: number };
    columns?: Record<string, unknown>;
  },
): Promise<{ id: number }> {
  return insertRow<{ id: number }>(
    client,
    'classifications',
    {
      obj_id: options.objId,
      taxonomy_id: options.taxonomy.id,
      class: 'SN Ia',
      audience_id: await groupAudience(client, options.group.id),
      author_id: options.author.id,
      ...options.columns,
    },
    'id',
  );
}
