import { followupApis, followupListeners, instrumentTypes } from '../facilities.ts';
import { defineRoute } from '../route.ts';
import { clearable, closed, datetime, datetimeInput, nullable, rowId, Type } from '../schema.ts';
import { instrumentFields } from './instrument-fields.ts';
import { telescope } from './telescopes.ts';

const idParams = closed({ id: rowId('The instrument') });
const record = Type.Record(Type.String({ maxLength: 100 }), Type.Unknown());
const word = (words: readonly string[]) => Type.Optional(clearable(Type.Enum([...words])));

const field = closed({
  id: rowId('The row'),
  field_id: Type.Integer({ description: 'Its number in the grid' }),
  ra: Type.Number({ description: 'Of its middle, degrees' }),
  dec: Type.Number(),
  contour: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  contour_summary: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
});

const shown = {
  ...instrumentFields,
  region: Type.Optional(
    nullable(Type.String({ description: 'Its field of view around (0, 0), in the words of ds9' })),
  ),
  fields: Type.Optional(Type.Array(field)),
};

const include = {
  includeGeoJSON: Type.Optional(Type.Boolean({ description: 'Fields with their outlines' })),
  includeGeoJSONSummary: Type.Optional(
    Type.Boolean({ description: 'Fields with one outline around each' }),
  ),
  includeRegion: Type.Optional(Type.Boolean({ description: 'With the field of view' })),
};

const optional = {
  band: Type.Optional(clearable(Type.String({ maxLength: 100 }))),
  filters: Type.Optional(nullable(Type.Array(Type.String({ maxLength: 50 }), { maxItems: 300 }))),
  sensitivity_data: Type.Optional(
    nullable(
      Type.Union([record, Type.String({ maxLength: 100_000 })], {
        description:
          'By filter: limiting_magnitude, magsys, exposure_time (s); filters that it has. May be ' +
          'a text of JSON.',
      }),
    ),
  ),
  configuration_data: Type.Optional(nullable(record)),
  api_classname: word(followupApis),
  api_classname_obsplan: word(followupApis),
  listener_classname: word(followupListeners),
  treasuremap_id: Type.Optional(nullable(Type.Integer({ minimum: 0, maximum: 2_147_483_647 }))),
  tns_id: Type.Optional(nullable(Type.Integer({ minimum: 0, maximum: 2_147_483_647 }))),
  field_data: Type.Optional(
    nullable(
      Type.Union(
        [
          Type.Record(Type.String({ maxLength: 100 }), Type.Array(Type.Unknown())),
          Type.String({ maxLength: 5_000_000 }),
        ],
        { description: 'ID, RA and Dec of each field: lists, or a CSV text with such a header' },
      ),
    ),
  ),
  field_region: Type.Optional(
    nullable(
      Type.String({ maxLength: 1_000_000, description: 'The field of view in the words of ds9' }),
    ),
  ),
  field_fov_type: Type.Optional(
    nullable(Type.Union([Type.Literal('circle'), Type.Literal('rectangle')])),
  ),
  field_fov_attributes: Type.Optional(
    nullable(
      Type.Union([Type.Number(), Type.Array(Type.Number(), { maxItems: 2 })], {
        description: 'Radius of a circle, or width and height of a rectangle, degrees',
      }),
    ),
  ),
};
const name = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });
const type = Type.Enum([...instrumentTypes]);

export const listInstruments = defineRoute({
  method: 'GET',
  path: '/api/instrument',
  tags: ['instruments'],
  summary: 'Instruments with their telescopes, by name',
  query: closed({
    name: Type.Optional(Type.String({ maxLength: 200, description: 'Exactly this name' })),
    ...include,
  }),
  ignored: {
    query: ['localizationDateobs', 'localizationName', 'localizationCumprob', 'airmassTime'],
  },
  response: Type.Array(closed({ ...shown, telescope })),
});

export const getInstrument = defineRoute({
  method: 'GET',
  path: '/api/instrument/{id}',
  tags: ['instruments'],
  summary: 'One instrument with its telescope, and how many fields its grid has',
  params: idParams,
  query: closed(include),
  ignored: {
    query: ['localizationDateobs', 'localizationName', 'localizationCumprob', 'airmassTime'],
  },
  response: closed({ ...shown, telescope, number_of_fields: Type.Integer() }),
});

