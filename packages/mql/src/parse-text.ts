import { MqlError } from './errors.ts';
import { fromBigInt } from './numbers.ts';

const WORDS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['true', true],
  ['True', true],
  ['false', false],
  ['False', false],
  ['null', null],
  ['None', null],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
]);

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['t', '\t'],
  ['r', '\r'],
  ['b', '\b'],
  ['f', '\f'],
]);

const SKIPPED = /(?:\s+|\/\/[^\n]*|#[^\n]*|\/\*[\s\S]*?\*\/)*/y;
const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/y;
const INTEGER = /^[+-]?\d+$/;
const WORD = /-?[A-Za-z_$][\w$]*/y;
const MAX_DEPTH = 200;

/** Integers beyond 2^53 become bigint, so that a candid stays exact; beyond 64 bits, doubles. */
function readNumber(text: string): number | bigint {
  const value = Number(text);
  if (!INTEGER.test(text)) return value;
  // An integer has no negative zero.
  return Number.isSafeInteger(value) ? value + 0 : fromBigInt(BigInt(text));
}

class Reader {
  private readonly text: string;
  private position = 0;
  private depth = 0;

  constructor(text: string) {
    this.text = text;
  }

  readAll(): unknown {
    const value = this.readValue();
    if (this.peek() === ';') this.position += 1;
    if (this.peek() !== '') this.stop('expected the end of the text');
    return value;
  }

  private stop(message: string): never {
    const before = this.text.slice(0, this.position).split('\n');
    const line = before.length;
    const column = (before.at(-1)?.length ?? 0) + 1;
    throw new MqlError('syntax', '', `${message} at line ${line}, column ${column}`);
  }

  private take(pattern: RegExp): string {
    pattern.lastIndex = this.position;
    const found = pattern.exec(this.text)?.[0] ?? '';
    this.position += found.length;
    return found;
  }

  /** The next character that is neither space nor comment; '' at the end. */
  private peek(): string {
    this.take(SKIPPED);
    return this.text[this.position] ?? '';
  }

  private readValue(): unknown {
    const next = this.peek();
    if (next === '{') return this.readNested(() => this.readObject());
    if (next === '[') return this.readNested(() => this.readArray());
    if (next === '"' || next === "'") return this.readString(next);
    const number = this.take(NUMBER);
    if (number !== '') return readNumber(number);
    return this.readWord();
  }

  private readNested(read: () => unknown): unknown {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) this.stop(`more than ${MAX_DEPTH} levels`);
    const value = read();
    this.depth -= 1;
    return value;
  }

  private readWord(): unknown {
    const start = this.position;
    const word = this.take(WORD);
    if (WORDS.has(word)) return WORDS.get(word);
    if (word === '-Infinity') return Number.NEGATIVE_INFINITY;
    this.position = start;
    return this.stop(word === '' ? 'expected a value' : `'${word}' is not a value`);
  }

  private readArray(): unknown[] {
    this.position += 1;
    const items: unknown[] = [];
    while (this.peek() !== ']') {
      items.push(this.readValue());
      this.readSeparator(']');
    }
    this.position += 1;
    return items;
  }

  private readSeparator(end: string): void {
    const next = this.peek();
    if (next === ',') this.position += 1;
    else if (next !== end) this.stop(`expected ',' or '${end}'`);
  }

  private readObject(): Record<string, unknown> {
    this.position += 1;
    const entries = new Map<string, unknown>();
    while (this.peek() !== '}') {
      const key = this.readKey();
      if (this.peek() !== ':') this.stop("expected ':'");
      this.position += 1;
      entries.set(key, this.readValue());
      this.readSeparator('}');
    }
    this.position += 1;
    return Object.fromEntries(entries);
  }

  private readKey(): string {
    const next = this.peek();
    if (next === '"' || next === "'") return this.readString(next);
    const word = this.take(WORD);
    return word === '' ? this.stop('expected a field name') : word;
  }

  private readString(quote: string): string {
    this.position += 1;
    let result = '';
    for (;;) {
      const character = this.text[this.position];
      if (character === undefined || character === '\n') this.stop('the string does not end');
      this.position += 1;
      if (character === quote) return result;
      result += character === '\\' ? this.readEscape() : character;
    }
  }

  private readEscape(): string {
    const character = this.text[this.position] ?? '';
    this.position += 1;
    if (character !== 'u') return ESCAPES.get(character) ?? character;
    const digits = this.text.slice(this.position, this.position + 4);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.stop('\\u needs four hexadecimal digits');
    this.position += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }
}

/**
 * Reads JSON and what people paste for JSON: single quotes, bare field names, trailing commas,
 * comments, Python's True, False and None. Of a field that is there twice the last counts. Integers beyond ±(2^53 − 1) are bigint.
 *
 * @throws MqlError 'syntax' with line and column.
 */
export function parseText(text: string): unknown {
  return new Reader(text).readAll();
}
