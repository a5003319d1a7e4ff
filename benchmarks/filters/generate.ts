/**
 * Filters like those that groups run, each different: the broker's prefix, cuts on the candidate,
 * a projection that gives fields the author's names, conditions computed from them and from the
 * history, a match of those, annotations, and a last match of what the annotations came to.
 */
import { Choices } from './random.ts';

export type Stage = Record<string, unknown>;

/** The alert's fields that authors rename, with the names they give them. */
const RENAMED: readonly (readonly [field: string, names: readonly string[]])[] = [
  ['candidate.isdiffpos', ['isdiffpos', 'positive', 'isdiff']],
  ['candidate.magpsf', ['m_now', 'mag_now', 'magpsf', 'mag']],
  ['candidate.magap', ['m_app', 'magap', 'apmag']],
  ['candidate.jd', ['t_now', 'jd', 'now']],
  ['candidate.fid', ['fid_now', 'fid', 'filt']],
  ['candidate.sgscore1', ['sgscore', 'sg1', 'sgscore1']],
  ['candidate.sgscore2', ['sgscore2', 'sg2']],
  ['candidate.sgscore3', ['sgscore3', 'sg3']],
  ['candidate.srmag1', ['srmag', 'srmag1', 'ps_r']],
  ['candidate.srmag2', ['srmag2', 'ps_r2']],
  ['candidate.srmag3', ['srmag3', 'ps_r3']],
  ['candidate.sgmag1', ['sgmag', 'sgmag1', 'ps_g']],
  ['candidate.simag1', ['simag', 'simag1', 'ps_i']],
  ['candidate.rb', ['rbscore', 'rb']],
  ['candidate.drb', ['drbscore', 'drb', 'deepscore']],
  ['candidate.magnr', ['magnr', 'refmag']],
  ['candidate.distnr', ['distnr', 'refdist']],
  ['candidate.distpsnr1', ['distpsnr1', 'dps1']],
  ['candidate.distpsnr2', ['distpsnr2', 'dps2']],
  ['candidate.distpsnr3', ['distpsnr3', 'dps3']],
  ['candidate.scorr', ['scorr', 'zogi']],
  ['candidate.fwhm', ['fwhm', 'seeing']],
  ['candidate.elong', ['elong', 'elongation']],
  ['candidate.nbad', ['nbad', 'badpix']],
  ['candidate.chipsf', ['chipsf', 'chi']],
  ['coordinates.b', ['gal_lat', 'b', 'glat']],
  ['candidate.ssdistnr', ['ssdistnr', 'ssd']],
  ['candidate.ssmagnr', ['ssmagnr', 'ssm']],
  ['candidate.ssnamenr', ['ssnamenr', 'ssn']],
  ['candidate.jdstarthist', ['jdstarthist', 't_start']],
  ['candidate.jdendhist', ['jdendhist', 't_end']],
  ['candidate.ndethist', ['ndethist', 'ndet']],
];

/** One author: his names, his variable, and his choices. */
class Author {
  readonly choices: Choices;
  readonly item: string;
  private readonly names: ReadonlyMap<string, string>;

  constructor(seed: number) {
    this.choices = new Choices(seed);
    this.item = this.choices.one(['cand', 'c', 'item', 'point', 'p']);
    this.names = new Map(RENAMED.map(([field, names]) => [field, this.choices.one(names)]));
  }

  /** The author's name of a field of the candidate. */
  name(field: string): string {
    return this.names.get(`candidate.${field}`) ?? this.names.get(field) ?? field;
  }

  /** A path to it. */
  of(field: string): string {
    return `$${this.name(field)}`;
  }

  /** A path to a field of the history's point in a loop. */
  point(field: string): string {
    return `$$${this.item}.${field}`;
  }

  /** A threshold, as everybody has his own. */
  cut(low: number, high: number, decimals?: number): number {
    return this.choices.between(low, high, decimals);
  }
}

