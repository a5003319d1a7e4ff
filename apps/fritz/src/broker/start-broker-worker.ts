import { Worker } from 'node:worker_threads';
import type { DatabaseRoles } from '@fritz/archive';
import type { Config } from '../config.ts';
import { type NightlyExport, nightlyOf } from '../export/nightly-export.ts';
import type { LogLevel } from '../log.ts';
import type { BrokerStream } from './broker-job.ts';
import type { Tally } from './tally.ts';

/** What the worker is given. */
export interface WorkerTask {
  readonly job: BrokerStream;
  readonly broker: DatabaseRoles['broker'];
  readonly dataDir: string;
  readonly logLevel: LogLevel;
  readonly inferenceThreads: number | null;
  readonly candidateDays: number;
  readonly nightly: NightlyExport | null;
}

/** What the worker tells. */
export type WorkerMessage =
  | { readonly type: 'tally'; readonly tally: Tally }
  | { readonly type: 'wait'; readonly reason: string }
  | { readonly type: 'night'; readonly night: string; readonly alreadyRead: number }
  | { readonly type: 'end' }
  | { readonly type: 'failure'; readonly message: string; readonly stack: string };

export interface BrokerWorker {
  /** Resolves when the worker has ended. */
  readonly ended: Promise<void>;
  /** Stops the reading; what was begun is stored. */
  stop(): Promise<void>;
}

/** Starts a broker in a thread of its own. */
export function startBrokerWorker(
  config: Config,
  broker: DatabaseRoles['broker'],
  job: BrokerStream,
  onMessage: (message: WorkerMessage) => void,
): BrokerWorker {
  // The driver's type parsers are functions, which cannot be sent; the worker has its own.
  const { types: _types, ...sendable } = broker;
  const workerData: WorkerTask = {
    job,
    broker: sendable,
    dataDir: config.dataDir,
    logLevel: config.logLevel,
    inferenceThreads: config.inferenceThreads,
    candidateDays: config.candidateDays,
    nightly: nightlyOf(config),
  };
  const worker = new Worker(new URL('./broker.worker.ts', import.meta.url), { workerData });
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  worker.on('message', onMessage);
  worker.on('error', (error) => {
    const { message, stack } = error instanceof Error ? error : new Error(String(error));
    onMessage({ type: 'failure', message, stack: stack ?? message });
  });
  return {
    ended,
    async stop() {
      worker.postMessage('stop');
      await ended;
    },
  };
}
