import { gunzipSync } from 'node:zlib';
import { isGzip } from '@fritz/formats';

/** The gzipped stamps of an alert by kind. */
export interface Stamps {
  readonly science: Uint8Array | null;
  readonly template: Uint8Array | null;
  readonly difference: Uint8Array | null;
}

/** The stamps of some alerts in one piece of memory, which is handed over and not copied. */
export interface PackedStamps {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Six numbers an alert: start and end of each stamp; −1 for one that is not there. */
  readonly spans: Int32Array;
}

const KINDS = ['science', 'template', 'difference'] as const;
/** No stamp is larger: 512 × 512 doubles and a header. */
export const MAX_STAMP_BYTES = 4 * 1024 * 1024;
/** More than this many bytes are not made at once. */
const MAX_INFLATED_BYTES = 64 * 1024 * 1024;
/** The shortest gzip member: header, an empty block, trailer (RFC 1952). */
const MIN_GZIP_BYTES = 20;

export function packStamps(alerts: readonly Stamps[]): PackedStamps {
  const spans = new Int32Array(alerts.length * 2 * KINDS.length).fill(-1);
  const stamps = alerts.flatMap((alert) => KINDS.map((kind) => alert[kind]));
  const size = stamps.reduce((sum, stamp) => sum + (stamp?.length ?? 0), 0);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const [index, stamp] of stamps.entries()) {
    if (stamp === null) continue;
    bytes.set(stamp, at);
    spans[2 * index] = at;
    at += stamp.length;
    spans[2 * index + 1] = at;
  }
  return { bytes, spans };
}

export function unpackStamps({ bytes, spans }: PackedStamps): Stamps[] {
  return stampsBetween(bytes, spans);
}

/**
 * All stamps without their compression, made at once: gzip members one after another are one gzip file
 * (RFC 1952, section 2.2), and to set zlib up for each takes longer than a tenth of its work.
 *
 * @returns null where that does not give what each stamp's own trailer says: they are then to be read one
 *   by one, which tells what is wrong with which
 */
export function inflateStamps({ bytes, spans }: PackedStamps): Stamps[] | null {
  const inflated = new Int32Array(spans.length).fill(-1);
  let total = 0;
  for (let index = 0; index < spans.length; index += 2) {
    const [start, end] = [spans[index] ?? -1, spans[index + 1] ?? -1];
    if (start < 0) continue;
    const size = inflatedSize(bytes.subarray(start, end));
    if (size === null) return null;
    inflated[index] = total;
    total += size;
    inflated[index + 1] = total;
  }
  if (total === 0 || total > MAX_INFLATED_BYTES) return null;
  const plain = inflateWhole(bytes, total);
  return plain && stampsBetween(plain, inflated);
}

/** As the trailer of its last member has it; null where it is no gzip, or too large. */
function inflatedSize(stamp: Uint8Array): number | null {
  if (stamp.length < MIN_GZIP_BYTES || !isGzip(stamp)) return null;
  const trailer = new DataView(stamp.buffer, stamp.byteOffset + stamp.length - 4, 4);
  const size = trailer.getUint32(0, true);
  return size > MAX_STAMP_BYTES ? null : size;
}

function inflateWhole(bytes: Uint8Array, total: number): Uint8Array | null {
  try {
    // A byte more than is needed: where the room is just enough zlib is asked again for nothing.
    const plain = gunzipSync(bytes, { maxOutputLength: total, chunkSize: total + 64 });
    return plain.length === total ? plain : null;
  } catch {
    // Read one by one it says which stamp is to blame.
    return null;
  }
}

function stampsBetween(bytes: Uint8Array, spans: Int32Array): Stamps[] {
  const stampAt = (index: number) => {
    const start = spans[2 * index] ?? -1;
    return start < 0 ? null : bytes.subarray(start, spans[2 * index + 1]);
  };
  return Array.from({ length: spans.length / (2 * KINDS.length) }, (_, alert) => ({
    science: stampAt(alert * KINDS.length),
    template: stampAt(alert * KINDS.length + 1),
    difference: stampAt(alert * KINDS.length + 2),
  }));
}
