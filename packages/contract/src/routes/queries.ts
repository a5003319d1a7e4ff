import { defineRoute } from '../route.ts';
import { closed, datetime, int64, nullable, rowId, Type } from '../schema.ts';

const asked = closed(
  {
    query_type: Type.Enum([
      ...['find', 'aggregate', 'count_documents', 'skymap', 'cone_search', 'near'],
    ]),
    query: Type.Record(Type.String(), Type.Unknown(), {
      description:
        '`catalog`, and `filter` and `projection`, or `pipeline`: objects, or texts in the words of Python; ' +
        'beside them `skymap`, whose credible region is meant. Of `cone_search` and `near`: places and `catalogs`, ' +
        'and each document has the names of its own as `_catalog` and `_place`.',
    }),
    kwargs: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), {
        description: '`sort`, `skip`, `limit`, `max_time_ms`',
      }),
    ),
  },
  { description: 'As Kowalski’s clients ask it' },
);

const example = {
  query_type: 'find' as const,
  query: {
    catalog: 'ZTF_alerts',
    filter: { objectId: 'ZTF18aabcvnq' },
    projection: { _id: 0, candid: 1, 'candidate.jd': 1, 'candidate.magpsf': 1 },
  },
};

const format = Type.Enum(['jsonl', 'csv', 'votable', 'parquet'], { default: 'jsonl' });
const tables =
  'Lines of Extended JSON, or a table: nested fields by their dotted paths, lists as JSON.';

export const runQuery = defineRoute({
  method: 'POST',
  path: '/api/archive/queries',
  tags: ['queries'],
  summary: 'Documents of the archive: alerts, histories, catalogs, light curves',
  description:
    `${tables} It is sent while it is made, however long it is; who hangs up ends the query. The columns ` +
    'of a table are those of its first 1,000 documents; what others have beside is in `_rest`. An answer ' +
    'that breaks off in the middle is not whole. A query may take five minutes: longer ones are jobs.',
  kind: 'bytes',
  query: closed({ format: Type.Optional(format) }),
  body: asked,
  response: Type.String({ format: 'binary' }),
  examples: { body: example },
});

export const explainQuery = defineRoute({
  method: 'POST',
  path: '/api/archive/queries/explain',
  tags: ['queries'],
  summary:
    'What of a query the database does, what an index finds, and about how much is looked at',
  body: asked,
  response: closed({
    collection: Type.String(),
    pushed: Type.Array(Type.String(), { description: 'What the database does' }),
    indexes: Type.Array(Type.String(), {
      description: 'The fields by which an index finds the documents; none: all are looked at',
    }),
    residual: Type.Array(Type.String(), {
      description: 'The stages that are done afterwards, document by document',
    }),
    estimated_documents: Type.Integer({ description: 'About how many are looked at' }),
  }),
  examples: { body: example },
});

export const listQueryCollections = defineRoute({
  method: 'GET',
  path: '/api/archive/collections',
  tags: ['queries'],
  summary: 'The names of what can be asked for',
  response: Type.Array(Type.String()),
});

const savedQuery = closed({
  id: rowId('The query'),
  name: Type.String(),
  query: Type.Record(Type.String(), Type.Unknown()),
  group_id: nullable(rowId('The group whose members see it, too')),
  owner: Type.String({ description: 'Whose it is' }),
  is_own: Type.Boolean({ description: 'Whether the viewer may change it' }),
  created_at: datetime('When it was made'),
  modified: datetime('When it was changed'),
});
const savedId = closed({ id: rowId('The query') });
const queryName = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });
const savedFields = closed({
  name: queryName,
  query: asked,
  group_id: Type.Optional(nullable(rowId('A group of the viewer’s whose members see it, too'))),
});

export const listSavedQueries = defineRoute({
  method: 'GET',
  path: '/api/archive/saved_queries',
  tags: ['queries'],
  summary: 'The viewer’s queries, and those that his groups share',
  response: Type.Array(savedQuery),
});

