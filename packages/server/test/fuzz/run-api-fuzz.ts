import assert from 'node:assert/strict';
import {
  compileCheck,
  errorCodes,
  type RouteContract,
  type RouteName,
  routes,
} from '@fritz/contract';
import fc from 'fast-check';
import { send } from '../harness.ts';
import type { Ledger } from '../rights/ledger.ts';
import { type Role, roles } from '../rights/people.ts';
import type { RightsWorld } from '../rights/rights-world.ts';
import { routeRights } from '../rights/route-rights.ts';
import { type Mutation, mutate, mutationsOf } from './api-requests.ts';

type Answer = Awaited<ReturnType<typeof send>>;

/** Who asks: whoever may do most comes furthest; the others meet the other half of the code. */
const askers: readonly Role[] = ['super admin', 'member', 'group admin', 'stranger', 'nobody'];

/** Failures that are told of: what a server cannot do by its settings, or is too busy for. */
const honest = new Set(['credentials_unavailable', 'runs_busy', 'provider_unavailable']);

const innards =
  /node_modules|\.ts:\d|SQLSTATE|\bat async\b|\bpg_\w|fritz\.\w|relation "|syntax error at/;

export interface FuzzOptions {
  /** Requests of each route. */
  perRoute: number;
  seed: number;
  /** How often each status was answered is counted here. */
  statuses: Map<number, number>;
}

export const fuzzedRoutes = Object.entries(routes) as [RouteName, RouteContract][];

/** Asks a route in every way; fails at an answer that is no answer, with the request that gets it. */
export async function fuzzRoute(
  world: RightsWorld,
  ledger: Ledger,
  name: RouteName,
  options: FuzzOptions,
): Promise<void> {
  const route: RouteContract = routes[name];
  const isGood = compileCheck(route.response);
  const asking = fc.record({
    role: fc.oneof(
      { weight: 4, arbitrary: fc.constantFrom(...askers) },
      { weight: 1, arbitrary: fc.constantFrom(...roles) },
    ),
    mutation: mutationsOf(route),
  });
  const property = fc.asyncProperty(asking, async ({ role, mutation }) => {
    const answer = await ask(world, name, role, mutation);
    options.statuses.set(answer.statusCode, (options.statuses.get(answer.statusCode) ?? 0) + 1);
    assertAnswer(route, answer);
    if (answer.statusCode === 200 && route.kind === 'envelope') {
      assert.deepEqual(isGood.problems(JSON.parse(answer.body).data), [], 'as its schema says');
    }
    if (route.method !== 'GET') await ledger.undo();
  });
  const { perRoute: numRuns, seed } = options;
  await fc.assert(property, { numRuns, seed, interruptAfterTimeLimit: 60_000 });
}

async function ask(
  world: RightsWorld,
  name: RouteName,
  role: Role,
  mutation: Mutation,
): Promise<Answer> {
  const { secrets, people, harness } = world;
  const actor = people[role];
  const right = routeRights[name].request(secrets, people, actor);
  const options = { ...mutate(right, mutation), as: actor.key ? { token: actor.key } : null };
  if (mutation.text === undefined) return send(harness, name, options);
  const route: RouteContract = routes[name];
  const url = route.path.replaceAll(/\{(\w+)\}/g, (_, key: string) =>
    encodeURIComponent(String(options.params?.[key] ?? '')),
  );
  return harness.server.inject({
    method: route.method,
    url,
    headers: {
      'content-type': 'application/json',
      ...(actor.key ? { authorization: `token ${actor.key}` } : {}),
    },
    payload: mutation.text,
  });
}

function assertAnswer(route: RouteContract, { statusCode, body, headers }: Answer): void {
  if (statusCode < 400) return;
  const shown = body.slice(0, 500);
  // Pages that lead a browser on tell what is wrong in words.
  if (route.kind === 'html' && !String(headers['content-type']).includes('json')) {
    assert.ok(statusCode < 500, shown);
    return;
  }
  const envelope = JSON.parse(body);
  assert.deepEqual([envelope.status, typeof envelope.message], ['error', 'string'], shown);
  const { code } = envelope.data;
  assert.ok(Object.hasOwn(errorCodes, code), shown);
  assert.ok(statusCode < 500 || honest.has(code), `${statusCode}: ${shown}`);
  assert.doesNotMatch(echoFree(envelope), innards);
}

/** What the server says of itself, without the words that a request brought. */
function echoFree({ message, data }: { message: string; data: Record<string, unknown> }): string {
  const { errors, ...rest } = data;
  return JSON.stringify({ message, rest: Object.keys(rest), count: [errors].flat().length });
}
