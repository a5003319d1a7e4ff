import { defineRoute } from '../route.ts';
import {
  closed,
  datetime,
  datetimeInput,
  int64,
  nullable,
  objectId,
  rowId,
  Type,
} from '../schema.ts';
import { passedQuery } from './candidates.ts';
import { objFields, place } from './source-fields.ts';

export const createCandidate = defineRoute({
  method: 'POST',
  path: '/api/candidates',
  tags: ['candidates'],
  summary: 'Post that an object passed filters, as a broker does',
  description:
    'A new object needs `ra` and `dec`, and groups that the viewer may save to; of one that is there ' +
    'the fields change nothing. The same again (object, filter, `passed_at`) succeeds with the same id.',
  acl: 'Upload data',
  body: closed({
    id: objectId,
    filter_ids: Type.Array(rowId('A filter'), { minItems: 1, maxItems: 200 }),
    passed_at: datetimeInput('When it passed'),
    passing_alert_id: Type.Optional(nullable(int64('Of the alert that passed, if it has one'))),
    ra: Type.Optional(nullable(place.ra)),
    dec: Type.Optional(nullable(place.dec)),
    ...objFields,
  }),
  ignored: { body: ['offset', 'internal_key', 'healpix'] },
  response: closed({
    ids: Type.Array(int64('The candidate'), { description: 'In the order of the filters' }),
  }),
  examples: {
    body: {
      id: 'AT2026abc',
      ra: 10.5,
      dec: -3.2,
      filter_ids: [4],
      passed_at: '2026-11-22T03:14:15',
    },
  },
});

export const deleteCandidate = defineRoute({
  method: 'DELETE',
  path: '/api/candidates/{objId}/{filterId}',
  tags: ['candidates'],
  summary: 'Delete everything that an object passed of one filter',
  acl: 'Upload data',
  params: closed({ objId: objectId, filterId: rowId('The filter') }),
  response: closed({ deleted: Type.Integer() }),
});

const { startDate, endDate, groupIDs, filterIDs, savedStatus, pageNumber, numPerPage } =
  passedQuery;

export const listCandidateRows = defineRoute({
  method: 'GET',
  path: '/api/candidates_filter',
  tags: ['candidates'],
  summary: 'What passed, one row each, the oldest first',
  description:
    'For programs that look for their alerts. `totalMatches` is told with the first page.',
  query: closed({ startDate, endDate, groupIDs, filterIDs, savedStatus, pageNumber, numPerPage }),
  response: closed({
    candidates: Type.Array(
      closed({
        id: int64('The candidate'),
        obj_id: objectId,
        filter_id: rowId('The filter'),
        passed_at: datetime('When it passed'),
        passing_alert_id: nullable(int64('candid of the alert')),
        uploader_id: nullable(rowId('Who posted it; null: the broker')),
        created_at: datetime('As passed_at'),
        modified: datetime('As passed_at'),
      }),
    ),
    totalMatches: Type.Optional(Type.Integer()),
  }),
});

export const bulkDeleteCandidates = defineRoute({
  method: 'POST',
  path: '/api/candidates/bulk_delete',
  tags: ['candidates'],
  summary: 'Delete objects that passed long ago and with which nobody did anything, oldest first',
  description:
    'What was saved, listed, classified, tagged, or annotated, commented or measured by people ' +
    'stays, with its candidates. A bare list of rejected candidates keeps nothing.',
  acl: 'System admin',
  body: closed({
    maxAgeMonths: Type.Optional(Type.Integer({ minimum: 1, maximum: 1200, default: 6 })),
    batchSize: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, default: 1000 })),
    dryRun: Type.Optional(Type.Boolean({ default: false, description: 'Count them only' })),
  }),
  response: closed({
    deleted: Type.Integer({ description: 'Objects; with dryRun, how many would be' }),
    remaining: Type.Integer({ description: 'Such objects beyond these' }),
    dryRun: Type.Boolean(),
  }),
  examples: { body: { maxAgeMonths: 12, dryRun: true } },
});
