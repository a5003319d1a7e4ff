import { type ErrorCode, errorCodes } from './error-codes.ts';
import { exampleOf } from './example.ts';
import { toOpenApiSchema } from './openapi-schema.ts';
import type { RouteContract } from './route.ts';
import type { TObject } from './schema.ts';

type Json = Record<string, unknown>;

const errorSchema: Json = {
  type: 'object',
  required: ['status', 'message', 'data', 'version'],
  properties: {
    status: { const: 'error' },
    message: { type: 'string' },
    data: {
      type: 'object',
      required: ['code'],
      properties: {
        code: { type: 'string', enum: Object.keys(errorCodes) },
        errors: {
          type: 'array',
          description: 'With `invalid_request`: each field that is wrong',
          items: {
            type: 'object',
            required: ['in', 'field', 'message'],
            properties: {
              in: { type: 'string', enum: ['path', 'query', 'body'] },
              field: { type: 'string' },
              message: { type: 'string' },
            },
          },
        },
      },
    },
    version: { type: 'string' },
  },
};

function envelope(data: unknown): Json {
  return {
    type: 'object',
    required: ['status', 'data', 'version'],
    properties: { status: { const: 'success' }, data, version: { type: 'string' } },
  };
}

const idempotencyKey: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'Of the client’s choice, new for each request: sent again under the same one within 30 days, it is ' +
    'done once and answered as the first time.',
  schema: { type: 'string', minLength: 8, maxLength: 100 },
};

const ifMatch: Json = {
  name: 'If-Match',
  in: 'header',
  required: false,
  description:
    'The ETag of what was read, or its `modified`: where it has changed since, the answer is 409 ' +
    '`changed_meanwhile` with both versions, `current` and `yours`.',
  schema: { type: 'string' },
};

/** Whether a route changes a single thing. */
const isEdit = ({ method, path }: RouteContract) =>
  (method === 'PUT' || method === 'PATCH') && path.includes('{');

function parameters(route: RouteContract): Json[] {
  const of = (place: 'path' | 'query', schema: TObject): Json[] => {
    const required: readonly string[] = schema.required ?? [];
    return Object.entries(schema.properties).map(([name, property]) => ({
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      ...('description' in property ? { description: property.description } : {}),
      schema: toOpenApiSchema(property),
    }));
  };
  return [
    ...of('path', route.params),
    ...of('query', route.query),
    ...(route.isRepeatable ? [idempotencyKey] : []),
    ...(isEdit(route) ? [ifMatch] : []),
  ];
}

function successResponse(route: RouteContract, version: string): Json {
  if (route.kind === 'bytes') {
    return { description: 'The file', content: { '*/*': { schema: {} } } };
  }
  if (route.kind === 'html') {
    return {
      description: 'A redirect to `/` with the session cookie, or a page that tells what is wrong',
      content: { 'text/html': { schema: { type: 'string' } } },
    };
  }
  const data = route.examples?.response ?? exampleOf(route.response);
  return {
    description: 'Done',
    content: {
      'application/json': {
        schema: envelope(toOpenApiSchema(route.response)),
        example: { status: 'success', data, version },
      },
    },
  };
}

function failureResponses(route: RouteContract): Json {
  const codes: ErrorCode[] = ['invalid_request', 'internal'];
  if (!route.isPublic) codes.push('not_authenticated');
  if (route.acl) codes.push('permission_denied');
  if (route.path.includes('{')) codes.push('not_found');
  return Object.fromEntries(
    codes.map((code) => [
      String(errorCodes[code].status),
      { $ref: `#/components/responses/${code}` },
    ]),
  );
}

/** What any error is answered with, as an example of one. */
function failure(code: ErrorCode, version: string): Json {
  const { message } = errorCodes[code];
  const wrong = {
    in: 'query',
    field: 'pageNumber',
    message: 'must be an integer from 1 to 1000000',
  };
  const data = code === 'invalid_request' ? { code, errors: [wrong] } : { code };
  return {
    description: message,
    content: {
      'application/json': {
        schema: { $ref: '#/components/schemas/Error' },
        example: { status: 'error', message, data, version },
      },
    },
  };
}

function failures(version: string): Json {
  const codes = Object.keys(errorCodes).filter(isErrorCode);
  return Object.fromEntries(codes.map((code) => [code, failure(code, version)]));
}

function isErrorCode(name: string): name is ErrorCode {
  return Object.hasOwn(errorCodes, name);
}

function operation(name: string, route: RouteContract, version: string): Json {
  const notes = [
    route.description,
    route.acl ? `Needs the permission \`${route.acl}\`.` : undefined,
    ...(['query', 'body'] as const).map((part) => {
      const fields = route.ignored?.[part];
      return fields ? `Accepted and ignored (${part}): ${fields.join(', ')}.` : undefined;
    }),
  ].filter((note) => note !== undefined);
  return {
    operationId: name,
    summary: route.summary,
    ...(notes.length > 0 ? { description: notes.join('\n\n') } : {}),
    tags: route.tags,
    security: route.isPublic ? [] : [{ token: [] }, { session: [] }],
    parameters: parameters(route),
    ...(route.body ? { requestBody: requestBody(route) } : {}),
    responses: {
      200: successResponse(route, version),
      ...failureResponses(route),
      default: { $ref: '#/components/responses/internal' },
    },
  };
}

function requestBody(route: RouteContract): Json {
  if (!route.body) return {};
  const example = route.examples?.body ?? exampleOf(route.body, 'required');
  return {
    required: true,
    content: { 'application/json': { schema: toOpenApiSchema(route.body), example } },
  };
}

/** The OpenAPI 3.1 document of these routes. */
export function openApiDocument(routes: Record<string, RouteContract>, version: string): Json {
  const paths: Record<string, Json> = {};
  for (const [name, route] of Object.entries(routes)) {
    paths[route.path] ??= {};
    const path = paths[route.path];
    if (path) path[route.method.toLowerCase()] = operation(name, route, version);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Fritz',
      version,
      description:
        'Every answer is an envelope `{status, data, version}`; an error has `message` and ' +
        '`data.code`, which is stable. 64-bit ids (`format: int64`) are plain integers: read them ' +
        'with a parser that keeps all digits. Ids of rows (`format: int32`) may be texts of digits ' +
        'in a body. Times are UTC, ISO 8601 without a zone.',
    },
    servers: [{ url: '/', description: 'This server' }],
    paths,
    components: {
      schemas: { Error: errorSchema },
      responses: failures(version),
      securitySchemes: {
        token: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description: '`token <token>` or `Bearer <token>`',
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'fritz_session',
          description: 'Over https its name is `__Host-fritz_session`.',
        },
      },
    },
  };
}
