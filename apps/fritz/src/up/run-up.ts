import { join } from 'node:path';
import { createLoginLink, ensureSuperAdmin, withClient } from '@fritz/archive';
import type { BrokerStream } from '../broker/broker-job.ts';
import { kafkaStream } from '../broker/kafka-options.ts';
import { startBrokerWorker } from '../broker/start-broker-worker.ts';
import type { CommandContext } from '../cli/context.ts';
import { whenStopped } from '../cli/shutdown.ts';
import type { Config } from '../config.ts';
import { diskFull, isDiskFull } from '../database/disk-space.ts';
import { adminName } from '../database/foundation.ts';
import { type Database, openOwnDatabase } from '../database/open-database.ts';
import { type Preparation, prepareDatabase } from '../database/prepare-database.ts';
import { demoGroupName, ensureDemoData } from '../demo/demo-data.ts';
import { planDemo } from '../demo/demo-nights.ts';
import { messageOf } from '../error-message.ts';
import { type Log, openLog } from '../log.ts';
import { probePort } from '../server/port-probe.ts';
import { startServer } from '../server/start-server.ts';
import { formatNoun } from '../terminal/format.ts';
import { Stages } from '../terminal/stages.ts';
import { version } from '../version.ts';
import { buildWeb, isWebBuilt, isWebCurrent } from '../web/build-web.ts';
import { brokerReporter } from './broker-reporter.ts';

export interface UpOptions {
  readonly demo: boolean;
  readonly demoAgain: boolean;
  /** Alerts per second of the simulated night. */
  readonly speed: number;
  /** Alerts in a simulated night. */
  readonly alerts: number;
}

const loginLinkTtlS = 3600;

/** One start of everything on this machine. */
interface Run {
  readonly context: CommandContext;
  readonly config: Config;
  readonly log: Log;
  readonly stages: Stages;
  /** Undone in the opposite order. */
  readonly closers: (() => Promise<void>)[];
}

/** Starts database, server and broker, and stops them at Ctrl-C. */
export async function runUp(context: CommandContext, options: UpOptions): Promise<void> {
  const config = context.config();
  await probePort(config);
  const log = openLog(config.dataDir, 'fritz', config.logLevel);
  const stages = new Stages(context.print);
  const run: Run = { context, config, log, stages, closers: [] };
  context.print(`Fritz ${version}`);
  log.info({ version }, 'fritz starts');
  try {
    await start(run, options);
    await whenStopped(context.signal);
  } catch (error) {
    log.error({ error }, 'fritz failed');
    throw error;
  } finally {
    for (const close of run.closers.reverse()) {
      await close().catch((error) => log.error({ error }, 'a part did not stop cleanly'));
    }
    log.info({}, 'fritz stopped');
  }
  context.print('Fritz has stopped.');
}

async function start(run: Run, options: UpOptions): Promise<void> {
  const { context, config, log, stages, closers } = run;
  // The two slow parts side by side; a failed build is told when it is waited for.
  const web = ensureWeb(config, stages);
  web.catch(() => {});
  const database = await openRunDatabase(run);
  const prepared = await stages.run('schema', () => prepareDatabase(database), describePreparation);
  if (options.demo && config.kafkaBrokers === null) {
    await stages.run(
      'demo',
      () => ensureDemoData(database.roles),
      () => `group "${demoGroupName}"`,
    );
  }
  await web;
  if (context.signal.aborted) return;
  const server = await startServer(config, database.roles, log);
  closers.push(() => server.close());
  stages.tell('server', `answers at ${server.url}`);
  await startBroker(run, database, options);
  const code = await withClient(database.roles.owner, async (client) => {
    const userId = await ensureSuperAdmin(client, adminName);
    return createLoginLink(client, { userId, ttlS: loginLinkTtlS });
  });
  log.info({ isNew: prepared.isNew, url: server.url }, 'fritz is up');
  context.print(`\n  Open       ${server.url}/login?code=${code}`);
  context.print('             (logs you in once, within the hour; Ctrl-C stops Fritz)\n');
}

async function openRunDatabase({ context, config, log, stages, closers }: Run): Promise<Database> {
  const onExit = (error: Error) => {
    log.error({ error }, 'the database ended');
    context.say(`fritz: ${isDiskFull(config.dataDir) ? diskFull(config.dataDir) : error.message}`);
    context.setExitCode(1);
    process.emit('SIGTERM');
  };
  const open = () => openOwnDatabase(config, { onExit });
  const database = await stages.run('database', open, ({ title }) => title);
  closers.push(() => database.close());
  return database;
}

function describePreparation({ migrated, isNew }: Preparation): string {
  const done = migrated.length === 0 ? 'up to date' : formatNoun(migrated.length, 'migration');
  return isNew ? `${done}, user "${adminName}", the surveys' streams` : done;
}

async function ensureWeb(config: Config, stages: Stages): Promise<void> {
  if (isWebCurrent()) return;
  try {
    const logDir = join(config.dataDir, 'log');
    await stages.run(
      'web app',
      () => buildWeb(logDir),
      () => 'built',
    );
  } catch (error) {
    // The API and yesterday's pages are better than nothing.
    if (!isWebBuilt()) throw error;
    stages.tell('web app', `an older build is used: ${messageOf(error)}`);
  }
}

async function startBroker(run: Run, database: Database, options: UpOptions): Promise<void> {
  const { context, config, log, stages, closers } = run;
  const job = await chooseStream(run, database, options);
  if (job === null) return;
  const tonight = job.kind === 'simulated' ? job.stream.night : null;
  const report = brokerReporter(stages, tonight, context.signal);
  const worker = startBrokerWorker(config, database.roles.broker, job, (message) => {
    if (message.type === 'failure') log.error({ stack: message.stack }, 'the broker stopped');
    report(message);
  });
  closers.push(() => worker.stop());
}

async function chooseStream(
  { config, stages }: Run,
  database: Database,
  { demo, demoAgain, alerts, speed }: UpOptions,
): Promise<BrokerStream | null> {
  const kafka = kafkaStream(config);
  if (kafka !== null) {
    stages.tell('broker', `reads ${kafka.topics.join(', ')} at ${kafka.brokers.join(', ')}`);
    return { kind: 'kafka', stream: kafka };
  }
  if (!demo) return null;
  const plan = { alerts, speed, again: demoAgain, now: new Date() };
  const stream = await planDemo(database.roles.broker, plan);
  if (stream === null) {
    stages.tell('broker', 'the simulated night was played (--demo-again plays the next)');
    return null;
  }
  const night = stream.night.replace(/(....)(..)(..)/, '$1-$2-$3');
  const past = formatNoun(stream.pastNights.length, 'earlier night');
  stages.tell(
    'broker',
    `simulates ${night}: ${stream.alerts} alerts, ${stream.speed} a second, after ${past} at once`,
  );
  return { kind: 'simulated', stream };
}
