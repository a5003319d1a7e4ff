import { defineRoute } from '../route.ts';
import { closed, datetime, nullable, objectId, pageNumber, pageSize, Type } from '../schema.ts';

const number = nullable(Type.Number());
const text = nullable(Type.String());
const perFilter = Type.Record(Type.String(), number);
const counts = Type.Record(Type.String(), Type.Integer());

const photStat = closed({
  id: Type.Integer({ description: 'Always 0: nothing is stored' }),
  obj_id: objectId,
  last_update: datetime('When it was computed: now'),
  last_full_update: datetime('The same'),
  last_phot_add_time: nullable(datetime('When the newest point came')),
  num_obs_global: Type.Integer(),
  num_obs_per_filter: counts,
  num_det_global: Type.Integer({ description: 'Above 3 sigma' }),
  num_det_no_forced_phot_global: Type.Integer(),
  num_det_per_filter: counts,
  first_detected_mjd: number,
  first_detected_mag: number,
  first_detected_filter: text,
  last_detected_mjd: number,
  last_detected_mag: number,
  last_detected_filter: text,
  first_detected_no_forced_phot_mjd: number,
  first_detected_no_forced_phot_mag: number,
  first_detected_no_forced_phot_filter: text,
  last_detected_no_forced_phot_mjd: number,
  last_detected_no_forced_phot_mag: number,
  last_detected_no_forced_phot_filter: text,
  recent_obs_mjd: number,
  predetection_mjds: Type.Array(Type.Number()),
  last_non_detection_mjd: nullable(
    Type.Number({ description: 'The last before the first detection' }),
  ),
  time_to_non_detection: nullable(Type.Number({ description: 'Days' })),
  mean_mag_global: number,
  mean_mag_per_filter: perFilter,
  mean_color: Type.Record(Type.String(), Type.Number(), { description: 'Of mean magnitudes' }),
  peak_mjd_global: number,
  peak_mjd_per_filter: perFilter,
  peak_mag_global: number,
  peak_mag_per_filter: perFilter,
  faintest_mag_global: number,
  faintest_mag_per_filter: perFilter,
  deepest_limit_global: number,
  deepest_limit_per_filter: perFilter,
  rise_rate: nullable(Type.Number({ description: 'Magnitudes per day, positive: it brightens' })),
  decay_rate: nullable(Type.Number({ description: 'Magnitudes per day, negative: it fades' })),
  mag_rms_global: number,
  mag_rms_per_filter: perFilter,
});

const params = closed({ id: objectId });
const tags = ['photometry'];

export const getPhotStat = defineRoute({
  method: 'GET',
  path: '/api/sources/{id}/phot_stat',
  tags,
  summary: 'Statistics of the light curve of an object, of the points that the viewer may see',
  description: 'Computed for each viewer, AB: nothing of hidden points is in them.',
  params,
  response: photStat,
});

const unchanged =
  'Statistics are computed when they are asked for, from what the viewer sees: there is nothing to ' +
  'make, bring up to date, or delete. For clients that do.';

export const makePhotStat = defineRoute({
  method: 'POST',
  path: '/api/sources/{id}/phot_stat',
  tags,
  summary: 'The statistics of an object, as GET gives them',
  description: unchanged,
  acl: 'System admin',
  params,
  response: photStat,
});

export const updatePhotStat = defineRoute({
  method: 'PUT',
  path: '/api/sources/{id}/phot_stat',
  tags,
  summary: 'The statistics of an object, as GET gives them',
  description: unchanged,
  acl: 'System admin',
  params,
  response: photStat,
});

export const deletePhotStat = defineRoute({
  method: 'DELETE',
  path: '/api/sources/{id}/phot_stat',
  tags,
  summary: 'Changes nothing',
  description: unchanged,
  acl: 'System admin',
  params,
  response: Type.Null(),
});

const day = Type.Optional(Type.String({ maxLength: 40, description: 'ISO 8601, UTC' }));
const updateTimes = [
  'quickUpdateStartTime',
  'quickUpdateEndTime',
  'fullUpdateStartTime',
  'fullUpdateEndTime',
];

export const countPhotStats = defineRoute({
  method: 'GET',
  path: '/api/phot_stats',
  tags,
  summary: 'How many of the objects that the viewer sees have photometry that he sees',
  query: closed({ createdAtStartTime: day, createdAtEndTime: day }),
  ignored: { query: updateTimes },
  response: closed({
    totalWithPhotStats: Type.Integer(),
    totalWithoutPhotStats: Type.Integer(),
  }),
});

const batch = {
  path: '/api/phot_stats',
  tags,
  description: unchanged,
  acl: 'System admin' as const,
  query: closed({
    createdAtStartTime: day,
    createdAtEndTime: day,
    pageNumber: Type.Optional(pageNumber),
    numPerPage: Type.Optional(pageSize(100)),
  }),
  ignored: { query: [...updateTimes, 'fullUpdate'] },
  response: closed({
    totalMatches: Type.Integer(),
    pageNumber: Type.Integer(),
    numPerPage: Type.Integer(),
  }),
};

export const makePhotStats = defineRoute({
  ...batch,
  method: 'POST',
  summary: 'How many objects have no statistics, since they have no photometry',
});

export const updatePhotStats = defineRoute({
  ...batch,
  method: 'PATCH',
  summary: 'How many objects have statistics',
});

const field = Type.Optional(Type.String({ maxLength: 60 }));

export const aggregatePhotStats = defineRoute({
  method: 'GET',
  path: '/api/phot_stats/aggregate',
  tags,
  summary: 'Statistics of many objects, to be plotted against each other',
  description:
    'Without xField and yField the fields alone. Of the objects on lists that the viewer sees, on ' +
    'one group’s list, or of those that are named.',
  query: closed({
    xField: field,
    yField: field,
    zField: field,
    group_id: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647 })),
    obj_ids: Type.Optional(Type.String({ maxLength: 100_000, description: 'Names, with commas' })),
    classifications: Type.Optional(
      Type.String({ maxLength: 2000, description: 'Of one of these classes, with commas' }),
    ),
    classificationProbThreshold: Type.Optional(
      Type.Number({ minimum: 0, maximum: 1, description: 'Said with at least this probability' }),
    ),
    minRedshift: Type.Optional(Type.Number()),
    maxRedshift: Type.Optional(Type.Number()),
    maxMatches: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, default: 20_000 })),
  }),
  response: closed({
    fields: Type.Array(closed({ value: Type.String(), label: Type.String() })),
    points: Type.Array(
      closed({
        id: objectId,
        ra: number,
        dec: number,
        redshift: number,
        classification: text,
        first_detected_mjd: number,
        peak_mjd: number,
        tns_discovery_date: text,
        x: number,
        y: number,
        z: Type.Optional(number),
      }),
    ),
    count: Type.Integer(),
    truncated: Type.Boolean(),
  }),
});
