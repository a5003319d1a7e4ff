import { defineRoute } from '../route.ts';
import { closed, datetimeInput, nullable, objectId, Type } from '../schema.ts';

export const checkSolarSystem = defineRoute({
  method: 'POST',
  path: '/api/sources/{id}/mpc',
  tags: ['sources'],
  summary: 'Whether an object is a known minor planet, by what its alerts say',
  description:
    'The Minor Planet Center is not asked: surveys name the known minor planet that is nearest to each ' +
    'alert. `is_roid` and `mpc_name` of the object are set by it. An object without alerts is refused.',
  acl: 'Upload data',
  params: closed({ id: objectId }),
  body: closed({
    date: Type.Optional(
      nullable(datetimeInput('Of alerts within a day of it; of all unless said')),
    ),
    limiting_magnitude: Type.Optional(
      Type.Number({ description: 'The predicted magnitude is brighter; 24 unless said' }),
    ),
    search_radius: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, maximum: 60, description: 'Arcmin; 1 unless said' }),
    ),
  }),
  ignored: { body: ['obscode'] },
  response: closed({
    is_roid: Type.Boolean(),
    mpc_name: nullable(Type.String()),
    distance_arcsec: nullable(Type.Number({ description: 'From where it was expected' })),
    alerts: Type.Integer({ description: 'How many alerts were looked at' }),
  }),
  examples: {
    body: { search_radius: 0.5 },
    response: { is_roid: true, mpc_name: '12345', distance_arcsec: 0.6, alerts: 3 },
  },
});
