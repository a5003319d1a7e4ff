import { spectrumTypes } from '../facilities.ts';
import { defineRoute } from '../route.ts';
import {
  closed,
  datetime,
  datetimeInput,
  idList,
  nullable,
  objectId,
  rowId,
  Type,
} from '../schema.ts';
import { getAnnotation } from './annotations.ts';
import { getComment } from './comments.ts';
import { audienceGroup } from './notes.ts';

export const spectrumUnits = ['Jy', 'AB', 'erg/s/cm/cm/AA'] as const;

const person = closed({
  id: rowId('The user'),
  username: Type.String(),
  first_name: nullable(Type.String()),
  last_name: nullable(Type.String()),
});
const spectrumType = Type.Enum([...spectrumTypes], {
  description: 'Of the source, of its host, or of the middle of the host',
});
const units = nullable(
  Type.Enum([...spectrumUnits], { description: 'Of the fluxes and errors; AA is ångström' }),
);
const altdata = nullable(
  Type.Record(Type.String(), Type.Unknown(), { description: 'What its header says, or anything' }),
);

const head = {
  id: rowId('The spectrum'),
  obj_id: Type.String({ description: 'The object' }),
  owner_id: nullable(rowId('Whose it is')),
  observed_at: datetime('When it was taken, UTC'),
  origin: nullable(Type.String({ description: 'Where it comes from' })),
  type: spectrumType,
  label: nullable(Type.String()),
  instrument_id: rowId('The instrument'),
  followup_request_id: nullable(rowId('The request that it was taken for, as it was given')),
  assignment_id: nullable(rowId('The assignment that it was taken for, as it was given')),
  altdata,
  original_file_filename: nullable(Type.String()),
};
/** A spectrum without its points. */
const spectrumHead = closed(head);

export const spectrumPoints = {
  wavelengths: Type.Array(Type.Number(), { description: 'Ångström' }),
  fluxes: Type.Array(nullable(Type.Number()), { description: 'In its units' }),
  errors: nullable(Type.Array(nullable(Type.Number()), { description: '1 sigma each' })),
};

export const spectrum = closed({
  ...head,
  ...spectrumPoints,
  units,
  obj_internal_key: nullable(Type.String({ description: 'Of the object, in messages' })),
  instrument_name: Type.String(),
  telescope_id: rowId('The telescope'),
  telescope_name: Type.String(),
  observed_at_mjd: Type.Number(),
  groups: Type.Array(audienceGroup, { description: 'Those that the viewer knows of' }),
  pis: Type.Array(person),
  reducers: Type.Array(person),
  observers: Type.Array(person),
  external_pi: nullable(Type.String({ description: 'Names of people without an account' })),
  external_reducer: nullable(Type.String()),
  external_observer: nullable(Type.String()),
  owner: nullable(person),
  comments: Type.Array(getComment.response),
  annotations: Type.Array(getAnnotation.response),
  can_change: Type.Boolean({ description: 'Whether the viewer may change and delete it' }),
  created_at: datetime('When it was stored'),
  modified: datetime('When it was changed'),
});

const idParams = closed({ id: rowId('The spectrum') });
const words = (description: string) =>
  Type.Optional(Type.String({ maxLength: 1000, description: `${description}; commas between` }));

export const listSpectra = defineRoute({
  method: 'GET',
  path: '/api/spectra',
  tags: ['spectra'],
  summary: 'Spectra, by the time of their observation',
  description:
    'At most 500, or 10,000 with `minimalPayload`; where more match the answer is an error. The ' +
    'path `/api/spectrum` with all below it is an old name of this one.',
  query: closed({
    minimalPayload: Type.Optional(
      Type.Boolean({ description: 'Whether to leave out points, people, groups and notes' }),
    ),
    observedBefore: Type.Optional(datetimeInput('Not after')),
    observedAfter: Type.Optional(datetimeInput('Not before')),
    objID: Type.Optional(Type.String({ maxLength: 128, description: "Part of an object's name" })),
    instrumentIDs: Type.Optional(idList('Of one of these instruments')),
    groupIDs: Type.Optional(idList('Of one of these groups')),
    followupRequestIDs: Type.Optional(idList('Of one of these follow-up requests')),
    assignmentIDs: Type.Optional(idList('Of one of these assignments')),
    origin: words('With one of these in its origin'),
    label: words('With one of these in its label'),
    type: words('Of one of these types'),
    commentsFilter: words('With a comment that has one of these in it'),
    commentsFilterAuthor: words('With a comment by a user with one of these in the username'),
    commentsFilterBefore: Type.Optional(datetimeInput('With a comment not after')),
    commentsFilterAfter: Type.Optional(datetimeInput('With a comment not before')),
  }),
  response: Type.Array(Type.Union([spectrum, spectrumHead])),
});

