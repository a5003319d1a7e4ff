import { defineRoute } from '../route.ts';
import { closed, datetime, int64, nullable, objectId, Type } from '../schema.ts';

const mag = (description: string) => nullable(Type.Number({ description }));

/** `mag`, `magerr` stand in formats mag and both; `flux`, `fluxerr`, `zp` in flux and both. */
export const photometryPoint = closed({
  id: nullable(int64('The point; null of an object that the marshal does not keep')),
  obj_id: objectId,
  mjd: Type.Number({ description: 'Start of exposure, UTC' }),
  exptime: nullable(Type.Number({ description: 'Seconds' })),
  filter: Type.String({ examples: ['ztfg'] }),
  mag: Type.Optional(mag('AB; null of a limit or a flux not above zero')),
  magerr: Type.Optional(mag('1 sigma')),
  limiting_mag: nullable(Type.Number({ description: 'AB, at limiting_mag_nsigma' })),
  limiting_mag_nsigma: nullable(Type.Number()),
  flux: Type.Optional(nullable(Type.Number({ description: 'Microjansky; null of a limit' }))),
  fluxerr: Type.Optional(nullable(Type.Number({ description: 'Microjansky, 1 sigma' }))),
  zp: Type.Optional(Type.Number({ examples: [23.9] })),
  ref_flux: nullable(Type.Number({ description: "The reference image's source, microjansky" })),
  ref_fluxerr: nullable(Type.Number()),
  magref: Type.Optional(mag("The reference image's source, AB")),
  e_magref: Type.Optional(mag('1 sigma')),
  magtot: Type.Optional(mag('Difference and reference together, AB')),
  e_magtot: Type.Optional(mag('1 sigma')),
  snr: nullable(Type.Number({ description: 'flux / fluxerr' })),
  magsys: Type.String({ examples: ['ab'] }),
  instrument_name: Type.String({ examples: ['ZTF'] }),
  origin: Type.String({ description: 'alert, alert_fp, or what the uploader gave' }),
  ra: nullable(Type.Number()),
  dec: nullable(Type.Number()),
  candid: nullable(int64('The detection in the alert archive')),
  owner_id: nullable(Type.Integer()),
  created_at: datetime('When it came here'),
});

export const getPhotometry = defineRoute({
  method: 'GET',
  path: '/api/sources/{id}/photometry',
  tags: ['photometry'],
  summary: 'The photometry of an object that the viewer may see, by time',
  params: closed({ id: objectId }),
  query: closed({
    format: Type.Optional(Type.Enum(['mag', 'flux', 'both'], { default: 'mag' })),
    magsys: Type.Optional(Type.Enum(['ab'], { default: 'ab' })),
    includeSuperObjsPhotometry: Type.Optional(
      Type.Boolean({
        default: false,
        description: 'Also that of the objects of other surveys that are linked with it',
      }),
    ),
  }),
  ignored: {
    query: [
      'individualOrSeries',
      'phaseFoldData',
      'deduplicatePhotometry',
      'includeOwnerInfo',
      'includeStreamInfo',
      'includeValidationInfo',
      'includeAnnotationInfo',
      'includeExtinction',
    ],
  },
  response: Type.Array(photometryPoint),
});
