import { isRecord } from '../load/seed-files.ts';
import { ItemProblem, idOf, type Migration, pick } from './migration.ts';
import type { Item } from './skyportal-client.ts';

const telescopeFields = [
  ...['name', 'nickname', 'diameter', 'lat', 'lon', 'elevation', 'robotic', 'fixed_location'],
  ...['skycam_link', 'weather_link'],
];
const instrumentFields = [
  ...['name', 'type', 'band', 'filters', 'sensitivity_data', 'configuration_data'],
  ...['api_classname', 'api_classname_obsplan', 'listener_classname', 'treasuremap_id', 'tns_id'],
];

/** Telescopes, instruments, allocations (without their credentials, which nobody is told), taxonomies. */
export async function takeFacilities(migration: Migration): Promise<void> {
  await takeNamed(migration, 'telescopes', 'telescope', (one) => pick(one, telescopeFields));
  await takeNamed(migration, 'instruments', 'instrument', (one) => ({
    ...pick(one, instrumentFields),
    telescope_id: demand(migration, 'telescopes', one.telescope_id),
  }));
  await takeAllocations(migration);
  await takeTaxonomies(migration);
}

export function demand(migration: Migration, kind: string, id: unknown): number {
  const known = migration.journal.number(kind, id);
  if (known === null) throw new ItemProblem(`${kind} ${id} is not here`);
  return known;
}

/** Things that are one and the same where their name is. */
export async function takeNamed(
  migration: Migration,
  kind: string,
  path: string,
  bodyOf: (item: Item) => Record<string, unknown>,
): Promise<void> {
  const { list } = await migration.ask('GET', path);
  const here = Array.isArray(list) ? list.filter(isRecord) : [];
  for (const item of await migration.list(kind, path)) {
    await migration.take(kind, item.id, async () => {
      const same = here.find(({ name }) => name === item.name);
      if (same) return { to: idOf(same), isNew: false };
      return { to: idOf(await migration.ask('POST', path, bodyOf(item))), isNew: true };
    });
  }
}

async function takeAllocations(migration: Migration): Promise<void> {
  const { list } = await migration.ask('GET', 'allocation');
  const here = Array.isArray(list) ? list.filter(isRecord) : [];
  const fields = ['pi', 'proposal_id', 'hours_allocated', 'start_date', 'end_date', 'types'];
  for (const item of await migration.list('allocations', 'allocation')) {
    await migration.take('allocations', item.id, async () => {
      const body = {
        ...pick(item, fields),
        group_id: demand(migration, 'groups', item.group_id),
        instrument_id: demand(migration, 'instruments', item.instrument_id),
      };
      const same = here.find(
        (one) =>
          one.group_id === body.group_id &&
          one.instrument_id === body.instrument_id &&
          (one.proposal_id ?? null) === (item.proposal_id ?? null),
      );
      if (same) return { to: idOf(same), isNew: false };
      return { to: idOf(await migration.ask('POST', 'allocation', body)), isNew: true };
    });
  }
}

async function takeTaxonomies(migration: Migration): Promise<void> {
  const { list } = await migration.ask('GET', 'taxonomy');
  const here = Array.isArray(list) ? list.filter(isRecord) : [];
  for (const item of await migration.list('taxonomies', 'taxonomy')) {
    await migration.take('taxonomies', item.id, async () => {
      const same = here.find(({ name, version }) => name === item.name && version === item.version);
      if (same) return { to: idOf(same), isNew: false };
      const made = await migration.ask('POST', 'taxonomy', {
        ...pick(item, ['name', 'version', 'hierarchy', 'provenance', 'isLatest']),
        group_ids: migration.groupsOf('taxonomies', item),
      });
      return { to: Number(made.taxonomy_id ?? made.id), isNew: true };
    });
  }
}
