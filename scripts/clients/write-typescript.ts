import { asJson, asList, type Json, type Operation, type Parameter } from './openapi-reader.ts';

const plainName = /^[A-Za-z_$][\w$]*$/;

/** Types and addresses of all operations, as one module without imports. */
export function writeTypeScript(operations: readonly Operation[]): string {
  const types = operations.map(operationType).join('\n');
  const rows = operations.map(({ name, method, path, data }) => {
    const kind = data === null ? 'file' : 'data';
    return `  ${name}: { method: '${method}', path: '${path}', answers: '${kind}' },`;
  });
  return `// Generated from the OpenAPI document by scripts/openapi.ts: do not edit.

/** What each operation takes, and the data that it answers with. */
export interface Operations {
${types}
}

export type OperationName = keyof Operations;

/** Where each operation is. */
export const operations: Record<
  OperationName,
  { method: string; path: string; answers: 'data' | 'file' }
> = {
${rows.join('\n')}
};
`;
}

function operationType({ name, summary, params, query, body, data }: Operation): string {
  const fields = [
    params.length > 0 ? `params: ${parametersType(params)};` : '',
    query.length > 0
      ? `query${query.some(({ required }) => required) ? '' : '?'}: ${parametersType(query)};`
      : '',
    body === null ? '' : `body${takesNothing(body) ? '?' : ''}: ${typeOf(body)};`,
  ].filter((field) => field !== '');
  const request = fields.length > 0 ? `{ ${fields.join(' ')} }` : '{ params?: never }';
  return `  /** ${comment(summary)} */
  ${name}: { request: ${request}; data: ${data === null ? 'Response' : typeOf(data)} };`;
}

function takesNothing(body: Json): boolean {
  return body.type === 'object' && asList(body.required).length === 0;
}

function parametersType(parameters: readonly Parameter[]): string {
  const fields = parameters.map(
    ({ name, required, schema }) => `${nameOf(name)}${required ? '' : '?'}: ${typeOf(schema)}`,
  );
  return `{ ${fields.join('; ')} }`;
}

/** The TypeScript type of a schema. */
export function typeOf(schema: Json): string {
  if ('const' in schema) return literal(schema.const);
  if (Array.isArray(schema.enum)) return union(schema.enum.map(literal));
  if (Array.isArray(schema.anyOf)) return union(schema.anyOf.map((one) => typeOf(asJson(one))));
  switch (schema.type) {
    case 'string':
      return 'string';
    case 'integer':
      return schema.format === 'int64' ? 'number | bigint' : 'number';
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'null':
      return 'null';
    case 'array':
      return listType(schema);
    case 'object':
      return objectType(schema);
    default:
      return 'unknown';
  }
}

function listType(schema: Json): string {
  if (Array.isArray(schema.prefixItems)) {
    return `[${schema.prefixItems.map((one) => typeOf(asJson(one))).join(', ')}]`;
  }
  const one = typeOf(asJson(schema.items));
  return plainName.test(one) ? `${one}[]` : `(${one})[]`;
}

function objectType(schema: Json): string {
  const required = asList(schema.required);
  const fields = Object.entries(asJson(schema.properties)).map(([name, inner]) => {
    return `${nameOf(name)}${required.includes(name) ? '' : '?'}: ${typeOf(asJson(inner))}`;
  });
  const [pattern] = Object.values(asJson(schema.patternProperties));
  if (fields.length > 0) return `{ ${fields.join('; ')} }`;
  if (pattern !== undefined) return `Record<string, ${typeOf(asJson(pattern))}>`;
  return schema.additionalProperties === false
    ? 'Record<string, never>'
    : 'Record<string, unknown>';
}

function union(members: readonly string[]): string {
  return [...new Set(members)].join(' | ') || 'never';
}

function literal(value: unknown): string {
  return typeof value === 'string'
    ? `'${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
    : JSON.stringify(value);
}

function nameOf(name: string): string {
  return plainName.test(name) ? name : JSON.stringify(name);
}

function comment(text: string): string {
  return text.replaceAll('*/', '* /');
}
