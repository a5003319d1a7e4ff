import { jsonbText } from '../broker/json-text.ts';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { PhotometryAudience } from './photometry-uploads.queries.ts';

/** What is kept of a series; `data` where it was asked for. */
export interface SeriesRow extends SeriesFields {
  id: number;
  owner_id: number | null;
  audience_id: number;
  created_at: Date;
  modified_at: Date;
}

/** What a series is made of. */
export interface SeriesFields {
  obj_id: string;
  series_name: string;
  series_obj_id: string;
  instrument_id: number;
  band: string;
  channel: string;
  origin: string;
  ra: number;
  dec: number;
  ra_unc: number | null;
  dec_unc: number | null;
  exptime_s: number;
  time_stamp_alignment: string;
  limiting_mag: number | null;
  ref_flux_ujy: number | null;
  ref_fluxerr_ujy: number | null;
  altdata: Record<string, unknown> | null;
  data?: Record<string, unknown[]>;
  summary: Record<string, unknown>;
  mjd_first: number;
  mjd_last: number;
  num_exp: number;
  hash: string;
}

const columns = [
  'obj_id',
  'series_name',
  'series_obj_id',
  'instrument_id',
  'band',
  'channel',
  'origin',
  'ra',
  'dec',
  'ra_unc',
  'dec_unc',
  'exptime_s',
  'time_stamp_alignment',
  'limiting_mag',
  'ref_flux_ujy',
  'ref_fluxerr_ujy',
  'altdata',
  'summary',
  'mjd_first',
  'mjd_last',
  'num_exp',
  'hash',
] as const satisfies readonly (keyof SeriesFields)[];
const selected = ['id', ...columns, 'owner_id', 'audience_id', 'created_at', 'modified_at'];

type Row = SeriesRow & Record<string, unknown>;

const stored = (fields: SeriesFields, name: (typeof columns)[number] | 'data') => {
  const value = fields[name];
  return typeof value === 'object' && value !== null ? jsonbText(value) : (value ?? null);
};

/** Adds a series of the viewer's; null where he has the same already. */
export async function insertSeries(
  tx: ViewerTx,
  fields: SeriesFields & { owner_id: number },
  audience: PhotometryAudience,
): Promise<number | null> {
  const names = [...columns, 'data'] as const;
  const [row] = await tx.query<{ id: number }>(
    `INSERT INTO photometric_series (${names.join(', ')}, owner_id, audience_id)
     VALUES (${names.map((_, index) => `$${index + 1}`).join(', ')}, $${names.length + 1},
       series_audience($${names.length + 2}, $${names.length + 3}))
     ON CONFLICT DO NOTHING RETURNING id`,
    [
      ...names.map((name) => stored(fields, name)),
      fields.owner_id,
      [...audience.groupIds],
      [...audience.streamIds],
    ],
  );
  return row?.id ?? null;
}

/** Changes a series; false where the viewer may not. */
export async function updateSeries(
  tx: ViewerTx,
  id: number,
  fields: SeriesFields,
  audience: PhotometryAudience | null,
): Promise<boolean> {
  const names = [...columns, 'data'].filter((name) => name !== 'obj_id');
  const rows = await tx.query(
    `UPDATE photometric_series SET ${names.map((name, index) => `${name} = $${index + 2}`).join(', ')},
            modified_at = now()
            ${audience === null ? '' : `, audience_id = series_audience($${names.length + 2}, $${names.length + 3})`}
      WHERE id = $1 RETURNING id`,
    [
      id,
      ...[...columns, 'data' as const].flatMap((name) =>
        name === 'obj_id' ? [] : [stored(fields, name)],
      ),
      ...(audience === null ? [] : [[...audience.groupIds], [...audience.streamIds]]),
    ],
  );
  return rows.length === 1;
}

/** Deletes a series; false where the viewer may not. */
export async function deleteSeries(tx: ViewerTx, id: number): Promise<boolean> {
  const rows = await tx.query('DELETE FROM photometric_series WHERE id = $1 RETURNING id', [id]);
  return rows.length === 1;
}

/** One series; null where the viewer does not see it. */
export async function findSeries(
  tx: ViewerTx,
  id: number,
  withData: boolean,
): Promise<SeriesRow | null> {
  const [row] = await tx.query<Row>(
    `SELECT ${selected.join(', ')}${withData ? ', data' : ''} FROM photometric_series WHERE id = $1`,
    [id],
  );
  return row ?? null;
}

/** The series of an object that the viewer sees, with their data. */
export function listSeriesOf(
  tx: ViewerTx,
  objId: string,
): Promise<(SeriesRow & { instrument: string })[]> {
  return tx.query<Row & { instrument: string }>(
    `SELECT ${selected.map((name) => `s.${name}`).join(', ')}, s.data, i.name AS instrument
       FROM photometric_series s JOIN instruments i ON i.id = s.instrument_id
      WHERE s.obj_id = $1 ORDER BY s.id`,
    [objId],
  );
}

/** A condition on a series: SQL with `?` for its value. */
export interface SeriesCondition {
  sql: string;
  value: unknown;
}

/** Which series, and in what order. `sql` and `sortBy` are of the code's own words. */
export interface SeriesSearch {
  conditions: readonly SeriesCondition[];
  sortBy: 'id' | 'obj_id' | 'ra' | 'dec' | 'mjd_first' | 'mjd_last' | 'created_at';
  descends: boolean;
  limit: number;
  offset: number;
  withData: boolean;
}

/** A page of the series that the viewer sees, and how many there are. */
export async function searchSeries(
  tx: ViewerTx,
  search: SeriesSearch,
): Promise<{ total: number; series: SeriesRow[] }> {
  const { conditions } = search;
  const where = conditions.map(({ sql }, index) => sql.replaceAll('?', `$${index + 1}`));
  const filter = where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`;
  const values = conditions.map(({ value }) => value);
  const [count] = await tx.query<{ total: number }>(
    `SELECT count(*)::integer AS total FROM photometric_series s ${filter}`,
    values,
  );
  const series = await tx.query<Row>(
    `SELECT ${selected.join(', ')}${search.withData ? ', data' : ''} FROM photometric_series s ${filter}
      ORDER BY ${search.sortBy} ${search.descends ? 'DESC' : 'ASC'}, id
      LIMIT $${values.length + 1} OFFSET $${values.length + 2}`,
    [...values, search.limit, search.offset],
  );
  return { total: count?.total ?? 0, series };
}
