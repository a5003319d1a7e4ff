/** A hundred distinct filters; every tenth alert comes to one that asks for BTSbot's score. */
import { generateFilter } from '../filters/generate.ts';

const ASKING = [
  {
    $match: {
      $expr: {
        $eq: [{ $mod: [{ $floor: { $multiply: ['$candidate.ra', 10_000] } }, 10] }, 3],
      },
    },
  },
  { $match: { 'classifications.bts': { $gt: 0.95 } } },
  { $project: { objectId: 1, candid: 1, 'annotations.bts': '$classifications.bts' } },
];

/** A filter that reads neighbours, so that they are looked at as well as stored. */
const HOSTED = [
  {
    $match: { 'candidate.magpsf': { $lt: 18 }, 'cross_matches.CLU_20190625.0': { $exists: true } },
  },
  { $project: { objectId: 1, candid: 1, 'annotations.host': '$cross_matches.CLU_20190625' } },
];

export function brokerFilters(count = 100): Record<string, unknown> {
  const generated = Array.from({ length: count - 2 }, (_, index) => [
    `generated ${index + 1}`,
    generateFilter(index + 1),
  ]);
  return { asking: ASKING, hosted: HOSTED, ...Object.fromEntries(generated) };
}
