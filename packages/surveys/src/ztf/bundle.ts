import { type CurveSchema, HISTORY_FIELDS, type HistoryField } from './writer-schema.ts';

/**
 * A bundle: what one alert was the first to bring to its object's light curve, of one programme.
 * Stored rows hold one or more bundles, one after another.
 *
 * Layout, little endian: version (u8, 1), fingerprint of the points' schema (i64), candid of the
 * alert (i64), its magnitude (f32, for the choice between forced points) and position (ra, dec;
 * f64, degrees), length of the body (u32), and the body: an Avro record of the arrays that the
 * schema has, its items verbatim as the survey sent them.
 */
export interface BundleHead {
  readonly fingerprint: bigint;
  readonly candid: bigint;
  readonly alertMag: number;
  readonly alertRa: number;
  readonly alertDec: number;
}

export interface Bundle extends BundleHead {
  readonly body: Uint8Array;
}

const VERSION = 1;
const HEAD_BYTES = 41;

export type BundlePoints = Readonly<Record<HistoryField, readonly Uint8Array[]>>;

export function writeBundle(
  head: Omit<BundleHead, 'fingerprint'>,
  schema: CurveSchema,
  points: BundlePoints,
): Uint8Array {
  const arrays = HISTORY_FIELDS.filter((name) => schema.has.has(name)).map((name) => points[name]);
  const bodyBytes = arrays.reduce((sum, items) => sum + arrayBytes(items), 0);
  const bytes = new Uint8Array(HEAD_BYTES + bodyBytes);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, VERSION);
  view.setBigInt64(1, schema.fingerprint, true);
  view.setBigInt64(9, head.candid, true);
  view.setFloat32(17, head.alertMag, true);
  view.setFloat64(21, head.alertRa, true);
  view.setFloat64(29, head.alertDec, true);
  view.setUint32(37, bodyBytes, true);
  let at = HEAD_BYTES;
  for (const items of arrays) at = writeArray(bytes, at, items);
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
    const end = at + HEAD_BYTES + view.getUint32(at + 37, true);
    if (end > bytes.length) throw new Error(`a stored light curve ends early, at byte ${at}`);
    bundles.push({
      fingerprint: view.getBigInt64(at + 1, true),
      candid: view.getBigInt64(at + 9, true),
      alertMag: view.getFloat32(at + 17, true),
      alertRa: view.getFloat64(at + 21, true),
      alertDec: view.getFloat64(at + 29, true),
      body: bytes.subarray(at + HEAD_BYTES, end),
    });
    at = end;
  }
  return bundles;
}

// An Avro array: one block of items with its count (a zigzag varint), then the empty block.
function arrayBytes(items: readonly Uint8Array[]): number {
  if (items.length === 0) return 1;
  return items.reduce((sum, item) => sum + item.length, countBytes(items.length) + 1);
}

function countBytes(count: number): number {
  let bytes = 1;
  for (let rest = count * 2; rest >= 128; rest = Math.floor(rest / 128)) bytes += 1;
  return bytes;
}

function writeArray(into: Uint8Array, start: number, items: readonly Uint8Array[]): number {
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
