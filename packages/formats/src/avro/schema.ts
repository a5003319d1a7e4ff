import { AvroError } from './avro-error.ts';
import { checkExpansion } from './schema-size.ts';

export type AvroPrimitive =
  | 'null'
  | 'boolean'
  | 'int'
  | 'long'
  | 'float'
  | 'double'
  | 'bytes'
  | 'string';

export interface AvroPrimitiveSchema {
  readonly type: AvroPrimitive;
}
export interface AvroField {
  readonly name: string;
  readonly schema: AvroSchema;
}
/** `name` is the full name (namespace included); a record may contain itself through a union, array or map. */
export interface AvroRecordSchema {
  readonly type: 'record';
  readonly name: string;
  readonly fields: readonly AvroField[];
}
export interface AvroEnumSchema {
  readonly type: 'enum';
  readonly name: string;
  readonly symbols: readonly string[];
}
export interface AvroFixedSchema {
  readonly type: 'fixed';
  readonly name: string;
  readonly size: number;
}
export interface AvroArraySchema {
  readonly type: 'array';
  readonly items: AvroSchema;
}
export interface AvroMapSchema {
  readonly type: 'map';
  readonly values: AvroSchema;
}
export interface AvroUnionSchema {
  readonly type: 'union';
  readonly branches: readonly AvroSchema[];
}
/** A resolved schema: references are replaced by the very object that they name. */
export type AvroSchema =
  | AvroPrimitiveSchema
  | AvroRecordSchema
  | AvroEnumSchema
  | AvroFixedSchema
  | AvroArraySchema
  | AvroMapSchema
  | AvroUnionSchema;

const MAX_DEPTH = 64;
const MAX_NODES = 20_000;
const MAX_TEXT_CHARS = 8_000_000;
const MAX_FIXED_BYTES = 16_777_216;

const PRIMITIVES: ReadonlyMap<string, AvroPrimitiveSchema> = new Map(
  (['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'] as const).map(
    (type) => [type, { type }],
  ),
);

interface ParseState {
  readonly named: Map<string, AvroSchema>;
  nodes: number;
}

interface ParsePlace {
  readonly namespace: string;
  readonly path: string;
  readonly depth: number;
}

type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Reads an Avro schema (Apache Avro 1.11 specification) from JSON text or parsed JSON.
 *
 * Defaults, docs, aliases, orders and logical types are ignored: only what the bytes look like
 * matters here, and real survey schemas carry invalid defaults. A record may repeat a field name
 * (WINTER does): all are kept, in order; decoding gives the last.
 *
 * @throws AvroError `wrong_schema`, or `too_large` beyond 64 levels or 20,000 nodes
 */
export function parseSchema(json: unknown): AvroSchema {
  const state: ParseState = { named: new Map(), nodes: 0 };
  const schema = parseNode(readJson(json), { namespace: '', path: '', depth: 0 }, state);
  checkExpansion(schema);
  return schema;
}

function readJson(json: unknown): unknown {
  if (typeof json !== 'string' || PRIMITIVES.has(json)) return json;
  if (json.length > MAX_TEXT_CHARS) {
    throw new AvroError('too_large', `the schema has ${json.length} characters`);
  }
  try {
    return JSON.parse(json);
  } catch (cause) {
    throw new AvroError('wrong_schema', 'the schema is not valid JSON', { cause });
  }
}

function parseNode(node: unknown, place: ParsePlace, state: ParseState): AvroSchema {
  if (place.depth > MAX_DEPTH) {
    throw new AvroError('too_large', `the schema is nested deeper than ${MAX_DEPTH} levels`);
  }
  state.nodes += 1;
  if (state.nodes > MAX_NODES) {
    throw new AvroError('too_large', `the schema has more than ${MAX_NODES} nodes`);
  }
  if (typeof node === 'string') return resolveName(node, place, state);
  if (Array.isArray(node)) return parseUnion(node, place, state);
  if (typeof node === 'object' && node !== null)
    return parseObject(node as JsonObject, place, state);
  throw refusal(place, 'is not a schema');
}

function parseObject(node: JsonObject, place: ParsePlace, state: ParseState): AvroSchema {
  switch (node.type) {
    case 'record':
    case 'error':
      return parseRecord(node, place, state);
    case 'enum':
      return parseEnum(node, place, state);
    case 'fixed':
      return parseFixed(node, place, state);
    case 'array':
      return { type: 'array', items: parseNode(node.items, below(place, '[]'), state) };
    case 'map':
      return { type: 'map', values: parseNode(node.values, below(place, '{}'), state) };
    default:
      return parseNode(node.type, { ...place, depth: place.depth + 1 }, state);
  }
}

