import type { Answer } from '../../api/types.ts';
import type { PhotometryRow } from '../photometry/light-curve.ts';

type Curve = Answer<'getLightCurve'>;
type Words = Readonly<Record<string, unknown>>;

const MJD_OF_JD_ZERO = 2_400_000.5;
const ZTF_BANDS: Readonly<Record<number, string>> = { 1: 'ztfg', 2: 'ztfr', 3: 'ztfi' };
const AB_ZERO_POINT_UJY = 23.9;
const MAG_PER_RELATIVE_FLUX = 2.5 / Math.LN10;
const UJY_PER_NJY = 1e-3;
/** TAI is ahead of UTC by so much since 2017. */
const TAI_AHEAD_DAYS = 37 / 86_400;

function read(words: Words, name: string): number | null {
  const value = words[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function timeOf(words: Words): number | null {
  const jd = read(words, 'jd');
  if (jd !== null) return jd - MJD_OF_JD_ZERO;
  const tai = read(words, 'midpointMjdTai');
  return tai === null ? null : tai - TAI_AHEAD_DAYS;
}

function bandOf(words: Words): string {
  const named = words.band ?? words.filter;
  if (typeof named === 'string') return named;
  const fid = read(words, 'fid');
  return fid === null ? 'unknown' : (ZTF_BANDS[fid] ?? `filter ${fid}`);
}

/** A flux in µJy with its error: of forced photometry in counts by its zero point, of LSST in nJy. */
function fluxOf(words: Words): { flux: number; fluxerr: number | null } | null {
  const nJy = read(words, 'psfFlux');
  if (nJy !== null) {
    const error = read(words, 'psfFluxErr');
    return { flux: nJy * UJY_PER_NJY, fluxerr: error === null ? null : error * UJY_PER_NJY };
  }
  const [counts, zeroPoint] = [read(words, 'forcediffimflux'), read(words, 'magzpsci')];
  if (counts === null || zeroPoint === null || counts === -99_999) return null;
  const factor = 10 ** (0.4 * (AB_ZERO_POINT_UJY - zeroPoint));
  const error = read(words, 'forcediffimfluxunc');
  return { flux: counts * factor, fluxerr: error === null ? null : error * factor };
}

const isNegative = ({ isdiffpos: sign }: Words) => sign === 'f' || sign === '0' || sign === false;

const nothing = { mag: null, magerr: null, flux: null, fluxerr: null, snr: null } as const;

/** What one point measured. */
function measured(words: Words): Omit<PhotometryRow, 'mjd' | 'filter' | 'origin' | 'candid'> {
  const limiting_mag = read(words, 'diffmaglim');
  const found = fluxOf(words);
  const rest = { limiting_mag, magtot: null, e_magtot: null };
  if (found !== null) {
    const { flux, fluxerr } = found;
    const mag = flux > 0 ? AB_ZERO_POINT_UJY - 2.5 * Math.log10(flux) : null;
    const magerr =
      mag === null || fluxerr === null ? null : (MAG_PER_RELATIVE_FLUX * fluxerr) / flux;
    return { ...rest, flux, fluxerr, mag, magerr, snr: fluxerr ? flux / fluxerr : null };
  }
  const [mag, magerr] = [read(words, 'magpsf'), read(words, 'sigmapsf')];
  if (mag === null) return { ...rest, ...nothing };
  const size = 10 ** (0.4 * (AB_ZERO_POINT_UJY - mag));
  const fluxerr = magerr === null ? null : (size * magerr) / MAG_PER_RELATIVE_FLUX;
  const snr = fluxerr ? size / fluxerr : null;
  return isNegative(words)
    ? { ...rest, mag: null, magerr: null, flux: -size, fluxerr, snr: snr && -snr }
    : { ...rest, mag, magerr, flux: size, fluxerr, snr };
}

function toRow(words: Words, isForced: boolean): PhotometryRow | null {
  const mjd = timeOf(words);
  if (mjd === null) return null;
  // 64-bit numbers are digits here, or numbers where they are short.
  const id = words.candid ?? words.diaSourceId;
  const isNumber = typeof id === 'string' || typeof id === 'number';
  return {
    ...measured(words),
    mjd,
    filter: bandOf(words),
    origin: isForced ? 'alert_fp' : 'alert',
    candid: !isForced && isNumber ? id : null,
  };
}

/** The rows of an object that is in the archive alone, from its light curve in the survey's words. */
export function archivePoints({ prv_candidates = [], fp_hists = [] }: Curve): PhotometryRow[] {
  return [
    ...prv_candidates.map((words) => toRow(words, false)),
    ...fp_hists.map((words) => toRow(words, true)),
  ].filter((row) => row !== null);
}
