import { defineRoute } from '../route.ts';
import { closed, idList, nullable, Type } from '../schema.ts';

const tags = ['known fields'];
const typed = Type.Record(Type.String(), Type.String(), {
  description: 'One key, with the type of its values: number, string, boolean, object, array, null',
});

export const getAnnotationsInfo = defineRoute({
  method: 'GET',
  path: '/api/internal/annotations_info',
  tags,
  summary: 'Which origins and keys annotations of sources have, of those that the viewer sees',
  description:
    'What filters say of candidates has the origin `group:filter`. Of each origin some hundred ' +
    'annotations are looked at; where a key has values of several types, its type is string.',
  query: closed({
    groupIDs: Type.Optional(idList('Only what is for one of these groups, or for everybody')),
  }),
  response: Type.Record(Type.String(), Type.Array(typed)),
  examples: { response: { 'gaiadr3.gaia_source': [{ Mag_G: 'number' }, { RUWE: 'number' }] } },
});

export const getAltdataInfo = defineRoute({
  method: 'GET',
  path: '/api/internal/altdata_info',
  tags,
  summary: 'Which keys the `altdata` of objects has, of those that the viewer sees',
  response: closed({ keys: Type.Array(typed) }),
  examples: { response: { keys: [{ period_days: 'number' }] } },
});

export const getWavelengths = defineRoute({
  method: 'GET',
  path: '/api/internal/wavelengths',
  tags,
  summary: 'The effective wavelengths of bands, in Å, in the order of the question',
  query: closed({
    filters: Type.String({
      minLength: 1,
      maxLength: 10_000,
      description: 'Names of bands, with commas between them',
      examples: ['ztfg,ztfr'],
    }),
  }),
  response: closed({
    wavelengths: Type.Array(nullable(Type.Number({ description: 'Å; null where not known' }))),
  }),
  examples: { response: { wavelengths: [4783.5, 6417.4] } },
});
