import { constants, gunzipSync } from 'node:zlib';
import { isGzip } from '@fritz/formats';
import { PacketError } from '../survey.ts';

/** Enough of the compressed stream for the first FITS cards. */
const HEAD_BYTES = 384;
const FITS_BLOCK_BYTES = 2880;
const HEAD_OPTIONS = { finishFlush: constants.Z_SYNC_FLUSH, chunkSize: 4096 };

/**
 * Checks that a stamp is a gzipped FITS file without inflating all of it: the gzip magic, the
 * inflated length in the gzip trailer (RFC 1952), which FITS pads to whole blocks of 2880 bytes
 * (FITS standard 4.0, §3.1), and the first card.
 *
 * @throws PacketError `bad_cutout`
 */
export function checkStamp(bytes: Uint8Array, name: string): void {
  if (!isGzip(bytes) || bytes.length < 18) {
    throw new PacketError('bad_cutout', `${name} is not gzip-compressed (${bytes.length} bytes)`);
  }
  const trailer = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 4, 4);
  const inflatedBytes = trailer.getUint32(0, true);
  let head: Uint8Array;
  try {
    head = gunzipSync(bytes.subarray(0, HEAD_BYTES), HEAD_OPTIONS);
  } catch (cause) {
    throw new PacketError('bad_cutout', `${name} is damaged: gzip cannot be read`, { cause });
  }
  const isFits = Buffer.from(head.buffer, head.byteOffset, head.length)
    .toString('latin1', 0, 30)
    .startsWith('SIMPLE  =');
  if (!isFits) {
    throw new PacketError('bad_cutout', `${name} is gzip, but what is inside is not FITS`);
  }
  if (inflatedBytes % FITS_BLOCK_BYTES !== 0) {
    throw new PacketError(
      'bad_cutout',
      `${name} is damaged: ${inflatedBytes} bytes are no whole FITS blocks of ${FITS_BLOCK_BYTES}`,
    );
  }
}
