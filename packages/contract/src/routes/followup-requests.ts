import { defineRoute } from '../route.ts';
import {
  closed,
  datetime,
  datetimeInput,
  idList,
  int64,
  nullable,
  objectId,
  pageNumber,
  pageSize,
  rowId,
  Type,
} from '../schema.ts';
import { instrumentFields } from './instrument-fields.ts';

export const followupStates = [
  'waiting',
  'submitted',
  'accepted',
  'observed',
  'completed',
  'rejected',
  'failed',
  'expired',
  'cancelling',
  'cancelled',
  'unknown',
] as const;

const record = Type.Record(Type.String(), Type.Unknown());
const group = closed({
  id: rowId('A group'),
  name: Type.String(),
  nickname: nullable(Type.String()),
});
const person = closed({
  id: rowId('A user'),
  username: Type.String(),
  first_name: nullable(Type.String()),
  last_name: nullable(Type.String()),
});
const state = Type.Enum([...followupStates], {
  description:
    'What is known of it at the facility. waiting: not sent yet; submitted: the facility has it; ' +
    'unknown: it may have it, ask a person there',
});

const event = closed({
  at: datetime('When'),
  actor: nullable(Type.String({ description: 'Who; null: the facility, or the server' })),
  state,
  status: Type.String(),
});

const transaction = closed({
  id: int64('The exchange'),
  followup_request_id: rowId('The request'),
  initiator_id: nullable(rowId('Who had it done')),
  created_at: datetime('When'),
  request: nullable(Type.Unknown({ description: 'What was said; secrets are masked' })),
  response: nullable(Type.Unknown({ description: 'What was answered; null: nothing' })),
});

export const followupRequest = closed({
  id: rowId('The request'),
  obj_id: objectId,
  allocation_id: rowId('The allocation'),
  requester_id: rowId('Who asked for it'),
  last_modified_by_id: nullable(rowId('Who changed it last')),
  request_type: Type.Enum(['triggered', 'forced_photometry']),
  payload: record,
  state,
  status: Type.String({ description: "The same in words, the facility's own where it gave some" }),
  comment: nullable(Type.String()),
  facility_ref: nullable(Type.String({ description: 'What the facility calls it' })),
  products: Type.Array(
    closed({
      name: Type.String(),
      url: nullable(Type.String({ description: 'May be good for some hours only' })),
      at: nullable(Type.String({ description: 'When it was taken, UTC' })),
      band: nullable(Type.String()),
      level: nullable(Type.String({ description: 'How far it is reduced' })),
    }),
    { description: 'What the facility’s archive has of it' },
  ),
  target_groups: Type.Array(group, { description: 'Who gets what comes of it' }),
  hours_planned: Type.Number(),
  hours_booked: Type.Number(),
  created_at: datetime('When it was made'),
  modified: datetime('When it was changed'),
  requester: person,
  watchers: Type.Array(closed({ user_id: rowId('A user'), username: Type.String() })),
  obj: closed({ id: objectId, ra: Type.Number(), dec: Type.Number() }),
  allocation: closed({
    id: rowId('The allocation'),
    group_id: rowId('Its group'),
    pi: nullable(Type.String()),
    group,
    instrument: closed(instrumentFields),
  }),
  can_change: Type.Boolean(),
  can_cancel: Type.Boolean(),
  history: Type.Optional(Type.Array(event)),
  transactions: Type.Optional(Type.Array(transaction)),
});

const params = closed({ id: rowId('The request') });
const groupIds = Type.Array(rowId('A group'), { maxItems: 100 });
const payload = Type.Record(Type.String({ maxLength: 200 }), Type.Unknown(), {
  description: "What is asked for, by the facility's form: see /api/internal/instrument_forms",
});
const kind = Type.Enum(['triggered', 'forced_photometry'], { default: 'triggered' });
const comment = Type.Optional(nullable(Type.String({ maxLength: 10_000 })));

const within = Type.Union([Type.Boolean(), Type.Number({ minimum: 0, maximum: 876_600 })], {
  description: 'Whether that stands in the way; a number: if it is not older than so many hours',
});

