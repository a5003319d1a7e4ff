import { bodyBytes, defineRoute } from '../route.ts';
import { closed, int64, nullable, objectId, rowId, type TSchema, Type } from '../schema.ts';

/** Rows of one upload. */
export const MAX_UPLOAD_ROWS = 10_000;

/** One value for all rows, or a list with one for each. */
function column<T extends TSchema>(cell: T, description: string) {
  return Type.Union([cell, Type.Array(cell, { minItems: 1, maxItems: MAX_UPLOAD_ROWS })], {
    description,
  });
}
const optional = <T extends TSchema>(cell: T, description: string) =>
  Type.Optional(column(cell, description));

// What is wrong with a value is told row by row, with all that is wrong, and not by the schema.
const number = Type.Union([Type.Number(), Type.String({ maxLength: 40 }), Type.Null()]);
const text = Type.Union([Type.String({ maxLength: 1000 }), Type.Null()]);
const json = Type.Union([Type.Record(Type.String(), Type.Unknown()), Type.Null()]);

/** Whom an upload is for. */
export const uploadAudience = {
  group_ids: Type.Optional(
    Type.Union([Type.Array(rowId('A group'), { maxItems: 1000 }), Type.Literal('all')], {
      description:
        "Who sees it besides its uploader: groups, or `all` for everyone. The uploader's own group " +
        'is always among them, and alone where nothing is given.',
    }),
  ),
  stream_ids: Type.Optional(
    Type.Array(rowId('A stream that the uploader reads'), {
      maxItems: 100,
      description: 'Everyone who may read one of these streams sees it, too',
    }),
  ),
};

export const uploadColumns = {
  obj_id: column(text, 'The object'),
  mjd: column(number, 'Start of exposure, UTC'),
  filter: column(text, 'The bandpass, as `ztfg`'),
  instrument_id: column(number, 'The instrument'),
  magsys: optional(text, 'ab (unless given), vega, jla1, bd17, csp or ab-b12'),
  mag: optional(number, 'Magnitude in magsys; null: not detected'),
  magerr: optional(number, '1 sigma; set where mag is'),
  limiting_mag: optional(number, 'In magsys; needed where mag is null'),
  limiting_mag_nsigma: optional(number, 'Significance of limiting_mag; 3 unless given'),
  magref: optional(number, "The reference's magnitude, for the total of a variable star"),
  e_magref: optional(number, '1 sigma'),
  flux: optional(number, 'Flux in magsys with the zero point zp; null: not detected'),
  fluxerr: optional(number, '1 sigma; always needed with flux'),
  zp: optional(number, 'Magnitude of one unit of flux'),
  ref_flux: optional(number, "The reference's flux"),
  ref_fluxerr: optional(number, '1 sigma'),
  ref_zp: optional(number, '23.9 unless given'),
  ra: optional(number, 'ICRS, degrees'),
  dec: optional(number, 'ICRS, degrees'),
  ra_unc: optional(number, 'Arcseconds, 1 sigma'),
  dec_unc: optional(number, 'Arcseconds, 1 sigma'),
  exptime: optional(number, 'Seconds'),
  origin: optional(text, 'Where it comes from: a survey, a pipeline'),
  followup_request_id: optional(
    number,
    'The request that it was taken for, of the same object: its target groups get it',
  ),
  assignment_id: optional(number, 'The assignment that it was taken for; it is not looked up'),
  altdata: optional(json, 'Anything else, kept as it is'),
  extinction_corrected: Type.Optional(
    Type.Boolean({
      description:
        "Whether the Milky Way's extinction was taken out: it is put back before storing",
    }),
  ),
};

const body = closed({ ...uploadColumns, ...uploadAudience });
const response = closed({
  ids: Type.Array(int64('A point'), { description: 'In the order of the rows' }),
  upload_id: Type.String({
    format: 'uuid',
    description: 'Of this request, by which all that it added can be deleted',
  }),
});

const refresh = {
  refresh: Type.Optional(Type.Boolean({ description: 'Pages refresh anyway: changes nothing' })),
};
const adminFlags = {
  duplicate_ignore_flux: Type.Optional(
    Type.Boolean({
      description: 'Whether points that differ in flux alone are the same (System admin)',
    }),
  ),
  overwrite_flux: Type.Optional(
    Type.Boolean({ description: 'Whether the flux of such a point is replaced (System admin)' }),
  ),
};

