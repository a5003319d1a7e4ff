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
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'bigint' ? rawJson(inner.toString()) : inner,
  );
}

const longDigits = /\d{16}/;
const integerText = /^-?\d+$/;

/**
 * Parses JSON; an integer beyond ±(2^53 − 1) becomes a bigint. Text without a run of 16 digits
 * cannot hold one and takes the plain, faster parser.
 *
 * @throws SyntaxError where the text is not JSON.
 */
export function parseExact(text: string): unknown {
  if (!longDigits.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) => {
    const source = context?.source;
    if (typeof value !== 'number' || source === undefined) return value;
    if (Number.isSafeInteger(value) || !integerText.test(source)) return value;
    return BigInt(source);
  });
}

/** A time as SkyPortal writes it: ISO 8601 in UTC without a zone, to the millisecond. */
export function naiveUtc(time: Date): string {
  return time.toISOString().slice(0, -1);
}
