import type { MqlDocument } from '../filter-options.ts';

/** The document's candid; null where it has none. */
export function candidOf({ candid }: MqlDocument): bigint | null {
  if (typeof candid === 'bigint') return candid;
  return typeof candid === 'number' && Number.isSafeInteger(candid) ? BigInt(candid) : null;
}
