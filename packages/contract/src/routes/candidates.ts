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
import { comment } from './comments.ts';
import { inLocalization } from './localization-fields.ts';
import { photometryPoint } from './photometry.ts';
import { spectrum } from './spectra.ts';
import { thumbnail } from './thumbnails.ts';

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
  survey: nullable(Type.String({ description: 'Of whose alerts; null: made by people' })),
  ra: Type.Number({ description: 'ICRS, degrees' }),
  dec: Type.Number({ description: 'ICRS, degrees' }),
  redshift: nullable(Type.Number()),
  tns_name: nullable(Type.String()),
  transient: Type.Boolean(),
  varstar: Type.Boolean(),
  score: nullable(Type.Number({ description: 'That it was posted with' })),
  gal_lon: Type.Number({ description: 'Galactic, degrees' }),
  gal_lat: Type.Number({ description: 'Galactic, degrees' }),
  filter_ids: Type.Array(rowId('A filter that it passed')),
  passing_group_ids: Type.Array(rowId('The group of such a filter')),
  passing_alerts: Type.Array(
    closed({
      filter_id: rowId('The filter'),
      passing_alert_id: nullable(int64('candid of the alert; null: posted without one')),
      passed_at: datetime('When it passed'),
    }),
    { description: 'The newest passing alert per filter, newest first' },
  ),
  candid: nullable(int64('candid of the newest passing alert; null: there is none')),
  programid: nullable(Type.Integer()),
  last_passed_at: datetime('When it passed last'),
  is_source: Type.Boolean({ description: 'Whether a group of the viewer has saved it' }),
  saved_groups: Type.Array(closed({ id: rowId('The group'), name: Type.String() })),
  annotations: Type.Array(
    closed({
      origin: Type.String(),
      data: Type.Record(Type.String(), Type.Unknown()),
      filter_id: nullable(rowId('The filter; null: people and programs wrote it')),
      group_ids: Type.Array(rowId('A group that sees it')),
    }),
  ),
  classifications: Type.Array(
    closed({
      id: rowId('The classification'),
      classification: Type.String(),
      taxonomy_id: rowId('The taxonomy'),
      taxname: Type.String(),
      probability: nullable(Type.Number()),
      ml: Type.Boolean({ description: 'Whether a model says so' }),
      origin: nullable(Type.String()),
      author_name: Type.String(),
      created_at: datetime('When it was said'),
    }),
    { description: 'What people and models say that it is' },
  ),
  tags: Type.Array(
    closed({
      id: rowId('The tag on this object'),
      name: Type.String(),
      color: nullable(Type.String({ examples: ['#c62828'] })),
    }),
    { description: 'Tags that the viewer sees, by name' },
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
  last_detected_at: nullable(datetime('Of these alerts')),
  last_detected_mjd: nullable(Type.Number({ description: 'UTC' })),
  last_mag: nullable(Type.Number({ description: 'AB, of the newest passing alert' })),
  last_band: nullable(Type.String({ examples: ['ztfg'] })),
  solar_system: nullable(
    closed({
      name: Type.String(),
      distance_arcsec: Type.Number(),
      mag: nullable(Type.Number({ description: 'Predicted' })),
    }),
    { description: 'A known object of the solar system near the newest passing alert' },
  ),
  lists: Type.Array(Type.String(), {
    description: 'The viewer’s lists that it is on, e.g. rejected_candidates',
  }),
  labellers: Type.Array(
    closed({
      user_id: rowId('Who scanned it'),
      username: Type.String(),
      group_id: rowId('For which group'),
      created_at: datetime('When first'),
    }),
    { description: 'Who of the viewer’s groups, himself included, scanned it' },
  ),
};

/** What is there where it is asked for. */
const included = {
  photometry: Type.Optional(Type.Array(photometryPoint)),
  comments: Type.Optional(Type.Array(comment)),
  spectra: Type.Optional(Type.Array(spectrum)),
  thumbnails: Type.Optional(Type.Array(thumbnail)),
};

export const candidate = closed({ ...candidateProperties, ...included });

const include = {
  includePhotometry: Type.Optional(Type.Boolean()),
  includeThumbnails: Type.Optional(Type.Boolean()),
  includeComments: Type.Optional(Type.Boolean()),
  includeSpectra: Type.Optional(
    Type.Boolean({ description: 'With their points; more than 500 in all are refused' }),
  ),
};

const words = (description: string) =>
  Type.Optional(
    Type.String({
      maxLength: 2000,
      pattern: '\\S',
      description: `${description}; several with commas`,
    }),
  );
const word = (description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 255, description }));
const time = (description: string) => Type.Optional(datetimeInput(description));

/** Which passings count. */
export const passedQuery = {
  startDate: time('Passed at or after'),
  endDate: time('Passed before'),
  groupIDs: Type.Optional(idList('Through filters of these groups')),
  filterIDs: Type.Optional(idList('Through these filters')),
  savedStatus: Type.Optional(Type.Enum([...savedStatuses], { default: 'all' })),
  pageNumber: Type.Optional(pageNumber),
  numPerPage: Type.Optional(pageSize(25)),
};