const rules =
  'Either magnitudes (mag, magerr) or fluxes (flux, fluxerr, zp), by columns: each field is one ' +
  'value for all rows or a list with a value for each row, at most 10,000. Stored as microjansky, ' +
  'AB. An imager must have the filter, a spectrograph may give any. Where a row is wrong the answer ' +
  'names it with the field and the reason, and nothing is stored. ';

const example = {
  obj_id: 'ZTF18aabcvnq',
  instrument_id: 1,
  filter: ['ztfg', 'ztfr'],
  mjd: [61_000.1, 61_000.2],
  mag: [19.2, null],
  magerr: [0.1, null],
  limiting_mag: 20.5,
  magsys: 'ab',
  group_ids: [7],
};
const examples = {
  body: example,
  response: { ids: [12n, 13n], upload_id: '3f2b0a1c-0000-4000-8000-3d2f6a9b1c4e' },
};

export const postPhotometry = defineRoute({
  method: 'POST',
  path: '/api/photometry',
  maxBodyBytes: bodyBytes.large,
  tags: ['photometry'],
  summary: 'Upload new photometry',
  description: `${rules}A point that one sees already is refused (409).`,
  acl: 'Upload data',
  query: closed(refresh),
  body,
  ignored: { body: ['alert_id'] },
  response,
  examples,
});

export const putPhotometry = defineRoute({
  method: 'PUT',
  path: '/api/photometry',
  maxBodyBytes: bodyBytes.large,
  tags: ['photometry'],
  summary: 'Upload photometry, whether or not it is there',
  description:
    `${rules}A point that one sees already keeps its id; one's own is shared with the groups and ` +
    'streams that it lacks. Sending the same again changes nothing.',
  acl: 'Upload data',
  query: closed({ ...refresh, ...adminFlags }),
  body,
  ignored: { body: ['alert_id'] },
  response,
  examples,
});

const fileFormats = ['csv', 'ecsv', 'fits', 'votable'] as const;

export const photometryFile = closed({
  file: Type.String({
    minLength: 1,
    description: 'The file: text as it is, binary as base64',
  }),
  file_format: Type.Optional(
    Type.Enum([...fileFormats], { description: 'Else by what the file begins with' }),
  ),
  filename: Type.Optional(nullable(Type.String({ maxLength: 500 }))),
  columns: Type.Optional(
    Type.Record(Type.String(), Type.String(), {
      description: 'Names of fields by the names of columns that are called otherwise',
    }),
  ),
  ...uploadColumns,
  obj_id: Type.Optional(uploadColumns.obj_id),
  mjd: Type.Optional(uploadColumns.mjd),
  filter: Type.Optional(uploadColumns.filter),
  instrument_id: Type.Optional(uploadColumns.instrument_id),
  ...uploadAudience,
});

const uploadFile = {
  path: '/api/photometry/file',
  maxBodyBytes: bodyBytes.large,
  tags: ['photometry'],
  acl: 'Upload data' as const,
  query: closed(refresh),
  body: photometryFile,
  response,
};
const fileRules =
  'A table whose columns are called as the fields of `photometry`; what the table has no column for ' +
  'is given here, for all rows. Its rows are checked as those of `photometry` are.';

export const postPhotometryFile = defineRoute({
  ...uploadFile,
  method: 'POST',
  summary: 'Upload new photometry from a CSV, ECSV, FITS or VOTable file',
  description: fileRules,
});

export const putPhotometryFile = defineRoute({
  ...uploadFile,
  method: 'PUT',
  summary: 'Upload photometry from a file, whether or not it is there',
  description: fileRules,
});

export const copyPhotometry = defineRoute({
  method: 'POST',
  path: '/api/sources/{id}/copy_photometry',
  tags: ['photometry'],
  summary: 'Copy the photometry of another object to this one',
  description:
    'Of the points that one sees those that are not here yet; the copies are the viewer’s. What an ' +
    'alert stream brought is copied for who reads the stream; others’ points for those of the groups ' +
    'that see them already.',
  acl: 'Upload data',
  params: closed({ id: objectId }),
  body: closed({
    origin_id: objectId,
    group_ids: Type.Array(rowId('A group that is to see the copies'), { maxItems: 200 }),
  }),
  response: closed({
    upload_id: Type.String({ description: 'Under which they are deleted together' }),
    copied: Type.Integer({ description: 'How many points' }),
  }),
  examples: { body: { origin_id: 'ZTF18aabcvnq', group_ids: [7] } },
});
