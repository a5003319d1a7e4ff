import type { TSchema } from './schema.ts';

/**
 * A schema as OpenAPI 3.1 has it, which is JSON Schema 2020-12: there a list with a schema for each
 * place says so with `prefixItems`, and what may follow with `items`.
 */
export function toOpenApiSchema(schema: TSchema): unknown {
  return translate(schema);
}

function translate(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(translate);
  if (typeof value !== 'object' || value === null) return value;
  const words = Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, isData(name) ? inner : translate(inner)]),
  );
  if (words.type !== 'array' || !Array.isArray(words.items)) return words;
  const { items, additionalItems = true, ...rest } = words;
  return { ...rest, prefixItems: items, items: additionalItems };
}

/** Values that are no schemas, whatever they look like. */
function isData(keyword: string): boolean {
  return ['examples', 'default', 'const', 'enum'].includes(keyword);
}
