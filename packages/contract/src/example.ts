import { compileCheck } from './check.ts';
import type { TSchema } from './schema.ts';

type Words = Record<string, unknown>;

/** Texts of the forms that the contract asks for; the first that fits a schema stands for it. */
const texts = [
  'example',
  '2026-11-22T03:14:15',
  '2026-11-22',
  'someone@example.org',
  '+1 626 395 6811',
  '1,4',
  '#3fa9f5',
  '4f0c9ab2-7d31-4c08-9a6e-2f5d1b7c8e90',
  'a1b2c3',
  'ZTF_alerts',
  'https://example.org/',
  '12:34:56.7',
];

/**
 * A value that a schema takes, always the same: its own `examples`, `default`, `const` or `enum`,
 * else something plain. `fields` says which fields of objects it has besides the required ones.
 */
export function exampleOf(schema: TSchema, fields: 'all' | 'required' = 'all'): unknown {
  const words: Words = { ...schema };
  const [given] = listOf(words.examples);
  if (given !== undefined) return given;
  if ('const' in words) return words.const;
  const [choice] = listOf(words.enum);
  if (choice !== undefined) return choice;
  if (words.default !== undefined) return words.default;
  const members = [...listOf(words.anyOf), ...listOf(words.oneOf)];
  if (members.length > 0) return exampleOf(asSchema(members[0]), fields);
  return plainOf(schema, words, fields);
}

function plainOf(schema: TSchema, words: Words, fields: 'all' | 'required'): unknown {
  switch (words.type) {
    case 'string':
      return textOf(schema, words);
    case 'integer':
      return numberWithin(words, 1);
    case 'number':
      return numberWithin(words, 1.5);
    case 'boolean':
      return true;
    case 'array':
      return listFor(words, fields);
    case 'object':
      return objectFor(words, fields);
    default:
      return words.type === undefined ? {} : null;
  }
}

function textOf(schema: TSchema, words: Words): string {
  const check = compileCheck(schema);
  const short = 'x'.repeat(Number(words.minLength ?? 1));
  return [...texts, short].find((text) => check.test(text)) ?? 'example';
}

function numberWithin({ minimum, exclusiveMinimum, maximum }: Words, plain: number): number {
  const low = Number(minimum ?? Number(exclusiveMinimum ?? -1) + 1);
  return Math.min(Math.max(plain, low), Number(maximum ?? Number.POSITIVE_INFINITY));
}

function listFor(words: Words, fields: 'all' | 'required'): unknown[] {
  if (Array.isArray(words.items)) return words.items.map((item) => exampleOf(asSchema(item)));
  const one = exampleOf(asSchema(words.items), fields);
  return new Array(Math.max(1, Number(words.minItems ?? 1))).fill(one);
}

function objectFor(words: Words, fields: 'all' | 'required'): Words {
  const required = listOf(words.required);
  const properties = Object.entries(Object(words.properties));
  const wanted = properties.filter(([name]) => fields === 'all' || required.includes(name));
  return Object.fromEntries(wanted.map(([name, inner]) => [name, exampleOf(asSchema(inner))]));
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** What stands in a schema in the place of a schema is one; what is not there takes anything. */
function asSchema(value: unknown): TSchema {
  return Object(value);
}
