import { type FitsImage, type ImagePlace, locateImage, readPixels } from './image-reader.ts';

/** A header that came, and the image behind it. */
interface KnownHead {
  readonly bytes: Uint8Array;
  readonly place: ImagePlace;
}

/**
 * Reads stamps one after another. Those of a survey mostly have one header, word for word: that is
 * parsed once, which takes more time than the pixels do.
 */
export class FitsStampReader {
  private known: KnownHead | null = null;

  /**
   * As `readFitsImage`.
   *
   * @param bytes decompressed
   * @throws FitsError
   */
  read(bytes: Uint8Array): FitsImage {
    const place = this.placeOf(bytes);
    const { width, height, header } = place;
    return { width, height, header, pixels: readPixels(bytes, place) };
  }

  private placeOf(bytes: Uint8Array): ImagePlace {
    const { known } = this;
    if (known && beginsWith(bytes, known.bytes)) return known.place;
    const place = locateImage(bytes, {});
    this.known = { bytes: bytes.slice(0, place.dataOffset), place };
    return place;
  }
}

function beginsWith(bytes: Uint8Array, head: Uint8Array): boolean {
  if (bytes.length < head.length) return false;
  // Whole blocks of 2880 bytes; four bytes at a time wherever they begin in memory.
  const view = new DataView(bytes.buffer, bytes.byteOffset, head.length);
  const known = new DataView(head.buffer, head.byteOffset, head.length);
  for (let at = 0; at < head.length; at += 4) {
    if (view.getInt32(at) !== known.getInt32(at)) return false;
  }
  return true;
}
