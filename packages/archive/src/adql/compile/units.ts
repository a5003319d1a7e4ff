/**
 * Factors between units, for IN_UNIT: those that the tables have, and what people ask for instead.
 * Source: VOUnits 1.1 (IVOA Recommendation, Gray et al. 2023).
 */
const UNITS: Readonly<Record<string, readonly [kind: string, factor: number]>> = {
  deg: ['angle', 1],
  arcmin: ['angle', 1 / 60],
  arcsec: ['angle', 1 / 3600],
  mas: ['angle', 1 / 3_600_000],
  rad: ['angle', 180 / Math.PI],
  d: ['time', 86_400],
  h: ['time', 3600],
  min: ['time', 60],
  s: ['time', 1],
  yr: ['time', 31_557_600],
  a: ['time', 31_557_600],
  'mas.yr**-1': ['motion', 1],
  'mas/yr': ['motion', 1],
  'arcsec.yr**-1': ['motion', 1000],
  'arcsec/yr': ['motion', 1000],
  'deg/d': ['motion', 3_600_000 * 365.25],
  uJy: ['flux', 1],
  mJy: ['flux', 1000],
  nJy: ['flux', 1e-3],
  Jy: ['flux', 1e6],
  mag: ['magnitude', 1],
  mmag: ['magnitude', 1e-3],
  pix: ['pixel', 1],
  pixel: ['pixel', 1],
  nm: ['length', 1e-9],
  um: ['length', 1e-6],
  Angstrom: ['length', 1e-10],
  m: ['length', 1],
  km: ['length', 1000],
  'km/s': ['speed', 1000],
  'm/s': ['speed', 1],
};

/** What a number in one unit is to be multiplied with for another; null where none leads there. */
export function unitFactor(from: string, to: string): number | null {
  if (from === to) return 1;
  const one = Object.hasOwn(UNITS, from) ? UNITS[from] : undefined;
  const other = Object.hasOwn(UNITS, to) ? UNITS[to] : undefined;
  if (one === undefined || other === undefined || one[0] !== other[0]) return null;
  return one[1] / other[1];
}
