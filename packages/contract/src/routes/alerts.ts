import { defineRoute } from '../route.ts';
import { closed, datetimeInput, int64, nullable, objectId, rowId, Type } from '../schema.ts';
import { inLocalization } from './localization-fields.ts';

const record = Type.Record(Type.String(), Type.Unknown());
const flag = (description: string) => Type.Optional(Type.Boolean({ description }));

const alertProjection = Type.String({
  minLength: 2,
  maxLength: 10_000,
  description:
    'Which fields: JSON of a `$project`. `candid` and `objectId` stay, and `candidate`, if need be empty.',
  examples: ['{"candidate.jd": 1, "candidate.magpsf": 1}'],
});

const alert = Type.Object({
  candid: int64('The alert'),
  objectId,
  schemavsn: Type.Optional(Type.String()),
  publisher: Type.Optional(Type.String()),
  candidate: record,
  coordinates: Type.Optional(record),
});

export const searchAlerts = defineRoute({
  method: 'GET',
  path: '/api/alerts',
  tags: ['alerts'],
  summary: 'Alerts of the archive by position, object, number or filter, newest first',
  description:
    'One of `objectId`, `candid`, a cone (`ra`, `dec`, `radius` and its unit), a sky map (`localizationDateobs`, ' +
    '`localizationName`) and `filter_id` is needed; each that is given is met. To read on, send `cursor`: the `jd` and `candid` of the ' +
    'last alert, with a comma between them.',
  query: closed({
    objectId: Type.Optional(
      Type.String({
        pattern: '^[a-zA-Z0-9_;:+.-]{1,128}(\\s*,\\s*[a-zA-Z0-9_;:+.-]{1,128}){0,99}$',
        description: 'Names of objects with commas between them',
        examples: ['ZTF18aabcvnq'],
      }),
    ),
    candid: Type.Optional(
      Type.String({
        pattern: '^\\d{1,19}(,\\d{1,19}){0,99}$',
        description: 'Numbers of alerts with commas between them',
      }),
    ),
    ra: Type.Optional(Type.Number({ minimum: 0, maximum: 360, description: 'ICRS, degrees' })),
    dec: Type.Optional(Type.Number({ minimum: -90, maximum: 90, description: 'ICRS, degrees' })),
    radius: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, maximum: 3600, description: 'At most one degree' }),
    ),
    radius_units: Type.Optional(Type.Enum(['deg', 'arcmin', 'arcsec'], { default: 'arcsec' })),
    ...inLocalization,
    filter_id: Type.Optional(rowId('They passed this filter')),
    passedAfter: Type.Optional(datetimeInput('They passed it at this time or after')),
    passedBefore: Type.Optional(datetimeInput('They passed it before this time')),
    startDate: Type.Optional(datetimeInput('Taken at this time or after')),
    endDate: Type.Optional(datetimeInput('Taken before this time')),
    survey: Type.Optional(Type.Enum(['ztf', 'lsst', 'winter', 'pgir'])),
    includeAllFields: flag('With every field of the packet'),
    projection: Type.Optional(alertProjection),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, default: 1000 })),
    cursor: Type.Optional(
      Type.String({
        pattern: '^\\d{7}(\\.\\d{1,12})?,\\d{1,19}$',
        description: 'After this alert: its `jd` and `candid`',
      }),
    ),
  }),
  ignored: { query: ['instrument'] },
  response: Type.Array(
    Type.Object({
      ...alert.properties,
      survey: Type.String({ description: 'Whose alert it is' }),
      mag: nullable(Type.Number({ description: 'As the survey gives it, AB' })),
      band: nullable(Type.String()),
    }),
  ),
});

export const saveAlert = defineRoute({
  method: 'POST',
  path: '/api/alerts/{objectId}',
  tags: ['alerts'],
  summary: 'Save an object of the archive as a source, with the photometry of its alerts',
  acl: 'Upload data',
  params: closed({ objectId }),
  body: closed({
    group_ids: Type.Optional(
      Type.Union(
        [Type.Array(rowId('A group'), { minItems: 1, maxItems: 200 }), Type.Literal('all')],
        { description: '`all`: to all groups of the viewer; needed but with `thumbnailsOnly`' },
      ),
    ),
    copyToSource: Type.Optional(
      nullable(objectId, {
        description: 'The source within 2″ that gets the photometry, in place of one of this name',
      }),
    ),
    thumbnailsOnly: Type.Optional(
      Type.Boolean({ description: 'Saves nothing: pictures are drawn when somebody looks' }),
    ),
    candid: Type.Optional(nullable(int64('The alert whose pictures are wanted; the newest'))),
  }),
  // Pictures are drawn from the archive when they are looked at: none is stored with a source.
  ignored: { body: ['instrument'] },
  response: closed({ id: objectId, used_latest_candid: Type.Boolean() }),
  examples: {
    body: { group_ids: [7] },
    response: { id: 'ZTF18aabcvnq', used_latest_candid: false },
  },
});

