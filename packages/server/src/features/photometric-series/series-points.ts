import { listSeriesOf, type SeriesRow, type ViewerTx } from '@fritz/archive';
import { magErrToFluxErrUjy, magToFluxUjy } from '@fritz/sky';
import type { ShownPoint } from '../photometry/joint-photometry.service.ts';
import { spelledIn } from './column-names.ts';

/** The rows of an object's series that the viewer sees, as points. */
export async function listSeriesPoints(tx: ViewerTx, objId: string): Promise<ShownPoint[]> {
  const series = await listSeriesOf(tx, objId);
  return series.flatMap((one) => pointsOf(one));
}

function pointsOf(series: SeriesRow & { instrument: string }): ShownPoint[] {
  const { data = {} } = series;
  const at = (name: string, row: number): number | null => {
    const value = data[spelledIn(data, name)]?.[row];
    return typeof value === 'number' ? value : null;
  };
  return (data[spelledIn(data, 'mjd')] ?? []).map((_, row) => ({
    id: null,
    series_id: series.id,
    obj_id: series.obj_id,
    instrument: series.instrument,
    instrument_id: series.instrument_id,
    origin: series.origin,
    band: series.band,
    mjd: at('mjd', row) ?? 0,
    exptime_s: series.exptime_s,
    ...fluxOf(at, row),
    ref_flux_ujy: series.ref_flux_ujy,
    ref_fluxerr_ujy: series.ref_fluxerr_ujy,
    limiting_mag: series.limiting_mag,
    limiting_mag_nsigma: null,
    ra: at('ra', row) ?? series.ra,
    dec: at('dec', row) ?? series.dec,
    ra_unc: series.ra_unc,
    dec_unc: series.dec_unc,
    candid: null,
    altdata: null,
    given: null,
    upload_id: null,
    owner_id: series.owner_id,
    audience_id: series.audience_id,
    created_at: series.created_at,
  }));
}

function fluxOf(at: (name: string, row: number) => number | null, row: number) {
  const [flux, mag, magErr] = [at('flux', row), at('mag', row), at('magerr', row)];
  if (flux !== null || mag === null) return { flux_ujy: flux, fluxerr_ujy: at('fluxerr', row) };
  const value = magToFluxUjy(mag);
  return {
    flux_ujy: value,
    fluxerr_ujy: magErr === null ? null : magErrToFluxErrUjy(magErr, value),
  };
}
