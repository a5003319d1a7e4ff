import { defineRoute } from '../route.ts';
import { closed, datetimeInput, idList, nullable, objectId, rowId, Type } from '../schema.ts';
import { ephemeris, observability } from './night-fields.ts';

const time = Type.Optional(datetimeInput('In the night of this time, or the next; default: now'));
const airmasses = Type.Array(
  closed({
    time: Type.Number({ description: 'Unix time, milliseconds' }),
    airmass: nullable(Type.Number({ description: 'Pickering 2002; null: below the horizon' })),
  }),
  { description: '50 times from sunset to sunrise' },
);
const ofBoth = closed({ obj_id: objectId, telescope_id: rowId('The telescope') });
const twilight = Type.Optional(
  Type.Enum(['astronomical', 'nautical', 'civil'], {
    default: 'astronomical',
    description: 'It is night while the Sun is below −18°, −12°, −6°',
  }),
);
const maxAirmass = Type.Optional(
  Type.Number({
    minimum: 1,
    maximum: 40,
    default: 2.5,
    description: 'Up is what is seen through less',
  }),
);

export const listEphemerides = defineRoute({
  method: 'GET',
  path: '/api/internal/ephemeris',
  tags: ['telescopes'],
  summary:
    'The night at telescopes, by their ids: sixteen at most, the first by name where none are named',
  query: closed({ telescopeIds: Type.Optional(idList('These telescopes')), time }),
  response: Type.Record(Type.String(), nullable(ephemeris)),
});

export const getEphemeris = defineRoute({
  method: 'GET',
  path: '/api/internal/ephemeris/{telescope_id}',
  tags: ['telescopes'],
  summary: 'The night at a telescope: Sun, twilights, Moon',
  params: closed({ telescope_id: rowId('The telescope') }),
  query: closed({ time }),
  response: ephemeris,
});

export const getAssignmentAirmass = defineRoute({
  method: 'GET',
  path: '/api/internal/plot/airmass/assignment/{id}',
  tags: ['observing runs'],
  summary: 'The airmass of a target in its run’s night',
  params: closed({ id: rowId('The assignment') }),
  response: airmasses,
});

export const getObjAirmass = defineRoute({
  method: 'GET',
  path: '/api/internal/plot/airmass/objtel/{obj_id}/{telescope_id}',
  tags: ['telescopes'],
  summary: 'The airmass of an object at a telescope, this night or another',
  params: ofBoth,
  query: closed({ time }),
  response: airmasses,
});

export const getHoursBelowAirmass = defineRoute({
  method: 'GET',
  path: '/api/internal/plot/airmass/hours_below/{obj_id}/{telescope_id}',
  tags: ['telescopes'],
  summary:
    'Hours a night in which an object is seen through less than an airmass, each week of the year',
  params: ofBoth,
  query: closed({
    threshold: Type.Optional(Type.Number({ minimum: 1, maximum: 40, default: 2.9 })),
  }),
  response: Type.Array(closed({ date: Type.String(), hours_below: Type.Number() })),
});

const curves = closed({
  times: Type.Array(Type.Number(), { description: 'Unix time, milliseconds' }),
  sun_altitude: Type.Array(Type.Number(), { description: 'Degrees, at each of them' }),
  moon_altitude: Type.Array(Type.Number()),
  targets: Type.Array(
    closed({
      obj_id: objectId,
      assignment_id: nullable(rowId('Its assignment')),
      altitude: Type.Array(Type.Number(), { description: 'Degrees, without refraction' }),
      airmass: Type.Array(nullable(Type.Number())),
    }),
  ),
});

export const getRunAirmass = defineRoute({
  method: 'GET',
  path: '/api/internal/plot/airmass/run/{id}',
  tags: ['observing runs'],
  summary: 'Altitudes and airmasses of all targets of a run in one of its nights',
  params: closed({ id: rowId('The run') }),
  query: closed({
    night: Type.Optional(Type.Integer({ minimum: 1, maximum: 366 })),
    samples: Type.Optional(Type.Integer({ minimum: 2, maximum: 500, default: 100 })),
  }),
  response: curves,
});

export const listObservability = defineRoute({
  method: 'GET',
  path: '/api/observability',
  tags: ['telescopes'],
  summary:
    'How objects are seen from a telescope in a night: up to a hundred, those that the viewer sees',
  query: closed({
    objIDs: Type.String({
      minLength: 1,
      maxLength: 12_900,
      pattern: '^[a-zA-Z0-9_;:+.-]{1,128}(,[a-zA-Z0-9_;:+.-]{1,128}){0,99}$',
      description: 'Their names, with commas between them',
    }),
    telescopeID: rowId('The telescope'),
    time,
  }),
  response: closed({
    ephemeris,
    targets: Type.Array(
      closed({
        obj_id: objectId,
        rise_time_utc: Type.String({ description: 'Above 30°; empty: it is not' }),
        set_time_utc: Type.String({ description: 'Below 30°; empty: it is not above' }),
        ...observability.properties,
      }),
    ),
  }),
});

export const getSourceObservability = defineRoute({
  method: 'GET',
  path: '/api/sources/{id}/observability',
  tags: ['sources'],
  summary: 'When an object can be observed in the next day, at every telescope: a PDF or a PNG',
  params: closed({ id: objectId }),
  query: closed({
    maxAirmass,
    maximumAirmass: maxAirmass,
    twilight,
    type: Type.Optional(Type.Enum(['pdf', 'png'], { default: 'pdf' })),
  }),
  response: Type.Unknown(),
  kind: 'bytes',
});