export const getTriplets = defineRoute({
  method: 'GET',
  path: '/api/alerts_triplets/{objectId}',
  tags: ['alerts'],
  summary:
    'The three stamps of an alert as numbers: 63 by 63 pixels by science, template, difference',
  params: closed({ objectId }),
  query: closed({
    candid: Type.Optional(int64('The alert; the newest of the object')),
    normalizeImage: flag('Each stamp divided by its norm'),
    file_format: Type.Optional(
      Type.Enum(['json', 'npy'], {
        description: '`npy`: the numbers alone, as NumPy loads them: 63 × 63 × 3 doubles',
      }),
    ),
  }),
  ignored: { query: ['instrument'] },
  response: Type.Array(
    closed({
      candid: int64('The alert'),
      triplet: Type.Array(Type.Array(Type.Array(Type.Number()))),
      image_corrupt: Type.Boolean({ description: 'A stamp is empty, missing or not readable' }),
    }),
  ),
});

export const getAlerts = defineRoute({
  method: 'GET',
  path: '/api/alerts/{objectId}',
  tags: ['alerts'],
  summary: 'The alerts of an object, as filters see them, oldest first',
  params: closed({ objectId }),
  ignored: { query: ['instrument', 'includeAllFields'] },
  query: closed({
    candid: Type.Optional(int64('This one alone')),
    projection: Type.Optional(alertProjection),
  }),
  response: Type.Array(alert),
});

export const getLightCurve = defineRoute({
  method: 'GET',
  path: '/api/alerts_aux/{objectId}',
  tags: ['alerts'],
  summary: "An object's light curve in the survey's own words",
  params: closed({ objectId }),
  query: closed({
    includePrvCandidates: flag('With its detections and limits; true unless said'),
    includeFpHists: flag('With forced photometry; true unless said'),
  }),
  ignored: { query: ['instrument', 'includeAllFields'] },
  response: Type.Object({
    _id: objectId,
    prv_candidates: Type.Optional(Type.Array(record)),
    fp_hists: Type.Optional(Type.Array(record)),
    cross_matches: Type.Record(Type.String(), Type.Array(record)),
    coordinates: closed({
      ra_median: nullable(Type.Number()),
      dec_median: nullable(Type.Number()),
    }),
  }),
});

export const cutoutKinds = ['science', 'template', 'difference'] as const;
export const stretches = ['linear', 'log', 'asinh', 'sqrt'] as const;
export const intervals = ['min_max', 'zscale', 'asymmetric'] as const;

export const getCutout = defineRoute({
  method: 'GET',
  path: '/api/alerts_cutouts/{id}',
  tags: ['alerts'],
  summary: 'A stamp of an alert, as it was sent or drawn',
  description:
    '`file_format=fits` gives the gzipped FITS file as the survey sent it; `png` draws it, north ' +
    'up. It never changes: keep it as long as you like.',
  kind: 'bytes',
  params: closed({
    id: Type.String({
      pattern: '^[a-zA-Z0-9_;:+.-]{1,128}$',
      description: 'The alert’s number; or its object, with `candid` in the query',
    }),
  }),
  query: closed({
    candid: Type.Optional(int64('The alert, where the path names its object')),
    survey: Type.Optional(
      Type.Enum(['ztf', 'lsst', 'winter', 'pgir'], {
        description: 'Whose alert it is; needed where two surveys have one of this number',
      }),
    ),
    cutout: Type.Optional(Type.Enum([...cutoutKinds], { default: 'science' })),
    file_format: Type.Optional(Type.Enum(['fits', 'png'], { default: 'png' })),
    stretch: Type.Optional(
      Type.Enum([...stretches], { description: 'log; linear for the difference' }),
    ),
    interval: Type.Optional(Type.Enum([...intervals], { default: 'asymmetric' })),
    cmap: Type.Optional(Type.String({ pattern: '^[a-z]{1,20}$', default: 'bone' })),
  }),
  ignored: { query: ['instrument'] },
  response: Type.String({ format: 'binary' }),
});