/** What keeps a request from being made: SkyPortal's words. */
export const followupConstraints = {
  source_group_ids: Type.Optional(
    Type.Array(rowId('Only for a source of one of these groups'), { maxItems: 100 }),
  ),
  not_if_classified: Type.Optional(within),
  not_if_spectra_exist: Type.Optional(within),
  not_if_tns_classified: Type.Optional(Type.Boolean()),
  not_if_tns_reported: Type.Optional(
    nullable(Type.Number({ minimum: 0, description: 'Hours since its report' })),
  ),
  not_if_duplicates: Type.Optional(
    Type.Unsafe<boolean | number>({
      ...within,
      description: 'The same is asked for already; a number: in the last so many hours',
    }),
  ),
  not_if_assignment_exists: Type.Optional(within),
  ignore_allocation_ids: Type.Optional(
    Type.Array(rowId('Whose requests do not count'), { maxItems: 100 }),
  ),
  radius: Type.Optional(
    Type.Number({ minimum: 0, maximum: 60, default: 0.5, description: 'Of duplicates, arcsec' }),
  ),
};

const made = {
  obj_id: objectId,
  allocation_id: rowId('The allocation'),
  payload,
  request_type: Type.Optional(kind),
  target_group_ids: Type.Optional(groupIds),
  comment,
  ...followupConstraints,
};
const ignoredBody = ['status', 'refresh_source', 'refresh_requests', 'constraints'];

export const createFollowupRequest = defineRoute({
  method: 'POST',
  path: '/api/followup_request',
  tags: ['follow-up'],
  summary: 'Ask a facility to observe an object',
  description:
    'What is wrong with it is told at once, and nothing is asked: fields of the form, hours, dates and ' +
    'declination. What is right is sent by the server’s own work; look at `state`. Where a constraint ' +
    'holds, nothing is asked, and the answer says so: `ignored`.',
  acl: 'Upload data',
  isRepeatable: true,
  body: closed({
    ...made,
    obj_id: Type.Optional(objectId),
    obj_ids: Type.Optional(
      Type.Array(objectId, {
        minItems: 1,
        maxItems: 500,
        description: 'The same for each of them',
      }),
    ),
  }),
  ignored: { body: ignoredBody },
  response: closed({
    id: Type.Optional(rowId('The request')),
    ids: Type.Optional(Type.Array(rowId('A request'))),
    ignored: Type.Optional(Type.Boolean()),
    message: Type.Optional(Type.String()),
  }),
  examples: {
    body: {
      obj_id: 'ZTF18aabcvnq',
      allocation_id: 2,
      payload: {
        observation_type: 'IFU',
        priority: 3,
        start_date: '2026-11-30',
        end_date: '2026-12-07',
      },
    },
    response: { id: 7 },
  },
});

export const tryFollowupRequest = defineRoute({
  method: 'POST',
  path: '/api/followup_request/dry_run',
  tags: ['follow-up'],
  summary: 'What would come of a request: nothing is kept, and the facility is not asked',
  acl: 'Upload data',
  body: closed(made),
  ignored: { body: ignoredBody },
  response: closed({
    problems: Type.Array(closed({ field: Type.String(), message: Type.String() }), {
      description: 'Why it would be refused; none: it would be sent',
    }),
    hours: Type.Number({ description: 'What it would take of the allocation' }),
    hours_left: Type.Number({ description: 'What the allocation has left, without it' }),
    max_altitude_deg: nullable(
      Type.Number({ description: 'How high it rises at the telescope; null: it is at no place' }),
    ),
    ignored_because: nullable(Type.String({ description: 'Which constraint holds' })),
  }),
});

const times = {
  startDate: Type.Optional(datetimeInput('Made after that')),
  endDate: Type.Optional(datetimeInput('Made before that')),
  observationStartDate: Type.Optional(datetimeInput('To be observed after that')),
  observationEndDate: Type.Optional(datetimeInput('To be observed before that')),
};

