import { isGzip, readGzipHead } from '@fritz/formats';
import { PacketError } from '../survey.ts';

const FITS_BLOCK_BYTES = 2880;
/** How every FITS file begins. */
const FIRST_CARD = Array.from('SIMPLE  =', (letter) => letter.charCodeAt(0));

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
  const head = readGzipHead(bytes, FIRST_CARD.length);
  if (!head) throw new PacketError('bad_cutout', `${name} is damaged: gzip cannot be read`);
  const isFits = FIRST_CARD.every((byte, i) => head[i] === byte);
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
