import { defineRoute } from '../route.ts';
import { closed, nullable, objectId, Type } from '../schema.ts';

const place = { ra: Type.Number(), dec: Type.Number() };
const separation = nullable(
  Type.Number({ description: 'From the place that was asked for, arcsec; null: by name' }),
);

export const searchEverything = defineRoute({
  method: 'GET',
  path: '/api/internal/search',
  tags: ['search'],
  summary:
    'Objects by the beginning of a name, an alias, a TNS name or an alert’s number, or at a place',
  description:
    'What the line in the header asks as one types: sources first, then objects that are known by ' +
    'their alerts alone. A place may be of any form: `05:34:31.9 +22:00:53`, `83.63, 22.01`, ' +
    '`5h34m31.9s+22d0m53s`.',
  query: closed({
    q: Type.String({ minLength: 1, maxLength: 200, description: 'What was typed' }),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 8 })),
    radius: Type.Optional(
      Type.Number({ exclusiveMinimum: 0, maximum: 600, default: 30, description: 'Arcsec' }),
    ),
  }),
  response: closed({
    position: nullable(closed(place, { description: 'Where the text is a place' })),
    sources: Type.Array(
      closed({
        id: objectId,
        ...place,
        tns_name: nullable(Type.String()),
        redshift: nullable(Type.Number()),
        saved: Type.Boolean({ description: 'By a group that the viewer sees' }),
        matched: nullable(
          Type.String({ description: 'The other name that matches; null: its own' }),
        ),
        separation,
      }),
    ),
    objects: Type.Array(closed({ id: objectId, survey: Type.String(), ...place, separation })),
  }),
});
