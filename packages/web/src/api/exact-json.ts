/**
 * An integer of the survey (candid and the like) as the app keeps it: digits in a string when it
 * has 16 or more of them, else a number. Redux wants values that serialise, so not `bigint`.
 */
export type Int64 = string | number;

type ReviverContext = { readonly source?: string };

const HAS_LONG_RUN = /\d{16}/;
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
 * The reviver runs only where the text has such a run of digits; browsers whose reviver does not
 * see the source text get the integers quoted beforehand.
 *
 * @throws SyntaxError when the text is not JSON.
 */
export function parseExactJson(text: string): unknown {
  if (!HAS_LONG_RUN.test(text)) return JSON.parse(text);
  return hasSourceAccess
    ? JSON.parse(text, reviveLongInteger)
    : JSON.parse(quoteLongIntegers(text));
}