function prefixOf({ choices, item }: Author): Stage[] {
  const programIds = choices.one([[1], [1, 2], [1, 2, 3], [0, 1, 2, 3]]);
  const days = choices.one([30, 60, 100, 100, 180, 365]);
  const history = {
    $filter: {
      input: { $arrayElemAt: ['$aux.prv_candidates', 0] },
      as: item,
      cond: {
        $and: [
          { $in: [`$$${item}.programid`, programIds] },
          { $lt: [{ $subtract: ['$candidate.jd', `$$${item}.jd`] }, days] },
        ],
      },
    },
  };
  return [
    { $match: { 'candidate.programid': { $in: programIds } } },
    { $project: { cutoutScience: 0, cutoutTemplate: 0, cutoutDifference: 0 } },
    {
      $lookup: {
        from: 'ZTF_alerts_aux',
        localField: 'objectId',
        foreignField: '_id',
        as: 'aux',
      },
    },
    {
      $project: {
        cross_matches: { $arrayElemAt: ['$aux.cross_matches', 0] },
        prv_candidates: history,
        schemavsn: 1,
        publisher: 1,
        objectId: 1,
        candid: 1,
        candidate: 1,
        classifications: 1,
        coordinates: 1,
      },
    },
  ];
}

/** Half of the authors cut on the candidate at once; the others compute conditions first. */
function earlyCuts(author: Author): Stage[] {
  const { choices } = author;
  if (choices.chance(0.5)) return [];
  const cuts: Stage[] = [
    { 'candidate.drb': { $gt: author.cut(0.3, 0.8) } },
    { 'candidate.rb': { $gte: author.cut(0.1, 0.4) } },
    { 'candidate.ndethist': { $gte: author.cut(1, 3, 0) } },
    { 'candidate.magpsf': { $lt: author.cut(18.8, 20.5) } },
    { 'candidate.nbad': { $lte: author.cut(1, 5, 0) } },
  ];
  return [{ $match: Object.assign({}, ...choices.some(cuts, 2)) }];
}

function ownNames(author: Author): Stage {
  const { choices } = author;
  const renamed = RENAMED.map(([field]) => [author.name(field), `$${field}`]);
  const sameBand = {
    $filter: {
      input: '$prv_candidates',
      as: author.item,
      cond: {
        $and: [
          { $eq: [author.point('fid'), '$candidate.fid'] },
          { $gt: [author.point('magpsf'), 0] },
          { $lt: [author.point('magpsf'), author.cut(30, 99, 0)] },
        ],
      },
    },
  };
  const now = { jd: '$candidate.jd', magpsf: '$candidate.magpsf' };
  return {
    $project: {
      _id: 0,
      candid: 1,
      objectId: 1,
      'prv_candidates.jd': 1,
      'prv_candidates.magpsf': 1,
      'prv_candidates.fid': 1,
      'prv_candidates.isdiffpos': 1,
      ...(choices.chance(0.5) ? { 'prv_candidates.diffmaglim': 1 } : {}),
      ...Object.fromEntries(choices.some(renamed, renamed.length)),
      age: { $subtract: ['$candidate.jd', '$candidate.jdstarthist'] },
      deltajd: { $subtract: ['$candidate.jdendhist', '$candidate.jdstarthist'] },
      psfminap: { $subtract: ['$candidate.magpsf', '$candidate.magap'] },
      same_band: { $concatArrays: [sameBand, [now]] },
    },
  };
}

const POSITIVE = [1, '1', 't', true];

/** True where some point of the history meets all conditions. */
function anyPoint(author: Author, conditions: readonly unknown[]): unknown {
  const { item } = author;
  const loop = { input: '$prv_candidates', as: item, in: { $and: conditions } };
  return { $anyElementTrue: { $map: loop } };
}

/** A star of PanSTARRS so bright and near that its halo makes false alerts. */
function nearBrightStar(author: Author, n: 1 | 2 | 3): unknown {
  return {
    $and: [
      { $lt: [author.of(`distpsnr${n}`), author.cut(10, 20, 1)] },
      { $lt: [author.of(`srmag${n}`), author.cut(13, 15, 1)] },
      { $gt: [author.of(`srmag${n}`), 0] },
      { $gt: [author.of(`sgscore${n}`), author.cut(0.45, 0.6)] },
    ],
  };
}

/** A known variable: the older the object, the farther from a bright reference source. */
function nearReference(author: Author, distance: number, mag: number): unknown {
  return {
    $and: [
      { $lt: [author.of('distnr'), distance] },
      { $lt: [author.of('magnr'), mag] },
      { $gt: ['$age', author.cut(60, 360, 0)] },
    ],
  };
}

type Flag = readonly [name: string, wanted: boolean, expression: (author: Author) => unknown];

