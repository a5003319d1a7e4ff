import Type, {
  type Static,
  type TObject,
  type TOptional,
  type TProperties,
  type TSchema,
  type TUnion,
} from 'typebox';

export type { Static, TObject, TOptional, TProperties, TSchema };
export { Type };

/** A 64-bit id: an integer on the wire, exact to its last digit, bigint in code. */
export function int64(description: string) {
  return Type.Unsafe<bigint>({ type: 'integer', format: 'int64', description });
}

/** A value that may be missing: null, never NaN or −999. */
export function nullable<T extends TSchema>(
  schema: T,
  options: Record<string, unknown> = {},
): TUnion<[T, ReturnType<typeof Type.Null>]> {
  return Type.Union([schema, Type.Null()], options);
}

/** What a text is set to, where an empty one means none, too. */
export function clearable<T extends TSchema>(schema: T) {
  return Type.Union([schema, Type.Literal(''), Type.Null()]);
}

/** An object without other fields than these. Queries and bodies are of this kind. */
export function closed<P extends TProperties>(properties: P, options: object = {}) {
  return Type.Object(properties, { ...options, additionalProperties: false });
}

/** A time: ISO 8601, UTC, without a zone. */
export function datetime(description: string) {
  return Type.String({ description, examples: ['2026-11-22T03:14:15.926'] });
}

/** Of a time in a request. */
export const timePattern =
  '^\\d{4}-\\d{2}-\\d{2}([T ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?(Z|[+-]\\d{2}:?\\d{2})?)?$';

/** A time in a request: ISO 8601; without a zone it is UTC. */
export function datetimeInput(description: string) {
  return Type.String({
    description,
    pattern: timePattern,
    examples: ['2026-11-22T00:00:00'],
  });
}

/** Numeric ids with commas between them. */
export function idList(description: string) {
  return Type.String({
    description,
    pattern: '^ *\\d{1,9}( *, *\\d{1,9})* *$',
    examples: ['1,4'],
  });
}

/** The database id of a user, group, stream or filter. In a body it may be a text of digits. */
export function rowId(description: string) {
  return Type.Integer({ format: 'int32', minimum: 1, maximum: 2_147_483_647, description });
}

/** An object's name, e.g. ZTF18abcdefg. */
export const objectId = Type.String({
  minLength: 1,
  maxLength: 128,
  pattern: '^[a-zA-Z0-9_;:+.-]+$',
  description: "The object's name in its survey",
  examples: ['ZTF18aabcvnq'],
});

/** Number of a page of results, from 1. */
export const pageNumber = Type.Integer({ minimum: 1, maximum: 1_000_000, default: 1 });

/** Of a number in a query: the most that counts. What is beyond is taken as that, not refused. */
export const mostCounts = 'x-most';

/** How many results a page holds. Scripts for SkyPortal ask for more than it gives, and get that. */
export function pageSize(fallback: number, cap = 500) {
  const description = `More than ${cap} is taken as ${cap}`;
  return Type.Integer({ minimum: 1, default: fallback, description, [mostCounts]: cap });
}
