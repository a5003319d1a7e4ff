import { defineRoute } from '../route.ts';
import { closed, nullable, objectId, type Static, Type } from '../schema.ts';

const words = (description: string) => Type.Array(Type.String(), { description });
const places = (description: string) => Type.Array(Type.Integer({ minimum: 0 }), { description });
const numbers = (description: string) =>
  Type.Array(nullable(Type.Number()), { description: `${description}; null: not known` });
/** A number as long as it is exact as one, else its digits. */
const integer = Type.Union([Type.Integer(), Type.String()]);
const integers = (description: string) => Type.Array(nullable(integer), { description });

/**
 * Photometry in columns, each with a value for each point: a fifth of the bytes and of the time to read
 * them that objects take. What follows from the others is left out: `unpackPhotometry` fills it in.
 */
export const packedPhotometry = closed({
  objects: words('Whose points they are'),
  bands: words('Bandpasses'),
  origins: words('What brought them'),
  instruments: words('Names of instruments'),
  verdicts: Type.Array(closed({ id: integer, validated: nullable(Type.Boolean()) }), {
    description: 'On points that somebody judged; null: ambiguous',
  }),
  columns: closed({
    object: places('In `objects`'),
    band: places('In `bands`'),
    origin: places('In `origins`'),
    instrument: places('In `instruments`'),
    id: integers('The point; null of rows of series, and of what the marshal does not keep'),
    candid: integers('The detection in the alert archive'),
    owner_id: Type.Array(nullable(Type.Integer()), { description: 'Who brought it' }),
    mjd: Type.Array(Type.Number(), { description: 'Start of exposure, UTC' }),
    flux: numbers('Microjansky'),
    fluxerr: numbers('Microjansky, 1 sigma'),
    ref_flux: numbers("The reference image's source, microjansky"),
    ref_fluxerr: numbers('Microjansky, 1 sigma'),
    limiting_mag: Type.Array(nullable(Type.Number()), {
      description: 'AB, as it was told; null: that of five times fluxerr',
    }),
    ra: numbers('Degrees'),
    dec: numbers('Degrees'),
  }),
});

export type PackedPhotometry = Static<typeof packedPhotometry>;

export const getPackedPhotometry = defineRoute({
  method: 'GET',
  path: '/api/internal/photometry/{id}',
  tags: ['photometry'],
  summary: 'The photometry of an object that the viewer may see, by time, in columns',
  description:
    'For pages that draw thousands of points; `/api/sources/{id}/photometry` tells more of each.',
  params: closed({ id: objectId }),
  query: closed({
    linked: Type.Optional(
      Type.Boolean({ description: 'Also that of linked objects of other surveys' }),
    ),
  }),
  response: packedPhotometry,
});
