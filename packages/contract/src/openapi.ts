import { type ErrorCode, errorCodes } from './error-codes.ts';
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
      properties: { code: { type: 'string', enum: Object.keys(errorCodes) } },
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

function parameters(route: RouteContract): Json[] {
  const of = (place: 'path' | 'query', schema: TObject): Json[] => {
    const required: readonly string[] = schema.required ?? [];
    return Object.entries(schema.properties).map(([name, property]) => ({
      name,
      in: place,
      required: place === 'path' || required.includes(name),
      ...('description' in property ? { description: property.description } : {}),
      schema: property,
    }));
  };
  return [...of('path', route.params), ...of('query', route.query)];
}

function successResponse(route: RouteContract): Json {
  if (route.kind === 'bytes') {
    const binary = { schema: { type: 'string', format: 'binary' } };
    return {
      description: 'The file',
      content: { 'image/png': binary, 'application/fits': binary },
    };
  }
  if (route.kind === 'html') {
    return {
      description: 'A redirect to `/` with the session cookie, or a page that tells what is wrong',
      content: { 'text/html': { schema: { type: 'string' } } },
    };
  }
  const example = route.examples?.response;
  return {
    description: 'Done',
    content: {
      'application/json': {
        schema: envelope(route.response),
        ...(example === undefined ? {} : { example: { status: 'success', data: example } }),
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
      {
        description: errorCodes[code].message,
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    ]),
  );
}

function operation(name: string, route: RouteContract): Json {
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
    responses: { 200: successResponse(route), ...failureResponses(route) },
  };
}

function requestBody(route: RouteContract): Json {
  const example = route.examples?.body;
  return {
    required: true,
    content: {
      'application/json': { schema: route.body, ...(example === undefined ? {} : { example }) },
    },
  };
}

/** The OpenAPI 3.1 document of these routes. */
export function openApiDocument(routes: Record<string, RouteContract>, version: string): Json {
  const paths: Record<string, Json> = {};
  for (const [name, route] of Object.entries(routes)) {
    paths[route.path] ??= {};
    const path = paths[route.path];
    if (path) path[route.method.toLowerCase()] = operation(name, route);
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
    paths,
    components: {
      schemas: { Error: errorSchema },
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
