import { bodyBytes, defineRoute } from '../route.ts';
import {
  closed,
  datetime,
  nullable,
  objectId,
  pageNumber,
  pageSize,
  rowId,
  Type,
} from '../schema.ts';
import { uploadAudience } from './photometry-uploads.ts';

const number = nullable(Type.Number());
const alignment = Type.Enum(['start', 'middle', 'end']);
const perColumn = Type.Record(Type.String(), number);
const named = closed({ id: rowId('The group or stream'), name: Type.String() });
const columns = Type.Record(Type.String(), Type.Array(Type.Unknown()));
const data = Type.Union([
  columns,
  Type.String({ description: 'An HDF5 file in base64, as pandas writes a data frame' }),
]);

export const seriesSummary = closed({
  mjd_mid: Type.Number(),
  mjd_last_detected: number,
  mag_first: number,
  mag_last: number,
  mag_last_detected: number,
  is_detected: Type.Boolean({ description: 'Whether any point is above 5 sigma' }),
  frame_rate: nullable(Type.Number({ description: 'Hz: one over the median step' })),
  mean_mag: number,
  rms_mag: number,
  robust_mag: nullable(Type.Number({ description: 'The median' })),
  robust_rms: nullable(Type.Number({ description: '1.4826 times the median deviation from it' })),
  median_snr: number,
  best_snr: number,
  worst_snr: number,
  medians: perColumn,
  maxima: perColumn,
  minima: perColumn,
  stds: perColumn,
});

const series = closed({
  id: rowId('The series'),
  obj_id: objectId,
  series_name: Type.String(),
  series_obj_id: Type.String(),
  instrument_id: rowId('The instrument'),
  filter: Type.String(),
  channel: Type.String(),
  origin: Type.String(),
  ra: Type.Number(),
  dec: Type.Number(),
  ra_unc: number,
  dec_unc: number,
  exp_time: Type.Number({ description: 'Seconds' }),
  time_stamp_alignment: alignment,
  limiting_mag: number,
  ref_flux: number,
  ref_fluxerr: number,
  altdata: nullable(Type.Record(Type.String(), Type.Unknown())),
  num_exp: Type.Integer(),
  mjd_first: Type.Number(),
  mjd_last: Type.Number(),
  ...seriesSummary.properties,
  hash: Type.String({ description: 'MD5 of the data' }),
  owner_id: nullable(Type.Integer()),
  created_at: datetime('When it came'),
  modified: datetime('When it was changed'),
  group_ids: Type.Array(Type.Integer()),
  stream_ids: Type.Array(Type.Integer()),
  groups: Type.Array(named),
  streams: Type.Array(named),
  data: Type.Optional(data),
});

const name = Type.String({ minLength: 1, maxLength: 200 });
const number_ = Type.Optional(nullable(Type.Number()));
const word = Type.Optional(Type.String({ maxLength: 200 }));
export const seriesFields = {
  ra: number_,
  dec: number_,
  ra_unc: number_,
  dec_unc: number_,
  exp_time: number_,
  filter: word,
  channel: word,
  origin: word,
  limiting_mag: number_,
  magref: number_,
  e_magref: number_,
  ref_flux: number_,
  ref_fluxerr: number_,
  time_stamp_alignment: Type.Optional(alignment),
  altdata: Type.Optional(nullable(Type.Record(Type.String(), Type.Unknown()))),
  ...uploadAudience,
};
const params = closed({ id: rowId('The series') });
const tags = ['photometry'];
const ignoredBody = ['followup_request_id', 'assignment_id'];
const dataFormat = Type.Optional(
  Type.Enum(['json', 'hdf5', 'none'], {
    description: 'Columns of the series, an HDF5 file in base64, or only what it says of itself',
  }),
);

