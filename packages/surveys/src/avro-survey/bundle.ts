/**
 * A bundle: what one alert was the first to bring to its object's light curve. Stored rows hold
 * one or more bundles, one after another.
 *
 * Layout, little endian: version (u8, 2), the alert's programme (i16), fingerprint of the points'
 * schema (i64), candid of the alert (i64), length of the body (u32), and the body: an Avro record
 * of the lists that the schema has, its items verbatim as the survey sent them.
 */
export interface Bundle {
  readonly programId: number;
  readonly fingerprint: bigint;
  readonly candid: bigint;
  readonly body: Uint8Array;
}

const VERSION = 2;
const HEAD_BYTES = 23;

/** @param lists the items of each list that the schema has, in its order */
export function writeBundle(
  head: Omit<Bundle, 'body'>,
  lists: readonly (readonly Uint8Array[])[],
): Uint8Array {
  const bodyBytes = lists.reduce((sum, items) => sum + listBytes(items), 0);
  const bytes = new Uint8Array(HEAD_BYTES + bodyBytes);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, VERSION);
  view.setInt16(1, head.programId, true);
  view.setBigInt64(3, head.fingerprint, true);
  view.setBigInt64(11, head.candid, true);
  view.setUint32(19, bodyBytes, true);
  let at = HEAD_BYTES;
  for (const items of lists) at = writeList(bytes, at, items);
  return bytes;
}

/** Reads bundles that stand one after another. @throws Error when the bytes are damaged */
export function readBundles(bytes: Uint8Array): Bundle[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const bundles: Bundle[] = [];
  let at = 0;
  while (at < bytes.length) {
    if (at + HEAD_BYTES > bytes.length || view.getUint8(at) !== VERSION) {
      throw new Error(`a stored light curve is damaged at byte ${at} of ${bytes.length}`);
    }
    const end = at + HEAD_BYTES + view.getUint32(at + 19, true);
    if (end > bytes.length) throw new Error(`a stored light curve ends early, at byte ${at}`);
    bundles.push({
      programId: view.getInt16(at + 1, true),
      fingerprint: view.getBigInt64(at + 3, true),
      candid: view.getBigInt64(at + 11, true),
      body: bytes.subarray(at + HEAD_BYTES, end),
    });
    at = end;
  }
  return bundles;
}

// An Avro array: one block of items with its count (a zigzag varint), then the empty block.
function listBytes(items: readonly Uint8Array[]): number {
  if (items.length === 0) return 1;
  return items.reduce((sum, item) => sum + item.length, countBytes(items.length) + 1);
}

function countBytes(count: number): number {
  let bytes = 1;
  for (let rest = count * 2; rest >= 128; rest = Math.floor(rest / 128)) bytes += 1;
  return bytes;
}

function writeList(into: Uint8Array, start: number, items: readonly Uint8Array[]): number {
  let at = start;
  if (items.length > 0) {
    let rest = items.length * 2;
    for (; rest >= 128; rest = Math.floor(rest / 128)) into[at++] = (rest % 128) + 128;
    into[at++] = rest;
    for (const item of items) {
      into.set(item, at);
      at += item.length;
    }
  }
  into[at] = 0;
  return at + 1;
}
