import type { RouteContract, TSchema } from '@fritz/contract';
import fc from 'fast-check';
import type { RequestOptions } from '../harness.ts';
import { nearValueFor, valueFor, wildText, wildValue } from './schema-values.ts';

/** What is put in the place of parts of a request that is right. */
export interface Mutation {
  kind: 'as the schema says' | 'one field' | 'wild' | 'no JSON';
  params: Record<string, string>;
  query: Record<string, string>;
  body?: unknown;
  /** The body's text, where it is no JSON of ours. */
  text?: string;
}

const textOf = (value: unknown): string =>
  typeof value === 'object' ? JSON.stringify(value) : String(value);

function textFor(schema: TSchema): fc.Arbitrary<string> {
  return fc.oneof(valueFor(schema).map(textOf), wildText);
}

function someFields(properties: Record<string, TSchema>): fc.Arbitrary<Record<string, string>> {
  const model = Object.entries(properties).map(([name, schema]) => [name, textFor(schema)]);
  return fc
    .record<Record<string, string>, string>(Object.fromEntries(model), { requiredKeys: [] })
    .map((fields) => ({ ...fields }) as Record<string, string>);
}

/** Texts that no JSON writer of ours makes. */
const brokenBodies = [
  '',
  '{',
  '[',
  'null',
  '"text"',
  '1e400',
  'NaN',
  '{"a":1e400}',
  '{"a":NaN}',
  '{"__proto__":{"a":1}}',
  '{"constructor":{"prototype":{"a":1}}}',
  '\u0000',
  '{"a":"\\ud800"}',
  '['.repeat(20_000),
  `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
  `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
];

/** Every way in which the requests of a route are wrong, or right. */
export function mutationsOf(route: RouteContract): fc.Arbitrary<Mutation> {
  const params = someFields(route.params.properties);
  const query = someFields(route.query.properties);
  const none = fc.constant<Record<string, string>>({});
  const mostly = fc.oneof({ weight: 3, arbitrary: none }, { weight: 1, arbitrary: params });
  const { body } = route;
  const record = (
    kind: Mutation['kind'],
    parts: Partial<Record<keyof Omit<Mutation, 'kind'>, fc.Arbitrary<unknown>>>,
  ) => fc.record({ kind: fc.constant(kind), params: mostly, query: none, ...parts });
  const kinds = [
    record('as the schema says', { query, ...(body ? { body: valueFor(body) } : {}) }),
  ];
  if (Object.keys(route.params.properties).length > 0) kinds.push(record('wild', { params }));
  if (Object.keys(route.query.properties).length > 0) kinds.push(record('wild', { query }));
  if (body) {
    kinds.push(record('one field', { body: fieldOf(body) }));
    kinds.push(record('wild', { query, body: wildValue }));
  }
  if (route.method !== 'GET') {
    kinds.push(record('no JSON', { text: fc.constantFrom(...brokenBodies) }));
  }
  // Each part is what its arbitrary makes; the record's type cannot say that of optional ones.
  return fc.oneof(...kinds) as fc.Arbitrary<Mutation>;
}

/** One field, marked: the others are those of a right request. */
class OneField {
  readonly name: string;
  readonly value: unknown;
  constructor(name: string, value: unknown) {
    this.name = name;
    this.value = value;
  }
}

function fieldOf(schema: TSchema): fc.Arbitrary<unknown> {
  const properties: Record<string, TSchema> = Object(Reflect.get(schema, 'properties'));
  const names = Object.keys(properties);
  if (names.length === 0) return wildValue;
  return fc
    .constantFrom(...names)
    .chain((name) =>
      nearValueFor(properties[name] ?? {}).map((value) => new OneField(name, value)),
    );
}

/** A right request with the mutation in it. */
export function mutate(right: RequestOptions, mutation: Mutation): RequestOptions {
  const { params, query, body } = mutation;
  const text = (fields: Record<string, string>) =>
    Object.fromEntries(
      // A lone surrogate has no form in an address, nor has a path an empty part.
      Object.entries(fields).map(([name, value]) => [name, value.toWellFormed()]),
    );
  const plain = typeof right.body === 'object' && right.body !== null ? right.body : {};
  const whole = body instanceof OneField ? { ...plain, [body.name]: body.value } : body;
  return {
    ...right,
    params: { ...right.params, ...text(params) },
    query: { ...right.query, ...text(query) },
    ...(whole === undefined ? {} : { body: whole }),
  };
}