const annotationQuery = {
  annotationFilterList: Type.Optional(
    Type.String({
      maxLength: 10_000,
      description:
        'JSON objects with commas between them: {origin, key, value}, or {origin, key, min, max} of ' +
        'numbers; all are fulfilled. A filter’s origin is `group:filter`',
      examples: ['{"origin":"Fritz group:my filter","key":"age","min":0,"max":3}'],
    }),
  ),
  annotationExcludeOrigin: word('Without an annotation of this origin'),
  annotationExcludeOutdatedDate: time(
    'Annotations that were changed before this do not count there',
  ),
  sortByAnnotationOrigin: word('Sorted by a value of annotations of this origin'),
  sortByAnnotationKey: word('By which'),
  sortByAnnotationOrder: Type.Optional(Type.Enum(['asc', 'desc'], { default: 'asc' })),
  photometryAnnotationsFilter: words(
    'Points of photometry are annotated so: `key`, or `key: value: operator` with lt, le, eq, ne, ge, gt',
  ),
  photometryAnnotationsFilterOrigin: words('By these origins'),
  photometryAnnotationsFilterBefore: time('At or before'),
  photometryAnnotationsFilterAfter: time('At or after'),
  photometryAnnotationsFilterMinCount: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 1_000_000, default: 1 }),
  ),
};

const detectionQuery = {
  firstDetectionAfter: time(
    'First detected at or after; by the points that the viewer sees, S/N > 3',
  ),
  lastDetectionBefore: time('Last detected at or before'),
  numberDetections: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 1_000_000, description: 'Detected at least so often' }),
  ),
  excludeForcedPhotometry: Type.Optional(
    Type.Boolean({ default: false, description: 'Forced photometry is no detection' }),
  ),
  ignoreForcedPhotometry: Type.Optional(Type.Boolean({ description: 'The same' })),
  requireDetections: Type.Optional(
    Type.Boolean({ description: 'Of searches in localizations; changes nothing else' }),
  ),
  ...inLocalization,
};

export const listCandidates = defineRoute({
  method: 'GET',
  path: '/api/candidates',
  tags: ['candidates'],
  summary: 'Objects that passed filters, newest first',
  description:
    'Every condition is fulfilled as far as the viewer sees: annotations, classifications and ' +
    'photometry that are hidden from him are not looked at.',
  query: closed({
    ...passedQuery,
    classifications: words('Classified as one of these'),
    classificationsReject: words('Classified as none of these'),
    minRedshift: Type.Optional(Type.Number({ description: 'Redshift of at least this' })),
    maxRedshift: Type.Optional(Type.Number({ description: 'Redshift of at most this' })),
    listName: word('On this list of the viewer’s, e.g. favorites'),
    listNameReject: word('Not on this list of his, e.g. rejected_candidates'),
    hideClassified: Type.Optional(
      Type.Boolean({ description: 'Without those that people have classified' }),
    ),
    hideScannedByOthers: Type.Optional(
      Type.Boolean({ description: 'Without those that others of the viewer’s groups scanned' }),
    ),
    minAbsGalacticLatitude: Type.Optional(
      Type.Number({ minimum: 0, maximum: 90, description: 'Degrees from the Galactic plane' }),
    ),
    ...annotationQuery,
    ...detectionQuery,
    ...include,
    autosave: Type.Optional(Type.Boolean({ description: 'Refused where true: GET saves nothing' })),
    queryID: Type.Optional(
      Type.String({
        maxLength: 200,
        description: 'As the first page gave it: what passed since does not shift the pages',
      }),
    ),
    cursor: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 4000,
        description: 'As the page before gave it, in place of a page number',
      }),
    ),
    sortOrder: Type.Optional(Type.Enum(['desc'], { default: 'desc' })),
  }),
  ignored: {
    query: [
      'autosaveGroupIds',
      'includeAnnotations',
      'includeAlerts',
      'includeFollowupRequests',
      'totalMatches',
    ],
  },
  response: closed({
    candidates: Type.Array(candidate),
    totalMatches: Type.Integer(),
    pageNumber: Type.Integer(),
    numPerPage: Type.Integer(),
    queryID: Type.String(),
    cursor: nullable(Type.String({ description: 'For the next page; null at the end' })),
  }),
});

export const getCandidate = defineRoute({
  method: 'GET',
  path: '/api/candidates/{objId}',
  tags: ['candidates'],
  summary: 'One object that passed filters',
  description: '`includeAlerts`: `passing_alerts` has all of them, not the newest of each filter.',
  params: closed({ objId: objectId }),
  query: closed({ ...include, includeAlerts: Type.Optional(Type.Boolean()) }),
  ignored: { query: ['includeFollowupRequests'] },
  response: candidate,
});
