import type { SeriesCondition, SeriesSearch } from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';
import { dateToMjd } from '@fritz/sky';
import { readUtc } from '../../http/fields.ts';

type Query = Static<typeof routes.listPhotometricSeries.query>;
type Name = keyof Query;

const ofSummary = (name: string) => `(s.summary ->> '${name}')::float8`;

const equal: Partial<Record<Name, string>> = {
  seriesName: 's.series_name',
  seriesObjID: 's.series_obj_id',
  filter: 's.band',
  channel: 's.channel',
  origin: 's.origin',
  instrumentID: 's.instrument_id',
  ownerID: 's.owner_id',
  expTime: 's.exptime_s',
  hash: 's.hash',
};

/** Parameters that bound a value from below, or from above. */
function bounds(robust: boolean): readonly (readonly [Name, string, '>=' | '<='])[] {
  const mag = ofSummary(robust ? 'robust_mag' : 'mean_mag');
  const rms = ofSummary(robust ? 'robust_rms' : 'rms_mag');
  return [
    ['minExpTime', 's.exptime_s', '>='],
    ['maxExpTime', 's.exptime_s', '<='],
    ['minFrameRate', ofSummary('frame_rate'), '>='],
    ['maxFrameRate', ofSummary('frame_rate'), '<='],
    ['minNumExposures', 's.num_exp', '>='],
    ['maxNumExposures', 's.num_exp', '<='],
    ['magBrighterThan', mag, '<='],
    ['magFainterThan', mag, '>='],
    ['limitingMagBrighterThan', 's.limiting_mag', '<='],
    ['limitingMagFainterThan', 's.limiting_mag', '>='],
    ['minRMS', rms, '>='],
    ['maxRMS', rms, '<='],
    ['minMedianSNR', ofSummary('median_snr'), '>='],
    ['maxMedianSNR', ofSummary('median_snr'), '<='],
    ['minBestSNR', ofSummary('best_snr'), '>='],
    ['maxBestSNR', ofSummary('best_snr'), '<='],
    ['minWorstSNR', ofSummary('worst_snr'), '>='],
    ['maxWorstSNR', ofSummary('worst_snr'), '<='],
  ];
}

const times: readonly (readonly [Name, string, '>=' | '<='])[] = [
  ['startAfter', 's.mjd_first', '>='],
  ['startBefore', 's.mjd_first', '<='],
  ['midAfter', ofSummary('mjd_mid'), '>='],
  ['midBefore', ofSummary('mjd_mid'), '<='],
  ['endAfter', 's.mjd_last', '>='],
  ['endBefore', 's.mjd_last', '<='],
];

/** A search in the archive's words. */
export function searchOf(query: Query): SeriesSearch {
  const { pageNumber = 1, numPerPage = 100 } = query;
  return {
    conditions: conditionsOf(query),
    sortBy: query.sortBy ?? 'obj_id',
    descends: query.sortOrder === 'desc',
    limit: numPerPage,
    offset: (pageNumber - 1) * numPerPage,
    withData: query.dataFormat === 'json',
  };
}

function conditionsOf(query: Query): SeriesCondition[] {
  const conditions: SeriesCondition[] = [];
  const add = (sql: string, value: unknown) => {
    if (value !== undefined) conditions.push({ sql, value });
  };
  for (const [name, column] of Object.entries(equal))
    add(`${column} = ?`, Reflect.get(query, name));
  for (const [name, sql, sign] of bounds(query.useRobustMagAndRMS ?? false)) {
    add(`${sql} ${sign} ?::float8`, query[name]);
  }
  for (const [name, sql, sign] of times) {
    const text = query[name];
    if (typeof text === 'string')
      add(`${sql} ${sign} ?::float8`, dateToMjd(readUtc('query', name, text)));
  }
  add('strpos(s.obj_id, ?) > 0', query.objectID);
  add('s.obj_id <> ALL (?::text[])', query.rejectedObjectID?.split(','));
  add("(s.summary -> 'is_detected')::boolean = ?", query.detected);
  add('(s.limiting_mag IS NULL) = ?', query.limitingMagIsNaN);
  addCone(query, add);
  return conditions;
}

/** Haversine formula, in degrees (Sinnott 1984, Sky and Telescope 68, 159). */
function addCone({ ra, dec, radius }: Query, add: (sql: string, value: unknown) => void): void {
  if (ra === undefined || dec === undefined || radius === undefined) return;
  add(
    `2 * asind(least(1, sqrt(sind((s.dec - (?::float8[])[2]) / 2) ^ 2
       + cosd(s.dec) * cosd((?::float8[])[2]) * sind((s.ra - (?::float8[])[1]) / 2) ^ 2)))
       <= (?::float8[])[3]`,
    [ra, dec, radius],
  );
}
