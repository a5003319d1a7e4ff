import { bodyBytes, defineRoute } from '../route.ts';
import {
  closed,
  datetime,
  datetimeInput,
  int64,
  nullable,
  objectId,
  pageNumber,
  pageSize,
  rowId,
  Type,
  timePattern,
} from '../schema.ts';
import { moreSkyMapFields } from './localization-fields.ts';

const name = Type.String({
  minLength: 1,
  maxLength: 200,
  pattern: '^[^/\\u0000-\\u001f\\u007f]+$',
  description: "The map's name, mostly that of its file",
  examples: ['bayestar.multiorder.fits'],
});
const params = closed({
  dateobs: Type.String({
    pattern: timePattern,
    description: 'When it happened, UTC; seconds will do',
    examples: ['2026-11-22T03:14:15'],
  }),
  name,
});
const percent = Type.Number({
  exclusiveMinimum: 0,
  maximum: 100,
  description: 'The credible region, per cent of the probability; 90 where none is said',
});

const skyMap = closed({
  id: rowId('The sky map'),
  dateobs: datetime('When it happened'),
  localization_name: name,
  ...moreSkyMapFields,
  created_at: datetime('When it came'),
  modified: datetime('When it was changed'),
});

const position = Type.Array(Type.Number(), { minItems: 2, maxItems: 2 });
const feature = closed({
  type: Type.Literal('Feature'),
  properties: closed({ credible_level: Type.Number({ description: 'Per cent; 0: the peak' }) }),
  geometry: Type.Union([
    closed({ type: Type.Literal('Point'), coordinates: position }),
    closed({
      type: Type.Literal('MultiLineString'),
      coordinates: Type.Array(Type.Array(position)),
    }),
  ]),
});

export const listLocalizations = defineRoute({
  method: 'GET',
  path: '/api/localization',
  tags: ['localizations'],
  summary: 'Sky maps, the newest events first',
  query: closed({
    search: Type.Optional(
      Type.String({ maxLength: 200, description: 'A part of the name, an alias or a tag' }),
    ),
    tag: Type.Optional(Type.String({ maxLength: 100, description: 'With this tag' })),
    startDate: Type.Optional(datetimeInput('It happened at this time or after')),
    endDate: Type.Optional(datetimeInput('It happened at this time or before')),
    pageNumber: Type.Optional(pageNumber),
    numPerPage: Type.Optional(pageSize(100)),
  }),
  response: closed({
    localizations: Type.Array(skyMap),
    totalMatches: Type.Integer(),
    pageNumber: Type.Integer(),
    numPerPage: Type.Integer(),
  }),
});

export const listLocalizationTags = defineRoute({
  method: 'GET',
  path: '/api/localization/tags',
  tags: ['localizations'],
  summary: 'Tags of sky maps',
  response: Type.Array(Type.String()),
});

const degrees = (description: string) => Type.Optional(Type.Number({ description }));
const column = (description: string) =>
  Type.Optional(
    Type.Array(nullable(Type.Number()), {
      maxItems: 3_200_000,
      description: `${description}; null: not known`,
    }),
  );
const shape = closed({
  localization_name: Type.Optional(name),
  ra: degrees('ICRS, degrees'),
  dec: degrees('ICRS, degrees'),
  error: degrees('A circle: standard deviation in each coordinate, degrees'),
  amaj: degrees('An ellipse: semi-major axis, degrees'),
  amin: degrees('Its semi-minor axis, degrees'),
  phi: degrees('Its position angle, degrees east of north'),
  polygon: Type.Optional(
    Type.Array(position, {
      minItems: 3,
      maxItems: 10_000,
      description: '[ra, dec] of its corners',
    }),
  ),
  uniq: Type.Optional(
    Type.Array(int64('A HEALPix cell: 4·4^order + nested pixel'), { maxItems: 3_200_000 }),
  ),
  probdensity: Type.Optional(
    Type.Array(Type.Number(), { maxItems: 3_200_000, description: 'Of each cell, per steradian' }),
  ),
  distmu: column('Of each cell, Mpc'),
  distsigma: column('Of each cell, Mpc'),
  distnorm: column('Of each cell, Mpc⁻²'),
  content: Type.Optional(
    Type.String({ maxLength: 60_000_000, description: 'A FITS file, gzipped or not, as Base64' }),
  ),
});

