import { type FactoryClient, groupAudience, insertRow, nextNumber } from './client.ts';

/** A filter with one version. */
export interface TestFilter {
  id: number;
  versionId: number;
  fid: string;
  groupId: number;
}

/** Makes an active filter of a group with one version. */
export async function createFilter(
  client: FactoryClient,
  options: {
    group: { id: number };
    stream: { id: number };
    name?: string;
    pipeline?: string;
    active?: boolean;
  },
): Promise<TestFilter> {
  const number = nextNumber();
  const { id } = await insertRow<{ id: number }>(
    client,
    'filters',
    {
      name: options.name ?? `Filter ${number}`,
      group_id: options.group.id,
      stream_id: options.stream.id,
      audience_id: await groupAudience(client, options.group.id),
    },
    'id',
  );
  const fid = number.toString(36).padStart(6, '0');
  const pipeline = options.pipeline ?? '[{"$match": {"candidate.drb": {"$gt": 0.5}}}]';
  const version = await insertRow<{ id: number }>(
    client,
    'filter_versions',
    { filter_id: id, fid, pipeline },
    'id',
  );
  await client.query('UPDATE fritz.filters SET active_version_id = $2, active = $3 WHERE id = $1', [
    id,
    version.id,
    options.active ?? true,
  ]);
  return { id, versionId: version.id, fid, groupId: options.group.id };
}
