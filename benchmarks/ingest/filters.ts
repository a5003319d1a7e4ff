/** Ten filters of the kinds that groups run: cuts on the candidate, its neighbours and history. */

const IS_POSITIVE = { $in: ['$candidate.isdiffpos', [1, '1', 't', true]] };
const IS_ROCK = {
  $and: [
    { $gte: ['$candidate.ssdistnr', 0] },
    { $lt: ['$candidate.ssdistnr', 12] },
    { $lt: [{ $abs: '$candidate.ssmagnr' }, 20] },
  ],
};

/** Detections more than `days` before the alert: the object is no passing asteroid. */
function detectedBefore(days: number): object {
  return {
    $anyElementTrue: {
      $map: {
        input: '$prv_candidates',
        as: 'point',
        in: {
          $and: [
            { $gt: [{ $subtract: ['$candidate.jd', '$$point.jd'] }, days] },
            { $lt: ['$$point.magpsf', 99] },
            { $in: ['$$point.isdiffpos', [1, '1', 't', true]] },
          ],
        },
      },
    },
  };
}

const NOTE = { 'annotations.magnitude': '$candidate.magpsf', 'annotations.drb': '$candidate.drb' };

function scored(limit: number): object {
  return { $match: { 'candidate.drb': { $gt: limit } } };
}

/** Not a known variable: no bright reference source within an arcsecond. */
const OFF_STAR = {
  $match: { 'candidate.distnr': { $gt: 1 }, 'candidate.ssdistnr': { $lt: 0 } },
};
const HAS_FAINT_HOST = {
  $match: { 'candidate.sgscore1': { $lt: 0.3 }, 'candidate.distpsnr1': { $lt: 3 } },
};

/** Like those that run: an author gets some per mille of the alerts, not a third. */
export const BENCHMARK_FILTERS: Readonly<Record<string, readonly object[]>> = {
  real: [
    scored(0.95),
    OFF_STAR,
    { $match: { 'candidate.ndethist': { $lt: 5 }, 'candidate.magpsf': { $lt: 19 } } },
    { $project: { objectId: 1, ...NOTE } },
  ],
  bright: [
    scored(0.9),
    OFF_STAR,
    { $match: { 'candidate.magpsf': { $lt: 17.5 } } },
    { $project: { objectId: 1, ...NOTE } },
  ],
  stationary: [
    scored(0.9),
    {
      $project: {
        objectId: 1,
        ok: { $and: [IS_POSITIVE, { $not: [IS_ROCK] }, detectedBefore(0.02)] },
        distnr: '$candidate.distnr',
        sgscore: '$candidate.sgscore1',
        mag: '$candidate.magpsf',
      },
    },
    { $match: { ok: true, distnr: { $gt: 2 }, sgscore: { $lt: 0.4 }, mag: { $lt: 17.5 } } },
  ],
  rising: [
    scored(0.8),
    {
      $project: {
        objectId: 1,
        mag: '$candidate.magpsf',
        faintest: {
          $max: {
            $map: {
              input: {
                $filter: {
                  input: '$prv_candidates',
                  as: 'p',
                  cond: { $eq: ['$$p.fid', '$candidate.fid'] },
                },
              },
              as: 'p',
              in: '$$p.magpsf',
            },
          },
        },
      },
    },
    { $match: { mag: { $lt: 16.5 }, $expr: { $gt: [{ $subtract: ['$faintest', '$mag'] }, 3] } } },
  ],
  infant: [
    { $addFields: { age: { $subtract: ['$candidate.jd', '$candidate.jdstarthist'] } } },
    { $match: { age: { $lt: 2 }, 'candidate.drb': { $gt: 0.95 }, 'candidate.distnr': { $gt: 2 } } },
    OFF_STAR,
  ],
  hosted: [
    HAS_FAINT_HOST,
    scored(0.95),
    { $match: { 'candidate.magpsf': { $lt: 17 } } },
    {
      $project: {
        objectId: 1,
        'annotations.host g-r': { $subtract: ['$candidate.sgmag1', '$candidate.srmag1'] },
      },
    },
  ],
  variable: [
    { $match: { 'candidate.distnr': { $lt: 0.4 }, 'candidate.ndethist': { $gt: 20 } } },
    { $addFields: { scatter: { $stdDevPop: '$prv_candidates.magpsf' } } },
    { $match: { scatter: { $gt: 1.5 } } },
  ],
  rock: [
    { $match: { $expr: IS_ROCK, 'candidate.magpsf': { $lt: 16.5 } } },
    { $project: { objectId: 1, name: '$candidate.ssnamenr' } },
  ],
  forced: [
    scored(0.9),
    {
      $addFields: {
        early: {
          $size: {
            $filter: {
              input: '$fp_hists',
              as: 'f',
              cond: {
                $and: [
                  { $gt: ['$$f.snr', 5] },
                  { $lt: ['$$f.jd', { $subtract: ['$candidate.jd', 2] }] },
                ],
              },
            },
          },
        },
      },
    },
    { $match: { early: { $gt: 1 }, 'candidate.magpsf': { $lt: 17.5 } } },
    OFF_STAR,
  ],
  fading: [
    { $match: { 'candidate.isdiffpos': { $in: ['t', '1'] }, 'candidate.drb': { $gt: 0.9 } } },
    {
      $addFields: {
        peak: { $min: '$prv_candidates.magpsf' },
        mean: { $avg: '$prv_candidates.magpsf' },
      },
    },
    {
      $match: {
        $expr: {
          $and: [{ $gt: ['$candidate.magpsf', { $add: ['$peak', 2] }] }, { $lt: ['$mean', 17.5] }],
        },
      },
    },
    OFF_STAR,
  ],
};
