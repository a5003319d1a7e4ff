/** A number as somebody typed it: null for nothing, undefined for what is none or out of range. */
export function readNumber(text: string, least: number, most: number): number | null | undefined {
  const trimmed = text.trim().replace(',', '.').replace('−', '-');
  if (trimmed === '') return null;
  const value = Number(trimmed);
  return Number.isFinite(value) && value >= least && value <= most ? value : undefined;
}

/** Names with commas between them: each once, none of them empty. */
export function readNames(text: string): readonly string[] {
  return [...new Set(text.split(',').map((name) => name.trim()))].filter((name) => name !== '');
}

/** A redshift with the digits that it was given with, and its error: `0.0345 ± 0.0002`. */
export function describeRedshift(redshift: number | null, error: number | null): string {
  if (redshift === null) return 'none';
  return error === null ? String(redshift) : `${redshift} ± ${error}`;
}
