import { formatDec, formatRa } from '@fritz/sky';

/**
 * A place as `coordinates.radec_str` has it: Kowalski writes no plus sign and does not pad negative
 * degrees, as in -2:16:19.009 and 02:16:19.009.
 */
export function radecText(ra: number, dec: number): [ra: string, dec: string] {
  return [formatRa(ra, 4), formatDec(dec, 3).replace(/^\+/, '').replace(/^-0/, '-')];
}
