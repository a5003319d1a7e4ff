import { spectrumTypes } from '../facilities.ts';
import { bodyBytes, defineRoute } from '../route.ts';
import { closed, datetimeInput, nullable, objectId, rowId, Type } from '../schema.ts';
import { spectrumPoints, spectrumUnits } from './spectra.ts';

const MAX_POINTS = 200_000;
const people = (description: string) =>
  Type.Optional(nullable(Type.Array(rowId('A user'), { maxItems: 100, description })));
const name = Type.Optional(
  nullable(
    Type.String({
      maxLength: 1000,
      description: 'Somebody without an account; one who has one answers for him',
    }),
  ),
);
const text = Type.Optional(nullable(Type.String({ maxLength: 1000 })));
const asked = (description: string) => Type.Optional(nullable(rowId(description)));

/** What is said of a spectrum however it comes. */
const said = {
  origin: text,
  type: Type.Optional(
    nullable(Type.Enum([...spectrumTypes], { description: 'source unless said' })),
  ),
  label: text,
  units: Type.Optional(nullable(Type.Enum([...spectrumUnits]))),
  group_ids: Type.Optional(
    nullable(
      Type.Union([Type.Array(rowId('A group'), { maxItems: 1000 }), Type.Literal('all')], {
        description:
          "Who sees it: groups, or `all` for everyone. The uploader's own group is always among them.",
      }),
    ),
  ),
  pi: people('Principal investigators'),
  reduced_by: people('Who reduced it'),
  observed_by: people('Who took it'),
  external_pi: name,
  external_reducer: name,
  external_observer: name,
  followup_request_id: asked(
    'The request that it was taken for, of the same object: its target groups get it',
  ),
  assignment_id: asked(
    'The assignment that it was taken for: of the same object, and one that the uploader sees',
  ),
};
const altdata = Type.Optional(nullable(Type.Record(Type.String(), Type.Unknown())));
const points = {
  wavelengths: Type.Array(Type.Number({ exclusiveMinimum: 0 }), {
    minItems: 1,
    maxItems: MAX_POINTS,
    description: 'Ångström',
  }),
  fluxes: Type.Array(nullable(Type.Number()), { minItems: 1, maxItems: MAX_POINTS }),
  errors: Type.Optional(
    nullable(Type.Array(nullable(Type.Number()), { maxItems: MAX_POINTS, description: '1 sigma' })),
  ),
};
const observedAt = datetimeInput('When it was taken, UTC unless it says otherwise');
const made = closed({ id: rowId('The spectrum') });
const idParams = closed({ id: rowId('The spectrum') });

export const createSpectrum = defineRoute({
  method: 'POST',
  path: '/api/spectra',
  maxBodyBytes: bodyBytes.large,
  tags: ['spectra'],
  summary: 'Upload a spectrum',
  acl: 'Upload data',
  body: closed({
    obj_id: objectId,
    instrument_id: rowId('The instrument'),
    observed_at: observedAt,
    ...points,
    ...said,
    altdata,
    original_file_string: Type.Optional(
      nullable(
        Type.String({
          maxLength: 10_000_000,
          description: 'The file that the points were read from; it is kept beside them',
        }),
      ),
    ),
    original_file_filename: Type.Optional(nullable(Type.String({ maxLength: 255 }))),
  }),
  response: made,
  examples: {
    body: {
      obj_id: 'ZTF18aabcvnq',
      instrument_id: 1,
      observed_at: '2026-11-22T03:14:15',
      wavelengths: [4000, 4002],
      fluxes: [1.2e-16, 1.3e-16],
      units: 'erg/s/cm/cm/AA',
      group_ids: [7],
    },
    response: { id: 12 },
  },
});

