import { defineRoute } from '../route.ts';
import { closed, datetime, rowId, Type } from '../schema.ts';

const sourceFilter = closed({
  classifications: Type.Array(
    closed({
      name: Type.String({ minLength: 1, maxLength: 200 }),
      probability: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    }),
    { minItems: 1, maxItems: 100, description: 'One of these is said of the object' },
  ),
});
const payload = Type.Record(Type.String({ maxLength: 200 }), Type.Unknown(), {
  description: 'By the facility’s form; its dates tell how long it may take',
});

const defaultFollowup = closed({
  id: rowId('The default request'),
  default_followup_name: Type.String(),
  allocation_id: rowId('The allocation'),
  requester_id: rowId('Who made it'),
  payload,
  source_filter: Type.Record(Type.String(), Type.Unknown()),
  target_group_ids: Type.Array(Type.Integer()),
  created_at: datetime('When it was made'),
});
const params = closed({ id: rowId('The default request') });

export const listDefaultFollowups = defineRoute({
  method: 'GET',
  path: '/api/default_followup_request',
  tags: ['follow-up'],
  summary: 'What facilities are asked for by themselves',
  response: Type.Array(defaultFollowup),
});

export const getDefaultFollowup = defineRoute({
  method: 'GET',
  path: '/api/default_followup_request/{id}',
  tags: ['follow-up'],
  summary: 'One default request',
  params,
  response: defaultFollowup,
});

export const createDefaultFollowup = defineRoute({
  method: 'POST',
  path: '/api/default_followup_request',
  tags: ['follow-up'],
  summary: 'Ask for an observation whenever a class is said of an object',
  description:
    'It is asked for with the rights of whoever says so, if he is in the allocation’s group, and not ' +
    'where the same is asked for already.',
  acl: 'Upload data',
  body: closed({
    allocation_id: rowId('The allocation'),
    payload,
    source_filter: sourceFilter,
    default_followup_name: Type.String({ minLength: 1, maxLength: 500 }),
    target_group_ids: Type.Optional(Type.Array(rowId('A group'), { maxItems: 100 })),
  }),
  response: closed({ id: rowId('The default request') }),
  examples: {
    body: {
      allocation_id: 2,
      payload: { observation_type: 'IFU', priority: 5 },
      source_filter: { classifications: [{ name: 'Kilonova', probability: 0.9 }] },
      default_followup_name: 'Kilonovae',
    },
    response: { id: 1 },
  },
});

export const deleteDefaultFollowup = defineRoute({
  method: 'DELETE',
  path: '/api/default_followup_request/{id}',
  tags: ['follow-up'],
  summary: 'Not ask for it by itself any more',
  acl: 'Upload data',
  params,
  response: closed({}),
});
