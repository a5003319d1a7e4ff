/** What the generators of clients take from the OpenAPI document. */

export type Json = Record<string, unknown>;

export interface Parameter {
  name: string;
  required: boolean;
  description: string | null;
  schema: Json;
}

export interface Operation {
  name: string;
  method: string;
  path: string;
  summary: string;
  params: Parameter[];
  query: Parameter[];
  /** Null where it takes none. */
  body: Json | null;
  /** The envelope's data; null where the answer is a file. */
  data: Json | null;
}

/** The operations of a document that this repository wrote, in its order. */
export function readOperations(document: unknown): Operation[] {
  return Object.entries(asJson(asJson(document).paths)).flatMap(([path, methods]) =>
    Object.entries(asJson(methods)).map(([method, found]) => {
      const operation = asJson(found);
      const parameters = asList(operation.parameters).map(asJson);
      return {
        name: String(operation.operationId),
        method: method.toUpperCase(),
        path,
        summary: String(operation.summary),
        params: parameters.filter((one) => one.in === 'path').map(readParameter),
        query: parameters.filter((one) => one.in === 'query').map(readParameter),
        body: operation.requestBody ? schemaOf(operation.requestBody) : null,
        data: dataOf(asJson(operation.responses)['200']),
      };
    }),
  );
}

function readParameter(parameter: Json): Parameter {
  const { name, required, description, schema } = parameter;
  return {
    name: String(name),
    required: required === true,
    description: typeof description === 'string' ? description : null,
    schema: asJson(schema),
  };
}

function schemaOf(holder: unknown): Json {
  return asJson(asJson(asJson(asJson(holder).content)['application/json']).schema);
}

function dataOf(response: unknown): Json | null {
  const { content } = asJson(response);
  if (!('application/json' in asJson(content))) return null;
  return asJson(asJson(schemaOf(response).properties).data);
}

export function asJson(value: unknown): Json {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

export function asList(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
