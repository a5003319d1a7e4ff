import { defineRoute } from '../route.ts';
import { closed, datetime, idList, int64, nullable, rowId, type TSchema, Type } from '../schema.ts';

export const filterParams = closed({ id: rowId('The filter') });
export const fid = Type.String({ pattern: '^[0-9a-z]{6}$', examples: ['nnsun9'] });
/** A UT date, YYYYMMDD. */
export const nightName = Type.String({
  pattern: '^\\d{4}-?\\d{2}-?\\d{2}$',
  description: 'UT date',
  examples: ['20261120'],
});

export const pipeline = Type.Union(
  [
    Type.String({ minLength: 1, maxLength: 200_000, description: 'JSON text, or what is pasted' }),
    Type.Array(Type.Unknown(), { maxItems: 100, description: 'The stages' }),
  ],
  { description: 'The filter: an aggregation pipeline' },
);

const settingsObject = Type.Record(Type.String({ maxLength: 100 }), Type.Unknown());
const settings = {
  autosave: Type.Union([Type.Boolean(), settingsObject], {
    description:
      'Whether what passes is saved at once, or how: `active`, `comment`, `ignore_group_ids`, ' +
      '`pipeline`, `saver_id`',
  }),
  auto_followup: Type.Unsafe<Record<string, unknown>>({
    ...settingsObject,
    description:
      'Which observations are asked for of what passes, {} for none: `active`, `comment`, ' +
      '`pipeline`, `allocation_id`, `payload`, `target_group_ids`, `source_group_ids`, ' +
      '`ignore_allocation_ids`, `not_if_classified`, `not_if_spectra_exist`, ' +
      '`not_if_tns_classified`, `not_if_duplicates`, `not_if_assignment_exists` (each true, or a ' +
      'number of hours that it looks back), `not_if_tns_reported`, `radius`, ' +
      '`validity_days`, `priority_order`, `implements_update`',
  }),
  update_annotations: Type.Boolean({
    description: "Whether an object's annotations are brought up to date by each passing alert",
  }),
};

const summary = {
  id: rowId('The filter'),
  name: Type.String(),
  group_id: rowId('The group that it belongs to'),
  stream_id: rowId('The stream that it reads'),
  active: Type.Boolean({ description: 'Whether the broker runs it' }),
  active_fid: nullable(fid),
  ...settings,
  created_at: datetime('When it was made'),
  modified: datetime('When it was changed'),
};

export const filter = closed(summary);

const savedVersion = {
  fid,
  pipeline: Type.String({ description: 'JSON text, as its author wrote it' }),
  created_at: datetime('When it was saved'),
};

const filterDocument = closed({
  ...summary,
  filter_id: rowId('The filter'),
  catalog: Type.String({ description: "The collection of the survey's alerts" }),
  permissions: Type.Array(Type.Integer(), { description: 'The programmes that its stream gives' }),
  fv: Type.Array(closed(savedVersion), { description: 'Newest first' }),
  last_modified: datetime('When it was changed'),
});

export const listFilters = defineRoute({
  method: 'GET',
  path: '/api/filters',
  tags: ['filters'],
  summary: 'The filters that the viewer may see',
  query: closed({ groupIDs: Type.Optional(idList('Only those of these groups')) }),
  response: Type.Array(filter),
});

export const getFilter = defineRoute({
  method: 'GET',
  path: '/api/filters/{id}',
  tags: ['filters'],
  summary: 'One filter',
  description: "SkyPortal's filter and Kowalski's in one.",
  params: filterParams,
  response: filterDocument,
});

const optional = <T extends TSchema>(schema: T) => Type.Optional(schema);
const name = Type.String({ minLength: 1, maxLength: 200 });
const versionFields = {
  changelog: optional(Type.String({ maxLength: 500, description: 'One line: what is new' })),
  insist: optional(
    Type.Boolean({
      description: 'Save it although it passes, or fails on, more than 5 % of the reference night',
    }),
  ),
};
const changes = {
  active: optional(Type.Boolean()),
  autosave: optional(settings.autosave),
  auto_followup: optional(settings.auto_followup),
  update_annotations: optional(settings.update_annotations),
};

const pipelineWarning = closed({
  code: Type.Enum(['type_mismatch', 'not_supplied']),
  path: Type.String({ description: 'Where it stands in the pipeline' }),
  message: Type.String({ description: 'What it is, the hint included' }),
  hint: nullable(Type.String({ description: 'What to write instead, where that is known' })),
});

const warnings = optional(
  Type.Array(pipelineWarning, {
    description: 'What is allowed in the active version and cannot be meant',
  }),
);

export const createFilter = defineRoute({
  method: 'POST',
  path: '/api/filters',
  tags: ['filters'],
  summary: 'Make a filter of a group; it runs when it has a version',
  description:
    'With `filter_id` it is Kowalski’s operation: a new version of that filter, which becomes the ' +
    'active one; with it `name`, `active` and the settings are changed, all or nothing. `catalog` ' +
    "and `permissions` follow the filter's stream: others are refused.",
  acl: 'Upload data',
  body: closed({
    name: optional(name),
    group_id: rowId('A group of the viewer'),
    stream_id: optional(rowId('A stream of that group')),
    filter_id: optional(rowId('A filter of that group, for a new version')),
    catalog: optional(Type.String({ maxLength: 100 })),
    permissions: optional(Type.Array(Type.Integer(), { maxItems: 100 })),
    pipeline: optional(pipeline),
    ...versionFields,
    ...changes,
  }),
  response: closed({
    id: rowId('The filter'),
    fid: optional(fid),
    pipeline: optional(Type.String()),
    created_at: optional(datetime('When the version was saved')),
    warnings,
  }),
  examples: {
    body: { name: 'Bright and young', group_id: 7, stream_id: 1 },
    response: { id: 3 },
  },
});

