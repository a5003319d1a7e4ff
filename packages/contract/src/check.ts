import { Compile } from 'typebox/compile';
import { Value } from 'typebox/value';
import { type TSchema, Type, timePattern } from './schema.ts';
import { compileIdReader } from './text-ids.ts';

/** What a value has that its schema does not allow. */
export interface SchemaProblem {
  /** Dotted place within the value; empty for the whole. */
  place: string;
  message: string;
}

/** A schema, compiled. */
export interface SchemaCheck {
  test(value: unknown): boolean;
  /** Each place that is wrong, once, with the first thing that is wrong there. */
  problems(value: unknown): SchemaProblem[];
  /** Text turned into the numbers and booleans that the schema wants, where it is such. */
  convert(value: unknown): unknown;
  /** Text of digits turned into the number where the schema wants a row id; nothing else. */
  readIds(value: unknown): unknown;
}

/** Compiles a schema once, to test many values. */
export function compileCheck(schema: TSchema): SchemaCheck {
  const compiled = Compile(schema);
  const idReader = compileIdReader(schema);
  return {
    test: (value) => compiled.Check(value),
    problems: (value) =>
      firstPerPlace(compiled.Errors(value).flatMap((raw) => describe(raw, schema))),
    convert: compileConverter(schema),
    readIds: (value) => (idReader ? idReader(value) : value),
  };
}

/** TypeBox cuts `1.5` and `true` down to 1: such text stays, for the schema to refuse. */
function compileConverter(schema: TSchema): (value: unknown) => unknown {
  const properties = Type.IsObject(schema) ? Object.entries(schema.properties) : [];
  const integers = properties.flatMap(([name, property]) =>
    Type.IsInteger(property) ? [name] : [],
  );
  return (value) => {
    // It writes into what it is given.
    const converted: unknown = Value.Convert(schema, isRecord(value) ? { ...value } : value);
    if (!isRecord(value) || !isRecord(converted)) return converted;
    const texts = integers.filter((name) => {
      const given = value[name];
      return typeof given === 'string' && !(given.trim() && Number.isInteger(Number(given)));
    });
    return { ...converted, ...Object.fromEntries(texts.map((name) => [name, value[name]])) };
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface RawProblem {
  keyword: string;
  instancePath: string;
  message: string;
  params: unknown;
}

function describe(raw: RawProblem, schema: TSchema): SchemaProblem[] {
  const place = raw.instancePath.split('/').slice(1).map(unescapePointer);
  const at = (name: string) => [...place, name].join('.');
  switch (raw.keyword) {
    case 'required':
      return names(raw, 'requiredProperties').map((name) => {
        return { place: at(name), message: 'is missing' };
      });
    case 'additionalProperties':
      return names(raw, 'additionalProperties').map((name) => {
        return { place: at(name), message: 'is not known here' };
      });
    // An unknown field is reported a second time, as a schema that is false.
    case 'boolean':
      return [];
    case 'enum':
      return [{ place: place.join('.'), message: `must be one of ${names(raw, 'allowedValues')}` }];
    case 'pattern':
      return [{ place: place.join('.'), message: patternMessage(raw.message) }];
    case 'type':
      return [{ place: place.join('.'), message: typeMessage(raw.message, schema, place) }];
    default:
      return [{ place: place.join('.'), message: raw.message }];
  }
}

/** An integer that is none is often one that is too long: the range says both. */
function typeMessage(message: string, schema: TSchema, place: readonly string[]): string {
  if (message !== 'must be integer') return message;
  const range = rangeOf(schema, place);
  if (range === null) return message;
  const { minimum, maximum } = range;
  if (maximum === undefined)
    return minimum === undefined ? message : `must be an integer from ${minimum}`;
  return `must be an integer from ${minimum ?? `-${maximum}`} to ${maximum}`;
}

interface Range {
  minimum?: number | bigint;
  maximum?: number | bigint;
}

/** Within what an integer at a place of a schema must be; null where the schema has none there. */
function rangeOf(schema: TSchema, [name, ...rest]: readonly string[]): Range | null {
  if (Type.IsUnion(schema)) {
    const ranges = schema.anyOf.map((one) => {
      return rangeOf(one, name === undefined ? [] : [name, ...rest]);
    });
    return ranges.find((range) => range !== null) ?? null;
  }
  if (name !== undefined) {
    if (Type.IsArray(schema)) return rangeOf(schema.items, rest);
    const inner = Type.IsObject(schema) ? schema.properties[name] : undefined;
    return inner === undefined ? null : rangeOf(inner, rest);
  }
  if ('format' in schema && schema.format === 'int64') return int64Range;
  if (!Type.IsInteger(schema)) return null;
  const limit = (name: 'minimum' | 'maximum') => {
    const value: unknown = Reflect.get(schema, name);
    return typeof value === 'number' ? { [name]: value } : {};
  };
  return { ...limit('minimum'), ...limit('maximum') };
}

const int64Range = { minimum: -(2n ** 63n), maximum: 2n ** 63n - 1n };

/** A person is told what to write, not how it is recognised. */
function patternMessage(message: string): string {
  return message.includes(timePattern)
    ? 'must be a date or a time, such as 2026-11-22 or 2026-11-22T03:14:15'
    : message;
}

function names(raw: RawProblem, param: string): string[] {
  const { params } = raw;
  if (typeof params !== 'object' || params === null) return [];
  const list: unknown = Reflect.get(params, param);
  return Array.isArray(list) ? list.map(String) : [];
}

/** A union reports each of its members: the first says enough. */
function firstPerPlace(problems: readonly SchemaProblem[]): SchemaProblem[] {
  const seen = new Set<string>();
  return problems.filter(({ place }) => !seen.has(place) && seen.add(place));
}

/** Source: RFC 6901 §4. */
function unescapePointer(segment: string): string {
  return segment.replaceAll('~1', '/').replaceAll('~0', '~');
}
