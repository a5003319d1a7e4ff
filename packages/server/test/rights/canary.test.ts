import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import {
  type RouteContract,
  type RouteName,
  routes,
  stringifyExact,
  websocketPath,
} from '@fritz/contract';
import { createCandidate } from '@fritz/testing';
import { type RequestOptions, send } from '../harness.ts';
import { type Role, shutOut, strangers } from './people.ts';
import { type RightsWorld, startRightsWorld } from './rights-world.ts';
import { routeRights } from './route-rights.ts';
import { ghostSecrets, type Secrets } from './secrets.ts';
import { socketWords } from './socket-words.ts';

let world: RightsWorld;
before(async () => {
  world = await startRightsWorld();
});
after(() => world?.harness.close());

/** Who may see nothing of the private group's, nor of the server's. */
const outsiders: readonly Role[] = [...strangers, ...shutOut];

/** What a role may read by its own right, although it is a stranger to the group. */
const allowed: Partial<Record<Role, readonly string[]>> = {
  // Who manages groups knows their names and who is in them.
  'stranger, Manage groups': ['group', 'nickname', 'description'],
  // Who manages users is told of their accounts.
  'stranger, Manage users': ['mail'],
  'stranger, Group admin role': ['mail'],
  // Whom he invited himself, says the audit log of what he did.
  'super admin, token without permissions': ['invited'],
};

function forbidden(role: Role): string[] {
  const known = allowed[role] ?? [];
  return world.canaries.filter(
    (canary) => !known.some((word) => canary.startsWith(`canary${word}`)),
  );
}

const reading = (Object.entries(routes) as [RouteName, RouteContract][]).filter(
  ([, route]) => route.method === 'GET',
);
/** With the invitation's link, or the calendar's address, one reads what it gives. */
const told: readonly RouteName[] = ['previewInvitation', 'readCalendar'];

/** Who asks every way there is: between them they have what any stranger has. */
const thorough: readonly Role[] = ['stranger, Manage users', 'stranger, Manage groups'];

/** The request of the matrix, and of who is thorough every query parameter by itself. */
function* variants(name: RouteName, route: RouteContract, role: Role): Generator<RequestOptions> {
  const { secrets, people } = world;
  const options = routeRights[name].request(secrets, people, people[role]);
  yield options;
  if (!thorough.includes(role)) return;
  for (const [parameter, schema] of Object.entries(route.query.properties)) {
    for (const value of valuesOf(schema, secrets)) {
      yield { ...options, query: { ...options.query, [parameter]: value } };
    }
  }
  const ignored = (route.ignored?.query ?? []).map((parameter) => [parameter, 'true'] as const);
  yield { ...options, query: { ...options.query, ...Object.fromEntries(ignored) } };
}

/** Whatever of the group's might fit a parameter. */
function valuesOf(schema: object, secrets: Secrets): string[] {
  const ids = [secrets.group.id, secrets.filter.id, secrets.stream.id, world.people.member.id];
  const choices: unknown = Reflect.get(schema, 'enum');
  if (Array.isArray(choices)) return choices.map(String);
  switch (Reflect.get(schema, 'type')) {
    case 'integer':
      return ids.map(String);
    case 'boolean':
      return ['true', 'false'];
    default:
      return [
        ids.join(','),
        secrets.objId,
        ...secrets.canaries.slice(0, 2),
        'canary',
        '2000-01-01',
      ];
  }
}

for (const role of outsiders) {
  describe(`nothing of the private group reaches: ${role}`, () => {
    for (const [name, route] of reading.filter(([name]) => !told.includes(name))) {
      test(name, async () => {
        const { key } = world.people[role];
        const words = forbidden(role);
        for (const options of variants(name, route, role)) {
          const response = await send(world.harness, name, {
            ...options,
            as: key === null ? null : { token: key },
          });
          assert.notEqual(response.statusCode, 500, response.body);
          const text = readable(response, options);
          const found = words.filter((word) => text.includes(word));
          assert.deepEqual(found, [], `${stringifyExact(options)}: ${text.slice(0, 500)}`);
        }
      });
    }
  });
}

type Answer = Awaited<ReturnType<typeof send>>;

/** Headers and body, without the words that the request itself brought. */
function readable(response: Answer, options: RequestOptions): string {
  const text = `${JSON.stringify(response.headers)}\n${response.rawPayload.toString('latin1')}`;
  const brought = [...Object.values(options.params ?? {}), ...Object.values(options.query ?? {})];
  return brought.reduce((rest: string, word) => rest.replaceAll(String(word), ''), text);
}