export const createPhotometricSeries = defineRoute({
  method: 'POST',
  path: '/api/photometric_series',
  tags,
  summary: 'Upload a photometric series',
  maxBodyBytes: bodyBytes.large,
  description:
    '`data` has columns of equal length: mjd, and flux (microjansky, AB) or mag (AB), with fluxerr ' +
    'or magerr; ra, dec, exp_time and filter are taken from it where they are not given. Other ' +
    'columns are kept as they are. Or it is an HDF5 file with such a table, named `phot_series` where ' +
    'there are several.',
  acl: 'Upload data',
  body: closed({
    data,
    obj_id: objectId,
    instrument_id: rowId('The instrument'),
    series_name: name,
    series_obj_id: Type.Union([name, Type.Integer()]),
    ...seriesFields,
  }),
  ignored: { body: ignoredBody },
  response: closed({ id: rowId('The series') }),
});

export const updatePhotometricSeries = defineRoute({
  method: 'PATCH',
  path: '/api/photometric_series/{id}',
  tags,
  summary: 'Change a photometric series; what is not named stays',
  acl: 'Upload data',
  params,
  body: closed({
    data: Type.Optional(data),
    obj_id: Type.Optional(objectId),
    instrument_id: Type.Optional(rowId('The instrument')),
    series_name: Type.Optional(name),
    series_obj_id: Type.Optional(Type.Union([name, Type.Integer()])),
    ...seriesFields,
  }),
  ignored: { body: ignoredBody },
  response: closed({ id: rowId('The series') }),
});

export const getPhotometricSeries = defineRoute({
  method: 'GET',
  path: '/api/photometric_series/{id}',
  tags,
  summary: 'A photometric series',
  params,
  query: closed({ dataFormat }),
  response: series,
});

export const deletePhotometricSeries = defineRoute({
  method: 'DELETE',
  path: '/api/photometric_series/{id}',
  tags,
  summary: 'Delete a photometric series',
  acl: 'Upload data',
  params,
  response: closed({ id: rowId('The series') }),
});

const bound = Type.Optional(Type.Number());
const day = Type.Optional(Type.String({ maxLength: 40, description: 'ISO 8601, UTC' }));

export const listPhotometricSeries = defineRoute({
  method: 'GET',
  path: '/api/photometric_series',
  tags,
  summary: 'Photometric series that the viewer may see',
  query: closed({
    dataFormat,
    pageNumber: Type.Optional(pageNumber),
    numPerPage: Type.Optional(pageSize(100)),
    sortBy: Type.Optional(
      Type.Enum(['id', 'obj_id', 'ra', 'dec', 'mjd_first', 'mjd_last', 'created_at'], {
        default: 'obj_id',
      }),
    ),
    sortOrder: Type.Optional(Type.Enum(['asc', 'desc'], { default: 'asc' })),
    ra: bound,
    dec: bound,
    radius: Type.Optional(Type.Number({ minimum: 0, maximum: 180, description: 'Degrees' })),
    objectID: Type.Optional(Type.String({ description: 'Part of its name' })),
    rejectedObjectID: Type.Optional(Type.String({ description: 'Names, with commas' })),
    seriesName: word,
    seriesObjID: word,
    filter: word,
    channel: word,
    origin: word,
    startBefore: day,
    startAfter: day,
    midBefore: day,
    midAfter: day,
    endBefore: day,
    endAfter: day,
    detected: Type.Optional(Type.Boolean()),
    expTime: bound,
    minExpTime: bound,
    maxExpTime: bound,
    minFrameRate: bound,
    maxFrameRate: bound,
    minNumExposures: bound,
    maxNumExposures: bound,
    instrumentID: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647 })),
    ownerID: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647 })),
    magBrighterThan: bound,
    magFainterThan: bound,
    limitingMagBrighterThan: bound,
    limitingMagFainterThan: bound,
    limitingMagIsNaN: Type.Optional(Type.Boolean({ description: 'Whether it has none' })),
    minRMS: bound,
    maxRMS: bound,
    useRobustMagAndRMS: Type.Optional(Type.Boolean()),
    minMedianSNR: bound,
    maxMedianSNR: bound,
    minBestSNR: bound,
    maxBestSNR: bound,
    minWorstSNR: bound,
    maxWorstSNR: bound,
    hash: word,
  }),
  ignored: { query: ['filename', 'followupRequestID', 'assignmentID'] },
  response: closed({
    series: Type.Array(series),
    totalMatches: Type.Integer(),
    pageNumber: Type.Integer(),
    numPerPage: Type.Integer(),
  }),
});
