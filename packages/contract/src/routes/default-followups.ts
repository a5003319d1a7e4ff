import { defineRoute } from '../route.ts';
import { closed, datetime, int64, nullable, objectId, rowId, Type } from '../schema.ts';
import { followupConstraints } from './followup-requests.ts';

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
  constraints: Type.Record(Type.String(), Type.Unknown()),
  validity_days: nullable(Type.Number()),
  priority_order: nullable(Type.Enum(['asc', 'desc'])),
  implements_update: nullable(Type.Boolean()),
  comment: nullable(Type.String()),
  created_at: datetime('When it was made'),
});
const settings = {
  ...followupConstraints,
  validity_days: Type.Optional(
    Type.Number({
      exclusiveMinimum: 0,
      maximum: 3660,
      description: 'For how long it may be observed; as long as the payload’s dates are apart',
    }),
  ),
  priority_order: Type.Optional(
    Type.Enum(['asc', 'desc'], { description: 'asc: a higher number is more urgent' }),
  ),
  implements_update: Type.Optional(
    Type.Boolean({ description: 'Whether a request that is there is made more urgent' }),
  ),
  comment: Type.Optional(
    nullable(Type.String({ maxLength: 2000, description: 'Said on the source’s page, too' })),
  ),
};
const asked = {
  allocation_id: rowId('The allocation'),
  payload,
  target_group_ids: Type.Optional(Type.Array(rowId('A group'), { maxItems: 100 })),
  ...settings,
};

/** What a rule did, or would do, of an object. */
export const ruleOutcome = Type.Enum(['asked', 'raised', 'ignored', 'refused', 'waiting'], {
  description:
    'asked; raised: a request that was there is more urgent now; ignored: a constraint held, or it is asked ' +
    'for already; refused: it could not be asked for; waiting: the server has not looked at it yet',
});
export const ruleRun = closed({
  id: int64('What it did'),
  obj_id: objectId,
  candid: nullable(int64('The alert that set it off')),
  outcome: ruleOutcome,
  words: nullable(Type.String({ description: 'Why' })),
  request_id: nullable(rowId('The request')),
  created_at: datetime('When'),
});
export const ruleTried = {
  outcome: ruleOutcome,
  words: Type.String({ description: 'Why' }),
  request_id: nullable(rowId('The request that is there already')),
};

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
    'where the same is asked for already. What came of it is told by its `runs`.',
  acl: 'Upload data',
  body: closed({
    ...asked,
    source_filter: sourceFilter,
    default_followup_name: Type.String({ minLength: 1, maxLength: 500 }),
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

export const tryDefaultFollowup = defineRoute({
  method: 'POST',
  path: '/api/default_followup_request/dry_run',
  tags: ['follow-up'],
  summary: 'What a rule would do of an object now: nothing is kept, and nobody is asked',
  acl: 'Upload data',
  body: closed({
    ...asked,
    obj_id: objectId,
    default_followup_name: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  }),
  response: closed(ruleTried),
});

export const listDefaultFollowupRuns = defineRoute({
  method: 'GET',
  path: '/api/default_followup_request/{id}/runs',
  tags: ['follow-up'],
  summary: 'What a rule did, the last first; 200 of them, for 90 days',
  params,
  response: Type.Array(ruleRun),
});

export const listFilterFollowups = defineRoute({
  method: 'GET',
  path: '/api/filters/{id}/followups',
  tags: ['filters', 'follow-up'],
  summary:
    'What a filter asked facilities for by itself, and why it did not; 200 of them, for 90 days',
  params: closed({ id: rowId('The filter') }),
  response: Type.Array(ruleRun),
});

export const tryFilterFollowup = defineRoute({
  method: 'POST',
  path: '/api/filters/{id}/followups/dry_run',
  tags: ['filters', 'follow-up'],
  summary: 'What a filter would ask facilities for now, of what passed it last',
  description:
    'By these settings, or those that the filter has; with the viewer’s rights. Nothing is kept, and ' +
    'nobody is asked.',
  params: closed({ id: rowId('The filter') }),
  body: closed({
    auto_followup: Type.Optional(Type.Record(Type.String({ maxLength: 100 }), Type.Unknown())),
    object_ids: Type.Optional(
      Type.Array(objectId, { minItems: 1, maxItems: 50, description: 'Of these instead' }),
    ),
  }),
  response: Type.Array(
    closed({
      obj_id: objectId,
      candid: nullable(int64('Its last alert that passes')),
      outcome: Type.Enum(['asked', 'raised', 'ignored', 'refused', 'not_passed'], {
        description: 'not_passed: the rule’s own pipeline does not let it through',
      }),
      words: Type.String({ description: 'Why' }),
      request_id: nullable(rowId('The request that is there already')),
    }),
  ),
});
