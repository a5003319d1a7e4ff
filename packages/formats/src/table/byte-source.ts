import { TableError } from './table.ts';

/** Bytes that come piece by piece, read by the number. */
export class ByteSource {
  readonly #pieces: AsyncIterator<Uint8Array>;
  #piece: Uint8Array = new Uint8Array(0);
  #at = 0;
  #isEnded = false;

  constructor(pieces: AsyncIterable<Uint8Array>) {
    this.#pieces = pieces[Symbol.asyncIterator]();
  }

  /** The next bytes, fewer than asked for at the end alone; a view that the caller may keep. */
  async read(count: number): Promise<Uint8Array> {
    if (this.#piece.length - this.#at >= count) {
      const view = this.#piece.subarray(this.#at, this.#at + count);
      this.#at += count;
      return view;
    }
    const parts: Uint8Array[] = [];
    let size = 0;
    while (size < count) {
      if (this.#at === this.#piece.length && !(await this.#advance())) break;
      const part = this.#piece.subarray(this.#at, this.#at + count - size);
      this.#at += part.length;
      size += part.length;
      parts.push(part);
    }
    return joinParts(parts, size);
  }

  /** @throws TableError `truncated` when the source ends before */
  async readExactly(count: number, what: string): Promise<Uint8Array> {
    const bytes = await this.read(count);
    if (bytes.length < count) throw new TableError('truncated', `the file ends within ${what}`);
    return bytes;
  }

  /** Passes over bytes; returns how many there were. */
  async skip(count: number): Promise<number> {
    let left = count;
    while (left > 0) {
      if (this.#at === this.#piece.length && !(await this.#advance())) break;
      const step = Math.min(left, this.#piece.length - this.#at);
      this.#at += step;
      left -= step;
    }
    return count - left;
  }

  /** Lets go of what the bytes come from. */
  async close(): Promise<void> {
    await this.#pieces.return?.();
  }

  async #advance(): Promise<boolean> {
    while (!this.#isEnded) {
      const { done, value } = await this.#pieces.next();
      if (done === true) this.#isEnded = true;
      else if (value.length > 0) {
        this.#piece = value;
        this.#at = 0;
        return true;
      }
    }
    return false;
  }
}

function joinParts(parts: readonly Uint8Array[], size: number): Uint8Array {
  const [only] = parts;
  if (parts.length === 1 && only) return only;
  const joined = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
