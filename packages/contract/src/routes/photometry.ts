import { defineRoute } from '../route.ts';
import {
  closed,
  datetime,
  int64,
  nullable,
  objectId,
  rowId,
  type Static,
  Type,
} from '../schema.ts';
import { uploadAudience } from './photometry-uploads.ts';

const mag = (description: string) => nullable(Type.Number({ description }));
const number = nullable(Type.Number());

export const photometryFormats = ['mag', 'flux', 'both', 'plot'] as const;
const magnitudeSystemNames = ['ab', 'vega', 'jla1', 'bd17', 'csp', 'ab-b12'] as const;

const namedGroup = closed({ id: rowId('The group'), name: Type.String() });
const owner = closed({
  id: rowId('The user'),
  username: Type.String(),
  first_name: nullable(Type.String()),
  last_name: nullable(Type.String()),
});

const phase = nullable(
  Type.Number({ description: 'From 0 to 1, of MJD 0; null: no annotation tells a period' }),
);

export const photometryValidation = closed({
  id: int64('The verdict'),
  photometry_id: int64('The point'),
  validated: nullable(Type.Boolean({ description: 'null: ambiguous' })),
  validator_id: nullable(rowId('Who judged')),
  explanation: nullable(Type.String()),
  notes: nullable(Type.String()),
  created_at: datetime('When it was made'),
  modified: datetime('When it was changed'),
});

/** `mag`, `magerr` stand in formats mag and both; `flux`, `fluxerr`, `zp` in flux and both. */
export const photometryPoint = closed({
  id: nullable(int64('The point; null of rows of series, and of what the marshal does not keep')),
  obj_id: objectId,
  mjd: Type.Number({ description: 'Start of exposure, UTC' }),
  exptime: nullable(Type.Number({ description: 'Seconds' })),
  filter: Type.String({ examples: ['ztfg'] }),
  mag: Type.Optional(mag('In magsys; null of a limit or a flux not above zero')),
  magerr: Type.Optional(mag('1 sigma')),
  limiting_mag: nullable(Type.Number({ description: 'In magsys, at limiting_mag_nsigma' })),
  limiting_mag_nsigma: nullable(Type.Number()),
  flux: Type.Optional(nullable(Type.Number({ description: 'Microjansky; null of a limit' }))),
  fluxerr: Type.Optional(nullable(Type.Number({ description: 'Microjansky, 1 sigma' }))),
  zp: Type.Optional(Type.Number({ examples: [23.9], description: 'In magsys' })),
  ref_flux: nullable(Type.Number({ description: "The reference image's source, microjansky" })),
  ref_fluxerr: number,
  tot_flux: Type.Optional(mag('Difference and reference together, microjansky')),
  tot_fluxerr: Type.Optional(mag('1 sigma')),
  magref: Type.Optional(mag("The reference image's source, in magsys")),
  e_magref: Type.Optional(mag('1 sigma')),
  magtot: Type.Optional(mag('Difference and reference together, in magsys')),
  e_magtot: Type.Optional(mag('1 sigma')),
  snr: nullable(Type.Number({ description: 'flux / fluxerr' })),
  magsys: Type.String({ examples: ['ab'] }),
  instrument_id: nullable(rowId('The instrument')),
  instrument_name: Type.String({ examples: ['ZTF'] }),
  origin: Type.String({ description: 'alert, alert_fp, or what the uploader gave' }),
  ra: number,
  dec: number,
  ra_unc: number,
  dec_unc: number,
  candid: nullable(int64('The detection in the alert archive')),
  altdata: nullable(Type.Record(Type.String(), Type.Unknown())),
  followup_request_id: Type.Optional(rowId('What it was taken for, where that was given')),
  assignment_id: Type.Optional(rowId('The same, of a run')),
  upload_id: nullable(Type.String()),
  owner_id: nullable(Type.Integer()),
  created_at: datetime('When it came here'),
  groups: Type.Optional(Type.Array(namedGroup, { description: 'Those that the viewer knows of' })),
  streams: Type.Optional(Type.Array(namedGroup)),
  owner: Type.Optional(nullable(owner)),
  validations: Type.Optional(Type.Array(photometryValidation)),
  extinction: Type.Optional(mag("Magnitudes that the Milky Way's dust takes; null: not known")),
  mag_corr: Type.Optional(mag('mag without extinction')),
  flux_corr: Type.Optional(mag('flux without extinction')),
  series_id: Type.Optional(rowId('The series that it is a row of')),
  phase: Type.Optional(phase),
  annotations: Type.Optional(Type.Array(Type.Record(Type.String(), Type.Unknown()))),
  comments: Type.Optional(Type.Array(Type.Record(Type.String(), Type.Unknown()))),
});

