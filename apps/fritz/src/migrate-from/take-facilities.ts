import { idOf, type Migration, type Taken } from './migration.ts';
import { differences, type Item, pick } from './things.ts';

const telescopeFields = [
  ...['name', 'nickname', 'diameter', 'lat', 'lon', 'elevation', 'robotic', 'fixed_location'],
  ...['skycam_link', 'weather_link'],
];
const instrumentFields = [
  ...['name', 'type', 'band', 'filters', 'sensitivity_data', 'configuration_data'],
  ...['api_classname', 'api_classname_obsplan', 'listener_classname', 'treasuremap_id', 'tns_id'],
];
const allocationFields = [
  ...['pi', 'proposal_id', 'hours_allocated', 'start_date', 'end_date', 'types'],
];

/** Telescopes, instruments, allocations (without their credentials, which nobody is told), taxonomies. */
export async function takeFacilities(migration: Migration): Promise<void> {
  await takeNamed(migration, 'telescopes', 'telescope', {
    bodyOf: (one) => pick(one, telescopeFields),
  });
  await takeNamed(migration, 'instruments', 'instrument', {
    bodyOf: (one) => ({
      ...pick(one, instrumentFields),
      telescope_id: migration.demand('telescopes', one.telescope_id),
    }),
  });
  await takeNamed(migration, 'allocations', 'allocation', {
    bodyOf: (one) => ({
      ...pick(one, allocationFields),
      group_id: migration.demand('groups', one.group_id),
      instrument_id: migration.demand('instruments', one.instrument_id),
    }),
    isSame: (here, body) =>
      here.group_id === body.group_id &&
      here.instrument_id === body.instrument_id &&
      (here.proposal_id ?? null) === (body.proposal_id ?? null),
    notCompared: ['start_date', 'end_date'],
  });
  await takeNamed(migration, 'taxonomies', 'taxonomy', {
    bodyOf: (one) => ({
      ...pick(one, ['name', 'version', 'hierarchy', 'provenance', 'isLatest']),
      group_ids: migration.groupsOf('taxonomies', one),
    }),
    isSame: (here, body) => here.name === body.name && here.version === body.version,
    notCompared: ['group_ids', 'isLatest'],
  });
}

export interface Named {
  readonly bodyOf: (item: Item) => Item;
  /** Whether they are one and the same; where they have one name, unless said. */
  readonly isSame?: (here: Item, body: Item) => boolean;
  readonly notCompared?: readonly string[];
}

/** Things that are one and the same here and there where their name is; how they differ is told. */
export async function takeNamed(
  migration: Migration,
  kind: string,
  path: string,
  { bodyOf, isSame = (one, body) => one.name === body.name, notCompared = [] }: Named,
): Promise<void> {
  const here = migration.options.isDryRun ? [] : await migration.here(path);
  const compare = (item: Item, same: Item): Taken => {
    const names = differences(bodyOf(item), same).filter((name) => !notCompared.includes(name));
    const to = idOf(same);
    if (names.length === 0) return { to, outcome: 'before' };
    return { to, outcome: 'different', why: `${item.name ?? ''} has another ${names}`.trim() };
  };
  for (const item of await migration.list(kind, path)) {
    await migration.take(kind, item.id, {
      make: async () => {
        const body = bodyOf(item);
        const same = here.find((one) => isSame(one, body));
        if (same) return compare(item, same);
        const made = await migration.ask('POST', path, body);
        return { to: idOf({ id: made.taxonomy_id ?? made.id }) };
      },
      again: async ({ to }) => {
        const same = here.find(({ id }) => id === to);
        return same
          ? compare(item, same)
          : { to, outcome: 'different', why: 'it was deleted here' };
      },
    });
  }
}
