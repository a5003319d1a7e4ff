import pg from 'pg';

/** OIDs of the types whose driver defaults would lose something. */
const oid = {
  int8: 20,
  json: 114,
  float4: 700,
  int8Array: 1016,
  float4Array: 1021,
  date: 1082,
  timestamp: 1114,
  jsonb: 3802,
} as const;

/** PostgreSQL prints float4 by its shortest decimal; fround gives back the value the survey sent. */
function parseFloat4(text: string): number {
  return Math.fround(Number(text));
}

/**
 * Parses JSON from the database; an integer beyond 2^53 becomes a bigint instead of being rounded.
 */
export function parseJson(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text);
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) => {
    const source = context?.source;
    if (typeof value !== 'number' || source === undefined) return value;
    if (Number.isSafeInteger(value) || !/^-?\d+$/.test(source)) return value;
    return BigInt(source);
  });
}

type ArrayValue<T> = T | null | ArrayValue<T>[];

/** Parses `{1,NULL,3}` and nested forms, for element types that PostgreSQL never quotes. */
function parseArray<T>(text: string, parse: (element: string) => T): ArrayValue<T>[] {
  // An array with explicit bounds is printed as [2:4]={…}.
  const body = text.slice(text.indexOf('{'));
  const stack: ArrayValue<T>[][] = [[]];
  for (const token of body.match(/[{}]|[^{},]+/g) ?? []) {
    const top = stack.at(-1) ?? [];
    if (token === '{') {
      const child: ArrayValue<T>[] = [];
      top.push(child);
      stack.push(child);
    } else if (token === '}') stack.pop();
    else top.push(token === 'NULL' ? null : parse(token));
  }
  const outer = stack[0]?.[0];
  return Array.isArray(outer) ? outer : [];
}

const parsers = new Map<number, (text: string) => unknown>([
  [oid.int8, BigInt],
  [oid.float4, parseFloat4],
  [oid.json, parseJson],
  [oid.jsonb, parseJson],
  // A calendar day and a clock without zone have no instant: text, not a Date in the server's zone.
  [oid.date, (text) => text],
  [oid.timestamp, (text) => text],
  [oid.int8Array, (text) => parseArray(text, BigInt)],
  [oid.float4Array, (text) => parseArray(text, parseFloat4)],
]);

/**
 * Parsers for `pg` clients, passed as `types` to each client so that nothing global changes:
 * int8 → bigint, float4 → the float32 value, numeric → string, timestamptz → Date,
 * date and timestamp → string, json → values with exact integers. Everything else is the driver's.
 */
export const pgTypes: pg.CustomTypesConfig = {
  getTypeParser: ((typeOid: number, format?: 'text' | 'binary') => {
    const parser = format === 'binary' ? undefined : parsers.get(typeOid);
    return parser ?? pg.types.getTypeParser(typeOid, format);
  }) as typeof pg.types.getTypeParser,
};