export const updateSpectrum = defineRoute({
  method: 'PUT',
  path: '/api/spectra/{id}',
  maxBodyBytes: bodyBytes.large,
  tags: ['spectra'],
  summary: 'Change a spectrum; what is not named stays',
  description: 'Groups are added to those that it has. People are replaced, role by role.',
  acl: 'Upload data',
  params: idParams,
  body: closed({
    instrument_id: Type.Optional(rowId('The instrument')),
    observed_at: Type.Optional(observedAt),
    wavelengths: Type.Optional(points.wavelengths),
    fluxes: Type.Optional(points.fluxes),
    errors: points.errors,
    ...said,
    altdata,
  }),
  ignored: { body: ['id', 'obj_id'] },
  response: closed({}),
});

export const deleteSpectrum = defineRoute({
  method: 'DELETE',
  path: '/api/spectra/{id}',
  tags: ['spectra'],
  summary: 'Delete a spectrum, with its file and the notes on it',
  acl: 'Upload data',
  params: idParams,
  response: closed({}),
});

const column = (description: string) => Type.Integer({ minimum: 0, maximum: 999, description });
const asciiFile = {
  ascii: Type.String({
    minLength: 1,
    maxLength: 10_000_000,
    description:
      'A table of two or more columns with white space or commas between them; its header, in lines ' +
      'that begin with #, is YAML or FITS cards',
  }),
  wave_column: Type.Optional(
    nullable(column('Of the wavelengths in ångström, from 0; 0 unless said')),
  ),
  flux_column: Type.Optional(nullable(column('Of the fluxes; 1 unless said'))),
  fluxerr_column: Type.Optional(nullable(column('Of the errors; none unless said'))),
};
const fitsFile = {
  fits: Type.String({
    minLength: 1,
    maxLength: 10_000_000,
    description:
      'A FITS file in base64: an image whose first axis is the wavelength (CRVAL1 with CDELT1 or ' +
      "CD1_1, linear or in log), IRAF's multispec, or a binary table; it may be gzipped",
  }),
};
const ofFile = {
  obj_id: objectId,
  instrument_id: rowId('The instrument'),
  observed_at: observedAt,
  filename: Type.String({ minLength: 1, maxLength: 255 }),
  ...said,
};
const preview = closed({
  ...spectrumPoints,
  units: nullable(Type.String({ description: 'As the file says, where that is understood' })),
  altdata: nullable(Type.Record(Type.String(), Type.Unknown())),
  original_file_string: nullable(Type.String()),
  obj_id: Type.Null(),
  instrument_id: Type.Null(),
  observed_at: Type.Null(),
});

export const createAsciiSpectrum = defineRoute({
  method: 'POST',
  path: '/api/spectra/ascii',
  maxBodyBytes: bodyBytes.large,
  tags: ['spectra'],
  summary: 'Upload a spectrum in an ASCII file',
  description: 'A file that cannot be read is answered by 400, with the line that is wrong.',
  acl: 'Upload data',
  body: closed({ ...ofFile, ...asciiFile }),
  response: made,
});

export const parseAsciiSpectrum = defineRoute({
  method: 'POST',
  path: '/api/spectra/parse/ascii',
  maxBodyBytes: bodyBytes.large,
  tags: ['spectra'],
  summary: 'What a spectrum in an ASCII file would be; stores nothing',
  acl: 'Upload data',
  body: closed(asciiFile),
  ignored: { body: ['obj_id', 'instrument_id', 'observed_at', 'filename', 'type', 'label'] },
  response: preview,
});

export const createFitsSpectrum = defineRoute({
  method: 'POST',
  path: '/api/spectra/fits',
  maxBodyBytes: bodyBytes.large,
  tags: ['spectra'],
  summary: 'Upload a spectrum in a FITS file',
  acl: 'Upload data',
  body: closed({ ...ofFile, ...fitsFile }),
  response: made,
});

export const parseFitsSpectrum = defineRoute({
  method: 'POST',
  path: '/api/spectra/parse/fits',
  maxBodyBytes: bodyBytes.large,
  tags: ['spectra'],
  summary: 'What a spectrum in a FITS file would be; stores nothing',
  acl: 'Upload data',
  body: closed(fitsFile),
  response: preview,
});
