/** A dash stands for a missing value everywhere. */
export const MISSING = '–';

/** Fixed decimals, or a dash when there is no number. */
export function formatFixed(value: number | null | undefined, decimals: number): string {
  return value === null || value === undefined || !Number.isFinite(value)
    ? MISSING
    : value.toFixed(decimals);
}

/** `18.62 ± 0.05`. */
export function formatMag(mag: number | null, magErr: number | null): string {
  if (mag === null) return MISSING;
  return magErr === null ? mag.toFixed(2) : `${mag.toFixed(2)} ± ${magErr.toFixed(2)}`;
}

/** A score in [0, 1] with as many digits as tell 0.999 from 1. */
export function formatScore(score: number | null | undefined): string {
  if (score === null || score === undefined) return MISSING;
  return score > 0.99 && score < 1 ? score.toFixed(4) : score.toFixed(2);
}

/** Thousands apart: 1234567 → `1 234 567` (thin spaces). */
export function formatCount(value: number): string {
  return Math.round(value)
    .toString()
    .replace(/\B(?=(\d{3})+(?!\d))/g, '\u2009');
}

/** A filter's annotation for reading: numbers short, booleans as words, the rest as JSON. */
export function formatAnnotation(value: unknown): string {
  if (value === null || value === undefined) return MISSING;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return JSON.stringify(value);
  if (Number.isInteger(value)) return value.toString();
  const size = Math.abs(value);
  return size >= 1e6 || size < 1e-3
    ? value.toExponential(2)
    : Number(value.toPrecision(5)).toString();
}

/** `812 B`, `34 kB`, `2.1 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