export const listFollowupRequests = defineRoute({
  method: 'GET',
  path: '/api/followup_request',
  tags: ['follow-up'],
  summary: 'Follow-up requests of the viewer’s groups',
  query: closed({
    ...times,
    sourceID: Type.Optional(Type.String({ maxLength: 128, description: 'Part of a name' })),
    objID: Type.Optional(objectId),
    instrumentID: Type.Optional(idList('On one of these instruments')),
    allocationID: Type.Optional(rowId('Of this allocation')),
    requesters: Type.Optional(idList('Asked for by one of these users')),
    status: Type.Optional(Type.String({ maxLength: 200, description: 'Part of its status' })),
    state: Type.Optional(
      Type.String({
        maxLength: 200,
        pattern: '^[a-z]+(,[a-z]+)*$',
        description: 'Of these states',
      }),
    ),
    priorityThreshold: Type.Optional(Type.Number({ description: 'Of this priority or above' })),
    sortBy: Type.Optional(
      Type.Enum([
        'created_at',
        'modified',
        // SkyPortal's word for the same.
        'obj',
        'obj_id',
        'status',
        'requester',
        'instrument',
        'priority',
      ]),
    ),
    sortOrder: Type.Optional(Type.Enum(['asc', 'desc'])),
    pageNumber: Type.Optional(pageNumber),
    numPerPage: Type.Optional(pageSize(100, 1000)),
  }),
  ignored: { query: ['includeObjThumbnails', 'noRedshift'] },
  response: closed({
    followup_requests: Type.Array(followupRequest),
    totalMatches: Type.Integer(),
    pageNumber: Type.Integer(),
    numPerPage: Type.Integer(),
  }),
});

export const getFollowupRequest = defineRoute({
  method: 'GET',
  path: '/api/followup_request/{id}',
  tags: ['follow-up'],
  summary: 'One follow-up request, with its history and all that was said to the facility',
  params,
  ignored: { query: ['includeObjThumbnails', 'noRedshift'] },
  response: followupRequest,
});

export const updateFollowupRequest = defineRoute({
  method: 'PUT',
  path: '/api/followup_request/{id}',
  tags: ['follow-up'],
  summary: 'Change a request, at the facility too; or say what became of it',
  description:
    'With `payload` the facility is told of the change; what was refused or failed is sent anew. With ' +
    '`status` alone a person says what became of it, where that cannot be known otherwise: `submitted`, ' +
    '`observed`, `completed`, `rejected`, `failed` or `deleted`.',
  acl: 'Upload data',
  params,
  body: closed({
    payload: Type.Optional(payload),
    target_group_ids: Type.Optional(groupIds),
    comment,
    status: Type.Optional(Type.String({ minLength: 1, maxLength: 500 })),
  }),
  ignored: {
    body: ['obj_id', 'allocation_id', 'id', 'request_type', 'refresh_source', 'refresh_requests'],
  },
  response: closed({}),
  examples: { body: { payload: { priority: 5 } } },
});

export const deleteFollowupRequest = defineRoute({
  method: 'DELETE',
  path: '/api/followup_request/{id}',
  tags: ['follow-up'],
  summary: 'Take a request back, at the facility too',
  acl: 'Upload data',
  params,
  ignored: { query: ['refreshSource', 'refreshRequests'] },
  response: closed({ state }),
});

export const commentFollowupRequest = defineRoute({
  method: 'PUT',
  path: '/api/followup_request/{id}/comment',
  tags: ['follow-up'],
  summary: 'Say something of a request',
  acl: 'Upload data',
  params,
  body: closed({ comment: nullable(Type.String({ maxLength: 10_000 })) }),
  ignored: { body: ['refresh_source', 'refresh_requests'] },
  response: closed({}),
});

export const watchFollowupRequest = defineRoute({
  method: 'POST',
  path: '/api/followup_request/watch/{id}',
  tags: ['follow-up'],
  summary: 'Be told of what becomes of a request',
  params,
  ignored: { body: ['refreshSource', 'refreshRequests'] },
  response: closed({}),
});

export const unwatchFollowupRequest = defineRoute({
  method: 'DELETE',
  path: '/api/followup_request/watch/{id}',
  tags: ['follow-up'],
  summary: 'Not be told of it any more',
  params,
  ignored: { body: ['refreshSource', 'refreshRequests'] },
  response: closed({}),
});