test('addresses that are no route say nothing of it', async () => {
  const { objId, group } = world.secrets;
  const urls = ['/', '/metrics', '/healthz', '/api/openapi.json', '/docs/api/', `/source/${objId}`];
  const wrong = [`/api/sources/${objId}/nothing`, `/api/groups/${group.id}/users`, '/%zz', '/api'];
  for (const url of [...urls, ...wrong]) {
    for (const role of ['nobody', 'stranger'] as const) {
      const { key } = world.people[role];
      const headers = key === null ? {} : { authorization: `token ${key}` };
      const response = await world.harness.server.inject({ method: 'GET', url, headers });
      const text = readable(response, { params: { objId } });
      assert.deepEqual(
        world.canaries.filter((word) => text.includes(word)),
        [],
        url,
      );
    }
  }
});

test('a member does find the words: they would be seen', async () => {
  const { people, secrets } = world;
  let text = '';
  for (const [name] of reading) {
    for (const role of ['member', 'super admin'] as const) {
      const options = routeRights[name].request(secrets, people, people[role]);
      const response = await send(world.harness, name, {
        ...options,
        as: { token: people[role].key ?? '' },
      });
      text += response.rawPayload.toString('latin1');
    }
  }
  const never = [
    'preference',
    'address',
    'browser',
    'topic',
    'backlog',
    'signin',
    'issuer',
    'origin',
    // Why an alert has no score: no route tells scores.
    'reason',
    // On a point: no request here asks for the comments of one.
    'remark',
    // Of another marshal: the command line alone tells it.
    'migrated',
    // It stands for what the server alone opens.
    'sealed',
    // What services are given in secret, and what waits to be sent.
    'authinfo',
    'payload',
    'workkey',
    'answertoken',
    // What a repeated request is answered with: to who repeats it, under its key.
    'answer',
    // Of jobs of TAP: its addresses are no routes of the API, and answer their owner alone.
    'tap',
  ];
  const unseen = world.canaries.filter((word) => !text.includes(word));
  const surprising = unseen.filter(
    (word) => word.startsWith('canary') && !never.some((kind) => word.startsWith(`canary${kind}`)),
  );
  assert.deepEqual(surprising, []);
});

describe('what is hidden is answered as what is not there', () => {
  for (const [name, route] of Object.entries(routes) as [RouteName, RouteContract][]) {
    if (route.isPublic) continue;
    test(name, async () => {
      const ghosts = ghostSecrets(world.secrets);
      for (const role of ['stranger', 'stranger, Manage users'] as const) {
        const actor = world.people[role];
        const as = { token: actor.key ?? '' };
        const asked = [world.secrets, ghosts].map((secrets) =>
          stringifyExact(routeRights[name].request(secrets, world.people, actor)),
        );
        // It asks for nothing of the group's.
        if (asked[0] === asked[1]) continue;
        const answers: string[] = [];
        for (const secrets of [world.secrets, ghosts]) {
          const options = routeRights[name].request(secrets, world.people, actor);
          const response = await send(world.harness, name, { ...options, as });
          if (response.statusCode === 200) answers.push('served');
          else answers.push(`${response.statusCode} ${mask(response.body, secrets)}`);
        }
        assert.equal(answers[0], answers[1], role);
      }
    });
  }
});

/** An answer without the ids that were asked for. */
function mask(body: string, secrets: Secrets): string {
  const ids = Object.values(secrets).flatMap((value) =>
    typeof value === 'object' && 'id' in value ? [value.id] : [value],
  );
  const texts = ids.map(String).filter((text) => text.length > 0);
  return texts
    .sort((a, b) => b.length - a.length)
    .reduce((rest, text) => rest.replaceAll(text, '#'), body);
}

test('no push to a stranger says a word of it', async () => {
  const address = await world.harness.server.listen({ host: '127.0.0.1', port: 0 });
  const url = `${address.replace('http', 'ws')}${websocketPath}`;
  const keys = strangers.flatMap((role) => world.people[role].key ?? []);
  const sockets = await Promise.all(keys.map((key) => socketWords(url, key)));
  const member = await socketWords(url, world.people.member.key ?? '');
  await world.harness.arrange(async (client) => {
    await createCandidate(client, { filter: world.secrets.filter });
    await client.query('NOTIFY fritz_news');
  });
  await member.heard('fritz/REFRESH_CANDIDATES');
  // A second ring after the first was answered: by then every stranger was looked for.
  await world.harness.arrange((client) =>
    createCandidate(client, { filter: world.secrets.filter }),
  );
  await world.harness.arrange((client) => client.query('NOTIFY fritz_news'));
  await member.heard('fritz/REFRESH_CANDIDATES');
  for (const socket of sockets) {
    assert.deepEqual(
      socket.words.filter((text) => text.includes('REFRESH_CANDIDATES')),
      [],
    );
  }
  await Promise.all([...sockets, member].map((socket) => socket.close()));
});
