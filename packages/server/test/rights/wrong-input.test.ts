import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  compileCheck,
  errorCodes,
  type RouteContract,
  type RouteName,
  routes,
  type TSchema,
} from '@fritz/contract';
import { type RequestOptions, send } from '../harness.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { type RightsWorld, startRightsWorld } from './rights-world.ts';
import { routeRights } from './route-rights.ts';

// Each route is asked wrongly in every way that its schema can be missed by the super admin, to whom
// nothing but the schema says no: so what is answered is about the request alone.

let world: RightsWorld;
let ledger: Ledger;
before(async () => {
  world = await startRightsWorld();
  ledger = await openLedger(world.harness);
});
after(async () => {
  await ledger?.close();
  await world?.harness.close();
});

// Pages that lead a browser on take whatever a provider adds to their address.
const allRoutes = (Object.entries(routes) as [RouteName, RouteContract][]).filter(
  ([, route]) => route.kind !== 'html',
);

/** No route has such a field. */
const unknown = 'noSuchField';

/** A request that is right but for what the caller adds. */
function rightRequest(name: RouteName): RequestOptions {
  const actor = world.people['super admin'];
  const request = routeRights[name].request(world.secrets, world.people, actor);
  return { ...request, as: { token: actor.key ?? '' } };
}

interface Answer {
  status: number;
  code: string;
  errors: { in: string; field: string; message: string }[];
}

/** Asks, and holds the answer against what every error is: SkyPortal's envelope with a known code. */
async function ask(name: RouteName, options: RequestOptions): Promise<Answer> {
  const response = await send(world.harness, name, options);
  const envelope = JSON.parse(response.body);
  assert.deepEqual(
    [envelope.status, typeof envelope.message, envelope.version],
    ['error', 'string', '0.1.0'],
    response.body,
  );
  assert.doesNotMatch(
    response.body,
    /node_modules|\.ts:\d|SQLSTATE|\bat async\b|pg_|fritz\.|relation|syntax error/,
  );
  const { code, errors = [] } = envelope.data;
  assert.ok(Object.hasOwn(errorCodes, code), code);
  const known = errorCodes[code as keyof typeof errorCodes];
  assert.equal(response.statusCode, known.status, response.body);
  return { status: response.statusCode, code, errors };
}

/** A wrong request is answered by 422, and the field that is wrong is named with its place. */
async function namesField(
  name: RouteName,
  options: RequestOptions,
  place: string,
  field: string,
): Promise<void> {
  const { code, errors } = await ask(name, options);
  assert.equal(code, 'invalid_request', `${name} ${place} ${field}`);
  const isNamed = errors.some((error) => error.in === place && error.field.startsWith(field));
  assert.ok(isNamed, `${name}: ${JSON.stringify(errors)} names ${field} of its ${place}`);
}

const bodyOf = (options: RequestOptions) => (options.body ?? {}) as Record<string, unknown>;

/** No field that is said exactly is such a thing. */
const wrongKind = { no: ['such', 'kind'] };

/** The fields of a body, and which must be there; none where its schema has no such list. */
function bodyFields(route: RouteContract): { all: [string, TSchema][]; required: string[] } {
  const schema = route.body as
    | { properties?: Record<string, TSchema>; required?: string[] }
    | undefined;
  return { all: Object.entries(schema?.properties ?? {}), required: schema?.required ?? [] };
}

for (const [name, route] of allRoutes) {
  describe(name, () => {
    test('unknown fields are named, and nothing is done', async () => {
      const right = rightRequest(name);
      const query = { ...right.query, [unknown]: 1 };
      await namesField(name, { ...right, query }, 'query', unknown);
      if (route.method !== 'GET') {
        const body = { ...bodyOf(right), [unknown]: 1 };
        await namesField(name, { ...right, body }, 'body', unknown);
      }
      assert.deepEqual(await ledger.changes(), []);
    });

    test('fields that are missing or of another kind are named', async () => {
      const right = rightRequest(name);
      const { all, required } = bodyFields(route);
      for (const field of required) {
        const { [field]: _left, ...body } = bodyOf(right);
        await namesField(name, { ...right, body }, 'body', field);
      }
      for (const [field, schema] of all) {
        // What takes any object is for the service to refuse.
        if (compileCheck(schema).test(wrongKind)) continue;
        const body = { ...bodyOf(right), [field]: wrongKind };
        await namesField(name, { ...right, body }, 'body', field);
      }
      for (const [field, schema] of Object.entries(route.query.properties)) {
        const { type } = schema as { type?: string };
        if (type !== 'integer' && type !== 'number' && type !== 'boolean') continue;
        const query = { ...right.query, [field]: 'none' };
        await namesField(name, { ...right, query }, 'query', field);
      }
      for (const [field, schema] of Object.entries(route.params.properties)) {
        const { type, minimum } = schema as { type?: string; minimum?: number };
        if (type !== 'integer') continue;
        for (const wrong of ['1x', '1.5', '99999999999999999999', ...(minimum ? ['-1'] : [])]) {
          const params = { ...right.params, [field]: wrong };
          await namesField(name, { ...right, params }, 'path', field);
        }
      }
    });

    test('each other mistake has a status of its own', async () => {
      const right = rightRequest(name);
      const { harness } = world;
      const url = route.path.replaceAll(/\{(\w+)\}/g, (_, key: string) =>
        encodeURIComponent(String(right.params?.[key] ?? '')),
      );
      const authorization = `token ${world.people['super admin'].key}`;
      const statusOf = async (options: object) => {
        const response = await harness.server.inject({ url, ...options });
        return [response.statusCode, response.json().data.code];
      };
      if (!route.isPublic) {
        assert.deepEqual(await statusOf({ method: route.method }), [401, 'not_authenticated']);
        const forged = { authorization: 'token 5f2b0a1c-0000-4000-8000-3d2f6a9b1c4e' };
        const { status, code } = await ask(name, { ...right, as: null, headers: forged });
        assert.deepEqual([status, code], [401, 'invalid_credentials']);
      }
      if (route.method === 'GET') return;
      const sent = (payload: string, type: string) =>
        statusOf({
          method: route.method,
          payload,
          headers: { authorization, 'content-type': type },
        });
      assert.deepEqual(await sent('{"a":', 'application/json'), [400, 'invalid_json']);
      assert.deepEqual(await sent('a=1', 'application/x-www-form-urlencoded'), [
        415,
        'unsupported_media_type',
      ]);
      const [status, code] = await sent('[1]', 'application/json');
      assert.ok(status === 422 && code === 'invalid_request', `${status} ${code} of a list`);
    });
  });
}
