import {
  deleteSeries,
  findObj,
  findSeries,
  insertSeries,
  nameAudiences,
  type SeriesRow,
  searchSeries,
  updateSeries,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import { routes } from '@fritz/contract';
import type { Binder } from '../../http/bind.ts';
import { FritzError, InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import { findUploadAudience } from '../photometry/upload-targets.ts';
import { alignmentOf, presentSeries } from './photometric-series.presenter.ts';
import { prepareSeries, type SeriesRequest } from './prepare-series.ts';
import { columnsOf, fileOf } from './series-files.ts';
import { searchOf } from './series-search.ts';

export function bindPhotometricSeriesRoutes(bind: Binder): void {
  bind.viewer(routes.createPhotometricSeries, async ({ tx, viewer, body }) => {
    if ((await findObj(tx, body.obj_id)) === null) throw new NotFoundError('source');
    const audience = await findUploadAudience(tx, body);
    const fields = await prepareSeries(tx, { ...body, data: columnsOf(body.data) });
    const id = await insertSeries(tx, { ...fields, owner_id: viewer.id }, audience);
    if (id === null) {
      throw new FritzError('already_exists', { message: 'You have uploaded this series already.' });
    }
    return { id };
  });

  bind.viewer(routes.updatePhotometricSeries, async ({ tx, viewer, params, body }) => {
    const row = await demandOwnSeries(tx, viewer, params.id);
    if (body.obj_id !== undefined && body.obj_id !== row.obj_id) {
      const message = 'a series stays with its object';
      throw new InvalidRequestError([{ in: 'body', field: 'obj_id', message }]);
    }
    const isAddressed = body.group_ids !== undefined || body.stream_ids !== undefined;
    if (isAddressed && row.owner_id !== viewer.id) throw new FritzError('not_owner');
    const audience = isAddressed ? await findUploadAudience(tx, body) : null;
    const { data, ...rest } = body;
    const changed = data === undefined ? {} : { data: columnsOf(data) };
    const fields = await prepareSeries(tx, { ...requestOf(row), ...rest, ...changed });
    if (!(await updateSeries(tx, params.id, fields, audience))) throw new FritzError('not_owner');
    return { id: params.id };
  });

  bind.viewer(routes.deletePhotometricSeries, async ({ tx, viewer, params }) => {
    await demandOwnSeries(tx, viewer, params.id);
    if (!(await deleteSeries(tx, params.id))) throw new FritzError('not_owner');
    return { id: params.id };
  });

  bind.viewer(routes.getPhotometricSeries, async ({ tx, params, query }) => {
    const row = await findSeries(tx, params.id, query.dataFormat !== 'none');
    if (row === null) throw new NotFoundError('photometric series');
    const [names] = await nameAudiences(tx, [row.audience_id]);
    const shown = presentSeries(row, names);
    return query.dataFormat === 'hdf5' ? { ...shown, data: fileOf(row.data ?? {}) } : shown;
  });

  bind.viewer(routes.listPhotometricSeries, async ({ tx, query }) => {
    const { total, series } = await searchSeries(tx, searchOf(query));
    const names = await nameAudiences(tx, [...new Set(series.map((row) => row.audience_id))]);
    const byId = new Map(names.map((one) => [one.audience_id, one]));
    return {
      series: series.map((row) => presentSeries(row, byId.get(row.audience_id))),
      totalMatches: total,
      pageNumber: query.pageNumber ?? 1,
      numPerPage: query.numPerPage ?? 100,
    };
  });
}

/** A series that the viewer may change: his own or, for who manages photometry, any that he sees. */
async function demandOwnSeries(tx: ViewerTx, viewer: Viewer, id: number): Promise<SeriesRow> {
  const row = await findSeries(tx, id, true);
  if (row === null) throw new NotFoundError('photometric series');
  const manages = viewer.acls.has('Manage photometry') || viewer.acls.has('System admin');
  if (row.owner_id === viewer.id || manages) return row;
  throw new FritzError('not_owner', {
    message: 'Only the owner of this data may change or delete it.',
  });
}

function requestOf(row: SeriesRow): SeriesRequest {
  return {
    obj_id: row.obj_id,
    series_name: row.series_name,
    series_obj_id: row.series_obj_id,
    instrument_id: row.instrument_id,
    data: row.data ?? {},
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
  };
}
