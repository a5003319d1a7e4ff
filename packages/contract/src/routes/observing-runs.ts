import { defineRoute } from '../route.ts';
import {
  clearable,
  closed,
  datetime,
  datetimeInput,
  int64,
  nullable,
  objectId,
  rowId,
  Type,
} from '../schema.ts';
import { instrumentFields } from './instrument-fields.ts';
import { ephemeris, observability } from './night-fields.ts';
import { telescope } from './telescopes.ts';

const names = Type.Optional(clearable(Type.String({ maxLength: 2000 })));
const person = closed({
  id: rowId('A user'),
  username: Type.String(),
  first_name: nullable(Type.String()),
  last_name: nullable(Type.String()),
});
const group = closed({
  id: rowId('A group'),
  name: Type.String(),
  nickname: nullable(Type.String()),
});
const loose = Type.Record(Type.String(), Type.Unknown());

export const observingRun = closed({
  id: rowId('The run'),
  instrument_id: rowId('Its instrument'),
  pi: nullable(Type.String()),
  observers: nullable(Type.String()),
  calendar_date: Type.String({
    description: 'The evening of its first night, at the telescope',
    examples: ['2026-12-01'],
  }),
  duration: Type.Integer({ description: 'How many nights' }),
  run_end_utc: datetime('Sunrise after its last night'),
  group_id: nullable(rowId('Whose it is; null: everyone’s')),
  owner_id: rowId('Who made it'),
  created_at: datetime('When it was made'),
  modified: datetime('When it was changed'),
  instrument: closed({ ...instrumentFields, telescope }),
  group: nullable(group),
  number_of_assignments: Type.Integer({ description: 'Those that the viewer sees' }),
  number_pending: Type.Integer({ description: 'Those of them that are still to be observed' }),
  can_change: Type.Boolean({ description: 'Whether the viewer may change and delete it' }),
});

const assignmentFields = {
  id: rowId('The assignment'),
  run_id: rowId('Its run'),
  obj_id: objectId,
  requester_id: rowId('Who wants it'),
  last_modified_by_id: nullable(rowId('Who changed it last')),
  priority: Type.Enum(['1', '2', '3', '4', '5'], { description: '5 comes first' }),
  status: Type.String({ examples: ['pending', 'complete', 'not observed'] }),
  marked_at: nullable(datetime('When it was observed, or given up')),
  comment: nullable(Type.String()),
  created_at: datetime('When it was made'),
  modified: datetime('When it was changed'),
  requester: person,
  rise_time_utc: Type.String({
    description: 'When it comes above 30° that night, as in SkyPortal; empty: it does not',
  }),
  set_time_utc: Type.String({ description: 'When it goes below 30°; empty: it is never above' }),
  observability: nullable(observability, { description: 'null: the telescope stands at no place' }),
};

const ofObj = closed({
  id: objectId,
  ra: Type.Number(),
  dec: Type.Number(),
  redshift: nullable(Type.Number()),
  thumbnails: Type.Array(loose),
});

export const assignment = closed({
  ...assignmentFields,
  obj: ofObj,
  accessible_group_names: Type.Array(Type.String(), {
    description: 'Groups that have saved it, as far as the viewer sees them',
  }),
  run: Type.Optional(observingRun),
});

const runParams = closed({ id: rowId('The run') });
const changed = {
  pi: names,
  observers: names,
  group_id: Type.Optional(nullable(rowId('Whose it is; null: everyone’s'))),
  duration: Type.Optional(nullable(Type.Integer({ minimum: 1, maximum: 366, default: 1 }))),
};
const calendarDate = Type.String({
  pattern: '^(19|20|21)\\d{2}-\\d{2}-\\d{2}(T00:00(:00(\\.0+)?)?Z?)?$',
  description: 'The evening of its first night, at the telescope',
});

export const listObservingRuns = defineRoute({
  method: 'GET',
  path: '/api/observing_run',
  tags: ['observing runs'],
  summary: 'Observing runs, by date',
  query: closed({
    endsAfter: Type.Optional(datetimeInput('Only those that end after that')),
    startsBefore: Type.Optional(datetimeInput('Only those whose first evening is before that')),
  }),
  response: Type.Array(observingRun),
});

export const getObservingRun = defineRoute({
  method: 'GET',
  path: '/api/observing_run/{id}',
  tags: ['observing runs'],
  summary: 'One run with its targets, by right ascension, and the night at its telescope',
  params: runParams,
  query: closed({
    night: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 366,
        description: 'Which of its nights; else that of now',
      }),
    ),
  }),
  response: closed({
    ...observingRun.properties,
    night: Type.Integer({ description: 'Which of its nights the times are of, from 1' }),
    ephemeris: nullable(ephemeris, { description: 'null: its telescope stands at no place' }),
    assignments: Type.Array(assignment),
  }),
});

export const createObservingRun = defineRoute({
  method: 'POST',
  path: '/api/observing_run',
  tags: ['observing runs'],
  summary: 'Make an observing run',
  acl: 'Manage observing runs',
  isRepeatable: true,
  body: closed({
    instrument_id: rowId('Its instrument'),
    calendar_date: calendarDate,
    ...changed,
  }),
  ignored: { body: ['id', 'owner_id', 'run_end_utc', 'group_ids'] },
  response: closed({ id: rowId('The run') }),
  examples: {
    body: {
      instrument_id: 3,
      pi: 'Hale',
      observers: 'Ada',
      calendar_date: '2026-12-01',
      group_id: 2,
    },
    response: { id: 7 },
  },
});