export const createLocalization = defineRoute({
  method: 'POST',
  path: '/api/localization',
  tags: ['localizations'],
  summary: 'Keep a sky map: a FITS file, cells, a circle, an ellipse or a polygon',
  description:
    'A file is a HEALPix map of probabilities (BAYESTAR, with or without distances; RING or NESTED) ' +
    'or a multi-order one (UNIQ, PROBDENSITY), and may be sent as a `data:` URL. Probabilities add up ' +
    'to one. Without `group_ids` the map is for everybody here.',
  acl: 'Upload data',
  body: closed({
    dateobs: Type.Optional(datetimeInput("When it happened; the file's DATE-OBS")),
    localization_name: Type.Optional(name),
    skymap: Type.Union([
      shape,
      Type.String({
        minLength: 1,
        maxLength: 60_000_000,
        description: 'A file: Base64, or a data URL',
      }),
    ]),
    trigger_id: Type.Optional(
      nullable(Type.Union([Type.String({ minLength: 1, maxLength: 200 }), int64('The trigger')])),
    ),
    aliases: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 50 }),
    ),
    tags: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 100 }), { maxItems: 50 }),
    ),
    group_ids: Type.Optional(Type.Array(rowId('A group'), { minItems: 1, maxItems: 200 })),
  }),
  maxBodyBytes: bodyBytes.large,
  response: closed({
    id: rowId('The sky map'),
    dateobs: datetime('When it happened'),
    localization_name: name,
  }),
  examples: {
    body: { dateobs: '2026-11-22T03:14:15', skymap: { ra: 42, dec: -20, error: 3 }, tags: ['GRB'] },
    response: {
      id: 3,
      dateobs: '2026-11-22T03:14:15.000',
      localization_name: '42.00000_-20.00000_3.00000',
    },
  },
});

export const getLocalization = defineRoute({
  method: 'GET',
  path: '/api/localization/{dateobs}/name/{name}',
  tags: ['localizations'],
  summary: 'One sky map, with its contours; the newest where there are several',
  params,
  ignored: { query: ['include2DMap'] },
  response: closed({
    ...skyMap.properties,
    contour: closed({ type: Type.Literal('FeatureCollection'), features: Type.Array(feature) }),
  }),
});

export const deleteLocalization = defineRoute({
  method: 'DELETE',
  path: '/api/localization/{dateobs}/name/{name}',
  tags: ['localizations'],
  summary: 'Delete a sky map',
  acl: 'Upload data',
  params,
  response: closed({}),
});

export const downloadLocalization = defineRoute({
  method: 'GET',
  path: '/api/localization/{dateobs}/name/{name}/download',
  tags: ['localizations'],
  summary: 'A sky map as a FITS file',
  params,
  query: closed({
    format: Type.Optional(
      Type.Enum(['multiorder', 'ring', 'nested'], {
        default: 'multiorder',
        description: 'Cells as they are, or a probability for each pixel',
      }),
    ),
  }),
  kind: 'bytes',
  response: Type.Unsafe<Uint8Array>({ type: 'string', format: 'binary' }),
});

export const downloadLocalizationRegion = defineRoute({
  method: 'GET',
  path: '/api/localization/{dateobs}/name/{name}/moc',
  tags: ['localizations'],
  summary: 'A credible region as a MOC, which Aladin and TOPCAT read',
  params,
  query: closed({
    percent: Type.Optional(percent),
    format: Type.Optional(Type.Enum(['json', 'ascii', 'fits'], { default: 'json' })),
  }),
  kind: 'bytes',
  response: Type.Unsafe<Uint8Array>({ type: 'string', format: 'binary' }),
});

/** What a map says of a place. */
const said = {
  credible_level: Type.Number({
    description: 'The smallest credible region that the place is in, per cent; 100: in none',
  }),
  probability_per_deg2: Type.Number(),
  distance_mean: nullable(Type.Number({ description: 'In this direction, Mpc' })),
  distance_std: nullable(Type.Number({ description: 'Mpc' })),
};

export const getLocalizationPlace = defineRoute({
  method: 'GET',
  path: '/api/localization/{dateobs}/name/{name}/place',
  tags: ['localizations'],
  summary: 'What a sky map says of a place: probability, credible region, distance',
  params,
  query: closed({
    ra: Type.Number({ minimum: 0, maximum: 360, description: 'ICRS, degrees' }),
    dec: Type.Number({ minimum: -90, maximum: 90, description: 'ICRS, degrees' }),
  }),
  response: closed(said),
});

