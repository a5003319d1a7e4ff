import { SURVEYS } from '@fritz/surveys';
import { findReadyCatalog, summarizeCatalogs } from '../crossmatch/current-matches.ts';
import { findReleaseNamed, listReleases } from '../releases/light-curves.queries.ts';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import { alertCollection } from './alert-collection.ts';
import { auxCollection } from './aux-collection.ts';
import { catalogCollection, mountedCollection } from './catalog-collection.ts';
import type { Collection, CollectionSource } from './collection.ts';
import { labelCollection } from './label-collection.ts';
import { QueryError } from './query-error.ts';
import { releaseCollection } from './release-collection.ts';
import { resultSource } from './result-collection.ts';

type Query = Pick<ViewerTx, 'query'>;

/** The surveys' alerts, and what is known of their objects: of those that have tables. */
const surveyCollections: ReadonlyMap<string, Collection> = new Map(
  SURVEYS.flatMap((survey) => [
    alertCollection(survey),
    auxCollection(survey),
    labelCollection(survey),
  ]).map((collection) => [collection.name, collection]),
);

const surveySource: CollectionSource = {
  list: async () => [...surveyCollections.keys()],
  find: async (_tx, name) => surveyCollections.get(name) ?? null,
};

const catalogSource: CollectionSource = {
  list: async (tx) => (await summarizeCatalogs(tx)).map(({ name }) => name),
  async find(tx, name) {
    const catalog = await findReadyCatalog(tx, name);
    if (catalog === null) return null;
    return catalog.kind === 'mounted' ? mountedCollection(catalog) : catalogCollection(catalog);
  },
};

const releaseSource: CollectionSource = {
  list: async (tx) => (await listReleases(tx)).map(({ name }) => name),
  async find(tx, name) {
    const release = await findReleaseNamed(tx, name);
    return release === null ? null : releaseCollection(release);
  },
};

/**
 * Everything that queries can name. A new kind of collection is a `CollectionSource` in this list;
 * of two collections of one name the first source's counts.
 */
const sources: readonly CollectionSource[] = [
  surveySource,
  catalogSource,
  releaseSource,
  resultSource,
];

/** The names of all collections that the viewer may ask for, the last first as Kowalski has them. */
export async function listCollections(tx: Query): Promise<string[]> {
  const names = await Promise.all(sources.map((source) => source.list(tx)));
  return [...new Set(names.flat())].sort().reverse();
}

/** @throws QueryError unknown_collection */
export async function demandCollection(tx: Query, name: string): Promise<Collection> {
  for (const source of sources) {
    const found = await source.find(tx, name);
    if (found !== null) return found;
  }
  throw new QueryError('unknown_collection', `there is no collection ${name}`);
}

/** Catalogs are everyone's; one that was just looked up is taken for what it was. */
const KNOWN_MS = 2000;
const MOST_KNOWN = 1000;

/** The collections of one database, of which those that were just asked for are not looked up again. */
export class CollectionMemory {
  private readonly known = new Map<string, { collection: Collection; untilMs: number }>();

  /** @throws QueryError unknown_collection */
  async demand(tx: Query, name: string): Promise<Collection> {
    const known = this.known.get(name);
    if (known !== undefined && performance.now() < known.untilMs) return known.collection;
    const collection = await demandCollection(tx, name);
    if (collection.isPersonal) return collection;
    if (this.known.size >= MOST_KNOWN) this.known.clear();
    this.known.set(name, { collection, untilMs: performance.now() + KNOWN_MS });
    return collection;
  }

  /** Looks everything up again. */
  forget(): void {
    this.known.clear();
  }
}