export const updateFilter = defineRoute({
  method: 'PATCH',
  path: '/api/filters/{id}',
  tags: ['filters'],
  summary: 'Rename a filter, or change its settings',
  acl: 'Upload data',
  params: filterParams,
  body: closed({ name: optional(name), active_fid: optional(fid), ...changes }),
  response: closed({}),
  examples: { body: { name: 'Bright and very young' }, response: {} },
});

export const updateFilterById = defineRoute({
  method: 'PATCH',
  path: '/api/filters',
  tags: ['filters'],
  summary: "Change a filter's version or settings, as Kowalski's clients do",
  acl: 'Upload data',
  body: closed({ filter_id: rowId('The filter'), active_fid: optional(fid), ...changes }),
  response: filterDocument,
  examples: { body: { filter_id: 3, active: false } },
});

export const deleteFilter = defineRoute({
  method: 'DELETE',
  path: '/api/filters/{id}',
  tags: ['filters'],
  summary: 'Delete a filter, its versions and its candidates (admins of its group)',
  acl: 'Upload data',
  params: filterParams,
  response: closed({}),
});

const counts = closed({
  evaluated: Type.Integer(),
  passed: Type.Integer(),
  rejected: Type.Integer(),
  failed: Type.Integer(),
  autosaved: Type.Integer({ description: 'Objects that it saved by its setting `autosave`' }),
  us_mean: Type.Number({ minimum: 0, description: 'Microseconds per evaluation' }),
  us_max: Type.Number({ minimum: 0, description: 'Of the longest' }),
  steps_mean: Type.Number({
    minimum: 0,
    description: 'Elements gone through and comparisons, per evaluation: the same on any machine',
  }),
  steps_max: Type.Number({ minimum: 0, description: 'Of the dearest' }),
  steps_budget: Type.Integer({ description: 'An evaluation that needs more steps fails' }),
  failures: Type.Array(
    closed({
      message: Type.String(),
      candid: nullable(int64('The first alert that it came up on')),
      batches: Type.Integer({ description: 'In how many batches it was the first failure' }),
    }),
    {
      description:
        'The last reasons for failures, on alerts of programmes that the viewer sees; the newest first',
    },
  ),
});

/** Why it is that night. */
export const nightSearch = Type.Enum(['named', 'found', 'none', 'timed_out'], {
  description:
    'Why it is this night: it was named; it is the last one that tells something; or a simulated ' +
    'one, because there is `none` with enough alerts, or none was found in time',
});

const reference = closed({
  night: nullable(nightName, { description: 'null: a simulated one' }),
  search: optional(nightSearch),
  alerts: Type.Integer({ description: 'Alerts of the night that the filter may see' }),
  evaluated: Type.Integer({ description: 'Fewer where time ran out: a random sample' }),
  passed: Type.Integer(),
  failed: Type.Integer(),
  us_per_alert: Type.Number({ description: 'Microseconds' }),
  insisted: Type.Boolean({ description: 'Whether its author insisted' }),
});

export const filterVersions = closed({
  id: rowId('The filter'),
  name: Type.String(),
  group_id: rowId('The group that it belongs to'),
  stream_id: rowId('The stream that it reads'),
  survey: Type.String(),
  permissions: Type.Array(Type.Integer(), { description: 'The programmes that its stream gives' }),
  active: Type.Boolean(),
  active_fid: nullable(fid),
  ...settings,
  followup_by: nullable(
    Type.String({ description: 'With whose rights it asks for observations; null: for none' }),
  ),
  fv: Type.Array(
    closed({
      ...savedVersion,
      author: nullable(Type.String({ description: 'Username' })),
      changelog: Type.String({ description: 'One line of its author’s' }),
      reference: nullable(reference, {
        description: 'What it made of the reference night before it was saved',
      }),
    }),
    { description: 'Newest first' },
  ),
  counts: Type.Union([counts, Type.Null()], {
    description: 'What the active version made of the last 24 hours; null before its first batch',
  }),
  warnings,
});

export const getFilterVersions = defineRoute({
  method: 'GET',
  path: '/api/filters/{id}/v',
  tags: ['filters'],
  summary: 'A filter with its versions',
  params: filterParams,
  response: filterVersions,
});

export const createFilterVersion = defineRoute({
  method: 'POST',
  path: '/api/filters/{id}/v',
  tags: ['filters'],
  summary: 'Save a new version of a filter and make it the active one',
  description:
    'The pipeline is compiled before it is saved: `invalid_pipeline` names the place (`path`) and ' +
    'what may help (`hint`). Then it is run over the reference night, the last one in the archive ' +
    'with enough alerts that it may see, or a simulated one (`night` is null): a version that ' +
    'passes more than 5 % is refused (`passes_too_much`, with the counts), unless `insist` is set.' +
    ' With `Accept: application/x-ndjson` the answer is lines of JSON: `{progress: {done, total}}`' +
    ' as the run goes on, and at the end the envelope.',
  acl: 'Upload data',
  params: filterParams,
  body: closed({ pipeline, ...versionFields }),
  response: filterVersions,
  examples: {
    body: {
      pipeline: [{ $match: { 'candidate.drb': { $gt: 0.9 } } }],
      changelog: 'Ask for a better score',
    },
  },
});

export const updateFilterVersions = defineRoute({
  method: 'PATCH',
  path: '/api/filters/{id}/v',
  tags: ['filters'],
  summary: 'Switch a filter on or off, to another version, or change its settings',
  acl: 'Upload data',
  params: filterParams,
  body: closed({ active_fid: optional(fid), ...changes }),
  response: filterVersions,
  examples: { body: { active: false } },
});
