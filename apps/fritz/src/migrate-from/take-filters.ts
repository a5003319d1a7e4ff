import { isRecord } from '../load/seed-files.ts';
import { idOf, type Migration } from './migration.ts';
import { type Item, SkyportalRefusal } from './skyportal-client.ts';
import { demand } from './take-facilities.ts';

/** Filters, each with its versions in their order; the one that was active is active. */
export async function takeFilters(migration: Migration): Promise<void> {
  for (const filter of await migration.list('filters', 'filters')) {
    await migration.take('filters', filter.id, async () => {
      const group_id = demand(migration, 'groups', filter.group_id);
      const body = {
        name: filter.name,
        group_id,
        stream_id: demand(migration, 'streams', filter.stream_id),
      };
      const { list } = await migration.ask('GET', 'filters');
      const here = Array.isArray(list) ? list.filter(isRecord) : [];
      const same = here.find((one) => one.name === filter.name && one.group_id === group_id);
      if (same) return { to: idOf(same), isNew: false };
      return { to: idOf(await migration.ask('POST', 'filters', body)), isNew: true };
    });
    await takeVersions(migration, filter);
  }
}

async function takeVersions(migration: Migration, filter: Item): Promise<void> {
  const detail = await readVersions(migration, filter);
  const versions = Array.isArray(detail.fv) ? detail.fv.filter(isRecord) : [];
  for (const version of versions) {
    await migration.take('filter versions', `${filter.id}/${version.fid}`, async () => {
      const id = demand(migration, 'filters', filter.id);
      const text = version.pipeline;
      const pipeline: unknown = typeof text === 'string' ? JSON.parse(text) : text;
      const changelog =
        `Taken over as version ${version.fid} of ${version.created_at ?? ''}`.trim();
      // It passed as much there: the reference night is no reason to leave it behind.
      const made = await migration.ask('POST', `filters/${id}/v`, {
        pipeline,
        changelog,
        insist: true,
      });
      // The newest is the active one at first.
      return { to: String(made.active_fid), isNew: true };
    });
  }
  if (typeof detail.active_fid !== 'string') return;
  await migration.take('active versions', filter.id, async () => {
    const id = demand(migration, 'filters', filter.id);
    const active_fid = migration.journal.get(
      'filter versions',
      `${filter.id}/${detail.active_fid}`,
    );
    if (active_fid === null) return { to: null, isNew: false };
    await migration.ask('PATCH', `filters/${id}/v`, {
      active_fid,
      active: detail.active === true,
    });
    return { to: null, isNew: true };
  });
}

/** A filter without an alert stream's pipeline has no versions. */
async function readVersions(migration: Migration, filter: Item): Promise<Item> {
  try {
    const detail = await migration.skyportal.get(`filters/${filter.id}/v`);
    return isRecord(detail) ? detail : {};
  } catch (error) {
    if (!(error instanceof SkyportalRefusal)) throw error;
    migration.problem('filter versions', filter.id, error.message);
    return {};
  }
}
