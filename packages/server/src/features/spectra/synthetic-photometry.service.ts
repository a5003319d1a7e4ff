import { findObj, listSpectrumGroups, type Viewer, type ViewerTx } from '@fritz/archive';
import { AB_ZERO_POINT_UJY, bandFlux, type DustMap, dateToMjd, responseCurve } from '@fritz/sky';
import { FritzError, InvalidRequestError } from '../../http/fritz-error.ts';
import { putUpload } from '../photometry/uploads.service.ts';
import { demandSpectrum } from './spectra.service.ts';

/**
 * Stores what a spectrum has in these bands as photometry of the viewer's, for the spectrum's groups.
 * The error is that of the spectrum's errors; a spectrum without any gives 0, as SkyPortal does.
 *
 * @throws FritzError where the spectrum has no units, or does not cover a band
 */
export async function makePoints(
  { tx, viewer, dust }: { tx: ViewerTx; viewer: Viewer; dust: DustMap | null },
  id: number,
  filters: readonly string[],
): Promise<bigint[]> {
  const spectrum = await demandSpectrum(tx, id);
  const { units } = spectrum;
  if (units === null) {
    throw new FritzError('conflict', {
      message: 'The units of this spectrum are not known: give them first.',
    });
  }
  const bands = [...new Set(filters)];
  const fluxes = bands.map((band) => measure({ ...spectrum, units }, band));
  const obj = await findObj(tx, spectrum.obj_id);
  const groups = await listSpectrumGroups(tx, [spectrum.audience_id]);
  const { ids } = await putUpload({
    tx,
    viewer,
    dust,
    fields: {
      obj_id: spectrum.obj_id,
      instrument_id: spectrum.instrument_id,
      mjd: dateToMjd(spectrum.observed_at),
      filter: bands,
      flux: fluxes.map(({ flux }) => flux),
      fluxerr: fluxes.map(({ error }) => error),
      zp: AB_ZERO_POINT_UJY,
      magsys: 'ab',
      origin: `synthphot:${id}`,
      ...(obj === null ? {} : { ra: obj.ra, dec: obj.dec }),
      group_ids: groups.filter((group) => !group.single_user_group).map((group) => group.id),
    },
  });
  return ids;
}

function measure(
  spectrum: Parameters<typeof bandFlux>[0],
  band: string,
): { flux: number; error: number } {
  const curve = responseCurve(band);
  const problem = (message: string) =>
    new InvalidRequestError([{ in: 'body', field: 'filters', message }]);
  if (curve === null) throw problem(`there is no response curve of “${band.slice(0, 50)}” here`);
  const { fluxUjy, fluxErrUjy, coverage } = bandFlux(spectrum, curve);
  if (fluxUjy === null) {
    throw problem(`the spectrum covers ${Math.floor(coverage * 100)} % of ${band}, not 99 %`);
  }
  return { flux: fluxUjy, error: fluxErrUjy ?? 0 };
}
