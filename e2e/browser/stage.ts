import { createServer as createSocketServer } from 'node:net';
import {
  BrokerDatabase,
  createLoginLink,
  createSignInKey,
  createWorkKey,
  PgAlertStore,
  PgFilterLibrary,
  withClient,
} from '@fritz/archive';
import { runPipeline } from '@fritz/pipeline';
import { createServer } from '@fritz/server';
import { simulateNight, ZtfAdapter } from '@fritz/surveys';
import {
  createFilter,
  createGroup,
  createStream,
  createUser,
  type FactoryClient,
  packetList,
  startTestProvider,
  type TestFilter,
  type TestOutsideServer,
  type TestProvider,
  type TestSedm,
  type TestSmtp,
  type TestUser,
  testDatabase,
  testOutsideServer,
  testSedm,
  testSmtp,
} from '@fritz/testing';
import { ensureWebBuild } from './web-build.ts';

/** Nobody but the members of its group may come across this name. */
export const canaryFilterName = 'canary-filter-7f3a';

/** Who there is: a scanner in two groups with a filter each, and someone who is in neither. */
export interface Cast {
  readonly scanner: TestUser;
  readonly stranger: TestUser;
  readonly stream: { readonly id: number };
  readonly group: { readonly id: number; readonly name: string };
  readonly filter: TestFilter;
  readonly otherGroup: { readonly id: number; readonly name: string };
  readonly otherFilter: TestFilter;
}

/** A whole Fritz: database, pipeline and server with the built web app. */
export interface Stage {
  readonly url: string;
  readonly cast: Cast;
  /** Where one can log in; null where the stage was opened without. */
  readonly provider: TestProvider | null;
  /** What Fritz sends mail by; null where the stage was opened without. */
  readonly smtp: TestSmtp | null;
  /** Servers of pictures and forecasts; null where the stage was opened without. */
  readonly outside: TestOutsideServer | null;
  /** SEDM's queue; null where the stage was opened without. */
  readonly sedm: TestSedm | null;
  /** The night's first part, in the database when the curtain rises, and the rest. */
  readonly firstPart: readonly Uint8Array[];
  readonly secondPart: readonly Uint8Array[];
  /** Runs packets through the pipeline. */
  ingest(packets: readonly Uint8Array[]): Promise<void>;
  arrange<T>(task: (client: FactoryClient) => Promise<T>): Promise<T>;
  /** The path of a one-time login link. */
  makeLoginPath(user: TestUser): Promise<string>;
  close(): Promise<void>;
}

const night = { seed: 31, night: '20260613', programIds: { 1: 1 } } as const;

/** An address that the stage's mail server refuses. */
export const refusedAddress = 'gone@example.org';

/** How many alerts there are before and during a test, and what else there is. */
export interface StageOptions {
  readonly first: number;
  readonly second: number;
  readonly hasProvider?: boolean;
  readonly hasMail?: boolean;
  /** Whether there are servers of pictures and forecasts. */
  readonly hasOutside?: boolean;
  /** Whether the server does its own work, and there is a facility to ask. */
  readonly hasFacility?: boolean;
}

