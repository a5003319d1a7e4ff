/** `2026-11-20`; a simulated night where there is none. */
export function nightWords(night: string | null): string {
  if (night === null) return 'a simulated night';
  return `the night of ${night.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3')}`;
}

/** A share as `0.24 %`. */
export function shareWords(part: number, whole: number): string {
  if (part === 0) return '0 %';
  const share = (100 * part) / whole;
  return `${share >= 10 ? share.toFixed(0) : share.toPrecision(2)} %`;
}

/** Why it is a simulated night. */
export function simulatedReason(search: string): string {
  return search === 'timed_out'
    ? 'No night with enough alerts for this filter was found in time: name one to try it on that.'
    : 'The archive has no night yet that this filter may see.';
}
