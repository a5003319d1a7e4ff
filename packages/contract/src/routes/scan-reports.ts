import { defineRoute } from '../route.ts';
import {
  clearable,
  closed,
  datetime,
  datetimeInput,
  nullable,
  objectId,
  pageNumber,
  pageSize,
  rowId,
  Type,
} from '../schema.ts';
import { group } from './groups.ts';

const tags = ['candidates'];
const bound = (description: string) => Type.Optional(nullable(datetimeInput(description)));

const passedRange = closed({
  start_date: bound('From when'),
  end_date: bound('Until when'),
});
const savedRange = closed({
  start_saved_date: bound('From when'),
  end_saved_date: bound('Until when'),
});

const options = closed({
  passed_filters_range: passedRange,
  saved_candidates_range: savedRange,
  include_rejected: Type.Optional(
    Type.Boolean({ description: 'Whether what the author rejected is in it' }),
  ),
});

const reportParams = closed({ id: rowId('The report') });

const report = closed({
  id: rowId('The report'),
  author_id: rowId('Who made it'),
  author: Type.String({ description: 'His username' }),
  groups: Type.Array(group, { description: 'Whose it is, as far as the viewer knows of them' }),
  options,
  created_at: datetime('When it was made'),
  modified: datetime('The same'),
  num_items: Type.Integer({ description: 'Of its objects, those that the viewer sees' }),
  can_delete: Type.Boolean(),
});

export const createScanReport = defineRoute({
  method: 'POST',
  path: '/api/candidates/scan_reports',
  tags,
  summary: 'Make a report of what groups saved of the candidates of a time',
  description:
    'For the members of these groups, of all of which the viewer is one. Where nothing was saved there ' +
    'is no report (409 `nothing_saved`).',
  acl: 'Comment',
  body: closed({
    group_ids: Type.Array(rowId('A group'), { minItems: 1, maxItems: 200 }),
    ...options.properties,
  }),
  isRepeatable: true,
  response: closed({ id: rowId('The report'), num_items: Type.Integer() }),
  examples: {
    body: {
      group_ids: [7],
      passed_filters_range: { start_date: '2026-11-21T20:00:00', end_date: '2026-11-22T16:00:00' },
      saved_candidates_range: { start_saved_date: '2026-11-21T20:00:00' },
    },
    response: { id: 4, num_items: 12 },
  },
});

export const listScanReports = defineRoute({
  method: 'GET',
  path: '/api/candidates/scan_reports',
  tags,
  summary: "Reports of scanning, of the viewer's groups, newest first",
  query: closed({
    page: Type.Optional(pageNumber),
    pageNumber: Type.Optional(pageNumber),
    numPerPage: Type.Optional(pageSize(10)),
  }),
  response: closed({
    reports: Type.Array(report),
    totalMatches: Type.Integer(),
    pageNumber: Type.Integer(),
    numPerPage: Type.Integer(),
  }),
});

export const deleteScanReport = defineRoute({
  method: 'DELETE',
  path: '/api/candidates/scan_reports/{id}',
  tags,
  summary: 'Delete a report: its author, and admins of its groups',
  acl: 'Comment',
  params: reportParams,
  response: closed({}),
});

const missing = (description: string) => Type.Null({ description });

const item = closed({
  id: rowId('The item'),
  scan_report_id: rowId('The report'),
  obj_id: objectId,
  created_at: datetime('When the report was made'),
  modified: datetime('When the comment was changed'),
  data: closed({
    decision: Type.Enum(['saved', 'rejected']),
    comment: nullable(
      Type.String({ description: 'Until somebody writes one, the author’s last on the object' }),
    ),
    tns_name: nullable(Type.String()),
    host_redshift: nullable(Type.Number()),
    current_filter: nullable(Type.String({ description: 'Of the last detection then' })),
    current_mag: nullable(Type.Number({ description: 'AB, of the last detection then' })),
    abs_mag: nullable(Type.Number({ description: 'The same, by the redshift' })),
    current_age: nullable(Type.Number({ description: 'Since the first detection, days' })),
    classifications: nullable(
      Type.Array(
        closed({
          classification: Type.String(),
          probability: nullable(Type.Number()),
          ml: Type.Boolean(),
        }),
      ),
    ),
    saved_info: nullable(
      Type.Array(
        closed({
          saved_at: datetime('When'),
          saved_by: nullable(Type.String({ description: 'null: a filter' })),
          group: Type.String(),
        }),
        { description: "Of the viewer's groups" },
      ),
    ),
    followups: missing('There is no follow-up here yet'),
    assignments: missing('There are no observing runs here yet'),
  }),
});

export const listScanReportItems = defineRoute({
  method: 'GET',
  path: '/api/candidates/scan_reports/{id}/items',
  tags,
  summary: 'The objects of a report, with what the viewer sees of them as of when it was made',
  params: reportParams,
  response: Type.Array(item),
});

export const updateScanReportItem = defineRoute({
  method: 'PATCH',
  path: '/api/candidates/scan_reports/{id}/items/{item_id}',
  tags,
  summary: 'Say something of an object in a report',
  acl: 'Comment',
  params: closed({ id: rowId('The report'), item_id: rowId('The item') }),
  body: closed({ comment: clearable(Type.String({ maxLength: 10_000 })) }),
  response: closed({}),
  examples: { body: { comment: 'Triggered on the P60' } },
});
