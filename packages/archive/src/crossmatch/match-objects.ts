import { stringifyExact } from '@fritz/contract';
import type { NewMatches } from '@fritz/pipeline';
import { openCatalog } from './cone-search.ts';
import { matchCatalog, type PlaceInTime } from './match-catalog.ts';
import type { MatchConfig } from './match-config.ts';
import { internList, type ListedMemory, type MatchList } from './match-lists.ts';
import type { ReadMounted } from './mounted-reads.ts';
import { covers } from './object-matches.ts';
import type { RunQuery } from './ports.ts';
import { keyOf, type ObjectKey, type StoredMatches } from './stored-matches.ts';

/** An object at the place and time of the alert by which it is matched. */
export interface PlacedObject extends ObjectKey, PlaceInTime {}

interface Lacking {
  readonly object: PlacedObject;
  readonly configs: readonly MatchConfig[];
  readonly found: Record<string, readonly unknown[]>;
}

export interface MatchedObjects {
  readonly fresh: readonly NewMatches[];
  /** Objects that lack a catalog still, for it could not be read. */
  readonly lacking: readonly ObjectKey[];
}

interface MatchMemory {
  readonly stored: ReadonlyMap<string, readonly StoredMatches[]>;
  readonly lists: ListedMemory;
  readonly readMounted: ReadMounted;
}

/** Matches objects with what of a list they were not matched with before: one query per catalog. */
export async function matchObjects(
  query: RunQuery,
  list: MatchList,
  objects: readonly PlacedObject[],
  { stored, lists, readMounted }: MatchMemory,
): Promise<MatchedObjects> {
  const lacking = objects.flatMap((object): Lacking[] => {
    const known = (stored.get(keyOf(object)) ?? []).map(({ listId }) => lists.get(listId));
    const configs = list.configs.filter(({ id }) => !known.some((one) => covers(one, id)));
    return configs.length === 0 ? [] : [{ object, configs, found: {} }];
  });
  const unread = new Set<MatchConfig>();
  for (const config of list.configs) {
    const wanted = lacking.filter(({ configs }) => configs.includes(config));
    if (wanted.length === 0) continue;
    const places = wanted.map(({ object }) => object);
    const rows = openCatalog(query, { ...config, id: config.catalogId });
    const match = () => matchCatalog(rows, config, places);
    const matches = await (config.kind === 'mounted' ? readMounted(config, match) : match());
    if (matches === null) unread.add(config);
    for (const [i, { found }] of wanted.entries()) {
      const documents = matches?.[i]?.map(({ document }) => document) ?? [];
      if (documents.length > 0) found[config.name] = documents;
    }
  }
  return {
    fresh: await listFresh(query, list, lacking, unread),
    lacking: lacking
      .filter(({ configs }) => configs.some((config) => unread.has(config)))
      .map(({ object: { objectId, programId } }) => ({ objectId, programId })),
  };
}

async function listFresh(
  query: RunQuery,
  list: MatchList,
  lacking: readonly Lacking[],
  unread: ReadonlySet<MatchConfig>,
): Promise<NewMatches[]> {
  const ids = new Map<string, number>([[idsOf(list.configs), list.id]]);
  const fresh: NewMatches[] = [];
  for (const { object, configs, found } of lacking) {
    const matched = configs.filter((config) => !unread.has(config));
    if (matched.length === 0) continue;
    const key = idsOf(matched);
    const listId =
      ids.get(key) ??
      (await internList(
        query,
        matched.map(({ id }) => id),
      ));
    ids.set(key, listId);
    const { objectId, programId } = object;
    fresh.push({ objectId, programId, listId, found: stringifyExact(found) });
  }
  return fresh;
}

function idsOf(configs: readonly MatchConfig[]): string {
  return configs.map(({ id }) => id).join();
}