const FLAGS: readonly Flag[] = [
  [
    'bright',
    true,
    (author) => ({
      $or: [
        { $lt: [author.of('magpsf'), author.cut(18, 20.5)] },
        anyPoint(author, [
          {
            $lt: [
              { $abs: { $subtract: [author.of('jd'), author.point('jd')] } },
              author.cut(0.5, 3),
            ],
          },
          { $in: [author.of('isdiffpos'), POSITIVE] },
          { $gt: [author.point('magpsf'), 0] },
          { $lt: [author.point('magpsf'), author.cut(18, 19.5)] },
        ]),
      ],
    }),
  ],
  [
    'latitude',
    true,
    (author) => ({ $gte: [{ $abs: author.of('coordinates.b') }, author.cut(3, 10, 0)] }),
  ],
  ['positivesubtraction', true, (author) => ({ $in: [author.of('isdiffpos'), POSITIVE] })],
  [
    'real',
    true,
    (author) => ({
      $and: [
        { $gt: [author.of('rb'), author.cut(0.2, 0.45)] },
        { $gt: [author.of('drb'), author.cut(0.3, 0.95)] },
        { $gt: [author.of('fwhm'), 0.5] },
        { $lt: [author.of('fwhm'), author.cut(6, 9, 1)] },
        { $lt: [author.of('nbad'), author.cut(2, 6, 0)] },
        { $lt: [{ $abs: '$psfminap' }, author.cut(0.6, 1)] },
      ],
    }),
  ],
  [
    'nopointunderneath',
    true,
    (author) => ({
      $not: [
        {
          $and: [
            { $gt: [author.of('sgscore1'), author.cut(0.6, 0.9)] },
            { $lt: [author.of('distpsnr1'), author.cut(1, 3, 1)] },
          ],
        },
      ],
    }),
  ],
  [
    'brightstar',
    false,
    (author) => ({
      $or: [
        nearBrightStar(author, 1),
        nearBrightStar(author, 2),
        nearBrightStar(author, 3),
        {
          $and: [
            { $eq: [author.of('sgscore1'), 0.5] },
            { $lt: [author.of('distpsnr1'), author.cut(0.4, 1)] },
            {
              $or: ['sgmag1', 'srmag1', 'simag1'].map((field) => ({
                $lt: [author.of(field), author.cut(16, 17.5, 1)],
              })),
            },
          ],
        },
      ],
    }),
  ],
  [
    'variablesource',
    false,
    (author) => ({
      $or: [
        nearReference(author, author.cut(0.3, 0.5), author.cut(18.5, 19.5, 1)),
        nearReference(author, author.cut(0.7, 0.9), author.cut(16.5, 17.5, 1)),
        nearReference(author, author.cut(1.1, 1.4), author.cut(14.5, 15.5, 1)),
      ],
    }),
  ],
  [
    'rock',
    false,
    (author) => ({
      $and: [
        { $gte: [author.of('ssdistnr'), 0] },
        { $lt: [author.of('ssdistnr'), author.cut(8, 20, 0)] },
        { $lt: [{ $abs: author.of('ssmagnr') }, author.cut(19, 22, 0)] },
      ],
    }),
  ],
  [
    'stationary',
    true,
    (author) =>
      anyPoint(author, [
        {
          $gt: [
            { $abs: { $subtract: [author.of('jd'), author.point('jd')] } },
            author.cut(0.01, 0.03, 3),
          ],
        },
        { $lt: [author.point('magpsf'), 99] },
        { $in: [author.point('isdiffpos'), POSITIVE] },
      ]),
  ],
];

/** What the conditions and annotations need of the same band's history. */
function bandIndices(): Stage {
  const mags = '$same_band.magpsf';
  return {
    m_max_index: { $indexOfArray: [mags, { $max: [mags] }] },
    m_min_index: { $indexOfArray: [mags, { $min: [mags] }] },
  };
}

function peakOf(author: Author): unknown {
  const sameBand = {
    $cond: [{ $eq: [author.point('fid'), author.of('fid')] }, author.point('magpsf'), null],
  };
  const mags = { $map: { input: '$prv_candidates', as: author.item, in: sameBand } };
  return { $min: [mags, author.of('magpsf')] };
}

/** Detections of the last days. */
function recentCount(author: Author, days: number): unknown {
  const cond = {
    $and: [
      { $lt: [{ $subtract: [author.of('jd'), author.point('jd')] }, days] },
      { $gt: [author.point('magpsf'), 0] },
    ],
  };
  return { $size: { $filter: { input: '$prv_candidates', as: author.item, cond } } };
}

