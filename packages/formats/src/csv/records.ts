/**
 * Records of separated text: CSV as RFC 4180 has it, and what goes by that name.
 */
import { TableError } from '../table/table.ts';

/** A field without quotes may say that it is missing; one with quotes is text. */
export interface CsvField {
  readonly text: string;
  readonly isQuoted: boolean;
}

export interface CsvRecord {
  /** Where it begins, from 1. */
  readonly line: number;
  readonly fields: readonly CsvField[];
}

/** A line beyond this is no line: most likely a quote that is never closed. */
const MAX_RECORD_CHARS = 1 << 24;

/**
 * Splits text that comes piece by piece into records. Blank lines are passed over. Lines that begin
 * with `#` go to `onComment`, until the first that does not; after it they are records.
 * @throws TableError `bad_format` at the end within quotes, `too_large` for an endless record
 */
export async function* splitRecords(
  bytes: AsyncIterable<Uint8Array>,
  delimiter: string,
  onComment: (line: string) => void = () => {},
): AsyncGenerator<readonly CsvRecord[]> {
  const splitter = new Splitter(delimiter, onComment);
  const decoder = new TextDecoder();
  for await (const piece of bytes) {
    const records = splitter.push(decoder.decode(piece, { stream: true }));
    if (records.length > 0) yield records;
  }
  const last = splitter.finish(decoder.decode());
  if (last.length > 0) yield last;
}

class Splitter {
  readonly #delimiter: string;
  readonly #onComment: (line: string) => void;
  #text = '';
  #line = 1;
  #isHead = true;

  constructor(delimiter: string, onComment: (line: string) => void) {
    this.#delimiter = delimiter;
    this.#onComment = onComment;
  }

  push(text: string): CsvRecord[] {
    this.#text += text;
    const records = this.#take(false);
    if (this.#text.length > MAX_RECORD_CHARS) {
      throw new TableError('too_large', `line ${this.#line} does not end: is a quote not closed?`);
    }
    return records;
  }

  finish(text: string): CsvRecord[] {
    this.#text += text;
    const records = this.#take(true);
    if (this.#text !== '') {
      throw new TableError('bad_format', `line ${this.#line}: a quote is not closed`);
    }
    return records;
  }

  #take(isEnd: boolean): CsvRecord[] {
    const records: CsvRecord[] = [];
    const text = this.#text;
    let at = 0;
    while (at < text.length) {
      const end = recordEnd(text, at, this.#delimiter, isEnd);
      if (end < 0) break;
      const next = text[end] === '\n' ? end + 1 : end;
      const raw = text.slice(at, text[end - 1] === '\r' && end > at ? end - 1 : end);
      this.#one(raw, records);
      this.#line += 1 + (raw.includes('\n') ? raw.split('\n').length - 1 : 0);
      at = next;
    }
    this.#text = text.slice(at);
    return records;
  }

  #one(raw: string, records: CsvRecord[]): void {
    const plain = this.#isHead && this.#line === 1 ? raw.replace(/^\ufeff/, '') : raw;
    if (this.#isHead && plain.startsWith('#')) {
      this.#onComment(plain);
      return;
    }
    if (plain.trim() === '') return;
    this.#isHead = false;
    records.push({ line: this.#line, fields: splitFields(plain, this.#delimiter) });
  }
}

/** Where the record that begins at `from` ends: at a line feed outside quotes; −1 if not yet. */
function recordEnd(text: string, from: number, delimiter: string, isEnd: boolean): number {
  const feed = text.indexOf('\n', from);
  const quote = text.indexOf('"', from);
  if (quote < 0 || (feed >= 0 && quote > feed)) return feed >= 0 ? feed : isEnd ? text.length : -1;
  let isField = true;
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '\n') return at;
    if (char === '"' && isField) {
      at = closingQuote(text, at);
      if (at < 0) return -1;
      isField = false;
    } else isField = char === delimiter || (isField && char === ' ');
  }
  return isEnd ? text.length : -1;
}

/** The quote that closes the one at `open`; two in a row stand for one. */
function closingQuote(text: string, open: number): number {
  for (let at = text.indexOf('"', open + 1); at >= 0; at = text.indexOf('"', at + 2)) {
    if (text[at + 1] !== '"') return at;
  }
  return -1;
}

function splitFields(text: string, delimiter: string): CsvField[] {
  if (!text.includes('"')) {
    const parts = delimiter === ' ' ? text.trim().split(/ +/) : text.split(delimiter);
    return parts.map((part) => ({ text: part.trim(), isQuoted: false }));
  }
  const fields: CsvField[] = [];
  let at = 0;
  for (;;) {
    while (text[at] === ' ') at += 1;
    if (text[at] === '"') {
      const close = closingQuote(text, at);
      const end = close < 0 ? text.length : close;
      fields.push({ text: text.slice(at + 1, end).replaceAll('""', '"'), isQuoted: true });
      at = text.indexOf(delimiter, end + 1);
    } else {
      const end = text.indexOf(delimiter, at);
      fields.push({ text: text.slice(at, end < 0 ? text.length : end).trim(), isQuoted: false });
      at = end;
    }
    if (at < 0) return fields;
    at += delimiter.length;
    // With blanks between fields, one at the end is no field.
    if (delimiter === ' ' && text.slice(at).trim() === '') return fields;
  }
}
