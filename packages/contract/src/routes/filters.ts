import { defineRoute } from '../route.ts';
import { closed, datetime, idList, nullable, rowId, Type } from '../schema.ts';

const idParams = closed({ id: rowId('The filter') });
const fid = Type.String({ pattern: '^[0-9a-z]{6}$', examples: ['nnsun9'] });

export const filter = closed({
  id: rowId('The filter'),
  name: Type.String(),
  group_id: rowId('The group that it belongs to'),
  stream_id: rowId('The stream that it reads'),
  active: Type.Boolean({ description: 'Whether the broker runs it' }),
  active_fid: nullable(fid),
  created_at: datetime('When it was made'),
  modified: datetime('When it was changed'),
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
  params: idParams,
  response: filter,
});

export const createFilter = defineRoute({
  method: 'POST',
  path: '/api/filters',
  tags: ['filters'],
  summary: 'Make a filter of a group; it runs when it has a version',
  acl: 'Upload data',
  body: closed({
    name: Type.String({ minLength: 1, maxLength: 200 }),
    group_id: rowId('A group of the viewer'),
    stream_id: rowId('A stream of that group'),
  }),
  response: closed({ id: rowId('The filter') }),
  examples: {
    body: { name: 'Bright and young', group_id: 7, stream_id: 1 },
    response: { id: 3 },
  },
});

export const updateFilter = defineRoute({
  method: 'PATCH',
  path: '/api/filters/{id}',
  tags: ['filters'],
  summary: 'Rename a filter',
  acl: 'Upload data',
  params: idParams,
  body: closed({ name: Type.String({ minLength: 1, maxLength: 200 }) }),
  response: closed({}),
});

export const deleteFilter = defineRoute({
  method: 'DELETE',
  path: '/api/filters/{id}',
  tags: ['filters'],
  summary: 'Delete a filter, its versions and its candidates (admins of its group)',
  acl: 'Upload data',
  params: idParams,
  response: closed({}),
});

const counts = closed({
  evaluated: Type.Integer(),
  passed: Type.Integer(),
  rejected: Type.Integer(),
  failed: Type.Integer(),
});

export const filterVersions = closed({
  id: rowId('The filter'),
  name: Type.String(),
  group_id: rowId('The group that it belongs to'),
  stream_id: rowId('The stream that it reads'),
  survey: Type.String(),
  active: Type.Boolean(),
  active_fid: nullable(fid),
  fv: Type.Array(
    closed({
      fid,
      pipeline: Type.String({ description: 'JSON text, as its author wrote it' }),
      created_at: datetime('When it was saved'),
    }),
    { description: 'Newest first' },
  ),
  counts: Type.Union([counts, Type.Null()], {
    description: 'What the active version made of the last 24 hours; null before its first batch',
  }),
});

export const getFilterVersions = defineRoute({
  method: 'GET',
  path: '/api/filters/{id}/v',
  tags: ['filters'],
  summary: 'A filter with its versions',
  params: idParams,
  response: filterVersions,
});

export const createFilterVersion = defineRoute({
  method: 'POST',
  path: '/api/filters/{id}/v',
  tags: ['filters'],
  summary: 'Save a new version of a filter and make it the active one',
  description:
    'The pipeline is compiled before it is saved: `invalid_pipeline` names the place (`path`) and ' +
    'what may help (`hint`).',
  acl: 'Upload data',
  params: idParams,
  body: closed({
    pipeline: Type.Union([
      Type.String({ minLength: 1, maxLength: 200_000, description: 'JSON text' }),
      Type.Array(Type.Unknown(), { maxItems: 100, description: 'The stages' }),
    ]),
  }),
  response: filterVersions,
  examples: { body: { pipeline: [{ $match: { 'candidate.drb': { $gt: 0.9 } } }] } },
});

export const updateFilterVersions = defineRoute({
  method: 'PATCH',
  path: '/api/filters/{id}/v',
  tags: ['filters'],
  summary: 'Switch a filter on or off, or to another version',
  acl: 'Upload data',
  params: idParams,
  body: closed({ active: Type.Optional(Type.Boolean()), active_fid: Type.Optional(fid) }),
  response: filterVersions,
  examples: { body: { active: false } },
});
