import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { errorCodes, openApiDocument, type RouteContract, routes } from '@fritz/contract';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';

interface Media {
  schema: object;
  example?: unknown;
}
interface Operation {
  operationId: string;
  summary: string;
  tags: string[];
  security: Record<string, string[]>[];
  parameters: { name: string; in: string; schema: object }[];
  requestBody?: { content: Record<string, Media> };
  responses: Record<string, { $ref?: string; content?: Record<string, Media> }>;
}
interface Document {
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: { Error: object };
    responses: Record<string, { content: Record<string, Media> }>;
    securitySchemes: Record<string, object>;
  };
}

const file = new URL('../generated/openapi.json', import.meta.url);
const document = JSON.parse(readFileSync(file, 'utf8')) as Document;
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
);
const named: [string, RouteContract][] = Object.entries(routes);

test('the document is OpenAPI 3.1, as an independent validator reads it', async () => {
  // It writes into what it is given.
  const { valid, errors } = await new Validator().validate(structuredClone(document));
  assert.ok(valid, JSON.stringify(errors ?? []).slice(0, 2000));
});

test('every route of the contract is an operation, with who may ask and what it refuses', () => {
  const found = new Map(operations.map((one) => [one.operation.operationId, one]));
  assert.equal(found.size, operations.length, 'no two operations have one name');
  assert.deepEqual([...found.keys()].toSorted(), named.map(([name]) => name).toSorted());
  for (const [name, route] of named) {
    const { path, method, operation } = found.get(name) ?? assert.fail(name);
    assert.deepEqual([method, path], [route.method.toLowerCase(), route.path], name);
    assert.ok(operation.summary.length > 3 && operation.tags.length > 0, name);
    assert.equal(operation.requestBody !== undefined, route.body !== undefined, name);
    const schemes = operation.security.flatMap((scheme) => Object.keys(scheme));
    assert.deepEqual(schemes, route.isPublic ? [] : ['token', 'session'], name);
    for (const scheme of schemes) assert.ok(document.components.securitySchemes[scheme], name);
    const refused = Object.keys(operation.responses);
    const wanted = ['200', '422', '500', 'default'];
    if (!route.isPublic) wanted.push('401');
    for (const status of wanted) assert.ok(refused.includes(status), `${name} says ${status}`);
    for (const [status, response] of Object.entries(operation.responses)) {
      if (status === '200') continue;
      const code = response.$ref?.split('/').at(-1) ?? '';
      assert.ok(document.components.responses[code], `${name} ${status}`);
    }
  }
});

test('a route that the document leaves out is missed', () => {
  const { getSysinfo: _left, ...fewer } = routes;
  const paths = openApiDocument(fewer, '0').paths as Document['paths'];
  assert.equal(paths['/api/sysinfo'], undefined);
});

test('every schema is JSON Schema 2020-12, and every example is as its schema says', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema(document, 'fritz');
  let examples = 0;
  const check = (where: string, { schema, example }: Media) => {
    assert.ok(ajv.validateSchema(schema), `${where}: ${ajv.errorsText()}`);
    // References are within the document.
    const text = JSON.stringify(schema).replaceAll('"#/', '"fritz#/');
    const validate = ajv.compile(JSON.parse(text));
    if (example === undefined) return;
    examples += 1;
    assert.ok(validate(example), `${where}: ${ajv.errorsText(validate.errors)}`);
  };
  for (const { operation } of operations) {
    const { operationId: name, parameters, requestBody, responses } = operation;
    for (const { name: field, schema } of parameters) check(`${name} ${field}`, { schema });
    const bodies = Object.values(requestBody?.content ?? {});
    for (const media of bodies) {
      assert.notEqual(media.example, undefined, `${name} has an example of its body`);
      check(`${name} body`, media);
    }
    for (const [type, media] of Object.entries(responses['200']?.content ?? {})) {
      if (type === 'application/json') assert.notEqual(media.example, undefined, name);
      check(`${name} answer`, media);
    }
  }
  for (const [code, { content }] of Object.entries(document.components.responses)) {
    for (const media of Object.values(content)) check(code, media);
  }
  assert.ok(examples > operations.length, 'one at least for each');
});

test('every error code has an envelope as an example', () => {
  const shown = Object.keys(document.components.responses);
  assert.deepEqual(shown.toSorted(), Object.keys(errorCodes).toSorted());
});
