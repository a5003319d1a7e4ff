/**
 * IRAF's multispec dispersion, for the first aperture.
 * Source: "The IRAF/NOAO Spectral World Coordinate Systems" (Valdes 1993, ASP Conf. Ser. 52, 467).
 */
import type { FitsHeader } from '../fits/header.ts';
import { SpectrumError } from './spectrum.ts';

const CHEBYSHEV = 1;
const LEGENDRE = 2;
const MAX_ORDER = 100;

/** Wavelengths of `count` pixels in ångström; null where the header has no multispec. */
export function multispecWavelengths(header: FitsHeader, count: number): number[] | null {
  const numbers = firstAperture(header);
  if (numbers === null) return null;
  const [, , type = 0, w1 = 0, dw = 0, , z = 0] = numbers;
  const pixels = Array.from({ length: count }, (_, i) => i + 1);
  if (type === 0) return pixels.map((pixel) => (w1 + dw * (pixel - 1)) / (1 + z));
  if (type === 1) return pixels.map((pixel) => 10 ** (w1 + dw * (pixel - 1)) / (1 + z));
  if (type !== 2) throw unsupported(`dispersion of type ${type}`);
  const functions = readFunctions(numbers.slice(9));
  return pixels.map((pixel) => functions.reduce((sum, one) => sum + one(pixel), 0) / (1 + z));
}

/** The numbers of `spec1 = "…"`, which goes on from card to card: WAT2_001, WAT2_002 … */
function firstAperture(header: FitsHeader): number[] | null {
  let text = '';
  for (let number = 1; number <= 999; number++) {
    const part = header.get(`WAT2_${String(number).padStart(3, '0')}`);
    if (typeof part !== 'string') break;
    // A card's text is 68 characters; blanks at its end were cut off and may stand between numbers.
    text += part.padEnd(68);
  }
  const quoted = /\bspec1\s*=\s*"([^"]*)"/.exec(text);
  if (!quoted) return null;
  const numbers = (quoted[1] ?? '').trim().split(/\s+/).map(Number);
  if (numbers.length < 9 || numbers.some((value) => !Number.isFinite(value))) {
    throw new SpectrumError('bad_fits', 'the dispersion of the first aperture (spec1) is damaged');
  }
  return numbers;
}

/** Weighted functions of the pixel, whose sum is the wavelength. */
function readFunctions(numbers: readonly number[]): ((pixel: number) => number)[] {
  const functions: ((pixel: number) => number)[] = [];
  let at = 0;
  while (at + 6 <= numbers.length) {
    const [weight = 0, zero = 0, kind = 0, order = 0, low = 0, high = 0] = numbers.slice(at);
    if (kind !== CHEBYSHEV && kind !== LEGENDRE) throw unsupported(`dispersion function ${kind}`);
    const coefficients = numbers.slice(at + 6, at + 6 + order);
    const isWhole = Number.isInteger(order) && order > 0 && order <= MAX_ORDER;
    if (!isWhole || coefficients.length !== order || high === low) {
      throw new SpectrumError('bad_fits', 'a dispersion function of the first aperture is damaged');
    }
    functions.push((pixel) => {
      const x = (2 * pixel - (high + low)) / (high - low);
      return weight * (zero + polynomial(kind, coefficients, x));
    });
    at += 6 + order;
  }
  if (functions.length === 0) throw unsupported('dispersion without a function');
  return functions;
}

function polynomial(kind: number, coefficients: readonly number[], x: number): number {
  let [before, now, sum] = [1, x, 0];
  for (const [n, coefficient] of coefficients.entries()) {
    sum += coefficient * before;
    const order = n + 1;
    const next =
      kind === CHEBYSHEV
        ? 2 * x * now - before
        : ((2 * order + 1) * x * now - order * before) / (order + 1);
    [before, now] = [now, next];
  }
  return sum;
}

function unsupported(what: string): SpectrumError {
  return new SpectrumError('unsupported', `IRAF's ${what} is not read`);
}