/** Builds the web app where it is stale, makes the cast and ingests the first part of a night. */
export async function openStage(alerts: StageOptions = { first: 40, second: 0 }): Promise<Stage> {
  const webRoot = await ensureWebBuild();
  const database = await testDatabase();
  const provider = alerts.hasProvider ? await openProvider() : null;
  const smtp = alerts.hasMail ? await testSmtp({ refuses: [refusedAddress] }) : null;
  const outside = alerts.hasOutside ? await testOutsideServer() : null;
  const sedm = alerts.hasFacility ? await testSedm() : null;
  // Links in mails begin with the address, which must be known before the server listens.
  const port = smtp ? await freePort() : 0;
  const server = await createServer({
    archive: { ...database.app, max: 6 },
    webRoot,
    version: '0.1.0',
    mail: smtp && mailBy(smtp),
    ...(outside && outsideAt(outside.url)),
    ...(sedm && {
      workKey: await withClient(database.owner, createWorkKey),
      analysisHosts: ['127.0.0.1'],
      credentialsSecret: 'a secret of the tests',
    }),
    publicUrl: smtp && `http://127.0.0.1:${port}`,
    signIn: provider && {
      ...signInAt(provider),
      key: await withClient(database.owner, createSignInKey),
    },
  });
  const arrange: Stage['arrange'] = (task) => withClient(database.superuser, task);
  const ingest = (packets: readonly Uint8Array[]) => runOnce(database.broker, packets);
  const packets = [...simulateNight({ ...night, alerts: alerts.first + alerts.second })].map(
    ({ bytes }) => bytes,
  );
  const cast = await arrange(makeCast);
  const firstPart = packets.slice(0, alerts.first);
  await ingest(firstPart);
  const url = await server.listen({ host: '127.0.0.1', port });
  return {
    url,
    cast,
    provider,
    smtp,
    outside,
    sedm,
    firstPart,
    secondPart: packets.slice(alerts.first),
    ingest,
    arrange,
    makeLoginPath: async (user) => {
      const code = await withClient(database.owner, (client) =>
        createLoginLink(client, { userId: user.id, ttlS: 600 }),
      );
      return `/login?code=${code}`;
    },
    close: async () => {
      await server.close();
      await provider?.close();
      await smtp?.close();
      await outside?.close();
      await sedm?.close();
      await database.drop();
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createSocketServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}

function openProvider(): Promise<TestProvider> {
  return startTestProvider({
    accounts: {
      'guest-1': { email: 'gwen@example.org', given_name: 'Gwen', family_name: 'Guest' },
      'guest-2': { email: 'gwen@example.org' },
    },
    redirectPaths: ['/complete/observatory'],
  });
}

/** Pictures of every survey and forecasts from one server on this machine. */
function outsideAt(url: string) {
  return {
    surveyImages: { ps1: `${url}/picture`, legacy: `${url}/picture`, sdss: `${url}/none` },
    weatherUrl: `${url}/forecast`,
    outsideHosts: ['127.0.0.1'],
  };
}

function mailBy({ host, port }: TestSmtp) {
  const from = 'Fritz <fritz@example.org>';
  return { host, port, user: null, password: null, from, tls: 'none' } as const;
}

function signInAt({ issuer, clientId, clientSecret }: TestProvider) {
  const scope = 'openid email profile';
  const name = 'the Observatory';
  return {
    providers: [{ id: 'observatory', name, issuer, clientId, clientSecret, scope }],
    registration: 'invitation',
    defaultRole: 'View only',
  } as const;
}

async function makeCast(client: FactoryClient): Promise<Cast> {
  const scanner = await createUser(client, { username: 'scanner' });
  const stranger = await createUser(client, { username: 'stranger' });
  const stream = await createStream(client, { name: 'ZTF Public', users: [scanner, stranger] });
  const member = { user: scanner, admin: true };
  const common = { members: [member], streams: [stream], private: true };
  const group = await createGroup(client, { name: 'Supernovae', ...common });
  const otherGroup = await createGroup(client, { name: 'Variables', ...common });
  const filter = await createFilter(client, {
    group,
    stream,
    name: canaryFilterName,
    pipeline: JSON.stringify([
      { $match: { 'candidate.drb': { $gt: 0.5 } } },
      { $project: { annotations: { magnitude: '$candidate.magpsf' } } },
    ]),
  });
  const otherFilter = await createFilter(client, {
    group: otherGroup,
    stream,
    name: 'Nothing passes',
    pipeline: '[{"$match": {"candidate.drb": {"$gt": 2}}}]',
  });
  return { scanner, stranger, stream, group, filter, otherGroup, otherFilter };
}

async function runOnce(
  broker: ConstructorParameters<typeof BrokerDatabase>[0],
  packets: readonly Uint8Array[],
): Promise<void> {
  const database = new BrokerDatabase(broker);
  const adapter = new ZtfAdapter();
  const filters = new PgFilterLibrary(database, adapter);
  try {
    const store = new PgAlertStore(database, adapter);
    await runPipeline(packetList(packets), { adapter, store, filters, consumer: 'browser tests' });
  } finally {
    await filters.close();
    await database.close();
  }
}