export const plotPoint = closed({
  id: nullable(int64('The point')),
  obj_id: objectId,
  filter: Type.String(),
  mjd: Type.Number(),
  origin: Type.String(),
  mag: mag('In magsys'),
  magerr: mag('1 sigma'),
  limiting_mag: mag('In magsys'),
  phase: Type.Optional(phase),
});

const outputQuery = {
  format: Type.Optional(Type.Enum([...photometryFormats], { default: 'mag' })),
  magsys: Type.Optional(Type.Enum([...magnitudeSystemNames], { default: 'ab' })),
};
const flag = (description: string) => Type.Optional(Type.Boolean({ description }));

export const tableFormats = ['csv', 'ecsv', 'fits', 'votable'] as const;
const fileFormat = Type.Optional(
  Type.Enum([...tableFormats], {
    description:
      'A table instead of JSON; or by Accept: text/csv, application/x-ecsv, application/fits, ' +
      'application/x-votable+xml',
  }),
);

export const getPhotometry = defineRoute({
  method: 'GET',
  path: '/api/sources/{id}/photometry',
  tags: ['photometry'],
  summary: 'The photometry of an object that the viewer may see, by time',
  params: closed({ id: objectId }),
  query: closed({
    ...outputQuery,
    file_format: fileFormat,
    individualOrSeries: Type.Optional(
      Type.Enum(['individual', 'series', 'both'], {
        description: 'Single points, rows of photometric series, or both (unless given)',
      }),
    ),
    deduplicatePhotometry: flag('Of equal points of several people, one alone'),
    includeOwnerInfo: flag('Adds `owner`'),
    includeStreamInfo: flag('Adds `streams`'),
    includeValidationInfo: flag('Adds `validations`'),
    includeAnnotationInfo: flag('Adds `annotations`: those on the point'),
    includeCommentInfo: flag('Adds `comments`: those in the main conversation on the point'),
    phaseFoldData: flag('Adds `phase`, by the period (days) that an annotation told last'),
    includeExtinction: flag("Adds the Milky Way's extinction and values without it"),
    includeSuperObjsPhotometry: flag(
      'Also that of the objects of other surveys that are linked with it',
    ),
  }),
  ignored: { query: ['includeExtinctionInfo'] },
  // In format plot the few fields of a plot alone.
  response: Type.Unsafe<Static<typeof photometryPoint>[]>(
    Type.Union([Type.Array(photometryPoint), Type.Array(plotPoint)]),
  ),
});

const pointParams = closed({ id: int64('The point') });

export const getPhotometryPoint = defineRoute({
  method: 'GET',
  path: '/api/photometry/{id}',
  tags: ['photometry'],
  summary: 'One point of photometry',
  params: pointParams,
  query: closed({
    format: Type.Optional(Type.Enum(['mag', 'flux', 'both'], { default: 'mag' })),
    magsys: outputQuery.magsys,
  }),
  response: photometryPoint,
});

const value = Type.Optional(nullable(Type.Number()));
const text = Type.Optional(nullable(Type.String({ maxLength: 1000 })));

