import assert from 'node:assert/strict';
import { createSignInKey, withClient } from '@fritz/archive';
import {
  compileCheck,
  type ErrorCode,
  parseExact,
  type RouteContract,
  type RouteName,
  routes,
  type Static,
  stringifyExact,
} from '@fritz/contract';
import { createServer, type ServerOptions, type SignInOptions } from '@fritz/server';
import {
  createAlert,
  createCandidate,
  createFilter,
  createGroup,
  createPhotometryPoint,
  createSource,
  createStream,
  createUser,
  type FactoryClient,
  type TestUser,
  testDatabase,
} from '@fritz/testing';

type Server = Awaited<ReturnType<typeof createServer>>;
type Database = Awaited<ReturnType<typeof testDatabase>>;

/** A server on a database of its own, for one test file. */
export interface Harness {
  server: Server;
  database: Database;
  /** Runs a task with a superuser's connection: factories. */
  arrange<T>(task: (client: FactoryClient) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface HarnessOptions
  extends Pick<
    ServerOptions,
    | 'now'
    | 'limits'
    | 'mail'
    | 'publicUrl'
    | 'trustProxy'
    | 'log'
    | 'dustMaps'
    | 'analysisHosts'
    | 'workKey'
    | 'kowalskiHost'
    | 'isVoPublic'
    | 'surveyImages'
    | 'weatherUrl'
    | 'outsideHosts'
  > {
  webRoot?: string | null;
  signIn?: Omit<SignInOptions, 'key'>;
}

export async function startHarness(options: HarnessOptions = {}): Promise<Harness> {
  const database = await testDatabase();
  const { signIn, webRoot = null, ...rest } = options;
  const server = await createServer({
    ...rest,
    credentialsSecret: 'a secret of the tests',
    archive: { ...database.app, max: 4 },
    webRoot,
    version: '0.1.0',
    ...(signIn
      ? { signIn: { ...signIn, key: await withClient(database.owner, createSignInKey) } }
      : {}),
  });
  return {
    server,
    database,
    arrange: (task) => withClient(database.superuser, task),
    async close() {
      await server.close();
      await database.drop();
    },
  };
}

/** What a request needs beyond its route. */
export interface RequestOptions {
  as?: TestUser | { token: string } | null;
  params?: Record<string, string | number | bigint>;
  query?: Record<string, string | number | boolean>;
  body?: unknown;
  headers?: Record<string, string>;
}

type Inject = Awaited<ReturnType<Server['inject']>>;

/** Sends a request to a route by its name. */
export async function send(
  harness: Harness,
  name: RouteName,
  options: RequestOptions = {},
): Promise<Inject> {
  const route: RouteContract = routes[name];
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, key: string) =>
    encodeURIComponent(String(options.params?.[key] ?? '')),
  );
  const query = new URLSearchParams();
  for (const [key, value] of Object.entries(options.query ?? {})) query.set(key, String(value));
  const search = query.size > 0 ? `?${query}` : '';
  return harness.server.inject({
    method: route.method,
    url: `${path}${search}`,
    headers: {
      ...(options.as ? { authorization: `token ${options.as.token}` } : {}),
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { payload: stringifyExact(options.body) }),
  });
}

/** What each route answers with: by name, so that the compiler looks at one of them alone. */
type Answers = { [N in RouteName]: Static<(typeof routes)[N]['response']> };

/** The data of a request that succeeds and is shaped as the contract says. */
export async function call<N extends RouteName>(
  harness: Harness,
  name: N,
  options: RequestOptions = {},
): Promise<Answers[N]> {
  const response = await send(harness, name, options);
  assert.equal(response.statusCode, 200, response.body);
  const envelope = JSON.parse(response.body);
  assert.equal(envelope.status, 'success');
  assert.equal(envelope.version, '0.1.0');
  const problems = compileCheck(routes[name].response).problems(envelope.data);
  assert.deepEqual(problems, [], `${name} answers as its schema says`);
  const exact = parseExact(response.body) as { data: Answers[N] };
  return exact.data;
}

/** The error of a request that fails with this code. */
export async function fails(
  harness: Harness,
  name: RouteName,
  code: ErrorCode,
  options: RequestOptions = {},
): Promise<{ message: string; data: Record<string, unknown> }> {
  const response = await send(harness, name, options);
  const envelope = JSON.parse(response.body);
  assert.equal(envelope.status, 'error', response.body);
  assert.equal(envelope.data.code, code, response.body);
  assert.doesNotMatch(response.body, /node_modules|\.ts:\d|at async/);
  return envelope;
}

/** Two people of two groups that know nothing of each other, and a super admin. */
export async function arrangeWorld(client: FactoryClient) {
  const [member, stranger] = [await createUser(client), await createUser(client)];
  const admin = await createUser(client, { roles: ['Super admin'] });
  const viewer = await createUser(client, { roles: ['View only'] });
  const users = [member, viewer, admin];
  const stream = await createStream(client, { programIds: [1, 2], users });
  const otherStream = await createStream(client, { programIds: [3], users: [stranger] });
  const group = await createGroup(client, {
    members: [{ user: member, admin: true }, viewer],
    streams: [stream],
    private: true,
  });
  const otherGroup = await createGroup(client, {
    members: [{ user: stranger, admin: true }],
    streams: [otherStream],
    private: true,
  });
  const filter = await createFilter(client, { group, stream });
  const { objId, candid } = await createCandidate(client, {
    filter,
    output: { annotations: { age: 3 } },
  });
  await createAlert(client, { objectId: objId, candid });
  await createPhotometryPoint(client, { objId, columns: { candid } });
  await createSource(client, { objId, group, savedBy: member });
  return {
    member,
    stranger,
    admin,
    viewer,
    stream,
    otherStream,
    group,
    otherGroup,
    filter,
    objId,
    candid,
  };
}

export type World = Awaited<ReturnType<typeof arrangeWorld>>;
