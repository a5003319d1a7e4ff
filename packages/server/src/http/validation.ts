import {
  compileCheck,
  mostCounts,
  type RouteContract,
  type SchemaCheck,
  type Static,
  type TObject,
  type TSchema,
  Type,
} from '@fritz/contract';
import { type FieldProblem, InvalidRequestError } from './fritz-error.ts';

type Part = FieldProblem['in'];
type Fields = Record<string, unknown>;

/** The checked parts of a request. */
export interface CheckedRequest<P extends TObject, Q extends TObject, B extends TSchema> {
  params: Static<P>;
  query: Static<Q>;
  body: Static<B>;
}

const maxProblems = 10;

/** Compiles the checks of a route once; the result throws InvalidRequestError. */
export function compileRequestCheck<P extends TObject, Q extends TObject, B extends TSchema>(
  route: RouteContract<P, Q, B>,
): (request: { params: unknown; query: unknown; body: unknown }) => CheckedRequest<P, Q, B> {
  const params = compileText('path', route.params);
  const query = compileText('query', route.query, route.ignored?.query);
  const body = route.body ? compileBody(route.body, route.ignored?.body) : checkNoBody;
  // Each check returns what its schema describes: this is the border where types begin.
  return (request) => ({
    params: params(request.params) as Static<P>,
    query: query(request.query) as Static<Q>,
    body: body(request.body) as Static<B>,
  });
}

/** Path and query are text: numbers and booleans are read from it, 64-bit ids with all digits. */
function compileText(part: Part, schema: TObject, ignored: readonly string[] = []) {
  const check = compileCheck(schema);
  const longIds = Object.keys(schema.properties).filter((name) => isInt64(schema.properties[name]));
  const cap = compileCaps(schema);
  return (given: unknown): Fields => {
    const fields = dropIgnored(asFields(given), ignored);
    for (const [name, value] of Object.entries(fields)) {
      // A list may be given as repeated fields, too.
      if (Array.isArray(value)) fields[name] = value.join(',');
    }
    const exact = longIds.flatMap((name) => {
      const value = fields[name];
      if (!isLongInteger(value)) return [];
      // The schema sees a rounded stand-in: it knows numbers alone.
      fields[name] = Number(value);
      return [[name, BigInt(value)] as const];
    });
    const converted = check.convert(fields);
    demand(part, check, converted);
    return cap({ ...asFields(converted), ...Object.fromEntries(exact) });
  };
}

/** What is beyond the most that counts becomes that. */
function compileCaps(schema: TObject): (fields: Fields) => Fields {
  const caps = Object.entries(schema.properties).flatMap(([name, property]) => {
    const most = mostCounts in property ? property[mostCounts] : null;
    return typeof most === 'number' ? [{ name, most }] : [];
  });
  return (fields) => {
    for (const { name, most } of caps) {
      const value = fields[name];
      if (typeof value === 'number' && value > most) fields[name] = most;
    }
    return fields;
  };
}

function compileBody(schema: TSchema, ignored: readonly string[] = []) {
  const check = compileCheck(schema);
  const longIds = Type.IsObject(schema)
    ? Object.keys(schema.properties).filter((name) => mayBeInt64(schema.properties[name]))
    : [];
  return (given: unknown): unknown => {
    if (given === undefined || given === null) given = {};
    const body = check.readIds(isPlainObject(given) ? dropIgnored(given, ignored) : given);
    if (longIds.length === 0 || !isPlainObject(body)) {
      demand('body', check, body);
      return body;
    }
    const exact = longIds.flatMap((name) => {
      const id = readLongInteger(body[name]);
      return id === null ? [] : [[name, id] as const];
    });
    // The schema sees rounded stand-ins: it knows numbers alone.
    const standIns = exact.map(([name, id]) => [name, Number(id)] as const);
    demand('body', check, { ...body, ...Object.fromEntries(standIns) });
    return { ...body, ...Object.fromEntries(exact) };
  };
}

function checkNoBody(given: unknown): Fields {
  if (given === undefined || given === null) return {};
  const fields = isPlainObject(given) ? Object.keys(given) : ['(whole)'];
  if (fields.length > 0) {
    throw new InvalidRequestError(
      fields
        .slice(0, maxProblems)
        .map((field) => ({ in: 'body', field, message: 'is not known here' })),
    );
  }
  return {};
}

function dropIgnored(fields: Fields, ignored: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !ignored.includes(name)));
}

function demand(part: Part, check: SchemaCheck, value: unknown): void {
  if (check.test(value)) return;
  const problems = check.problems(value).slice(0, maxProblems);
  throw new InvalidRequestError(
    problems.map(({ place, message }) => ({ in: part, field: place || '(whole)', message })),
  );
}

function isInt64(schema: TSchema | undefined): boolean {
  return schema !== undefined && 'format' in schema && schema.format === 'int64';
}

function mayBeInt64(schema: TSchema | undefined): boolean {
  if (schema !== undefined && Type.IsUnion(schema)) return schema.anyOf.some(isInt64);
  return isInt64(schema);
}

/** A whole number of JSON, or the text of one. */
function readLongInteger(value: unknown): bigint | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : null;
  const text = typeof value === 'bigint' ? String(value) : value;
  return isLongInteger(text) ? BigInt(text) : null;
}

const maxInt64 = 9_223_372_036_854_775_807n;

function isLongInteger(value: unknown): value is string {
  if (typeof value !== 'string' || !/^-?\d{1,19}$/.test(value)) return false;
  const exact = BigInt(value);
  return exact <= maxInt64 && exact >= -maxInt64 - 1n;
}

function isPlainObject(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asFields(value: unknown): Fields {
  return isPlainObject(value) ? { ...value } : {};
}
