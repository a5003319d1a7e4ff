import type { TSchema } from '@fritz/contract';
import fc from 'fast-check';

type Words = Record<string, unknown>;

/** JSON text of numbers that a double does not hold, or that the database does not. */
const oddNumbers: readonly (number | bigint)[] = [
  0,
  -1,
  0.5,
  2 ** 31,
  -(2 ** 31) - 1,
  2 ** 53,
  1e308,
  -1e308,
  5e-324,
  9_223_372_036_854_775_807n,
  9_223_372_036_854_775_808n,
  -9_223_372_036_854_775_809n,
  10n ** 40n,
];

const oddTexts: readonly string[] = [
  '',
  ' ',
  'NaN',
  'Infinity',
  '-Infinity',
  'null',
  'true',
  '1e999',
  '9223372036854775808',
  '-99999999999999999999999999',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202e\u0301\ufeff',
  '__proto__',
  'constructor',
  '%00',
  '../../etc/passwd',
  '9999-99-99T99:99:99',
  '0000-00-00',
  '2026-02-30',
  '+294277-01-01',
  '-4714-01-01',
  '2026-11-22T03:14:15+99:99',
  '00000000-0000-0000-0000-000000000000',
  'ZTF18aaaaaaa',
  '1,2,,3',
  '{}',
  '[1,2',
  '💥',
];

function nested(depth: number, isList: boolean): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level++) value = isList ? [value] : { a: value };
  return value;
}

/** What no schema asked for. */
export const wildValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom<unknown>(...oddTexts) },
  { weight: 4, arbitrary: fc.constantFrom<unknown>(...oddNumbers) },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null]) },
  { weight: 1, arbitrary: fc.integer({ min: 1_000, max: 200_000 }).map((n) => 'x'.repeat(n)) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(3, 100, 2000), fc.boolean()).map(([n, isList]) => {
      return nested(n, isList);
    }),
  },
  { weight: 1, arbitrary: fc.constantFrom(JSON.parse('{"__proto__":{"admin":true}}'), [1e5, -0]) },
  { weight: 2, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);

/** Wild text, for addresses. */
export const wildText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...oddTexts),
  fc.constantFrom(...oddNumbers).map(String),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constant('x'.repeat(3000)),
);

/** What a schema takes, as far as it says it in words that are generated from; the rest is near it. */
export function valueFor(schema: TSchema): fc.Arbitrary<unknown> {
  const words: Words = { ...schema };
  if ('const' in words) return fc.constant(words.const);
  if (Array.isArray(words.enum)) return fc.constantFrom<unknown>(...words.enum);
  if (Array.isArray(words.anyOf)) return fc.oneof(...words.anyOf.map(asSchema).map(valueFor));
  switch (words.type) {
    case 'string':
      return textOf(words);
    case 'integer':
      return integerOf(words);
    case 'number':
      return fc.oneof(
        fc.constantFrom(0, 1, 60_000.5, 180, -30),
        fc.double({ ...rangeOf(words), noNaN: true, noDefaultInfinity: true }),
      );
    case 'boolean':
      return fc.boolean();
    case 'null':
      return fc.constant(null);
    case 'array':
      return listOf(words);
    case 'object':
      return objectOf(words);
    default:
      return wildValue;
  }
}

/** A value that its schema takes but for one place, or that it takes by chance. */
export function nearValueFor(schema: TSchema): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 3, arbitrary: valueFor(schema) }, { weight: 1, arbitrary: wildValue });
}

function textOf(words: Words): fc.Arbitrary<unknown> {
  const given = [words.examples, words.default].flat().filter((one) => typeof one === 'string');
  const maxLength = Math.min(Number(words.maxLength ?? 60), 60);
  const plain = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength }),
    fc.constantFrom('1', '1,4', 'a@example.org', '2026-11-22', '[]', '{}', ...given),
  );
  if (typeof words.pattern !== 'string') return plain;
  return fc.oneof(plain, matching(words.pattern, maxLength));
}

/** Text that a pattern takes; plain text where the generator does not know its words. */
function matching(pattern: string, maxLength: number): fc.Arbitrary<unknown> {
  try {
    return fc.stringMatching(new RegExp(pattern), { maxLength });
  } catch {
    return fc.string({ maxLength });
  }
}

function rangeOf(words: Words): { min?: number; max?: number } {
  const min = words.minimum ?? words.exclusiveMinimum;
  return {
    ...(typeof min === 'number' ? { min } : {}),
    ...(typeof words.maximum === 'number' ? { max: words.maximum } : {}),
  };
}

function integerOf(words: Words): fc.Arbitrary<unknown> {
  if (words.format === 'int64') {
    return fc.oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.integer());
  }
  const { min = -1000, max = 2_147_483_647 } = rangeOf(words);
  const low = Math.ceil(min);
  return fc.oneof(
    fc.integer({ min: low, max: Math.min(low + 20, max) }),
    fc.integer({ min: low, max }),
  );
}

function listOf(words: Words): fc.Arbitrary<unknown> {
  if (Array.isArray(words.items)) return fc.tuple(...words.items.map(asSchema).map(nearValueFor));
  const minLength = Number(words.minItems ?? 0);
  const maxLength = Math.max(minLength, Math.min(Number(words.maxItems ?? 4), 4));
  return fc.array(nearValueFor(asSchema(words.items)), { minLength, maxLength });
}

function objectOf(words: Words): fc.Arbitrary<unknown> {
  const properties = Object.entries(Object(words.properties));
  const required = Array.isArray(words.required) ? words.required : [];
  const model = Object.fromEntries(
    properties.map(([name, inner]) => [name, valueFor(asSchema(inner))]),
  );
  const known = fc.record(model, {
    requiredKeys: properties.map(([name]) => name).filter((name) => required.includes(name)),
  });
  const patterned = Object.values(Object(words.patternProperties));
  if (patterned.length === 0) return known;
  return fc.dictionary(fc.string({ maxLength: 12 }), valueFor(asSchema(patterned[0])), {
    maxKeys: 3,
  });
}

/** What stands in a schema in the place of a schema is one. */
function asSchema(value: unknown): TSchema {
  return Object(value);
}
