/**
 * An integer of the survey (candid and the like) as the app keeps it: digits in a string when it
 * has 16 or more of them, else a number. Redux wants values that serialise, so not `bigint`.
 */
export type Int64 = string | number;

type ReviverContext = { readonly source?: string };

/** Also matches in some strings, which then are parsed the slow way. */
const HAS_LONG_INTEGER = /[:[,]\s*-?\d{16,}(?![\d.eE])/;
/**
 * Such an integer as an object's value. In a string there is none: a quote that a name follows begins a
 * string, where within one it would be escaped.
 */
const LONG_VALUE = /([{,]\s*"[A-Za-z_]\w*"\s*:\s*)(-?\d{16,})(?![\d.eE])/g;
const LONG_INTEGER = /^-?\d{16,}$/;
const STRING_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

function reviveLongInteger(_key: string, value: unknown, context?: ReviverContext): unknown {
  const source = context?.source;
  return typeof value === 'number' && source !== undefined && LONG_INTEGER.test(source)
    ? source
    : value;
}

/** Puts quotes around integers of 16 or more digits, leaving strings and decimals alone. */
export function quoteLongIntegers(text: string): string {
  return text.replace(STRING_OR_NUMBER, (token) =>
    LONG_INTEGER.test(token) ? `"${token}"` : token,
  );
}

function detectSourceAccess(): boolean {
  let seen = false;
  JSON.parse('1', (_key: string, value: unknown, context?: ReviverContext) => {
    seen = context?.source === '1';
    return value;
  });
  return seen;
}

const hasSourceAccess = detectSourceAccess();

/**
 * Parses JSON without rounding 64-bit integers: those of 16 or more digits come back as strings.
 * Those that are objects' values are quoted beforehand, which takes a fraction of what a reviver does;
 * it runs where others are left. Browsers whose reviver does not see the source text get them quoted, too.
 *
 * @throws SyntaxError when the text is not JSON.
 */
export function parseExactJson(text: string): unknown {
  if (!HAS_LONG_INTEGER.test(text)) return JSON.parse(text);
  const quoted = text.replace(LONG_VALUE, '$1"$2"');
  if (!HAS_LONG_INTEGER.test(quoted)) return JSON.parse(quoted);
  return hasSourceAccess
    ? JSON.parse(text, reviveLongInteger)
    : JSON.parse(quoteLongIntegers(text));
}