export const prioritizeFollowupRequests = defineRoute({
  method: 'PUT',
  path: '/api/followup_request/prioritization',
  tags: ['follow-up'],
  summary: 'Give requests priorities by how bright their objects are',
  acl: 'Upload data',
  body: closed({
    requestIds: Type.Array(rowId('A request'), { minItems: 1, maxItems: 500 }),
    priorityType: Type.Optional(Type.Enum(['magnitude'], { default: 'magnitude' })),
    magnitudeOrdering: Type.Optional(
      Type.Enum(['ascending', 'descending'], { description: 'ascending: the bright ones first' }),
    ),
    minimumPriority: Type.Optional(Type.Number({ minimum: 0, maximum: 1000, default: 1 })),
    maximumPriority: Type.Optional(Type.Number({ minimum: 0, maximum: 1000, default: 5 })),
  }),
  response: closed({ changed: Type.Integer() }),
  examples: { body: { requestIds: [4, 5] }, response: { changed: 2 } },
});

export const getFollowupSchedule = defineRoute({
  method: 'GET',
  path: '/api/followup_request/schedule/{instrument_id}',
  tags: ['follow-up'],
  summary: 'An order for the night of what an instrument is asked for: CSV or PDF',
  description:
    'For the night around `observationStartDate`, or the next one: at each moment the request of the highest ' +
    'priority that can be observed then, within its airmass and its dates, while it is darker than ' +
    'nautical twilight. The PDF lists, too, what found no place.',
  params: closed({ instrument_id: rowId('The instrument') }),
  query: closed({
    startDate: times.startDate,
    endDate: times.endDate,
    observationStartDate: Type.Optional(datetimeInput('Of which night; now unless said')),
    observationEndDate: Type.Optional(datetimeInput('Until when; dawn unless said')),
    sourceID: Type.Optional(Type.String({ maxLength: 128, description: 'Part of a name' })),
    requesters: Type.Optional(idList('Asked for by one of these users')),
    status: Type.Optional(Type.String({ maxLength: 200, description: 'Part of its status' })),
    priorityThreshold: Type.Optional(Type.Number({ description: 'Of this priority or above' })),
    output_format: Type.Optional(Type.Enum(['csv', 'pdf'], { default: 'csv' })),
  }),
  ignored: {
    query: ['includeStandards', 'standardsOnly', 'standardType', 'magnitudeRange'],
  },
  response: Type.Unknown(),
  kind: 'bytes',
});

export const getPhotometryRequest = defineRoute({
  method: 'GET',
  path: '/api/photometry_request/{id}',
  tags: ['follow-up'],
  summary: 'Have the facility asked now what became of a request',
  description:
    'It is asked by the server’s own work: what comes of it is stored with the request, which tells of it.',
  acl: 'Upload data',
  params,
  hasWorkDone: true,
  ignored: { query: ['refreshSource', 'refreshRequests'] },
  response: closed({ id: rowId('The request'), request_status: Type.String() }),
});

export const facilityCallback = defineRoute({
  method: 'POST',
  path: '/api/facility',
  tags: ['follow-up'],
  summary: 'A facility tells what became of a request',
  acl: 'Post from SEDMListener',
  body: closed({
    followup_request_id: rowId('The request'),
    new_status: Type.String({ minLength: 1, maxLength: 500 }),
  }),
  response: closed({}),
  examples: { body: { followup_request_id: 7, new_status: 'Observed' } },
});

const form = closed({
  formSchema: nullable(record),
  uiSchema: record,
  aliasLookup: Type.Record(Type.String(), Type.String()),
  methodsImplemented: Type.Record(Type.String(), Type.Boolean()),
  formSchemaForcedPhotometry: nullable(record),
  formSchemaAltdata: record,
});

export const listInstrumentForms = defineRoute({
  method: 'GET',
  path: '/api/internal/instrument_forms',
  tags: ['follow-up'],
  summary: 'The form of each instrument that can be asked, by its id',
  ignored: { query: ['apiType'] },
  response: Type.Record(Type.String(), form),
});

export const listFollowupApis = defineRoute({
  method: 'GET',
  path: '/api/internal/followup_apis',
  tags: ['follow-up'],
  summary: 'Every interface that facilities are asked through, by its name',
  response: Type.Record(Type.String(), form),
});
