import type { FitsHeader } from '../fits/header.ts';
import { multispecWavelengths } from './fits-multispec.ts';
import { SpectrumError } from './spectrum.ts';

/** Ångström in one unit of length, as CUNIT and TUNIT name them. */
const angstromIn: Readonly<Record<string, number>> = {
  angstrom: 1,
  angstroms: 1,
  ang: 1,
  a: 1,
  aa: 1,
  nm: 10,
  nanometer: 10,
  nanometers: 10,
  um: 1e4,
  micron: 1e4,
  microns: 1e4,
  micrometer: 1e4,
  mm: 1e7,
  m: 1e10,
};

/** @throws SpectrumError `unsupported` for a unit that is none of length */
export function angstromPerUnit(unit: string | null): number {
  if (unit === null || unit.trim() === '') return 1;
  const known = angstromIn[unit.trim().toLowerCase()];
  if (known !== undefined) return known;
  throw new SpectrumError('unsupported', `wavelengths in “${unit.slice(0, 40)}” are not read`);
}

/**
 * The wavelengths of the pixels of an image's first axis, in ångström: IRAF's multispec for the first
 * aperture; SDSS's COEFF0 and COEFF1; else CRVAL1, CRPIX1 and CD1_1 or CDELT1, linear, by IRAF's
 * DC-FLAG in log10, or by CTYPE1 = WAVE-LOG (Greisen et al. 2006, A&A 446, 747, eq. 5).
 */
export function wavelengthsOfAxis(header: FitsHeader, count: number): number[] {
  const multispec = multispecWavelengths(header, count);
  const wavelengths = multispec ?? linearWavelengths(header, count);
  const bad = wavelengths.find((value) => !(value > 0 && value < Number.POSITIVE_INFINITY));
  if (bad !== undefined) {
    throw new SpectrumError('unsupported', `the header gives ${bad} as a wavelength`);
  }
  return wavelengths;
}

function linearWavelengths(header: FitsHeader, count: number): number[] {
  const [zero, slope] = [numberOf(header, 'COEFF0'), numberOf(header, 'COEFF1')];
  if (zero !== null && slope !== null) {
    return Array.from({ length: count }, (_, i) => 10 ** (zero + slope * i));
  }
  const start = numberOf(header, 'CRVAL1');
  const step = numberOf(header, 'CD1_1') ?? numberOf(header, 'CDELT1');
  if (start === null || step === null || step === 0) {
    const message = 'the header has no wavelengths: CRVAL1 with CDELT1 or CD1_1';
    throw new SpectrumError('unsupported', message);
  }
  const reference = numberOf(header, 'CRPIX1') ?? 1;
  const type = textOf(header, 'CTYPE1')?.toUpperCase() ?? '';
  const scale = angstromPerUnit(textOf(header, 'CUNIT1'));
  const isLog10 = numberOf(header, 'DC-FLAG') === 1 || /^LOG-?(LAM|WAVE|10)/.test(type);
  return Array.from({ length: count }, (_, i) => {
    const offset = step * (i + 1 - reference);
    if (isLog10) return 10 ** (start + offset) * scale;
    if (type.endsWith('-LOG')) return start * Math.exp(offset / start) * scale;
    return (start + offset) * scale;
  });
}

function numberOf(header: FitsHeader, keyword: string): number | null {
  const value = header.get(keyword);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function textOf(header: FitsHeader, keyword: string): string | null {
  const value = header.get(keyword);
  return typeof value === 'string' ? value : null;
}
