/** Write a primary image. Source: FITS Standard 4.0, sections 3.3, 4.4.1 and 5.3. */
import { FitsError } from './fits-error.ts';
import { CARD_BYTES, type FitsValue, formatCard, roundUpToBlock } from './header.ts';

export interface FitsCard {
  keyword: string;
  value: FitsValue;
  comment?: string;
}

export interface WritableImage {
  width: number;
  height: number;
  /** Row by row, width × height of them: BITPIX −32 or −64. */
  pixels: Float32Array | Float64Array;
  /** After the mandatory cards. Structural keywords are refused. */
  cards?: readonly FitsCard[];
}

const STRUCTURAL = /^(SIMPLE|BITPIX|NAXIS\d*|EXTEND|END|BSCALE|BZERO|BLANK|XTENSION|CONTINUE)$/;

/** @throws FitsError `bad_axes` if the sizes disagree, `bad_card` for a card that cannot be. */
export function writeFitsImage(image: WritableImage): Uint8Array {
  const { width, height, pixels } = image;
  const isSized = Number.isInteger(width) && Number.isInteger(height) && width >= 0 && height >= 0;
  if (!isSized || width * height !== pixels.length) {
    throw new FitsError('bad_axes', `${width} × ${height} is not ${pixels.length} pixels`);
  }
  const isDouble = pixels instanceof Float64Array;
  const header = headerText(width, height, isDouble ? -64 : -32, image.cards ?? []);
  const headerBytes = roundUpToBlock(header.length);
  const bytes = new Uint8Array(headerBytes + roundUpToBlock(pixels.byteLength));
  bytes.fill(0x20, 0, headerBytes);
  for (let i = 0; i < header.length; i++) bytes[i] = header.charCodeAt(i);
  const view = new DataView(bytes.buffer, headerBytes);
  for (let i = 0; i < pixels.length; i++) {
    if (isDouble) view.setFloat64(i * 8, pixels[i] ?? 0);
    else view.setFloat32(i * 4, pixels[i] ?? 0);
  }
  return bytes;
}

function headerText(
  width: number,
  height: number,
  bitpix: number,
  cards: readonly FitsCard[],
): string {
  const lines = [
    formatCard('SIMPLE', true, 'conforms to the FITS standard'),
    formatCard('BITPIX', bitpix, 'IEEE floating point'),
    formatCard('NAXIS', 2),
    formatCard('NAXIS1', width),
    formatCard('NAXIS2', height),
  ];
  for (const { keyword, value, comment } of cards) {
    if (STRUCTURAL.test(keyword)) {
      throw new FitsError('bad_card', `${keyword} follows from the image and cannot be given`);
    }
    lines.push(formatCard(keyword, value, comment));
  }
  lines.push('END'.padEnd(CARD_BYTES));
  return lines.join('');
}
