import { defineRoute } from '../route.ts';
import { closed, datetime, nullable, objectId, Type } from '../schema.ts';

const catalogName = Type.String({ description: 'The catalog', examples: ['Gaia_DR3'] });

const match = closed({
  id: Type.Union([Type.String(), Type.Unsafe<bigint>({ type: 'integer', format: 'int64' })]),
  distance_arcsec: Type.Number(),
  distance_kpc: nullable(
    Type.Number({ description: "At the galaxy's distance, where that is known" }),
  ),
  document: Type.Record(Type.String(), Type.Unknown(), {
    description: 'As filters see it in cross_matches',
  }),
});

export const listCatalogs = defineRoute({
  method: 'GET',
  path: '/api/catalogs',
  tags: ['catalogs'],
  summary: 'The catalogs in the archive, and how alerts are matched with them',
  response: Type.Array(
    closed({
      name: catalogName,
      version: Type.Integer({ description: 'Raised by each load' }),
      kind: Type.Enum(['loaded', 'mounted']),
      rows: Type.Integer(),
      columns: Type.Array(closed({ name: Type.String(), unit: nullable(Type.String()) })),
      is_matched: Type.Boolean({ description: 'Whether alerts are matched with it' }),
      radius_arcsec: Type.Number({ description: 'How far matches reach' }),
      loaded_at: nullable(datetime('When this version was loaded')),
    }),
  ),
});

export const getCrossMatches = defineRoute({
  method: 'GET',
  path: '/api/cross_matches/{objectId}',
  tags: ['catalogs'],
  summary: "An object's neighbours in the catalogs, by catalog, the nearest first",
  description:
    'Found at the place of its first alert of a programme that you may see, with stars where they ' +
    'were at that time. A catalog is left out while the object has not been matched with it.',
  params: closed({ objectId }),
  response: Type.Array(
    closed({
      catalog: catalogName,
      version: Type.Integer({ description: 'Of the catalog, when the object was matched' }),
      radius_arcsec: Type.Number(),
      matches: Type.Array(match),
    }),
  ),
});

export const searchCatalog = defineRoute({
  method: 'GET',
  path: '/api/catalogs/{name}/cone_search',
  tags: ['catalogs'],
  summary: 'The objects of a catalog around a place, the nearest first',
  params: closed({ name: Type.String({ minLength: 1, maxLength: 60 }) }),
  query: closed({
    ra: Type.Number({ minimum: 0, maximum: 360, description: 'ICRS, degrees' }),
    dec: Type.Number({ minimum: -90, maximum: 90, description: 'ICRS, degrees' }),
    radius: Type.Number({ exclusiveMinimum: 0, maximum: 3600, description: 'Arcseconds' }),
    mjd: Type.Optional(
      Type.Number({
        minimum: 0,
        maximum: 100_000,
        description: 'When stars shall be where they are; now',
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000, default: 100 })),
  }),
  response: Type.Array(match),
});
