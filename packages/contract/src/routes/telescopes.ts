import { defineRoute } from '../route.ts';
import { clearable, closed, datetime, nullable, rowId, Type } from '../schema.ts';
import { allocation } from './allocations.ts';
import { instrumentFields } from './instrument-fields.ts';

export const telescope = closed({
  id: rowId('The telescope'),
  name: Type.String({ description: 'Its full name' }),
  nickname: Type.String({ description: 'Its short name, e.g. P48' }),
  lat: nullable(Type.Number({ description: 'Latitude, degrees' })),
  lon: nullable(Type.Number({ description: 'Longitude, degrees east of Greenwich, −180 to 180' })),
  elevation: nullable(Type.Number({ description: 'Metres' })),
  diameter: Type.Number({ description: 'Metres' }),
  skycam_link: nullable(Type.String()),
  weather_link: nullable(Type.String()),
  robotic: Type.Boolean(),
  fixed_location: Type.Boolean({ description: 'false: in space, or in many places' }),
  created_at: datetime('When it was made'),
  modified: datetime('When it was changed'),
});

const name = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });
const lat = nullable(Type.Number({ minimum: -90, maximum: 90, description: 'Degrees' }));
const lon = nullable(
  Type.Number({ minimum: -180, maximum: 360, description: 'Degrees; kept from −180 to 180' }),
);
const optional = {
  lat: Type.Optional(lat),
  lon: Type.Optional(lon),
  elevation: Type.Optional(nullable(Type.Number({ minimum: -500, maximum: 1e9 }))),
  skycam_link: Type.Optional(clearable(Type.String({ maxLength: 2000 }))),
  weather_link: Type.Optional(clearable(Type.String({ maxLength: 2000 }))),
  robotic: Type.Optional(Type.Boolean()),
  fixed_location: Type.Optional(Type.Boolean()),
};
const nickname = Type.String({ maxLength: 200 });
const diameter = Type.Number({ minimum: 0, maximum: 1e9, description: 'Metres' });
const idParams = closed({ id: rowId('The telescope') });

const twilight = (which: string) =>
  Type.Union([datetime(`The next astronomical twilight of the ${which}`), Type.Literal(false)], {
    description: 'false: there is none within a day and a half, or it has no place',
  });
const withAllocations = closed({
  ...telescope.properties,
  is_night_astronomical: Type.Boolean({ description: 'Whether the Sun is 18° below the horizon' }),
  morning: twilight('morning'),
  evening: twilight('evening'),
  allocations: Type.Array(allocation, { description: 'Those on its instruments' }),
});

export const listTelescopes = defineRoute({
  method: 'GET',
  path: '/api/telescope',
  tags: ['telescopes'],
  summary: 'Telescopes, by name',
  query: closed({
    name: Type.Optional(Type.String({ maxLength: 200, description: 'Exactly this name' })),
    latitudeMin: Type.Optional(Type.Number()),
    latitudeMax: Type.Optional(Type.Number()),
    longitudeMin: Type.Optional(Type.Number()),
    longitudeMax: Type.Optional(Type.Number()),
  }),
  response: Type.Array(withAllocations),
});

export const getTelescope = defineRoute({
  method: 'GET',
  path: '/api/telescope/{id}',
  tags: ['telescopes'],
  summary: 'One telescope with its instruments, and the allocations on them that the viewer sees',
  params: idParams,
  response: closed({
    ...withAllocations.properties,
    instruments: Type.Array(closed(instrumentFields)),
  }),
});

export const createTelescope = defineRoute({
  method: 'POST',
  path: '/api/telescope',
  tags: ['telescopes'],
  summary: 'Make a telescope',
  acl: 'Manage telescopes',
  body: closed({ name, nickname, diameter, ...optional }),
  response: closed({ id: rowId('The telescope') }),
  examples: {
    body: { name: 'Palomar 1.5m', nickname: 'P60', lat: 33.3634, lon: -116.836, diameter: 1.5 },
    response: { id: 5 },
  },
});

export const updateTelescope = defineRoute({
  method: 'PUT',
  path: '/api/telescope/{id}',
  tags: ['telescopes'],
  summary: 'Change a telescope; what is not named stays',
  acl: 'Manage telescopes',
  params: idParams,
  body: closed({
    name: Type.Optional(name),
    nickname: Type.Optional(nickname),
    diameter: Type.Optional(diameter),
    ...optional,
  }),
  ignored: { body: ['id'] },
  response: closed({}),
  examples: { body: { robotic: true } },
});

export const deleteTelescope = defineRoute({
  method: 'DELETE',
  path: '/api/telescope/{id}',
  tags: ['telescopes'],
  summary: 'Delete a telescope that has no instruments',
  acl: 'Manage telescopes',
  params: idParams,
  response: closed({}),
});
