import { setTimeout as delay } from 'node:timers/promises';
import type { DatabaseRoles } from '@fritz/archive';
import type { PacketSource } from '@fritz/pipeline';
import type { PartitionLag } from '@fritz/streams';
import { whenStopped } from '../cli/shutdown.ts';
import { SimulatedSource, type SimulatedStream } from '../demo/simulated-source.ts';
import type { Log } from '../log.ts';
import { withSchemas } from './ingest-surveys.ts';
import type { KafkaStream } from './kafka-options.ts';
import { type BrokerOptions, type BrokerTools, runBroker } from './run-broker.ts';
import { SurveyAdapters } from './survey-adapters.ts';

/** What a broker shall read; plain data, so that it can be sent to a worker. */
export type BrokerStream =
  | { readonly kind: 'simulated'; readonly stream: SimulatedStream }
  | { readonly kind: 'kafka'; readonly stream: KafkaStream };

/** The consumer under which simulated nights are booked. */
export const demoConsumer = 'demo';

export interface BrokerJobOptions
  extends Pick<
    BrokerOptions,
    'onBatch' | 'onWait' | 'onNotice' | 'inferenceThreads' | 'candidateDays' | 'nightly'
  > {
  readonly broker: DatabaseRoles['broker'];
  readonly log: Log;
  readonly onNight?: (night: string, alreadyRead: number) => void;
  readonly onLag?: (lag: readonly PartitionLag[]) => void;
  /** Stops the reading; what was begun is stored. */
  readonly signal: AbortSignal;
}

/** Reads a stream until it ends or the signal comes. */
export async function runBrokerJob(job: BrokerStream, options: BrokerJobOptions): Promise<void> {
  const consumer = job.kind === 'kafka' ? job.stream.group : demoConsumer;
  const { signal, onNight: _onNight, onLag: _onLag, ...broker } = options;
  if (signal.aborted) return;
  const adapters = new SurveyAdapters();
  const survey = job.kind === 'kafka' ? { survey: job.stream.survey } : {};
  const run = runBroker({ ...broker, ...survey, adapters, consumer }, async (tools) => {
    const opened = await openSource(job, consumer, tools, options);
    const registryUrl = job.kind === 'kafka' ? job.stream.schemaRegistry : null;
    const source = await withSchemas(opened, registryUrl, {
      ...options,
      onSchema: (id, text) => adapters.learn(id, text),
    });
    const close = () => void source.close();
    signal.addEventListener('abort', close, { once: true });
    if (signal.aborted) close();
    return source;
  });
  // Who waits for a database that is gone cannot finish; the transaction makes leaving safe.
  await Promise.race([run, graceAfter(signal)]);
}

const graceMs = 10_000;

async function graceAfter(signal: AbortSignal): Promise<void> {
  await whenStopped(signal);
  await delay(graceMs, undefined, { ref: false });
}

async function openSource(
  job: BrokerStream,
  consumer: string,
  { offsets }: BrokerTools,
  { log, onNight, onLag }: BrokerJobOptions,
): Promise<PacketSource> {
  if (job.kind === 'kafka') {
    // Loaded here: the client is large, and not every Fritz reads Kafka.
    const { kafkaSource } = await import('@fritz/streams');
    return kafkaSource({ ...job.stream, offsets, logger: log, ...(onLag ? { onLag } : {}) });
  }
  return new SimulatedSource(job.stream, { consumer, offsets, ...(onNight ? { onNight } : {}) });
}