export const getSavedQuery = defineRoute({
  method: 'GET',
  path: '/api/archive/saved_queries/{id}',
  tags: ['queries'],
  summary: 'A query that is kept',
  params: savedId,
  response: savedQuery,
});

export const saveQuery = defineRoute({
  method: 'POST',
  path: '/api/archive/saved_queries',
  tags: ['queries'],
  summary: 'Keep a query',
  body: savedFields,
  isRepeatable: true,
  response: savedQuery,
  examples: { body: { name: 'One object', query: example } },
});

export const updateSavedQuery = defineRoute({
  method: 'PUT',
  path: '/api/archive/saved_queries/{id}',
  tags: ['queries'],
  summary: 'Change a query of one’s own',
  params: savedId,
  body: savedFields,
  response: savedQuery,
  examples: { body: { name: 'One object', query: example, group_id: 7 } },
});

export const deleteSavedQuery = defineRoute({
  method: 'DELETE',
  path: '/api/archive/saved_queries/{id}',
  tags: ['queries'],
  summary: 'Forget a query of one’s own',
  params: savedId,
  response: closed({}),
});

const job = closed({
  id: int64('The job'),
  name: nullable(Type.String()),
  query: Type.Record(Type.String(), Type.Unknown()),
  state: Type.Enum(['waiting', 'running', 'done', 'failed', 'cancelled']),
  message: nullable(Type.String({ description: 'Why it failed' })),
  looked_at: Type.Integer({ description: 'Documents that were looked at' }),
  estimated_documents: nullable(Type.Integer({ description: 'About how many there are' })),
  rows: Type.Integer({ description: 'Documents of the result, so far' }),
  bytes: Type.Integer({ description: 'What the result takes, packed' }),
  columns: nullable(Type.Array(closed({ name: Type.String(), type: Type.String() }))),
  has_result: Type.Boolean({ description: 'Whether the result can be fetched' }),
  created_at: datetime('When it was asked'),
  begun_at: nullable(datetime('When it was begun')),
  ended_at: nullable(datetime('When it was over')),
  expires_at: nullable(datetime('When it is forgotten')),
});
const jobId = closed({ id: int64('The job') });

export const listQueryJobs = defineRoute({
  method: 'GET',
  path: '/api/archive/jobs',
  tags: ['queries'],
  summary: 'The viewer’s long queries, the newest first',
  response: Type.Array(job),
});

export const createQueryJob = defineRoute({
  method: 'POST',
  path: '/api/archive/jobs',
  tags: ['queries'],
  summary: 'Have a query done that nobody waits for',
  description:
    'One of a person is done at a time, with his rights, for six hours at most. Its result is kept for ' +
    'seven days, for as long as he sees all that went into it.',
  body: closed({ name: Type.Optional(nullable(queryName)), query: asked }),
  isRepeatable: true,
  response: job,
  examples: { body: { name: 'A night', query: example } },
});

export const getQueryJob = defineRoute({
  method: 'GET',
  path: '/api/archive/jobs/{id}',
  tags: ['queries'],
  summary: 'How far a long query is',
  params: jobId,
  response: job,
});

export const cancelQueryJob = defineRoute({
  method: 'POST',
  path: '/api/archive/jobs/{id}/cancel',
  tags: ['queries'],
  summary: 'End a long query that is not over',
  params: jobId,
  response: job,
});

export const deleteQueryJob = defineRoute({
  method: 'DELETE',
  path: '/api/archive/jobs/{id}',
  tags: ['queries'],
  summary: 'Forget a long query and its result; one that goes on is ended',
  params: jobId,
  response: closed({}),
});

export const getQueryResult = defineRoute({
  method: 'GET',
  path: '/api/archive/jobs/{id}/result',
  tags: ['queries'],
  summary: 'What came of a long query',
  description: `${tables} It is sent while it is read, however long it is.`,
  kind: 'bytes',
  params: jobId,
  query: closed({ format: Type.Optional(format) }),
  response: Type.String({ format: 'binary' }),
});