export const photometryChange = closed({
  obj_id: Type.Optional(objectId),
  mjd: Type.Optional(Type.Number()),
  instrument_id: Type.Optional(rowId('The instrument')),
  filter: Type.Optional(Type.String({ maxLength: 1000 })),
  magsys: text,
  mag: value,
  magerr: value,
  limiting_mag: value,
  limiting_mag_nsigma: value,
  magref: value,
  e_magref: value,
  flux: value,
  fluxerr: value,
  zp: value,
  ref_flux: value,
  ref_fluxerr: value,
  ref_zp: value,
  ra: value,
  dec: value,
  ra_unc: value,
  dec_unc: value,
  exptime: value,
  origin: text,
  altdata: Type.Optional(nullable(Type.Record(Type.String(), Type.Unknown()))),
  ...uploadAudience,
});

export const updatePhotometryPoint = defineRoute({
  method: 'PATCH',
  path: '/api/photometry/{id}',
  tags: ['photometry'],
  summary: 'Change a point of photometry; what is not named stays',
  description:
    'By its owner, or with “Manage photometry”. `group_ids` takes the place of the groups that it ' +
    "had, but for its owner's own; `stream_ids` only adds.",
  acl: 'Upload data',
  params: pointParams,
  query: closed({ refresh: flag('Pages refresh anyway: changes nothing') }),
  body: photometryChange,
  ignored: { body: ['assignment_id', 'alert_id', 'id'] },
  response: closed({ id: int64('The point') }),
  examples: { body: { origin: 'rereduced', mag: 19.3, magerr: 0.05, magsys: 'ab' } },
});

export const deletePhotometryPoint = defineRoute({
  method: 'DELETE',
  path: '/api/photometry/{id}',
  tags: ['photometry'],
  summary: 'Delete a point of photometry',
  description: 'By its owner, or with “Manage photometry”. What an alert stream brought stays.',
  acl: 'Upload data',
  params: pointParams,
  response: closed({ id: int64('The point') }),
});

const deleted = closed({ deleted: Type.Integer({ description: 'How many points' }) });

export const deleteSourcePhotometry = defineRoute({
  method: 'DELETE',
  path: '/api/sources/{id}/photometry',
  tags: ['photometry'],
  summary: 'Delete the photometry of an object that the viewer may delete',
  description: "What an alert stream brought stays, and others' photometry.",
  acl: 'Delete bulk photometry',
  params: closed({ id: objectId }),
  response: deleted,
});

export const deletePhotometryUpload = defineRoute({
  method: 'DELETE',
  path: '/api/photometry/bulk_delete/{upload_id}',
  tags: ['photometry'],
  summary: 'Delete all points that one request uploaded',
  acl: 'Upload data',
  params: closed({ upload_id: Type.String({ description: 'As the upload was answered' }) }),
  response: deleted,
});

const day = Type.Optional(Type.String({ maxLength: 40, description: 'ISO 8601, UTC' }));

export const getPhotometryRange = defineRoute({
  method: 'GET',
  path: '/api/photometry/range',
  tags: ['photometry'],
  summary: 'Photometry of a span of time that the viewer may see',
  description:
    'By some instruments, or any. The conditions may stand in a JSON body, too, where `instrument_ids` ' +
    'is a list. More than 50,000 points are refused: ask for less.',
  takesQueryInBody: true,
  query: closed({
    format: Type.Optional(Type.Enum(['mag', 'flux', 'both'], { default: 'mag' })),
    magsys: outputQuery.magsys,
    instrument_ids: Type.Optional(Type.String({ pattern: '^\\d{1,9}(,\\d{1,9})*$' })),
    min_date: day,
    max_date: day,
  }),
  response: Type.Array(photometryPoint),
});

export const listPhotometryOrigins = defineRoute({
  method: 'GET',
  path: '/api/photometry/origins',
  tags: ['photometry'],
  summary: 'The origins of photometry that the viewer may see',
  response: Type.Array(Type.String()),
});