export const createInstrument = defineRoute({
  method: 'POST',
  path: '/api/instrument',
  tags: ['instruments'],
  summary: 'Make an instrument of a telescope',
  description: 'Needs the permission Manage instruments or Manage allocations.',
  body: closed({ name, type, telescope_id: rowId('Its telescope'), ...optional }),
  response: closed({ id: rowId('The instrument') }),
  examples: {
    body: { name: 'SEDM', type: 'imaging spectrograph', telescope_id: 5, filters: ['sdssg'] },
    response: { id: 5 },
  },
});

export const updateInstrument = defineRoute({
  method: 'PUT',
  path: '/api/instrument/{id}',
  tags: ['instruments'],
  summary: 'Change an instrument; what is not named stays',
  description: 'Needs the permission Manage instruments or Manage allocations.',
  params: idParams,
  body: closed({
    name: Type.Optional(name),
    type: Type.Optional(type),
    telescope_id: Type.Optional(rowId('Its telescope')),
    ...optional,
  }),
  ignored: { body: ['id'] },
  response: closed({}),
  examples: { body: { filters: ['sdssg', 'sdssr'] } },
});

export const deleteInstrument = defineRoute({
  method: 'DELETE',
  path: '/api/instrument/{id}',
  tags: ['instruments'],
  summary: 'Delete an instrument that nothing was made with',
  description: 'Needs the permission Manage instruments or Manage allocations.',
  params: idParams,
  response: closed({}),
});

export const deleteInstrumentFields = defineRoute({
  method: 'DELETE',
  path: '/api/instrument/{id}/fields',
  tags: ['instruments'],
  summary: "Delete the fields of an instrument's grid",
  description: 'Needs the permission Manage instruments or Manage allocations.',
  params: idParams,
  response: closed({}),
});

export const updateInstrumentStatus = defineRoute({
  method: 'PUT',
  path: '/api/instrument/{id}/status',
  tags: ['instruments'],
  summary: 'Note what the facility says of an instrument',
  description: 'Needs the permission Manage instruments or Manage allocations.',
  params: idParams,
  body: closed({ status: Type.Union([record, Type.String({ maxLength: 10_000 })]) }),
  response: closed({}),
  examples: { body: { status: { dome: 'open' } } },
});

export const getInstrumentLogs = defineRoute({
  method: 'GET',
  path: '/api/instrument/{id}/log',
  tags: ['instruments'],
  summary: 'Logs of an instrument that touch a span of time',
  params: idParams,
  query: closed({
    startDate: datetimeInput('From'),
    endDate: datetimeInput('To'),
  }),
  response: Type.Array(
    closed({
      id: rowId('The log'),
      instrument_id: rowId('The instrument'),
      start_date: datetime('From'),
      end_date: datetime('To'),
      log: Type.Unknown(),
    }),
  ),
});

export const fetchInstrumentLog = defineRoute({
  method: 'GET',
  path: '/api/instrument/{id}/external_api',
  tags: ['instruments'],
  summary: "Have an instrument's interface give its logs: none here does, and the answer says so",
  description:
    'The number is an allocation’s, as in SkyPortal. 409 `not_configured`: logs are sent to `instrument/{id}/log`.',
  acl: 'Upload data',
  params: closed({ id: rowId('The allocation') }),
  query: closed({
    startDate: Type.Optional(datetimeInput('From')),
    endDate: Type.Optional(datetimeInput('To')),
  }),
  response: closed({}),
});

export const addInstrumentLog = defineRoute({
  method: 'POST',
  path: '/api/instrument/{id}/log',
  tags: ['instruments'],
  summary: 'Keep a log of an instrument; one of the same span is replaced',
  description: 'Needs the permission Manage instruments or Manage allocations.',
  params: idParams,
  body: closed({
    start_date: datetimeInput('From'),
    end_date: datetimeInput('To'),
    logs: Type.Union([record, Type.Array(Type.Unknown(), { maxItems: 100_000 })]),
  }),
  response: closed({ id: rowId('The log') }),
  examples: {
    body: { start_date: '2026-11-22', end_date: '2026-11-23', logs: { logs: [] } },
    response: { id: 1 },
  },
});
