import type { Alert, Column } from '@fritz/surveys';
import type { CopyValue } from './binary-copy.ts';

export const CUTOUT_COLUMNS: readonly Column[] = [
  { name: 'candid', type: 'int8' },
  { name: 'part', type: 'int2' },
  { name: 'audience_id', type: 'int4' },
  { name: 'science_bytes', type: 'int4' },
  { name: 'template_bytes', type: 'int4' },
  { name: 'difference_bytes', type: 'int4' },
  { name: 'science_name', type: 'text' },
  { name: 'template_name', type: 'text' },
  { name: 'difference_name', type: 'text' },
  { name: 'bytes', type: 'bytea' },
];

/** What a row holds at most, beside its other columns, so that it fills a page of 8192 bytes. */
const PART_BYTES = 8000;
/** Less, for the stamps' names are with it. */
const FIRST_PART_BYTES = 7200;

/** An alert's stamps, one after another, as rows of a page each. */
export function* cutoutParts(alert: Alert, audienceId: number): Generator<readonly CopyValue[]> {
  const { cutouts, cutoutNames, candid } = alert;
  const { science, template, difference } = cutouts;
  const stamps = [science, template, difference].filter((stamp) => stamp !== null);
  const sizes = [science, template, difference].map((stamp) => stamp?.length ?? null);
  const names = [cutoutNames.science, cutoutNames.template, cutoutNames.difference];
  const total = stamps.reduce((sum, { length }) => sum + length, 0);
  const first = piecesBetween(stamps, 0, FIRST_PART_BYTES);
  yield [candid, 0, audienceId, ...sizes, ...names, first];
  for (let at = FIRST_PART_BYTES, part = 1; at < total; at += PART_BYTES, part++) {
    const pieces = piecesBetween(stamps, at, at + PART_BYTES);
    yield [candid, part, audienceId, null, null, null, null, null, null, pieces];
  }
}

/** The bytes `from` to `to` of some byte strings as if they were one, as views. */
function piecesBetween(whole: readonly Uint8Array[], from: number, to: number): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let start = 0;
  for (const bytes of whole) {
    const first = Math.max(from - start, 0);
    const last = Math.min(to - start, bytes.length);
    if (first < last) pieces.push(bytes.subarray(first, last));
    start += bytes.length;
  }
  return pieces;
}
