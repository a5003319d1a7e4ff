/** A filter that the demonstration group starts with. */
export interface DemoFilter {
  readonly name: string;
  readonly pipeline: readonly Readonly<Record<string, unknown>>[];
}

/** Real, positive, and no known asteroid nearby. */
const isReal = {
  'candidate.drb': { $gt: 0.9 },
  'candidate.isdiffpos': { $in: ['t', '1', 'true', 1, true] },
} as const;
const isNoAsteroid = {
  $or: [
    { 'candidate.ssdistnr': { $exists: false } },
    { 'candidate.ssdistnr': null },
    { 'candidate.ssdistnr': { $lt: 0 } },
    { 'candidate.ssdistnr': { $gt: 10 } },
  ],
} as const;
/** The nearest Pan-STARRS source within 1.5″ is a star (sgscore: 1 star, 0 galaxy). */
const isOnStar = {
  $and: [
    { $gte: ['$candidate.distpsnr1', 0] },
    { $lt: ['$candidate.distpsnr1', 1.5] },
    { $gt: ['$candidate.sgscore1', 0.76] },
  ],
} as const;

/** Earlier detections of the same sign, with a magnitude, newest last. */
const earlierDetections = {
  $filter: {
    input: { $ifNull: ['$prv_candidates', []] },
    as: 'point',
    cond: { $gt: [{ $ifNull: ['$$point.magpsf', 0] }, 0] },
  },
} as const;

function round(value: unknown, digits: number) {
  return { $round: [value, digits] };
}

const basics = {
  magnitude: round('$candidate.magpsf', 2),
  drb: round('$candidate.drb', 3),
} as const;

/** Six filters that show what a night holds. They see what the public stream shows. */
export const demoFilters: readonly DemoFilter[] = [
  {
    name: 'Bright transients',
    pipeline: [
      { $match: { ...isReal, ...isNoAsteroid, 'candidate.magpsf': { $lt: 18.5 } } },
      { $addFields: { onStar: isOnStar } },
      { $match: { onStar: false, 'candidate.distnr': { $gt: 0.5 } } },
      { $project: { annotations: { ...basics, hostDistance: round('$candidate.distpsnr1', 2) } } },
    ],
  },
  {
    name: 'Young and rising',
    pipeline: [
      { $match: { ...isReal, ...isNoAsteroid } },
      {
        $addFields: {
          onStar: isOnStar,
          earlier: {
            $filter: {
              input: earlierDetections,
              as: 'point',
              cond: { $eq: ['$$point.fid', '$candidate.fid'] },
            },
          },
          ageDays: { $subtract: ['$candidate.jd', '$candidate.jdstarthist'] },
        },
      },
      { $match: { onStar: false, ageDays: { $lt: 15 }, 'earlier.0': { $exists: true } } },
      {
        $addFields: {
          rise: { $subtract: [{ $max: '$earlier.magpsf' }, '$candidate.magpsf'] },
        },
      },
      { $match: { rise: { $gt: 0.2 } } },
      {
        $project: {
          annotations: { ...basics, ageDays: round('$ageDays', 1), riseMag: round('$rise', 2) },
        },
      },
    ],
  },
  {
    name: 'Infant supernova candidates',
    pipeline: [
      { $match: { ...isReal, ...isNoAsteroid, 'candidate.magpsf': { $lt: 20.5 } } },
      {
        $addFields: {
          nearGalaxy: {
            $and: [
              { $gte: ['$candidate.distpsnr1', 0] },
              { $lt: ['$candidate.distpsnr1', 12] },
              { $lt: ['$candidate.sgscore1', 0.5] },
              { $gte: ['$candidate.sgscore1', 0] },
            ],
          },
          ageDays: { $subtract: ['$candidate.jd', '$candidate.jdstarthist'] },
        },
      },
      { $match: { nearGalaxy: true, ageDays: { $lt: 6 } } },
      {
        $project: {
          annotations: {
            ...basics,
            ageDays: round('$ageDays', 2),
            hostDistance: round('$candidate.distpsnr1', 2),
            hostScore: round('$candidate.sgscore1', 2),
          },
        },
      },
    ],
  },
  {
    name: 'AGN and variables',
    pipeline: [
      {
        $match: {
          'candidate.drb': { $gt: 0.8 },
          'candidate.distnr': { $lt: 0.8 },
          'candidate.ndethist': { $gte: 10 },
        },
      },
      {
        $project: {
          annotations: {
            ...basics,
            detections: '$candidate.ndethist',
            referenceMag: round('$candidate.magnr', 2),
            starScore: round('$candidate.sgscore1', 2),
          },
        },
      },
    ],
  },
  {
    name: 'Likely bogus (for training)',
    pipeline: [
      { $match: { 'candidate.drb': { $lt: 0.2 } } },
      {
        $project: {
          annotations: {
            ...basics,
            rb: round('$candidate.rb', 2),
            fwhm: round('$candidate.fwhm', 2),
          },
        },
      },
    ],
  },
  {
    name: 'Everything real (drb > 0.9)',
    pipeline: [
      { $match: { 'candidate.drb': { $gt: 0.9 } } },
      { $project: { annotations: basics } },
    ],
  },
];
