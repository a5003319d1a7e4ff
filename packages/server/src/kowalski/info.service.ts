import { demandCollection, listCollections, type ViewerTx } from '@fritz/archive';
import { KowalskiError } from './kowalski-error.ts';
import { type Fields, readCatalog } from './read-query.ts';

const COMMANDS = ['catalog_names', 'catalog_info', 'index_info', 'db_info'];

/** What there is: names, sizes and indexes, without anything of the database's inside. */
export async function answerInfo(tx: Pick<ViewerTx, 'query'>, query: Fields): Promise<unknown> {
  switch (query.command) {
    case 'catalog_names':
      return listCollections(tx);
    case 'catalog_info': {
      const collection = await demandCollection(tx, readCatalog(query));
      const count = await collection.estimate(tx);
      return {
        ns: `kowalski.${collection.name}`,
        count,
        nindexes: indexesOf(collection).length,
        ok: 1,
      };
    }
    case 'index_info': {
      const collection = await demandCollection(tx, readCatalog(query));
      return Object.fromEntries(
        indexesOf(collection).map((key) => [`${key[0]}_${key[1]}`, { v: 2, key: [key] }]),
      );
    }
    case 'db_info': {
      const names = await listCollections(tx);
      return { db: 'kowalski', collections: names.length, views: 0, ok: 1 };
    }
    default: {
      const known = COMMANDS.map((name) => `'${name}'`).join(', ');
      throw KowalskiError.of('KeyError', `command ${String(query.command)} not in (${known})`);
    }
  }
}

function indexesOf(collection: {
  readonly indexed: readonly string[];
  readonly place: unknown;
}): readonly (readonly [string, unknown])[] {
  const geo: [string, unknown][] =
    collection.place === null ? [] : [['coordinates.radec_geojson', '2dsphere']];
  return [...geo, ...collection.indexed.map((path): [string, unknown] => [path, 1])];
}
