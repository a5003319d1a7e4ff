import { formatFixed, MISSING } from '../../format/number.ts';
import { formatSpan } from '../../format/time.ts';
import type { Features, Rate } from './features.api.ts';

/** With as many decimals as its error has two digits; a true minus sign. */
export function formatWithError(value: number, error: number): string {
  const decimals = error > 0 ? Math.min(5, Math.max(2, 1 - Math.floor(Math.log10(error)))) : 2;
  const digits = value.toFixed(decimals).replace('-', '−');
  return `${digits} ±\u00a0${error.toFixed(decimals)}`;
}

/** Magnitudes per day; the unit is named where it is shown. */
export function describeRate(rate: Rate): string {
  return rate === null ? MISSING : formatWithError(rate.mag_per_day, rate.mag_per_day_err);
}

/** What the line was fitted to, for who wants to know more. */
export function explainRate(rate: Rate): string | undefined {
  if (rate === null) return undefined;
  const fit = `${rate.points} points in ${formatSpan(rate.span_days)}`;
  return rate.red_chi2 === null ? fit : `${fit}, χ²/dof ${formatFixed(rate.red_chi2, 1)}`;
}

export function describeColor({ filters, color, color_err: err }: Features['colors'][number]) {
  return `${filters[0]} − ${filters[1]} = ${formatWithError(color, err)} mag`;
}

/** The flags that are up, in words; null where nobody may say. */
export function listFlags({ flags, stationary }: Features): readonly string[] {
  const up = [stationary && 'stationary'];
  if (flags !== null) {
    up.push(
      flags.star && 'star',
      flags.rock && 'rock (solar system)',
      flags.near_brightstar && 'near a bright star',
    );
  }
  return up.filter((word) => word !== false);
}

export function describeSolarSystem({ flags }: Features): string | null {
  const match = flags?.solar_system;
  if (!match) return null;
  const { designation, separation_arcsec: distance, predicted_mag: mag } = match;
  const parts = [designation];
  if (distance !== null) parts.push(`${distance.toFixed(1)}″ away`);
  if (mag !== null) parts.push(`predicted ${mag.toFixed(1)} mag`);
  return parts.join(', ');
}

/** E(B−V) as somebody typed it: null for nothing, undefined for what cannot be one. */
export function readEbv(text: string): number | null | undefined {
  const trimmed = text.trim().replace(',', '.');
  if (trimmed === '') return null;
  const value = Number(trimmed);
  return Number.isFinite(value) && value >= 0 && value <= 20 ? value : undefined;
}

/** A period with the digits that it is known to, for a baseline of some hundred days. */
export function describePeriod(days: number): string {
  return days < 1 ? `${(24 * days).toFixed(4)} h` : `${days.toPrecision(6)} d`;
}

export function describeChance(chance: number | null): string {
  if (chance === null) return MISSING;
  if (chance === 0) return '< 1e-300';
  return chance < 0.001 ? chance.toExponential(0) : chance.toFixed(3);
}
