import { defineRoute } from '../route.ts';
import { closed, datetimeInput, nullable, objectId, rowId, Type } from '../schema.ts';

/** Whose forms of starlists there are. */
export const finderFacilities = ['Keck', 'P200', 'P200-NGPS', 'Shane', 'generic'] as const;
export type FinderFacility = (typeof finderFacilities)[number];
/** Where pictures of finding charts come from, in SkyPortal's words; field: stars of a catalog are drawn. */
export const finderImages = ['ps1', 'desi', 'dss', 'ztfref', 'reference', 'field'] as const;
export type FinderImage = (typeof finderImages)[number];

const facility = Type.Optional(Type.Enum([...finderFacilities], { default: 'Keck' }));
const obstime = Type.Optional(
  datetimeInput('When it is observed: stars are where they are then; default: now'),
);

const star = closed({
  str: Type.String({ description: 'Its line of the starlist' }),
  ra: Type.Optional(Type.Number({ description: 'Degrees, at the time of the observation' })),
  dec: Type.Optional(Type.Number()),
  name: Type.Optional(Type.String()),
  dras: Type.Optional(Type.String({ description: 'From the star to the target, east or west' })),
  ddecs: Type.Optional(Type.String({ description: 'From the star to the target, north or south' })),
  mag: Type.Optional(Type.Number({ description: 'Gaia’s RP, else G' })),
  pa: Type.Optional(
    Type.Number({ description: 'From the star to the target, degrees east of north' }),
  ),
});

const starlist = {
  facility: Type.String(),
  starlist_str: Type.String({
    description: 'The lines, with &nbsp; for blanks as SkyPortal has it',
  }),
  starlist_info: Type.Array(star),
};

export const getSourceOffsets = defineRoute({
  method: 'GET',
  path: '/api/sources/{id}/offsets',
  tags: ['sources'],
  summary: 'Offset stars of an object, as a starlist',
  description:
    'Stars are those of Gaia where it is loaded here (`fritz catalog add Gaia_DR3`): isolated, bright enough, ' +
    'and where they are at the time of the observation. Without it the list has the target alone.',
  params: closed({ id: objectId }),
  query: closed({
    facility,
    num_offset_stars: Type.Optional(Type.Integer({ minimum: 0, maximum: 10, default: 3 })),
    obstime,
    observing_run_id: Type.Optional(
      rowId('The run whose priority and comment of it the list has (P200-NGPS)'),
    ),
  }),
  ignored: { query: ['use_ztfref'] },
  response: closed({
    ...starlist,
    ra: Type.Number({ description: 'Of the target, from its points where it has some' }),
    dec: Type.Number(),
    noffsets: Type.Integer({ description: 'How many offset stars were found' }),
    queries_issued: Type.Integer({ description: '2: what is asked of stars was relaxed' }),
    query: Type.String({ description: 'What was asked of which catalog' }),
    used_ztfref: Type.Boolean(),
    gaia_available: Type.Boolean(),
  }),
});

const chart = {
  imsize: Type.Optional(
    Type.Number({ minimum: 2, maximum: 15, default: 4, description: 'A side, arcmin' }),
  ),
  facility,
  image_source: Type.Optional(Type.Enum([...finderImages], { default: 'ps1' })),
  obstime,
  type: Type.Optional(Type.Enum(['pdf', 'png'], { default: 'pdf' })),
  num_offset_stars: Type.Optional(Type.Integer({ minimum: 0, maximum: 4, default: 3 })),
};

export const getSourceFinder = defineRoute({
  method: 'GET',
  path: '/api/sources/{id}/finder',
  tags: ['sources'],
  summary: 'A finding chart of an object: PDF or PNG',
  description:
    'The picture is a survey’s where the installation lets pictures be fetched, the reference stamp of its ' +
    'newest alert, or Gaia’s stars; the chart says which.',
  params: closed({ id: objectId }),
  query: closed({
    ...chart,
    as_json: Type.Optional(Type.Boolean({ description: 'As base64, with the starlist' })),
  }),
  ignored: { query: ['use_ztfref', 'use_cache'] },
  response: Type.Unknown(),
  kind: 'bytes',
});

export const getUnsourcedFinder = defineRoute({
  method: 'GET',
  path: '/api/unsourced_finder',
  tags: ['sources'],
  summary: 'A finding chart of a position, or of a star of Gaia',
  query: closed({
    location_type: Type.Enum(['gaia_dr3', 'gaia_dr2', 'pos'], {
      description: 'pos: `ra` and `dec`; else `catalog_id`',
    }),
    catalog_id: Type.Optional(Type.String({ maxLength: 30, pattern: '^\\d+$' })),
    ra: Type.Optional(Type.Number({ minimum: 0, exclusiveMaximum: 360 })),
    dec: Type.Optional(Type.Number({ minimum: -90, maximum: 90 })),
    ...chart,
  }),
  ignored: { query: ['use_ztfref'] },
  response: Type.Unknown(),
  kind: 'bytes',
});

export const listFinderFacilities = defineRoute({
  method: 'GET',
  path: '/api/finder_chart/facilities',
  tags: ['sources'],
  summary: 'What each facility asks of offset stars',
  response: Type.Record(
    Type.String(),
    closed({
      radius_degrees: Type.Number(),
      mag_limit: Type.Number(),
      mag_min: Type.Number(),
      min_sep_arcsec: Type.Number(),
    }),
  ),
});

const range = (what: string) =>
  Type.Optional(
    Type.String({
      maxLength: 60,
      pattern: '^\\s*[\\[(]\\s*-?\\d+(\\.\\d*)?\\s*,\\s*-?\\d+(\\.\\d*)?\\s*[\\])]\\s*$',
      description: `The lowest and the highest ${what}, degrees: (-10, 30)`,
    }),
  );

export const listStandards = defineRoute({
  method: 'GET',
  path: '/api/internal/standards',
  tags: ['observing runs'],
  summary: 'Spectrophotometric standard stars as a starlist',
  query: closed({
    facility,
    standard_type: Type.Optional(Type.Enum(['ESO'], { default: 'ESO' })),
    dec_filter_range: range('declination'),
    ra_filter_range: range('right ascension; over 0h where the first is larger'),
    show_first_line: Type.Optional(
      Type.Boolean({ description: 'With the line that some lists begin with' }),
    ),
  }),
  response: closed({
    success: Type.Boolean({ description: 'Whether there are any' }),
    starlist_info: Type.Array(closed({ str: Type.String() })),
  }),
});

export const getRunStarlist = defineRoute({
  method: 'GET',
  path: '/api/observing_run/{id}/starlist',
  tags: ['observing runs'],
  summary: 'All targets of a run as a starlist, by right ascension, with offset stars',
  params: closed({ id: rowId('The run') }),
  query: closed({
    facility,
    num_offset_stars: Type.Optional(Type.Integer({ minimum: 0, maximum: 10, default: 0 })),
    status: Type.Optional(
      nullable(Type.String({ maxLength: 200, description: 'Only targets of this status' })),
    ),
    standards: Type.Optional(
      Type.Boolean({ description: 'With the standard stars that rise there' }),
    ),
  }),
  response: closed(starlist),
});
