import { allocationTypes } from '../facilities.ts';
import { defineRoute } from '../route.ts';
import { clearable, closed, datetime, datetimeInput, nullable, rowId, Type } from '../schema.ts';
import { instrumentFields } from './instrument-fields.ts';

const record = Type.Record(Type.String({ maxLength: 200 }), Type.Unknown());
const validity = closed({ start_date: datetime('From'), end_date: datetime('To') });

export const allocation = closed({
  id: rowId('The allocation'),
  group_id: rowId('Whose it is: its members see it'),
  instrument_id: rowId('On which instrument'),
  pi: nullable(Type.String({ description: 'Who leads the programme' })),
  proposal_id: nullable(Type.String()),
  hours_allocated: Type.Number(),
  hours_booked: Type.Number({ description: 'Hours of what was observed' }),
  hours_planned: Type.Number({ description: 'Hours of what was asked for and may be observed' }),
  hours_left: Type.Number({ description: 'Hours that may be asked for' }),
  validity_ranges: Type.Array(validity, { description: 'When it may be used, UTC' }),
  start_date: nullable(datetime('The first of them')),
  end_date: nullable(datetime('The last of them')),
  types: Type.Array(Type.String({ examples: [...allocationTypes] })),
  default_share_group_ids: Type.Array(Type.Integer(), {
    description: 'Groups that what comes of it is shared with; those that the viewer knows of',
  }),
  allocation_users: Type.Array(
    closed({
      id: rowId('A user'),
      username: Type.String(),
      first_name: nullable(Type.String()),
      last_name: nullable(Type.String()),
    }),
    { description: 'Who is charged with it' },
  ),
  has_credentials: Type.Boolean({ description: 'Whether there are some for the facility' }),
  altdata: Type.Optional(
    Type.Record(Type.String(), Type.Unknown(), {
      description: "The facility's credentials: for who may change the allocation",
    }),
  ),
  created_at: datetime('When it was made'),
  modified: datetime('When it was changed'),
});

const idParams = closed({ id: rowId('The allocation') });
const group = closed({
  id: rowId('The group'),
  name: Type.String(),
  nickname: nullable(Type.String()),
});
const shown = closed({ ...allocation.properties, group, instrument: closed(instrumentFields) });

const optional = {
  pi: Type.Optional(clearable(Type.String({ maxLength: 500 }))),
  proposal_id: Type.Optional(clearable(Type.String({ maxLength: 200 }))),
  validity_ranges: Type.Optional(
    nullable(
      Type.Array(closed({ start_date: datetimeInput('From'), end_date: datetimeInput('To') }), {
        maxItems: 100,
      }),
    ),
  ),
  start_date: Type.Optional(nullable(datetimeInput('With `end_date`: one range of validity'))),
  end_date: Type.Optional(nullable(datetimeInput('With `start_date`: one range of validity'))),
  types: Type.Optional(Type.Array(Type.Enum([...allocationTypes]), { maxItems: 10 })),
  default_share_group_ids: Type.Optional(
    nullable(Type.Array(rowId('A group that the viewer knows of'), { maxItems: 100 })),
  ),
  allocation_admin_ids: Type.Optional(
    Type.Array(rowId('A member of the group who is charged with it'), { maxItems: 100 }),
  ),
  _altdata: Type.Optional(
    nullable(
      Type.Union([record, Type.String({ maxLength: 100_000 })], {
        description: "The facility's credentials, or a text of JSON; kept encrypted",
      }),
    ),
  ),
  replaceAltdata: Type.Optional(
    Type.Boolean({ description: 'true: what is not named of the credentials goes' }),
  ),
};
const hours = Type.Number({ minimum: 0, maximum: 1e6 });

export const listAllocations = defineRoute({
  method: 'GET',
  path: '/api/allocation',
  tags: ['allocations'],
  summary: "Allocations of the viewer's groups, by instrument",
  query: closed({
    instrument_id: Type.Optional(rowId('Only on this instrument')),
    apiType: Type.Optional(
      Type.Union([Type.Literal('api_classname'), Type.Literal('api_classname_obsplan')], {
        description: 'Only on instruments that have such an interface',
      }),
    ),
  }),
  ignored: { query: ['apiImplements'] },
  response: Type.Array(shown),
});

export const getAllocation = defineRoute({
  method: 'GET',
  path: '/api/allocation/{id}',
  tags: ['allocations'],
  summary: 'One allocation, with its group, its instrument and what the viewer may do with it',
  params: idParams,
  ignored: {
    query: ['pageNumber', 'numPerPage', 'sortBy', 'sortOrder'],
  },
  response: closed({
    ...shown.properties,
    can_manage: Type.Boolean({ description: 'Whether the viewer may change it' }),
  }),
});

export const createAllocation = defineRoute({
  method: 'POST',
  path: '/api/allocation',
  tags: ['allocations'],
  summary: "Make an allocation of one of the viewer's groups",
  acl: 'Manage allocations',
  body: closed({
    group_id: rowId('The group'),
    instrument_id: rowId('The instrument'),
    hours_allocated: hours,
    ...optional,
  }),
  response: closed({ id: rowId('The allocation') }),
  examples: {
    body: { group_id: 3, instrument_id: 5, hours_allocated: 40, pi: 'A. Hubble' },
    response: { id: 1 },
  },
});

export const updateAllocation = defineRoute({
  method: 'PUT',
  path: '/api/allocation/{id}',
  tags: ['allocations'],
  summary: 'Change an allocation; what is not named stays, of its credentials too',
  acl: 'Manage allocations',
  params: idParams,
  body: closed({
    group_id: Type.Optional(rowId('The group')),
    instrument_id: Type.Optional(rowId('The instrument')),
    hours_allocated: Type.Optional(hours),
    ...optional,
  }),
  ignored: { body: ['id'] },
  response: closed({}),
  examples: { body: { hours_allocated: 60 } },
});

export const deleteAllocation = defineRoute({
  method: 'DELETE',
  path: '/api/allocation/{id}',
  tags: ['allocations'],
  summary: 'Delete an allocation with its credentials',
  acl: 'Manage allocations',
  params: idParams,
  response: closed({}),
});

export const getAllocationReport = defineRoute({
  method: 'GET',
  path: '/api/allocation/report/{instrument_id}',
  tags: ['allocations'],
  summary: 'Hours by allocation on one instrument, as far as the viewer sees them: PDF or CSV',
  params: closed({ instrument_id: rowId('The instrument') }),
  query: closed({
    output_format: Type.Optional(
      Type.Union([Type.Literal('pdf'), Type.Literal('csv')], { default: 'pdf' }),
    ),
  }),
  response: Type.Unknown(),
  kind: 'bytes',
});
