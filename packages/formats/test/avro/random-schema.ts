import fc from 'fast-check';

/** A value as our decoder gives it and as avsc wants it with wrapped unions. */
export interface ValuePair {
  readonly ours: unknown;
  readonly theirs: unknown;
}

/** JSON of a random schema. Union branches differ in the kind of their values. */
export type RandomSchema = string | RandomSchema[] | { readonly [key: string]: unknown };

const PRIMITIVES = ['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'];
const fieldName = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,8}$/);

const unnamed = fc.letrec<{ node: RandomSchema; member: RandomSchema; union: RandomSchema }>(
  (tie) => ({
    member: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(...PRIMITIVES),
      fc.uniqueArray(fieldName, { minLength: 1, maxLength: 4 }).map((symbols) => ({
        type: 'enum',
        symbols,
      })),
      fc.nat(5).map((size) => ({ type: 'fixed', size })),
      tie('node').map((items) => ({ type: 'array', items })),
      tie('node').map((values) => ({ type: 'map', values })),
      fc
        .uniqueArray(fc.tuple(fieldName, tie('node')), { maxLength: 5, selector: ([name]) => name })
        .map((fields) => ({
          type: 'record',
          fields: fields.map(([name, type]) => ({ name, type })),
        })),
    ),
    union: fc.uniqueArray(tie('member'), { minLength: 1, maxLength: 4, selector: kindOf }),
    node: fc.oneof({ depthSize: 'small' }, tie('member'), tie('union')),
  }),
).node;

/** Named types get names of their own, some in a namespace. */
export const randomSchema: fc.Arbitrary<RandomSchema> = unnamed.map((schema) => {
  let next = 0;
  const name = (node: RandomSchema): RandomSchema => {
    if (typeof node === 'string') return node;
    if (Array.isArray(node)) return node.map(name);
    const copy: Record<string, unknown> = { ...node };
    if (['record', 'enum', 'fixed'].includes(String(node.type))) {
      next += 1;
      copy.name = `T${next}`;
      copy.namespace = `test.n${next % 3}`;
    }
    if ('items' in node) copy.items = name(node.items as RandomSchema);
    if ('values' in node) copy.values = name(node.values as RandomSchema);
    if (Array.isArray(node.fields)) {
      copy.fields = node.fields.map((field: { name: string; type: RandomSchema }) => ({
        name: field.name,
        type: name(field.type),
      }));
    }
    return copy;
  };
  return name(schema);
});

function typeOf(schema: RandomSchema): string {
  if (typeof schema === 'string') return schema;
  return Array.isArray(schema) ? 'union' : String(schema.type);
}

function kindOf(schema: RandomSchema): string {
  const type = typeOf(schema);
  if (['int', 'long', 'float', 'double'].includes(type)) return 'number';
  if (['string', 'enum'].includes(type)) return 'string';
  if (['bytes', 'fixed'].includes(type)) return 'bytes';
  return ['map', 'record'].includes(type) ? 'object' : type;
}

function same<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<ValuePair> {
  return arbitrary.map((value) => ({
    ours: value,
    theirs: value instanceof Uint8Array ? Buffer.from(value) : value,
  }));
}

const long = fc.oneof(
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -300n, max: 300n }),
  fc.nat(63).chain((bits) => fc.constantFrom(2n ** BigInt(bits) - 1n, -(2n ** BigInt(bits)))),
);
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }).filter((value) => value.isWellFormed()),
  fc.string({ unit: 'grapheme-ascii', maxLength: 200 }),
);

export function valueFor(schema: RandomSchema): fc.Arbitrary<ValuePair> {
  if (Array.isArray(schema)) {
    return fc.oneof(...schema.map((branch) => valueFor(branch).map((pair) => wrap(branch, pair))));
  }
  const node = typeof schema === 'string' ? { type: schema } : schema;
  switch (node.type) {
    case 'null':
      return same(fc.constant(null));
    case 'boolean':
      return same(fc.boolean());
    case 'int':
      return same(fc.oneof(fc.integer(), fc.integer({ min: -70, max: 70 })));
    case 'long':
      return same(long);
    case 'float':
      return same(fc.float());
    case 'double':
      return same(fc.double());
    case 'string':
      return same(text);
    case 'bytes':
      return same(fc.uint8Array({ maxLength: 100 }));
    case 'fixed':
      return same(fc.uint8Array({ minLength: Number(node.size), maxLength: Number(node.size) }));
    case 'enum':
      return same(fc.constantFrom(...(node.symbols as string[])));
    case 'array':
      return fc.array(valueFor(node.items as RandomSchema), { maxLength: 4 }).map((items) => ({
        ours: items.map((item) => item.ours),
        theirs: items.map((item) => item.theirs),
      }));
    case 'map':
      return fc
        .array(fc.tuple(text, valueFor(node.values as RandomSchema)), { maxLength: 4 })
        .map(objects);
    default: {
      const fields = node.fields as { name: string; type: RandomSchema }[];
      const entries = fields.map((field) =>
        valueFor(field.type).map((value): [string, ValuePair] => [field.name, value]),
      );
      return fc.tuple(...entries).map(objects);
    }
  }
}

function objects(entries: [string, ValuePair][]): ValuePair {
  return {
    ours: Object.fromEntries(entries.map(([key, value]) => [key, value.ours])),
    theirs: Object.fromEntries(entries.map(([key, value]) => [key, value.theirs])),
  };
}

function wrap(branch: RandomSchema, pair: ValuePair): ValuePair {
  const type = typeOf(branch);
  if (type === 'null') return pair;
  const named = typeof branch === 'object' && 'name' in branch;
  const key = named ? `${String(branch.namespace)}.${String(branch.name)}` : type;
  return { ours: pair.ours, theirs: { [key]: pair.theirs } };
}

/** A schema with a few values of it. */
export const schemaWithValues = randomSchema.chain((schema) =>
  fc.tuple(fc.constant(schema), fc.array(valueFor(schema), { minLength: 1, maxLength: 4 })),
);
