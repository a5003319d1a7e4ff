import { MqlError } from './errors.ts';
import { fromBigInt } from './numbers.ts';
import { TEXT_CALLS } from './text-calls.ts';

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
const DOTTED_WORD = /-?[A-Za-z_$][\w$]*(?:\.[A-Za-z_]\w*)*/y;
const NEW = /new\s+/y;
const REGEX = /\/(?:[^/\\[\n]|\\[^\n]|\[(?:[^\]\\\n]|\\[^\n])*\])+\/[a-z]*/y;
/** What stands before a pipeline that is pasted with the statement around it. */
const ASSIGNMENT = /(?:(?:const|let|var)\s+)?[A-Za-z_]\w*\s*=(?!=)\s*/y;
const AGGREGATE = /[A-Za-z_]\w*(?:\.\w+|\.getCollection\([^)\n]*\)|\[[^\]\n]*\])*\.aggregate\(\s*/y;
const STRING_PREFIXES = new Set(['r', 'R', 'u', 'U']);
/** The options of Python's re.compile. */
const FLAGS: ReadonlyMap<string, string> = new Map([
  ['re.I', 'i'],
  ['re.IGNORECASE', 'i'],
  ['re.M', 'm'],
  ['re.MULTILINE', 'm'],
  ['re.S', 's'],
  ['re.DOTALL', 's'],
  ['re.X', 'x'],
  ['re.VERBOSE', 'x'],
]);
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
    this.peek();
    this.take(ASSIGNMENT);
    const value = this.take(AGGREGATE) === '' ? this.readValue() : this.readAggregate();
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
    if (next === '"' || next === "'") return this.readStrings(next);
    if (next === '(') return this.readNested(() => this.readTuple());
    if (next === '/') return this.readRegex();
    const number = this.take(NUMBER);
    if (number !== '') return readNumber(number);
    return this.readWord();
  }

  /** The pipeline of `db.collection.aggregate(pipeline, options)`, behind the bracket. */
  private readAggregate(): unknown {
    const pipeline = this.readValue();
    if (this.peek() === ',') {
      this.position += 1;
      if (this.peek() !== ')') this.readValue();
    }
    if (this.peek() !== ')') this.stop("expected ')'");
    this.position += 1;
    return pipeline;
  }

  private readNested<T>(read: () => T): T {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) this.stop(`more than ${MAX_DEPTH} levels`);
    const value = read();
    this.depth -= 1;
    return value;
  }

  private readWord(): unknown {
    const start = this.position;
    if (this.take(NEW) !== '') this.peek();
    const word = this.take(DOTTED_WORD);
    const next = this.text[this.position] ?? '';
    if (STRING_PREFIXES.has(word) && (next === '"' || next === "'")) {
      return this.readString(next, word.toLowerCase() === 'r');
    }
    if (FLAGS.has(word)) return FLAGS.get(word);
    if (next === '(' || TEXT_CALLS.has(word)) return this.readCall(word, start);
    if (WORDS.has(word)) return WORDS.get(word);
    if (word === '-Infinity') return Number.NEGATIVE_INFINITY;
    this.position = start;
    return this.stop(word === '' ? 'expected a value' : `'${word}' is not a value`);
  }

  /** `ISODate("…")` and the like, as Extended JSON. */
  private readCall(name: string, start: number): unknown {
    const call = TEXT_CALLS.get(name);
    const args = this.peek() === '(' ? this.readNested(() => this.readItems(')')) : null;
    const value = args === null ? undefined : call?.(args);
    if (value !== undefined) return value;
    this.position = start;
    if (call === undefined) return this.stop(`'${name}(…)' is not understood here`);
    return this.stop(`'${name}(…)' has arguments that are not understood`);
  }

  private readArray(): unknown[] {
    return this.readItems(']');
  }

  /** Values between brackets, from the opening one on. */
  private readItems(end: string): unknown[] {
    this.position += 1;
    const items: unknown[] = [];
    while (this.peek() !== end) {
      items.push(this.readValue());
      this.readSeparator(end);
    }
    this.position += 1;
    return items;
  }

  /** Python's tuple is a list; brackets around one value are only brackets. */
  private readTuple(): unknown {
    this.position += 1;
    const items: unknown[] = [];
    let isTuple = false;
    while (this.peek() !== ')') {
      items.push(this.readValue());
      isTuple ||= this.peek() === ',';
      this.readSeparator(')');
    }
    this.position += 1;
    return items.length === 1 && !isTuple ? items[0] : items;
  }

  /** `/pattern/options`. */
  private readRegex(): unknown {
    const literal = this.take(REGEX);
    const end = literal.lastIndexOf('/');
    if (end <= 0) return this.stop('the regular expression does not end');
    const pattern = literal.slice(1, end).replaceAll('\\/', '/');
    return { $regularExpression: { pattern, options: literal.slice(end + 1) } };
  }

  /** Strings that stand side by side are one, as in Python. */
  private readStrings(first: string): string {
    let result = this.readString(first);
    for (let next = this.peek(); next === '"' || next === "'"; next = this.peek()) {
      result += this.readString(next);
    }
    return result;
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

  /** @param isRaw a backslash stands for itself */
  private readString(quote: string, isRaw = false): string {
    this.position += 1;
    let result = '';
    for (;;) {
      const character = this.text[this.position];
      if (character === undefined || character === '\n') this.stop('the string does not end');
      this.position += 1;
      if (character === quote) return result;
      result += character === '\\' && !isRaw ? this.readEscape() : character;
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
 * comments, Python's True, False, None and tuples, `/regex/i`, the calls of text-calls.ts, and the
 * statement around a pipeline. Of a field that is there twice the last counts. Integers beyond
 * ±(2^53 − 1) are bigint; what JSON has no words for comes as Extended JSON.
 *
 * @throws MqlError 'syntax' with line and column.
 */
export function parseText(text: string): unknown {
  return new Reader(text).readAll();
}
