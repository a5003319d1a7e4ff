/** What of a catalog's fields tells most, the most telling first. */
const TELLING = [
  /^(obj)?(name|designation)$/i,
  /^(class|type|objtype|descrip)/i,
  /^(z|redshift|z_?(phot|spec).*|zphot.*)$/i,
  /^(distmpc|dist|mpc)$/i,
  /^(parallax|plx)$/i,
  /mag|mpro$|^[a-z]_m$|^[ugrizyjhkw]\d?$/i,
  /^pm(ra|dec)$/i,
  /^(prob|p)_|qpct/i,
];
const ERRORS = /(_?(err|error|unc)|sig(com|mpro)?)$|^(e_|err|sig)/i;
const MOST = 6;

/** The values of a match that a line of a table has room for, as [field, text]. */
export function mainValues(
  document: Readonly<Record<string, unknown>>,
): (readonly [field: string, text: string])[] {
  const rankOf = (field: string) => TELLING.findIndex((pattern) => pattern.test(field));
  return Object.entries(document)
    .map(([field, value]) => ({ field, rank: rankOf(field), text: textOf(value) }))
    .filter(({ field, rank, text }) => rank >= 0 && text !== null && !ERRORS.test(field))
    .sort((a, b) => a.rank - b.rank)
    .slice(0, MOST)
    .map(({ field, text }) => [field, text ?? ''] as const);
}

function textOf(value: unknown): string | null {
  if (typeof value === 'string') return value.trim() === '' ? null : value.trim();
  if (typeof value !== 'number') return null;
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5)));
}
