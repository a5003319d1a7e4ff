import type { PlainView } from './plain-history.ts';
import { type Fields, numberIn } from './plain-packet.ts';

/** A filter as its author wrote it, and the same in plain words. */
export interface PlainFilter {
  readonly name: string;
  /** The programmes of the filter's stream. */
  readonly programIds: readonly number[];
  readonly pipeline: readonly Fields[];
  /** `fails` where the pipeline must throw. */
  readonly passes: (view: PlainView) => boolean | 'fails';
}

/** Entries of an array that meet a condition, as `$filter` writes it; a missing number is 0. */
function those(array: string, condition: unknown): Fields {
  return { $filter: { input: array, as: 'point', cond: condition } };
}

function numberOf(field: string, missing = 0): Fields {
  return { $ifNull: [`$$point.${field}`, missing] };
}

function mag(fields: Fields): number {
  return numberIn(fields, 'magpsf') ?? 0;
}

function isSameBand(view: PlainView): (point: Fields) => boolean {
  return (point) => point.fid === view.candidate.fid;
}

/** −99999 stands for no value; a signal-to-noise ratio is a flux over its error. */
function snrOf(point: Fields): number {
  const flux = numberIn(point, 'forcediffimflux');
  const error = numberIn(point, 'forcediffimfluxunc');
  if (flux === null || error === null || flux === -99999 || error === -99999) return 0;
  return Number.isFinite(flux / error) ? flux / error : 0;
}

/** Active filters of three streams; most of them look at histories. */
export const plainFilters: readonly PlainFilter[] = [
  {
    name: 'real',
    programIds: [1],
    pipeline: [{ $match: { 'candidate.drb': { $gt: 0.9 } } }],
    passes: ({ candidate }) => (numberIn(candidate, 'drb') ?? 0) > 0.9,
  },
  {
    name: 'seen before',
    programIds: [1, 2],
    pipeline: [
      { $addFields: { earlier: those('$prv_candidates', { $gt: [numberOf('magpsf'), 0] }) } },
      { $match: { 'earlier.2': { $exists: true } } },
      { $project: { annotations: { earlier: { $size: '$earlier' } } } },
    ],
    passes: ({ detections }) => detections.filter((point) => mag(point) > 0).length >= 3,
  },
  {
    name: 'brightest in its band',
    programIds: [1, 2, 3],
    pipeline: [
      {
        $addFields: {
          sameBand: those('$prv_candidates', {
            $and: [{ $eq: ['$$point.fid', '$candidate.fid'] }, { $gt: [numberOf('magpsf'), 0] }],
          }),
        },
      },
      { $match: { 'sameBand.0': { $exists: true } } },
      { $addFields: { rise: { $subtract: [{ $min: '$sameBand.magpsf' }, '$candidate.magpsf'] } } },
      { $match: { rise: { $gt: 0 } } },
      { $project: { annotations: { rise: '$rise' } } },
    ],
    passes: (view) => {
      const same = view.detections
        .filter(isSameBand(view))
        .map(mag)
        .filter((one) => one > 0);
      return same.length > 0 && Math.min(...same) > mag(view.candidate);
    },
  },
  {
    name: 'was not there',
    programIds: [1],
    pipeline: [
      {
        $addFields: {
          deep: those('$prv_candidates', {
            $and: [{ $eq: [numberOf('magpsf'), 0] }, { $gt: [numberOf('diffmaglim'), 20] }],
          }),
        },
      },
      { $match: { 'deep.1': { $exists: true } } },
      { $project: { annotations: { limits: { $size: '$deep' } } } },
    ],
    passes: ({ limits }) =>
      limits.filter((point) => (numberIn(point, 'diffmaglim') ?? 0) > 20).length >= 2,
  },
  {
    name: 'forced detections',
    programIds: [1, 2],
    pipeline: [
      { $addFields: { good: those('$fp_hists', { $gt: [numberOf('snr'), 5] }) } },
      { $match: { $expr: { $gte: [{ $size: '$good' }, 2] } } },
      { $project: { annotations: { forced: { $size: '$good' } } } },
    ],
    passes: ({ forced }) => forced.filter(({ fields }) => snrOf(fields) > 5).length >= 2,
  },
  {
    name: 'forced at a brighter alert',
    programIds: [1, 2, 3],
    pipeline: [
      {
        $addFields: {
          brighter: those('$fp_hists', { $lt: ['$$point.alert_mag', '$candidate.magpsf'] }),
        },
      },
      { $match: { 'brighter.0': { $exists: true } } },
      { $project: { annotations: { brighter: { $size: '$brighter' } } } },
    ],
    passes: ({ candidate, forced }) => forced.some((point) => point.alertMag < mag(candidate)),
  },
  {
    name: 'share of limits, which newcomers lack',
    programIds: [1, 2],
    pipeline: [
      {
        $addFields: {
          share: {
            $divide: [
              { $size: those('$prv_candidates', { $eq: [numberOf('magpsf'), 0] }) },
              { $size: those('$prv_candidates', { $gt: ['$$point.jd', 0] }) },
            ],
          },
        },
      },
      { $match: { share: { $lt: 0.5 } } },
      { $project: { annotations: { share: '$share' } } },
    ],
    passes: ({ detections, limits }) => {
      const all = detections.length + limits.length;
      return all === 0 ? 'fails' : limits.length / all < 0.5;
    },
  },
  {
    name: 'nothing at all',
    programIds: [1, 2, 3],
    pipeline: [{ $match: { 'candidate.magpsf': { $lt: 0 } } }],
    passes: () => false,
  },
];
