import { defineRoute } from '../route.ts';
import { closed, int64, nullable, objectId, rowId, Type } from '../schema.ts';

const releaseName = Type.String({
  pattern: '^[A-Za-z0-9_]{1,60}$',
  description: 'A release, as `fritz archive list` shows it',
  examples: ['ZTF_sources_20240117'],
});
const rightAscension = Type.Number({ minimum: 0, maximum: 360, description: 'ICRS, degrees' });
const declination = Type.Number({ minimum: -90, maximum: 90, description: 'ICRS, degrees' });
const radius = Type.Number({
  exclusiveMinimum: 0,
  maximum: 3600,
  description: 'In its unit; at most one degree',
});
const radiusUnit = Type.Enum(['deg', 'arcmin', 'arcsec'], { default: 'arcsec' });
const number = nullable(Type.Number());
const limit = Type.Optional(
  Type.Integer({ minimum: 1, maximum: 1000, default: 1000, description: 'The nearest ones' }),
);

const cone = {
  ra: Type.Optional(rightAscension),
  dec: Type.Optional(declination),
  radius: Type.Optional(radius),
  radius_units: Type.Optional(radiusUnit),
};

const point = closed({
  hjd: Type.Number({ description: 'Heliocentric JD, the middle of the exposure' }),
  mjd: Type.Number({ description: 'UTC, the start of the exposure, as alerts have it' }),
  mag: Type.Number({ description: 'AB, of the star itself: not of a difference' }),
  magerr: Type.Number(),
  programid: Type.Integer(),
  catflags: Type.Integer({ description: 'Zero where nothing is wrong with it' }),
  expid: nullable(Type.Integer()),
  uexpid: nullable(int64('The exposure on its quadrant')),
  ra: number,
  dec: number,
  chi: number,
  sharp: number,
});

const lightCurve = closed({
  _id: int64('The light curve'),
  ra: Type.Number(),
  dec: Type.Number(),
  filter: Type.Integer({ description: '1, 2, 3: g, r, i' }),
  band: Type.String({ examples: ['ztfg'] }),
  field: Type.Integer(),
  ccd: Type.Integer(),
  quad: Type.Integer(),
  rc: Type.Integer(),
  nobs: Type.Integer({ description: 'Points that you may see' }),
  distance_arcsec: number,
  meanmag: nullable(Type.Number({ description: 'Of the points that you may see' })),
  vonneumannratio: number,
  iqr: number,
  refchi: number,
  refmag: number,
  refmagerr: number,
  refsharp: number,
  data: Type.Array(point, { description: 'By time' }),
});

const curvesDescription =
  'Points are those of the programmes that your streams have. Statistics are the survey’s own where ' +
  'you see all of its points, and computed from what you see where you do not.';

export const searchLightCurves = defineRoute({
  method: 'GET',
  path: '/api/archive',
  tags: ['archive'],
  summary: 'Light curves of a data release around a place, the nearest first',
  description: `\`catalog\` is the release; without it the current one. ${curvesDescription}`,
  query: closed({ catalog: Type.Optional(releaseName), ...cone, limit }),
  response: Type.Array(lightCurve),
});

export const getArchivedCurve = defineRoute({
  method: 'GET',
  path: '/api/archive/{lc_id}',
  tags: ['archive'],
  summary: 'A light curve of a data release, by its number',
  description: curvesDescription,
  params: closed({ lc_id: int64('The light curve') }),
  query: closed({ catalog: Type.Optional(releaseName) }),
  ignored: { query: ['ra', 'dec', 'radius', 'radius_units'] },
  response: Type.Array(lightCurve),
});

export const saveLightCurves = defineRoute({
  method: 'POST',
  path: '/api/archive',
  tags: ['archive'],
  summary: 'Save light curves of a data release as photometry of a source',
  description:
    'Points that are flagged are left out. Each programme’s points are for its streams. Without ' +
    '`obj_id` a source is made, named by its place; what is there already is not doubled.',
  acl: 'Upload data',
  body: closed({
    obj_id: Type.Optional(nullable(objectId)),
    catalog: Type.Optional(nullable(releaseName)),
    light_curve_ids: Type.Union([
      int64('One of them'),
      Type.Array(int64('A light curve'), { minItems: 1, maxItems: 100 }),
    ]),
    group_ids: Type.Optional(
      nullable(Type.Array(rowId('A group to save a new source to'), { maxItems: 200 })),
    ),
  }),
  response: closed({
    obj_id: objectId,
    points: Type.Integer({ description: 'Points of the light curves that the source now has' }),
  }),
  examples: {
    body: {
      catalog: 'ZTF_sources_20240117',
      light_curve_ids: [10_245_362_000_001n],
      group_ids: [7],
    },
    response: { obj_id: 'ZTFJ001026.50-222557.3', points: 63 },
  },
});

export const listArchiveCatalogs = defineRoute({
  method: 'GET',
  path: '/api/archive/catalogs',
  tags: ['archive'],
  summary: 'Names of the catalogs, releases of light curves and collections of alerts',
  response: Type.Array(Type.String()),
});

export const listArchiveReleases = defineRoute({
  method: 'GET',
  path: '/api/archive/releases',
  tags: ['archive'],
  summary: 'The releases of light curves, of their features and of their classifications',
  response: Type.Array(
    closed({
      name: releaseName,
      kind: Type.Enum(['light_curves', 'features', 'classifications']),
      is_current: Type.Boolean({ description: 'Meant where none is named' }),
      rows: Type.Integer(),
      points: Type.Integer(),
      columns: Type.Array(Type.String()),
    }),
  ),
});

export const crossMatchPlace = defineRoute({
  method: 'GET',
  path: '/api/archive/cross_match',
  tags: ['archive'],
  summary: 'What the catalogs have around a place, by catalog, the nearest first',
  query: closed({
    ra: rightAscension,
    dec: declination,
    radius,
    radius_units: Type.Optional(radiusUnit),
    limit,
  }),
  response: Type.Record(Type.String(), Type.Array(Type.Record(Type.String(), Type.Unknown()))),
});

export const annotateFeatures = defineRoute({
  method: 'POST',
  path: '/api/archive/features',
  tags: ['archive'],
  summary: 'Annotate a source with the features of the nearest light curve of a release',
  description:
    'The annotation’s origin is the release, and it is for all groups of the viewer. Without ' +
    '`catalog` it is the current release of features.',
  acl: 'Annotate',
  body: closed({
    id: objectId,
    ra: rightAscension,
    dec: declination,
    catalog: Type.Optional(releaseName),
    radius: Type.Optional(radius),
    radius_units: Type.Optional(radiusUnit),
  }),
  response: closed({ annotation_id: Type.Integer() }),
  examples: {
    body: { id: 'ZTF18aabcvnq', ra: 263.1775937, dec: -20.6880444 },
    response: { annotation_id: 12 },
  },
});