export const getSpectrum = defineRoute({
  method: 'GET',
  path: '/api/spectra/{id}',
  tags: ['spectra'],
  summary: 'One spectrum',
  params: idParams,
  response: closed({
    ...spectrum.properties,
    original_file_string: nullable(
      Type.String({ description: 'The file that it came in; null where that is no text' }),
    ),
  }),
});

export const getSpectrumFile = defineRoute({
  method: 'GET',
  path: '/api/spectra/{id}/file',
  tags: ['spectra'],
  summary: 'One spectrum as a file',
  params: idParams,
  query: closed({
    format: Type.Optional(
      Type.Enum(['csv', 'fits', 'original'], {
        description: 'csv (unless said), a FITS binary table, or the file that it came in',
      }),
    ),
  }),
  response: Type.String({ format: 'binary' }),
  kind: 'bytes',
});

export const getSourceSpectra = defineRoute({
  method: 'GET',
  path: '/api/sources/{id}/spectra',
  tags: ['spectra'],
  summary: 'The spectra of an object, by the time of their observation',
  params: closed({ id: objectId }),
  query: closed({
    normalization: Type.Optional(
      Type.Enum(['median'], {
        description: 'Whether to divide the fluxes by the median of their absolute values',
      }),
    ),
  }),
  response: closed({ obj_id: Type.String(), spectra: Type.Array(spectrum) }),
});

export const getSpectrumRange = defineRoute({
  method: 'GET',
  path: '/api/spectra/range',
  tags: ['spectra'],
  summary: 'Spectra of instruments within some time; 500 at most',
  query: closed({
    instrument_ids: Type.Optional(idList('Of one of these instruments; else of all')),
    min_date: Type.Optional(datetimeInput('Not before')),
    max_date: Type.Optional(datetimeInput('Not after')),
  }),
  response: Type.Array(spectrum),
});

const names = Type.Union([
  Type.Array(Type.String({ maxLength: 200 }), { maxItems: 1000 }),
  Type.String({ maxLength: 10_000 }),
]);

export const bulkSpectra = defineRoute({
  method: 'POST',
  path: '/api/spectra/bulk',
  tags: ['spectra'],
  summary: 'Spectra of many sources, with what their phases are counted from',
  description: 'Reads only. 3000 spectra at most.',
  body: closed({
    group_id: Type.Optional(nullable(rowId('Of sources that this group has saved'))),
    obj_ids: Type.Optional(nullable(names)),
    classifications: Type.Optional(nullable(names)),
    classificationProbThreshold: Type.Optional(
      nullable(
        Type.Number({ minimum: 0, maximum: 1, description: 'Less probable ones do not count' }),
      ),
    ),
    maxSources: Type.Optional(
      nullable(Type.Integer({ minimum: 1, maximum: 1000, description: '200 unless said' })),
    ),
  }),
  response: closed({
    sources: Type.Array(
      closed({
        id: Type.String(),
        redshift: nullable(Type.Number()),
        first_detected_mjd: nullable(Type.Number({ description: 'Above 3 sigma' })),
        peak_mjd: nullable(Type.Number({ description: 'Of the greatest flux above 3 sigma' })),
        tns_discovery_date: nullable(Type.String()),
      }),
    ),
    spectra: Type.Array(
      closed({
        obj_id: Type.String(),
        observed_at: datetime('When it was taken, UTC'),
        wavelengths: spectrumPoints.wavelengths,
        fluxes: spectrumPoints.fluxes,
      }),
    ),
    truncated: Type.Boolean({ description: 'Whether there are more sources or spectra' }),
  }),
});

export const makeSyntheticPhotometry = defineRoute({
  method: 'POST',
  path: '/api/spectra/synthphot/{id}',
  tags: ['spectra'],
  summary: 'Photometry of a spectrum, through bands',
  description:
    'Stored as photometry of the viewer’s with the origin `synthphot:` and the id of the spectrum. ' +
    'The spectrum needs units, and must cover 99 % of each band. Asked again it changes nothing.',
  acl: 'Upload data',
  params: idParams,
  body: closed({
    filters: Type.Array(Type.String({ maxLength: 50 }), {
      minItems: 1,
      maxItems: 200,
      description: 'Names of bandpasses',
    }),
  }),
  response: closed({
    ids: Type.Array(Type.Integer({ description: 'The point in each band' })),
  }),
});
