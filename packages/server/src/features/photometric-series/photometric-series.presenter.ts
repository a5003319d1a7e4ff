import type { AudienceNames, SeriesRow } from '@fritz/archive';
import { compileCheck, naiveUtc, type routes, type Static, seriesSummary } from '@fritz/contract';
import type { SeriesSummary } from './summarize.ts';

type Series = Static<typeof routes.getPhotometricSeries.response>;

const summaryCheck = compileCheck(seriesSummary);

function isSummary(value: unknown): value is SeriesSummary {
  return summaryCheck.test(value);
}

export function presentSeries(row: SeriesRow, names: AudienceNames | undefined): Series {
  const { summary, data } = row;
  if (!isSummary(summary)) throw new Error(`series ${row.id} has no summary`);
  const { groups = [], streams = [] } = names ?? {};
  return {
    id: row.id,
    obj_id: row.obj_id,
    series_name: row.series_name,
    series_obj_id: row.series_obj_id,
    instrument_id: row.instrument_id,
    filter: row.band,
    channel: row.channel,
    origin: row.origin,
    ra: row.ra,
    dec: row.dec,
    ra_unc: row.ra_unc,
    dec_unc: row.dec_unc,
    exp_time: row.exptime_s,
    time_stamp_alignment: alignmentOf(row.time_stamp_alignment),
    limiting_mag: row.limiting_mag,
    ref_flux: row.ref_flux_ujy,
    ref_fluxerr: row.ref_fluxerr_ujy,
    altdata: row.altdata,
    num_exp: row.num_exp,
    mjd_first: row.mjd_first,
    mjd_last: row.mjd_last,
    ...summary,
    hash: row.hash,
    owner_id: row.owner_id,
    created_at: naiveUtc(row.created_at),
    modified: naiveUtc(row.modified_at),
    group_ids: groups.map(({ id }) => id),
    stream_ids: streams.map(({ id }) => id),
    groups,
    streams,
    ...(data === undefined ? {} : { data }),
  };
}

export function alignmentOf(text: string): 'start' | 'middle' | 'end' {
  return text === 'start' || text === 'end' ? text : 'middle';
}
