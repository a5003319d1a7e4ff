import { ObjectId } from '@fritz/mql';

/** Four bytes in front of a candid make the twelve of an id: `666c65` is nobody's time. */
const PREFIX = '46726974';

/** The `_id` of an alert: MongoDB gave each a random one, here it follows from the candid. */
export function alertId(candid: bigint): ObjectId {
  return new ObjectId(PREFIX + BigInt.asUintN(64, candid).toString(16).padStart(16, '0'));
}

/** The candid of an alert's `_id`; null for an id of nobody's. */
export function candidOfId({ hex }: ObjectId): bigint | null {
  return hex.startsWith(PREFIX) ? BigInt.asIntN(64, BigInt(`0x${hex.slice(8)}`)) : null;
}
