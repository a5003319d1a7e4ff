import {
  type ClassificationWish,
  findObj,
  listStatPoints,
  type PhotSummary,
  summarizePhotometry,
  type ViewerTx,
} from '@fritz/archive';
import { naiveUtc, type routes, type Static } from '@fritz/contract';
import { InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import { demandGroup } from '../groups/groups.service.ts';
import { statisticsOf } from './phot-stat.ts';

type PhotStat = Static<typeof routes.getPhotStat.response>;
type Query = Static<typeof routes.aggregatePhotStats.query>;
type Aggregate = Static<typeof routes.aggregatePhotStats.response>;

/** The statistics of what the viewer sees of an object's light curve. */
export async function loadPhotStat(tx: ViewerTx, objId: string, now: Date): Promise<PhotStat> {
  if ((await findObj(tx, objId)) === null) throw new NotFoundError('source');
  const points = await listStatPoints(tx, objId);
  const newest = Math.max(...points.map((point) => point.created_at.getTime()));
  return {
    id: 0,
    obj_id: objId,
    last_update: naiveUtc(now),
    last_full_update: naiveUtc(now),
    last_phot_add_time: points.length === 0 ? null : naiveUtc(new Date(newest)),
    ...statisticsOf(points),
  };
}

type Value = (summary: PhotSummary) => number | null;

const brightening = (from: number | null, to: number | null, days: number | null) =>
  from === null || to === null || days === null || days <= 0 ? null : (from - to) / days;
const between = (to: number | null, from: number | null) =>
  to === null || from === null ? null : to - from;

/** What can be plotted: label and value. */
const fields: Readonly<Record<string, readonly [label: string, value: Value]>> = {
  num_obs_global: ['Observations', (s) => s.num_obs_global],
  num_det_global: ['Detections', (s) => s.num_det_global],
  first_detected_mjd: ['First detection (MJD)', (s) => s.first_detected_mjd],
  first_detected_mag: ['Magnitude of the first detection', (s) => s.first_detected_mag],
  last_detected_mjd: ['Last detection (MJD)', (s) => s.last_detected_mjd],
  last_detected_mag: ['Magnitude of the last detection', (s) => s.last_detected_mag],
  recent_obs_mjd: ['Last observation (MJD)', (s) => s.recent_obs_mjd],
  last_non_detection_mjd: ['Last non-detection (MJD)', (s) => s.last_non_detection_mjd],
  time_to_non_detection: [
    'Days from the last non-detection to the first detection',
    (s) => between(s.first_detected_mjd, s.last_non_detection_mjd),
  ],
  peak_mjd_global: ['Peak (MJD)', (s) => s.peak_mjd_global],
  peak_mag_global: ['Peak magnitude', (s) => s.peak_mag_global],
  faintest_mag_global: ['Faintest magnitude', (s) => s.faintest_mag_global],
  mean_mag_global: ['Mean magnitude', (s) => s.mean_mag_global],
  mag_rms_global: ['Scatter of magnitudes', (s) => s.mag_rms_global],
  rise_rate: [
    'Rise (mag/day)',
    (s) =>
      brightening(
        s.first_detected_mag,
        s.peak_mag_global,
        between(s.peak_mjd_global, s.first_detected_mjd),
      ),
  ],
  decay_rate: [
    'Decay (mag/day)',
    (s) =>
      brightening(
        s.peak_mag_global,
        s.last_detected_mag,
        between(s.last_detected_mjd, s.peak_mjd_global),
      ),
  ],
};

const fieldList = Object.entries(fields).map(([value, [label]]) => ({ value, label }));

/** Statistics of many objects, each of them of what the viewer sees. */
export async function aggregate(tx: ViewerTx, query: Query): Promise<Aggregate> {
  if (query.xField === undefined && query.yField === undefined) {
    return { fields: fieldList, points: [], count: 0, truncated: false };
  }
  const [x, y, z] = [
    demandField('xField', query.xField),
    demandField('yField', query.yField),
    query.zField === undefined ? null : demandField('zField', query.zField),
  ];
  if (query.group_id !== undefined) await demandGroup(tx, query.group_id);
  const limit = query.maxMatches ?? 20_000;
  const found = await summarizePhotometry(tx, {
    objIds: query.obj_ids === undefined ? null : query.obj_ids.split(',').filter(Boolean),
    groupId: query.group_id ?? null,
    classes: readClasses(query),
    redshift: { from: query.minRedshift ?? null, to: query.maxRedshift ?? null },
    limit: limit + 1,
  });
  const points = found.slice(0, limit).map((summary) => ({
    id: summary.obj_id,
    ra: summary.ra,
    dec: summary.dec,
    redshift: summary.redshift,
    classification: summary.classification,
    first_detected_mjd: summary.first_detected_mjd,
    peak_mjd: summary.peak_mjd_global,
    tns_discovery_date: summary.tns_discovery_date,
    x: x(summary),
    y: y(summary),
    ...(z === null ? {} : { z: z(summary) }),
  }));
  return { fields: fieldList, points, count: points.length, truncated: found.length > limit };
}

/** Names of classes, of whatever taxonomy. */
function readClasses(query: Query): ClassificationWish | null {
  const { classifications, classificationProbThreshold: least } = query;
  const names = (classifications ?? '').split(',').map((name) => name.trim());
  const any = names.filter(Boolean).map((name) => ({ class: name, taxonomy: null }));
  if (any.length === 0) return null;
  return { any, ...(least === undefined ? {} : { minProbability: least }) };
}

function demandField(parameter: string, name: string | undefined): Value {
  const found = name !== undefined && Object.hasOwn(fields, name) ? fields[name] : undefined;
  if (found !== undefined) return found[1];
  const message =
    name === undefined
      ? 'is missing'
      : `is none of the fields, which a request without fields lists`;
  throw new InvalidRequestError([{ in: 'query', field: parameter, message }]);
}
