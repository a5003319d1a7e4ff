import {
  fluxErrUjyToLimitingMag,
  fluxErrUjyToMagErr,
  fluxUjyToMag,
  totalFlux,
  totalMagnitude,
} from '@fritz/sky';
import type { PackedPhotometry } from './routes/packed-photometry.ts';

/** What somebody who looked at a point thinks of it. */
export type PointVerdict = 'valid' | 'invalid' | 'ambiguous';

/** A point of photometry, with AB magnitudes, as `/api/sources/{id}/photometry` tells it. */
export interface UnpackedPoint {
  readonly id: number | string | null;
  readonly obj_id: string;
  readonly mjd: number;
  readonly filter: string;
  readonly mag: number | null;
  readonly magerr: number | null;
  readonly limiting_mag: number | null;
  readonly flux: number | null;
  readonly fluxerr: number | null;
  /** Difference and reference together; null where the reference has no source. */
  readonly magtot: number | null;
  readonly e_magtot: number | null;
  readonly tot_flux: number | null;
  readonly tot_fluxerr: number | null;
  readonly snr: number | null;
  readonly magsys: 'ab';
  readonly instrument_name: string;
  readonly origin: string;
  readonly ra: number | null;
  readonly dec: number | null;
  readonly candid: number | string | null;
  readonly owner_id: number | null;
  readonly verdict: PointVerdict | null;
}

/** The significance of a limit whose source told none. */
const DEFAULT_LIMIT_SIGMA = 5;

const NO_TOTAL = { magtot: null, e_magtot: null, tot_flux: null, tot_fluxerr: null };

type Columns = PackedPhotometry['columns'];

/** All the light, of the difference and of the reference. */
function totalOf(columns: Columns, at: number) {
  const refFluxUjy = columns.ref_flux[at] ?? null;
  if (refFluxUjy === null) return NO_TOTAL;
  const measured = {
    fluxUjy: columns.flux[at] ?? null,
    fluxErrUjy: columns.fluxerr[at] ?? null,
    refFluxUjy,
    refFluxErrUjy: columns.ref_fluxerr[at] ?? null,
  };
  const flux = totalFlux(measured);
  const { mag, magErr } = totalMagnitude(measured);
  return {
    magtot: mag,
    e_magtot: magErr,
    tot_flux: flux?.fluxUjy ?? null,
    tot_fluxerr: flux?.fluxErrUjy ?? null,
  };
}

function limitOf(told: number | null, fluxerr: number | null): number | null {
  if (told !== null || fluxerr === null) return told;
  return fluxErrUjyToLimitingMag(fluxerr, DEFAULT_LIMIT_SIGMA);
}

function wordOf(validated: boolean | null): PointVerdict {
  if (validated === null) return 'ambiguous';
  return validated ? 'valid' : 'invalid';
}

/** The points of columns, one object each. */
export function unpackPhotometry(packed: PackedPhotometry): UnpackedPoint[] {
  const { objects, bands, origins, instruments, columns } = packed;
  const verdicts = new Map(packed.verdicts.map((one) => [one.id, wordOf(one.validated)]));
  return columns.mjd.map((mjd, at): UnpackedPoint => {
    const flux = columns.flux[at] ?? null;
    const fluxerr = columns.fluxerr[at] ?? null;
    const total = totalOf(columns, at);
    const id = columns.id[at] ?? null;
    return {
      id,
      obj_id: objects[columns.object[at] ?? 0] ?? '',
      mjd,
      filter: bands[columns.band[at] ?? 0] ?? '',
      mag: flux === null ? null : fluxUjyToMag(flux),
      magerr: flux === null || fluxerr === null ? null : fluxErrUjyToMagErr(fluxerr, flux),
      limiting_mag: limitOf(columns.limiting_mag[at] ?? null, fluxerr),
      flux,
      fluxerr,
      magtot: total.magtot,
      e_magtot: total.e_magtot,
      tot_flux: total.tot_flux,
      tot_fluxerr: total.tot_fluxerr,
      snr: flux !== null && fluxerr !== null && fluxerr > 0 ? flux / fluxerr : null,
      magsys: 'ab',
      instrument_name: instruments[columns.instrument[at] ?? 0] ?? '',
      origin: origins[columns.origin[at] ?? 0] ?? '',
      ra: columns.ra[at] ?? null,
      dec: columns.dec[at] ?? null,
      candid: columns.candid[at] ?? null,
      owner_id: columns.owner_id[at] ?? null,
      verdict: id === null ? null : (verdicts.get(id) ?? null),
    };
  });
}
