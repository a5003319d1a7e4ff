/** From a value's place between the limits, 0 to 1, to its brightness, 0 to 1. */

export type ImageStretch = 'linear' | 'log' | 'asinh' | 'sqrt';

/** Softening of the logarithm: at 1000 the lowest thousandth of the range is about linear. */
const LOG_SOFTENING = 1000;
/** Where asinh turns from linear to logarithmic (Lupton et al. 2004, PASP 116, 133). */
const ASINH_SOFTENING = 0.1;
const LOG_OF_WHITE = Math.log1p(LOG_SOFTENING);
const ASINH_OF_WHITE = Math.asinh(1 / ASINH_SOFTENING);

/** Each is 0 at 0, 1 at 1, and grows between; the argument is taken as already clipped. */
const STRETCHES: Record<ImageStretch, (place: number) => number> = {
  linear: (place) => place,
  log: (place) => Math.log1p(LOG_SOFTENING * place) / LOG_OF_WHITE,
  asinh: (place) => Math.asinh(place / ASINH_SOFTENING) / ASINH_OF_WHITE,
  sqrt: (place) => Math.sqrt(place),
};

/**
 * Brightness of a value: below `low` 0, above `high` 1 (infinities too), NaN where NaN. If the
 * limits are the same (a constant image), values at them are 0.
 */
export function stretchValue(
  value: number,
  limits: { low: number; high: number },
  stretch: ImageStretch,
): number {
  if (Number.isNaN(value)) return Number.NaN;
  if (value <= limits.low) return 0;
  if (value >= limits.high) return 1;
  // Halved, since the range of two doubles may overflow.
  const place = (value / 2 - limits.low / 2) / (limits.high / 2 - limits.low / 2);
  return STRETCHES[stretch](Math.min(1, Math.max(0, place)));
}
