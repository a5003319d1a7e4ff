import { crc32 } from './png.ts';

/** What a picture says of itself. */
export interface ImageHeader {
  mediaType: 'image/png' | 'image/jpeg';
  widthPx: number;
  heightPx: number;
  /** Whether it is kept without colours. */
  isGrayscale: boolean;
}

/**
 * Reads what a PNG (ISO/IEC 15948) or JPEG (ITU-T T.81) says of itself, and looks whether it is whole:
 * every chunk with its checksum, every segment, up to its end. Pixels are not decoded. Null where it is
 * neither, or not whole.
 */
export function readImageHeader(bytes: Uint8Array): ImageHeader | null {
  return isPng(bytes) ? readPng(bytes) : readJpeg(bytes);
}

const pngSignature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

function isPng(bytes: Uint8Array): boolean {
  return pngSignature.every((byte, index) => bytes[index] === byte);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function readPng(bytes: Uint8Array): ImageHeader | null {
  const view = viewOf(bytes);
  let header: ImageHeader | null = null;
  let hasPixels = false;
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) return null;
    if (crc32(bytes.subarray(at + 4, end - 4)) !== view.getUint32(end - 4)) return null;
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (header === null) {
      if (type !== 'IHDR' || end - at !== 25) return null;
      header = {
        mediaType: 'image/png',
        widthPx: view.getUint32(at + 8),
        heightPx: view.getUint32(at + 12),
        // Colour types 0 and 4: grey, and grey with transparency.
        isGrayscale: ((bytes[at + 17] ?? 0) & 3) === 0,
      };
    }
    if (type === 'IDAT') hasPixels = true;
    if (type === 'IEND') return hasPixels ? header : null;
    at = end;
  }
  return null;
}

/** Start-of-frame markers: all of C0 to CF but tables (C4), extensions (C8) and conditioning (CC). */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
}

function readJpeg(bytes: Uint8Array): ImageHeader | null {
  const view = viewOf(bytes);
  const ends = bytes.length >= 4 && view.getUint16(bytes.length - 2) === 0xffd9;
  if (!ends || view.getUint16(0) !== 0xffd8) return null;
  let header: ImageHeader | null = null;
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes[at] !== 0xff) return null;
    const marker = bytes[at + 1] ?? 0;
    // Bytes of FF may fill the space before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = view.getUint16(at + 2);
    if (length < 2 || at + 2 + length > bytes.length) return null;
    if (isFrame(marker) && length >= 8) {
      header = {
        mediaType: 'image/jpeg',
        heightPx: view.getUint16(at + 5),
        widthPx: view.getUint16(at + 7),
        isGrayscale: bytes[at + 9] === 1,
      };
    }
    // The scan begins: what follows are pixels.
    if (marker === 0xda) return header;
    at += 2 + length;
  }
  return null;
}
