import { isRecord } from '../load/seed-files.ts';
import { idOf, type Migration } from './migration.ts';
import { SkyportalRefusal } from './skyportal-client.ts';
import { type Item, itemsOf, markOf } from './things.ts';

/** Filters, each with its versions in their order; the one that was active is active. */
export async function takeFilters(migration: Migration): Promise<void> {
  const here = migration.options.isDryRun ? [] : await migration.here('filters');
  for (const filter of await migration.list('filters', 'filters')) {
    await migration.take('filters', filter.id, {
      make: async () => {
        const group_id = migration.demand('groups', filter.group_id);
        const stream_id = migration.demand('streams', filter.stream_id);
        const body = { name: filter.name, group_id, stream_id };
        const same = here.find((one) => one.name === filter.name && one.group_id === group_id);
        if (same) return { to: idOf(same), outcome: 'before' };
        return { to: idOf(await migration.ask('POST', 'filters', body)) };
      },
    });
    await takeVersions(migration, filter);
  }
}

async function takeVersions(migration: Migration, filter: Item): Promise<void> {
  const detail = await readVersions(migration, filter);
  for (const version of itemsOf(detail.fv)) {
    await migration.take('filter versions', `${filter.id}/${version.fid}`, {
      make: async () => {
        const id = migration.demand('filters', filter.id);
        const text = version.pipeline;
        const pipeline: unknown = typeof text === 'string' ? JSON.parse(text) : text;
        const changelog =
          `Taken over as version ${version.fid} of ${version.created_at ?? ''}`.trim();
        // It passed as much there: the reference night is no reason to leave it behind.
        const body = { pipeline, changelog, insist: true };
        // The newest is the active one at first.
        const made = await migration.ask('POST', `filters/${id}/v`, body);
        return { to: String(made.active_fid) };
      },
    });
  }
  if (typeof detail.active_fid === 'string') await activate(migration, filter, detail);
}

async function activate(migration: Migration, filter: Item, detail: Item): Promise<void> {
  const fid = migration.journal.get('filter versions', `${filter.id}/${detail.active_fid}`);
  const mark = markOf([detail.active_fid, detail.active === true]);
  const set = async () => {
    const id = migration.demand('filters', filter.id);
    if (fid === null) return { to: null, mark, outcome: 'before' as const };
    const body = { active_fid: fid, active: detail.active === true };
    await migration.ask('PATCH', `filters/${id}/v`, body);
    return { to: null, mark };
  };
  await migration.take('active versions', filter.id, {
    make: set,
    // What is active here by now is for those here to say, but where it changed there.
    again: async (known) =>
      known.mark === mark
        ? { ...known, mark, outcome: 'before' }
        : { ...(await set()), outcome: 'updated' },
  });
}

/** A filter without an alert stream's pipeline has no versions. */
async function readVersions(migration: Migration, filter: Item): Promise<Item> {
  try {
    const detail = await migration.skyportal.get(`filters/${filter.id}/v`);
    return isRecord(detail) ? detail : {};
  } catch (error) {
    if (!(error instanceof SkyportalRefusal)) throw error;
    migration.tell('note', 'filters', filter.id, `without versions: ${error.message}`);
    return {};
  }
}