export const getLocalizationCells = defineRoute({
  method: 'GET',
  path: '/api/localization/{dateobs}/name/{name}/cells',
  tags: ['localizations'],
  summary: 'The cells of a sky map, to be drawn: as fine as so many of them can be',
  description:
    'Lists of one length. Cells lie along the sky, none within another; those without probability ' +
    'are left out.',
  params,
  query: closed({
    most: Type.Optional(
      Type.Integer({
        minimum: 100,
        maximum: 100_000,
        default: 20_000,
        description: 'Cells at most',
      }),
    ),
  }),
  response: closed({
    order: Type.Array(Type.Integer({ description: 'HEALPix order' })),
    pixel: Type.Array(int64('Nested pixel')),
    probability_per_deg2: Type.Array(Type.Number()),
    credible_level: Type.Array(Type.Number({ description: 'Per cent' })),
  }),
});

export const listLocalizationObjects = defineRoute({
  method: 'GET',
  path: '/api/localization/{dateobs}/name/{name}/objects',
  tags: ['localizations'],
  summary: 'Sources or candidates within a credible region, the most probable first',
  params,
  query: closed({
    kind: Type.Optional(Type.Enum(['sources', 'candidates'], { default: 'sources' })),
    percent: Type.Optional(percent),
    firstDetectionAfter: Type.Optional(
      datetimeInput('First detected at this time or after, by the photometry that the viewer sees'),
    ),
    firstDetectionBefore: Type.Optional(datetimeInput('First detected before this time')),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 2000, default: 500, description: 'The newest, if more' }),
    ),
  }),
  response: closed({
    area_deg2: Type.Number({ description: 'Of the region' }),
    has_more: Type.Boolean({ description: 'Whether older ones were left out' }),
    objects: Type.Array(
      closed({
        id: objectId,
        ra: Type.Number(),
        dec: Type.Number(),
        redshift: nullable(Type.Number()),
        tns_name: nullable(Type.String()),
        saved: Type.Boolean({ description: 'Whether a group has it on its list' }),
        passed_at: nullable(datetime('When it passed a filter last')),
        first_detected: nullable(datetime('When it was detected first')),
        last_detected: nullable(datetime('When it was detected last')),
        ...said,
      }),
    ),
  }),
});

export const listLocalizationGalaxies = defineRoute({
  method: 'GET',
  path: '/api/localization/{dateobs}/name/{name}/galaxies',
  tags: ['localizations'],
  summary: 'Galaxies of a catalog within a credible region, the most probable hosts first',
  description:
    'With distances in the map and in the catalog: by the probability per volume at the galaxy, ' +
    'otherwise by that per solid angle.',
  params,
  query: closed({
    catalog: Type.String({ minLength: 1, maxLength: 60, examples: ['CLU_20190625'] }),
    percent: Type.Optional(percent),
    distanceColumn: Type.Optional(
      Type.String({ maxLength: 100, description: 'Mpc; where it is not known by its name' }),
    ),
    weightColumn: Type.Optional(
      Type.String({
        maxLength: 100,
        description: 'What the probability is multiplied with, as mstar',
      }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 5000, default: 100 })),
  }),
  response: closed({
    area_deg2: Type.Number({ description: 'Of the region' }),
    in_region: Type.Integer({ description: 'Galaxies of the catalog within it' }),
    without_distance: Type.Integer({ description: 'Those of them that could not be ranked' }),
    is_by_volume: Type.Boolean({ description: 'Whether distances counted' }),
    galaxies: Type.Array(
      closed({
        id: Type.Union([Type.String(), Type.Unsafe<bigint>({ type: 'integer', format: 'int64' })]),
        name: nullable(Type.String()),
        ra: Type.Number(),
        dec: Type.Number(),
        distance_mpc: nullable(Type.Number()),
        weight: nullable(Type.Number()),
        probability: Type.Number({
          description: 'To be the host, of all that were ranked together',
        }),
        ...said,
      }),
    ),
  }),
});

export const listObjectLocalizations = defineRoute({
  method: 'GET',
  path: '/api/sources/{objectId}/localizations',
  tags: ['localizations'],
  summary: 'Sky maps whose nine tenths hold an object, the newest events first',
  params: closed({ objectId }),
  query: closed({ limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100, default: 20 })) }),
  response: Type.Array(
    closed({
      id: rowId('The sky map'),
      dateobs: datetime('When it happened'),
      localization_name: name,
      tags: Type.Array(Type.String()),
      ...said,
    }),
  ),
});