function conditions(author: Author, flags: readonly Flag[]): Stage {
  const kept = Object.fromEntries(RENAMED.map(([field]) => [author.name(field), 1]));
  return {
    $project: {
      candid: 1,
      objectId: 1,
      ...kept,
      age: 1,
      deltajd: 1,
      psfminap: 1,
      same_band: 1,
      ...bandIndices(),
      peakmag: peakOf(author),
      recent: recentCount(author, author.cut(5, 60, 0)),
      ...Object.fromEntries(flags.map(([name, , expression]) => [name, expression(author)])),
    },
  };
}

function rate(author: Author, sign: 1 | -1): unknown {
  const dt = { $subtract: ['$t_max', '$t_min'] };
  const dm = { $subtract: sign === 1 ? ['$m_min', '$m_max'] : ['$m_max', '$m_min'] };
  const isThatWay = sign === 1 ? { $gt: [dt, 0] } : { $lt: [dt, 0] };
  const value = author.choices.chance(0.5)
    ? {
        $cond: Object.fromEntries([
          ['if', isThatWay],
          ['then', { $divide: [dm, dt] }],
          ['else', null],
        ]),
      }
    : { $cond: [isThatWay, { $divide: [dm, dt] }, null] };
  return { $round: [value, author.choices.one([3, 4, 5])] };
}

function extremes(): Stage {
  const at = (field: string, index: string) => ({ $arrayElemAt: [`$same_band.${field}`, index] });
  return {
    $addFields: {
      m_max: at('magpsf', '$m_max_index'),
      m_min: at('magpsf', '$m_min_index'),
      t_max: at('jd', '$m_max_index'),
      t_min: at('jd', '$m_min_index'),
    },
  };
}

function annotations(author: Author): Stage {
  const { choices } = author;
  const rounded = RENAMED.filter(([field]) => field.startsWith('candidate.'))
    .filter(([field]) => !/isdiffpos|ssnamenr|fid/.test(field))
    .map(([field]): [string, unknown] => {
      const name = author.name(field);
      return [`annotations.${name} value`, { $round: [`$${name}`, choices.one([2, 3, 5])] }];
    });
  const color = { $subtract: [author.of('sgmag1'), author.of('srmag1')] };
  return {
    $project: {
      objectId: 1,
      candid: 1,
      'annotations.age': { $round: ['$age', 5] },
      'annotations.peakmag': { $round: ['$peakmag', 3] },
      'annotations.amplitude': { $round: [{ $subtract: ['$m_max', '$m_min'] }, 3] },
      'annotations.recent': '$recent',
      'annotations.rise rate': rate(author, 1),
      'annotations.decay rate': rate(author, -1),
      'annotations.time difference': { $round: [{ $subtract: ['$t_max', '$t_min'] }, 5] },
      'annotations.host g-r': { $round: [color, 3] },
      'annotations.atpeak': { $eq: [author.of('magpsf'), '$peakmag'] },
      ...Object.fromEntries(choices.some(rounded, choices.one([6, 10, 14]))),
    },
  };
}

/** What the author asks of the annotations: about one in ten of what comes this far. */
function lastCut(author: Author): Stage {
  return {
    $match: author.choices.one([
      { 'annotations.rise rate': { $gt: author.cut(0.02, 0.2, 3) } },
      { 'annotations.decay rate': { $gt: author.cut(0.05, 0.5, 3) } },
      { 'annotations.amplitude': { $gt: author.cut(1.5, 4) } },
      { 'annotations.recent': { $gt: author.cut(20, 80, 0) } },
      { 'annotations.atpeak': true, 'annotations.amplitude': { $gt: author.cut(0.5, 2) } },
      { 'annotations.peakmag': { $lt: author.cut(14, 17) } },
    ]),
  };
}

/** One filter; different seeds give different ones. */
export function generateFilter(seed: number): readonly Stage[] {
  const author = new Author(seed);
  const flags = author.choices.some(FLAGS, author.choices.one([6, 7, 8, 9]));
  const wanted = flags.map(([name, value]) => [name, value]);
  return [
    ...prefixOf(author),
    ...earlyCuts(author),
    ownNames(author),
    conditions(author, flags),
    { $match: Object.fromEntries(wanted) },
    extremes(),
    annotations(author),
    lastCut(author),
  ];
}
