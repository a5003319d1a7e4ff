/** Exact JSON: 64-bit ids are plain integers on the wire and bigint in code. */

/** `JSON.rawJSON` (ES2026) is in Node and browsers, and not yet in the compiler's library. */
interface ExactJson {
  rawJSON(text: string): unknown;
}

function rawJson(text: string): unknown {
  return (JSON as unknown as ExactJson).rawJSON(text);
}

/**
 * JSON text in which a bigint is a plain integer with all its digits. NaN and the infinities become
 * null, as in every JSON of SkyPortal's.
 */
export function stringifyExact(value: unknown): string {
  try {
    // Without a function that is asked for each value it takes a fraction; a bigint makes it throw.
    return JSON.stringify(value);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return stringifyIntegers(value);
  }
}

/** As by a function that is asked for each value, which takes many times as long as objects need. */
function stringifyIntegers(value: unknown): string {
  return writeValue(value, 0) ?? JSON.stringify(value, replaceInteger);
}

function replaceInteger(_key: string, inner: unknown): unknown {
  return typeof inner === 'bigint' ? rawJson(inner.toString()) : inner;
}

/** Deeper than this is left to JSON.stringify, which also finds what holds itself. */
const MAX_DEPTH = 100;

/** The text of a value that is made of plain objects and arrays; null for any other. */
function writeValue(value: unknown, depth: number): string | null {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return Number.isFinite(value) ? String(value) : 'null';
    case 'bigint':
    case 'boolean':
      return String(value);
    case 'object':
      if (value === null) return 'null';
      if (depth > MAX_DEPTH || 'toJSON' in value) return null;
      return Array.isArray(value) ? writeArray(value, depth) : writeObject(value, depth);
    default:
      return null;
  }
}

function writeArray(values: readonly unknown[], depth: number): string | null {
  let text = '[';
  for (let i = 0; i < values.length; i++) {
    const written = writeValue(values[i], depth + 1);
    if (written === null) return null;
    text += i === 0 ? written : `,${written}`;
  }
  return `${text}]`;
}

function writeObject(value: object, depth: number): string | null {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return null;
  // It may be text that was made by JSON.rawJSON.
  if (prototype === null && 'rawJSON' in value) return null;
  const fields = value as Readonly<Record<string, unknown>>;
  let text = '{';
  for (const key of Object.keys(fields)) {
    const inner = fields[key];
    if (inner === undefined) continue;
    const written = writeValue(inner, depth + 1);
    if (written === null) return null;
    text += `${text.length === 1 ? '' : ','}${quoted(key)}:${written}`;
  }
  return `${text}}`;
}

/** Names that need no escapes. */
const plainName = /^\w*$/;

function quoted(name: string): string {
  return plainName.test(name) ? `"${name}"` : JSON.stringify(name);
}

/** Where a number with 16 digits before its point may begin. */
const longDigits = /(?:^|[[:,\s-])\d{16}/;
/** A number of 16 digits or more that is all digits; or the like in a text. */
const longInteger = /(?<![\d.eE+-])-?[1-9]\d{15,}(?![\d.eE])/g;
/** Before the digits of a number, in place of which it stands. Nobody else knows it. */
const mark = `${crypto.getRandomValues(new Uint32Array(4)).join('-')}:`;

/**
 * Parses JSON; an integer beyond ±(2^53 − 1) becomes a bigint. Text without a run of 16 digits
 * cannot hold one and takes the plain, faster parser. A reviver that is told each number's source
 * would do, too, and takes many times as long.
 *
 * @throws SyntaxError where the text is not JSON.
 */
export function parseExact(text: string): unknown {
  if (!longDigits.test(text)) return JSON.parse(text);
  const marked = markIntegers(text);
  return marked === null ? JSON.parse(text) : withIntegers(parseMarked(marked, text));
}

/** The text with marks in place of integers that a double does not hold; null where there are none. */
function markIntegers(text: string): string | null {
  const parts: string[] = [];
  let done = 0;
  let isInText = false;
  let quote = text.indexOf('"');
  for (const { index, 0: digits } of text.matchAll(longInteger)) {
    for (; quote !== -1 && quote < index; quote = text.indexOf('"', quote + 1)) {
      if (!isInText || !isEscaped(text, quote)) isInText = !isInText;
    }
    if (isInText || Number.isSafeInteger(Number(digits))) continue;
    parts.push(text.slice(done, index), '"', mark, digits, '"');
    done = index + digits.length;
  }
  if (done === 0) return null;
  parts.push(text.slice(done));
  return parts.join('');
}

function isEscaped(text: string, quote: number): boolean {
  let start = quote;
  while (text[start - 1] === '\\') start -= 1;
  return (quote - start) % 2 === 1;
}

/** What is wrong with the text is told of the text as it was given. */
function parseMarked(marked: string, text: string): unknown {
  try {
    return JSON.parse(marked);
  } catch {
    return JSON.parse(text);
  }
}

/** Puts integers where their marks are. */
function withIntegers(value: unknown): unknown {
  if (typeof value === 'string') {
    return value.startsWith(mark) ? BigInt(value.slice(mark.length)) : value;
  }
  if (typeof value !== 'object' || value === null) return value;
  // Its own fields, `__proto__` among them, which JSON.parse defines like any other.
  const holder = value as Record<string, unknown>;
  for (const key of Object.keys(holder)) {
    const inner = holder[key];
    if (typeof inner !== 'string' && typeof inner !== 'object') continue;
    const exact = withIntegers(inner);
    if (exact !== inner) holder[key] = exact;
  }
  return value;
}

/** A time as SkyPortal writes it: ISO 8601 in UTC without a zone, to the millisecond. */
export function naiveUtc(time: Date): string {
  return time.toISOString().slice(0, -1);
}
