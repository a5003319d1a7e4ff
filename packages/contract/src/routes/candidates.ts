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
import { photometryPoint } from './photometry.ts';

/** Which objects a scan shows, by what was saved. The names are SkyPortal's. */
export const savedStatuses = [
  'all',
  'savedToAllSelected',
  'savedToAnySelected',
  'savedToAnyAccessible',
  'notSavedToAnyAccessible',
  'notSavedToAnySelected',
  'notSavedToAllSelected',
] as const;

export type SavedStatus = (typeof savedStatuses)[number];

const candidateProperties = {
  id: objectId,
  survey: Type.String(),
  ra: Type.Number({ description: 'ICRS, degrees' }),
  dec: Type.Number({ description: 'ICRS, degrees' }),
  filter_ids: Type.Array(rowId('A filter that it passed')),
  passing_alerts: Type.Array(
    closed({
      filter_id: rowId('The filter'),
      passing_alert_id: int64('candid of the alert'),
      passed_at: datetime('When it passed'),
    }),
    { description: 'The newest passing alert per filter, newest first' },
  ),
  candid: int64('candid of the newest passing alert'),
  programid: nullable(Type.Integer()),
  last_passed_at: datetime('When it passed last'),
  is_source: Type.Boolean({ description: 'Whether a group of the viewer has saved it' }),
  saved_groups: Type.Array(closed({ id: rowId('The group'), name: Type.String() })),
  annotations: Type.Array(
    closed({
      origin: Type.String(),
      data: Type.Record(Type.String(), Type.Unknown()),
      filter_id: rowId('The filter'),
      group_ids: Type.Array(rowId('The group')),
    }),
  ),
  scores: closed({ drb: nullable(Type.Number()), rb: nullable(Type.Number()) }),
  classifiers: Type.Array(
    closed({
      name: Type.String({ description: 'As filters read it in classifications' }),
      version: Type.String(),
      state: Type.Enum(['scored', 'failed', 'not_computed'], {
        description:
          'not_computed: no filter has asked for it yet, it is there by morning; failed: it cannot be made',
      }),
      score: nullable(Type.Number()),
      reason: nullable(Type.String({ description: 'Why it cannot be made' })),
    }),
    { description: 'The models in force when the newest passing alert came, by name' },
  ),
  explanations: Type.Array(
    closed({
      filter_id: rowId('The filter'),
      url: Type.String({ description: 'POST there to be told stage by stage why it passed' }),
    }),
  ),
  detections: Type.Integer({ description: 'How many alerts of it the viewer may see' }),
  last_detected_mjd: nullable(Type.Number({ description: 'UTC' })),
  last_mag: nullable(Type.Number({ description: 'AB, of the newest passing alert' })),
  last_band: nullable(Type.String({ examples: ['ztfg'] })),
};

export const candidate = closed(candidateProperties);

export const listCandidates = defineRoute({
  method: 'GET',
  path: '/api/candidates',
  tags: ['candidates'],
  summary: 'Objects that passed filters, newest first',
  query: closed({
    startDate: Type.Optional(datetimeInput('Passed at or after')),
    endDate: Type.Optional(datetimeInput('Passed before')),
    groupIDs: Type.Optional(idList('Through filters of these groups')),
    filterIDs: Type.Optional(idList('Through these filters')),
    savedStatus: Type.Optional(Type.Enum([...savedStatuses], { default: 'all' })),
    pageNumber: Type.Optional(pageNumber),
    numPerPage: Type.Optional(pageSize(25)),
    sortOrder: Type.Optional(Type.Enum(['desc'], { default: 'desc' })),
  }),
  ignored: {
    query: [
      'autosave',
      'queryID',
      'includeAnnotations',
      'includeThumbnails',
      'includePhotometry',
      'includeSpectra',
      'includeComments',
    ],
  },
  response: closed({
    candidates: Type.Array(candidate),
    totalMatches: Type.Integer(),
    pageNumber: Type.Integer(),
    numPerPage: Type.Integer(),
  }),
});

export const getCandidate = defineRoute({
  method: 'GET',
  path: '/api/candidates/{objId}',
  tags: ['candidates'],
  summary: 'One object that passed filters',
  params: closed({ objId: objectId }),
  query: closed({ includePhotometry: Type.Optional(Type.Boolean()) }),
  ignored: { query: ['includeComments', 'includeAlerts', 'includeSpectra', 'includeThumbnails'] },
  response: closed({
    ...candidateProperties,
    photometry: Type.Optional(Type.Array(photometryPoint)),
  }),
});