export const updateObservingRun = defineRoute({
  method: 'PUT',
  path: '/api/observing_run/{id}',
  tags: ['observing runs'],
  summary: 'Change a run of one’s own; what is not named stays',
  acl: 'Manage observing runs',
  params: runParams,
  body: closed({
    instrument_id: Type.Optional(rowId('Its instrument')),
    calendar_date: Type.Optional(calendarDate),
    ...changed,
  }),
  ignored: { body: ['id', 'owner_id', 'run_end_utc', 'group_ids'] },
  response: closed({}),
  examples: { body: { observers: 'Ada and Grace' } },
});

export const deleteObservingRun = defineRoute({
  method: 'DELETE',
  path: '/api/observing_run/{id}',
  tags: ['observing runs'],
  summary: 'Delete a run of one’s own of which nothing was observed and nothing is to be',
  acl: 'Manage observing runs',
  params: runParams,
  response: closed({}),
});

const status = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });

export const markNotObserved = defineRoute({
  method: 'PUT',
  path: '/api/observing_run/{id}/not_observed',
  tags: ['observing runs'],
  summary: 'Mark all targets of a run that have one status with another, e.g. those left over',
  acl: 'Upload data',
  params: runParams,
  body: closed({ current_status: status, new_status: status }),
  response: closed({ changed: Type.Integer() }),
  examples: {
    body: { current_status: 'pending', new_status: 'not observed' },
    response: { changed: 3 },
  },
});

const entry = closed({
  id: int64('The entry'),
  at: datetime('When'),
  author: nullable(Type.String({ description: 'Who; null: the server' })),
  assignment_id: nullable(rowId('Of which target; null: of the night')),
  obj_id: nullable(objectId),
  status: nullable(Type.String({ description: 'What it was marked as; null: a note' })),
  note: nullable(Type.String()),
});

export const listObservingLog = defineRoute({
  method: 'GET',
  path: '/api/observing_run/{id}/log',
  tags: ['observing runs'],
  summary: 'What happened in a run’s nights, in its order',
  params: runParams,
  response: Type.Array(entry),
});

export const addObservingLog = defineRoute({
  method: 'POST',
  path: '/api/observing_run/{id}/log',
  tags: ['observing runs'],
  summary: 'Write into the log of a run',
  acl: 'Upload data',
  isRepeatable: true,
  params: runParams,
  body: closed({
    note: Type.String({ minLength: 1, maxLength: 10_000, pattern: '\\S' }),
    assignment_id: Type.Optional(nullable(rowId('Of which target'))),
    at: Type.Optional(datetimeInput('When it was; now where it is not said, or not yet')),
  }),
  response: closed({ id: int64('The entry') }),
  examples: { body: { note: 'Clouds from the west, 1.4″.' }, response: { id: 12n } },
});

const comment = Type.Optional(nullable(Type.String({ maxLength: 10_000 })));
const priority = Type.Union(
  [Type.Integer({ minimum: 1, maximum: 5 }), Type.Enum(['1', '2', '3', '4', '5'])],
  { description: '1 to 5; 5 comes first' },
);
const assignmentParams = closed({ id: rowId('The assignment') });

export const listAssignments = defineRoute({
  method: 'GET',
  path: '/api/assignment',
  tags: ['observing runs'],
  summary: 'Assignments of objects to observing runs, the latest first',
  query: closed({
    runID: Type.Optional(rowId('Of this run')),
    objID: Type.Optional(objectId),
    status: Type.Optional(status),
  }),
  response: Type.Array(assignment),
});

export const getAssignment = defineRoute({
  method: 'GET',
  path: '/api/assignment/{id}',
  tags: ['observing runs'],
  summary: 'One assignment',
  params: assignmentParams,
  response: assignment,
});

export const createAssignment = defineRoute({
  method: 'POST',
  path: '/api/assignment',
  tags: ['observing runs'],
  summary: 'Assign an object, or many, to a run',
  description: 'With `obj_ids` those that are assigned already stay as they are.',
  acl: 'Upload data',
  isRepeatable: true,
  body: closed({
    run_id: rowId('The run'),
    obj_id: Type.Optional(objectId),
    obj_ids: Type.Optional(Type.Array(objectId, { minItems: 1, maxItems: 500 })),
    priority: Type.Optional(priority),
    status: Type.Optional(status),
    comment,
  }),
  ignored: { body: ['id', 'requester_id', 'last_modified_by_id'] },
  response: closed({
    id: Type.Optional(rowId('The assignment')),
    ids: Type.Optional(Type.Array(rowId('An assignment'))),
  }),
  examples: {
    body: { run_id: 7, obj_id: 'ZTF18aabcvnq', priority: '5', comment: 'Before it fades' },
    response: { id: 31 },
  },
});

export const updateAssignment = defineRoute({
  method: 'PUT',
  path: '/api/assignment/{id}',
  tags: ['observing runs'],
  summary: 'Change an assignment: mark it, its priority, its comment',
  acl: 'Upload data',
  params: assignmentParams,
  body: closed({
    priority: Type.Optional(priority),
    status: Type.Optional(status),
    comment,
    marked_at: Type.Optional(
      datetimeInput('When that status came about, where it is told later; never after now'),
    ),
  }),
  ignored: {
    body: ['id', 'run_id', 'obj_id', 'requester_id', 'last_modified_by_id', 'requester', 'obj'],
  },
  response: closed({}),
  examples: { body: { status: 'complete' } },
});

export const deleteAssignment = defineRoute({
  method: 'DELETE',
  path: '/api/assignment/{id}',
  tags: ['observing runs'],
  summary: 'Take an object off a run',
  acl: 'Upload data',
  params: assignmentParams,
  response: closed({}),
});
