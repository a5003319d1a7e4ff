import type { QueryArchive } from './fill.ts';

/** What scripts ask of light curves. */
const fields = ['jd', 'fid', 'magpsf', 'sigmapsf', 'diffmaglim', 'isdiffpos', 'programid', 'drb'];
const projection = {
  ...{ _id: 0, candid: 1, objectId: 1 },
  ...Object.fromEntries(fields.map((name) => [`candidate.${name}`, 1])),
};

/** The queries of the benchmark: each the same for the same turn. */
export function makeQueries({ objects, catalogs, night }: QueryArchive) {
  const objectAt = (turn: number) =>
    objects[(turn * 37) % objects.length] ?? { id: '', ra: 0, dec: 0 };
  const at = (turn: number): [number, number] => {
    const { ra, dec } = objectAt(turn);
    return [ra, dec];
  };
  return {
    find: (turn: number) => ({
      query_type: 'find',
      query: { catalog: 'ZTF_alerts', filter: { objectId: objectAt(turn).id }, projection },
    }),
    count: (turn: number) => ({
      query_type: 'count_documents',
      query: { catalog: 'ZTF_alerts', filter: { objectId: objectAt(turn).id } },
    }),
    cone: (turn: number) => ({
      query_type: 'cone_search',
      query: {
        object_coordinates: {
          ...{ cone_search_radius: 1, cone_search_unit: 'arcmin' },
          radec: { target: at(turn) },
        },
        catalogs: { ZTF_alerts: { filter: {}, projection } },
      },
    }),
    near: (turn: number) => ({
      query_type: 'near',
      query: {
        ...{ max_distance: 5, distance_units: 'arcsec' },
        radec: Object.fromEntries(
          Array.from({ length: 10 }, (_, i) => [`t${i}`, at(turn * 10 + i)]),
        ),
        catalogs: Object.fromEntries([
          ['ZTF_alerts', { filter: {}, projection: { _id: 0, candid: 1, objectId: 1 } }],
          ...catalogs.map((name) => [name, { filter: {}, projection: { mag: 1 } }]),
        ]),
      },
      kwargs: { limit: 1 },
    }),
    aggregate: (turn: number) => ({
      query_type: 'aggregate',
      query: {
        catalog: 'ZTF_alerts',
        pipeline: [
          {
            $match: {
              'candidate.jd': { $gte: night[0], $lt: night[1] },
              'candidate.rb': { $gt: turn / 1e6 },
            },
          },
          {
            $group: {
              ...{ _id: '$candidate.fid', n: { $sum: 1 } },
              ...{ brightest: { $min: '$candidate.magpsf' }, mean: { $avg: '$candidate.drb' } },
            },
          },
        ],
      },
    }),
  };
}

export type Queries = ReturnType<typeof makeQueries>;

/** Sixty of a hundred by object, 25 cones, 10 near, 5 counts. */
export function mixedQuery(queries: Queries, turn: number): object {
  const part = (turn * 61) % 100;
  if (part < 60) return queries.find(turn);
  if (part < 85) return queries.cone(turn);
  return part < 95 ? queries.near(turn) : queries.count(turn);
}