function parseRecord(node: JsonObject, place: ParsePlace, state: ParseState): AvroSchema {
  const name = fullName(node, place);
  const fields: AvroField[] = [];
  const record: AvroRecordSchema = { type: 'record', name, fields };
  define(name, record, place, state);
  if (!Array.isArray(node.fields)) throw refusal(place, `(record ${name}) has no list of fields`);
  const namespace = namespaceOf(name);
  for (const field of node.fields as readonly unknown[]) {
    if (typeof field !== 'object' || field === null || !('name' in field)) {
      throw refusal(place, `(record ${name}) has a field without a name`);
    }
    const fieldName = field.name;
    if (typeof fieldName !== 'string' || fieldName === '') {
      throw refusal(place, `(record ${name}) has a field whose name is not text`);
    }
    const path = place.path === '' ? fieldName : `${place.path}.${fieldName}`;
    const type = 'type' in field ? field.type : undefined;
    fields.push({
      name: fieldName,
      schema: parseNode(type, { namespace, path, depth: place.depth + 1 }, state),
    });
  }
  return record;
}

function parseEnum(node: JsonObject, place: ParsePlace, state: ParseState): AvroSchema {
  const name = fullName(node, place);
  const symbols: unknown = node.symbols;
  if (!Array.isArray(symbols) || !symbols.every((symbol) => typeof symbol === 'string')) {
    throw refusal(place, `(enum ${name}) has no list of symbols`);
  }
  const schema: AvroEnumSchema = { type: 'enum', name, symbols };
  define(name, schema, place, state);
  return schema;
}

function parseFixed(node: JsonObject, place: ParsePlace, state: ParseState): AvroSchema {
  const name = fullName(node, place);
  const { size } = node;
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 0) {
    throw refusal(place, `(fixed ${name}) has no size`);
  }
  if (size > MAX_FIXED_BYTES) {
    throw new AvroError('too_large', `fixed ${name} of ${size} bytes`, { path: place.path });
  }
  const schema: AvroFixedSchema = { type: 'fixed', name, size };
  define(name, schema, place, state);
  return schema;
}

function parseUnion(nodes: readonly unknown[], place: ParsePlace, state: ParseState): AvroSchema {
  const branches = nodes.map((node) =>
    parseNode(node, { ...place, depth: place.depth + 1 }, state),
  );
  if (branches.length === 0) throw refusal(place, 'is an empty union');
  if (branches.some((branch) => branch.type === 'union')) {
    throw refusal(place, 'is a union within a union');
  }
  return { type: 'union', branches };
}

function resolveName(name: string, place: ParsePlace, state: ParseState): AvroSchema {
  const primitive = PRIMITIVES.get(name);
  if (primitive !== undefined) return primitive;
  const inNamespace =
    name.includes('.') || place.namespace === '' ? name : `${place.namespace}.${name}`;
  const schema = state.named.get(inNamespace) ?? state.named.get(name);
  if (schema === undefined) throw refusal(place, `names an unknown type ${JSON.stringify(name)}`);
  return schema;
}

function define(name: string, schema: AvroSchema, place: ParsePlace, state: ParseState): void {
  if (state.named.has(name)) throw refusal(place, `defines the type ${name} a second time`);
  state.named.set(name, schema);
}

function fullName(node: JsonObject, place: ParsePlace): string {
  const { name, namespace } = node;
  if (typeof name !== 'string' || name === '' || PRIMITIVES.has(name)) {
    throw refusal(place, 'is a named type without a usable name');
  }
  if (name.includes('.')) return name;
  const space = typeof namespace === 'string' ? namespace : place.namespace;
  return space === '' ? name : `${space}.${name}`;
}

function namespaceOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('.')));
}

function below(place: ParsePlace, step: string): ParsePlace {
  return { ...place, path: place.path + step, depth: place.depth + 1 };
}

function refusal(place: ParsePlace, what: string): AvroError {
  const where = place.path === '' ? 'the schema' : `the schema's ${place.path}`;
  return new AvroError('wrong_schema', `${where} ${what}`, { path: place.path });
}
