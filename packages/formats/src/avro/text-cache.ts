const SLOTS = 4096;
const SLOT_BYTES = 128;
const MIX = 0x9e3779b1;

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * UTF-8 decoding that remembers recent short texts. Alert packets repeat file names, flags and
 * object names from record to record, and making a string costs far more than comparing bytes.
 * Direct-mapped: a newcomer replaces what had its slot, so the memory is bounded (about 1 MB).
 */
export class TextCache {
  private readonly bytes = new Uint8Array(SLOTS * SLOT_BYTES);
  private readonly view = new DataView(this.bytes.buffer);
  private readonly sizes = new Uint8Array(SLOTS);
  private readonly texts: string[] = new Array<string>(SLOTS).fill('');

  /**
   * The text of `bytes[start, start + size)`, which must lie within the bytes; `view` covers them.
   *
   * @throws TypeError when the bytes are not valid UTF-8
   */
  decode(bytes: Uint8Array, view: DataView, start: number, size: number): string {
    if (size < 4) return decodeTiny(bytes, start, size);
    if (size > SLOT_BYTES) return utf8.decode(bytes.subarray(start, start + size));
    const tail = size - 4;
    let hash = Math.imul(view.getInt32(start + tail, true) ^ size, MIX);
    for (let i = 0; i < tail; i += 4) {
      hash = Math.imul(hash ^ (hash >>> 15) ^ view.getInt32(start + i, true), MIX);
    }
    const slot = (hash ^ (hash >>> 15)) & (SLOTS - 1);
    if (this.sizes[slot] === size && this.holds(slot * SLOT_BYTES, view, start, tail)) {
      return this.texts[slot] ?? '';
    }
    const source = bytes.subarray(start, start + size);
    const text = utf8.decode(source);
    this.bytes.set(source, slot * SLOT_BYTES);
    this.sizes[slot] = size;
    this.texts[slot] = text;
    return text;
  }

  /** Compares four bytes at a time; the last four may overlap the ones before. */
  private holds(at: number, view: DataView, start: number, tail: number): boolean {
    const own = this.view;
    if (own.getInt32(at + tail) !== view.getInt32(start + tail)) return false;
    for (let i = 0; i < tail; i += 4) {
      if (own.getInt32(at + i) !== view.getInt32(start + i)) return false;
    }
    return true;
  }
}

function decodeTiny(bytes: Uint8Array, start: number, size: number): string {
  let text = '';
  for (let p = start; p < start + size; p++) {
    const byte = bytes[p] ?? 0;
    if (byte >= 0x80) return utf8.decode(bytes.subarray(start, start + size));
    text += String.fromCharCode(byte);
  }
  return text;
}
