import {
  BrokerDatabase,
  type DatabaseRoles,
  PgAlertStore,
  PgCrossMatcher,
  PgFilterLibrary,
  PgJointReader,
  PgOffsetStore,
} from '@fritz/archive';
import {
  type ActiveFilter,
  type BatchWrite,
  type FilterLibrary,
  type OffsetStore,
  type PacketSource,
  runPipeline,
} from '@fritz/pipeline';
import { SURVEYS } from '@fritz/surveys';
import { exportNightly, type NightlyExport } from '../export/nightly-export.ts';
import type { Log } from '../log.ts';
import { BrokerModels } from '../models/broker-models.ts';
import { forgetCandidates } from './forget-candidates.ts';
import { matchOldObjects } from './match-old-objects.ts';
import { SurveyAdapters } from './survey-adapters.ts';

export interface BrokerOptions {
  readonly broker: DatabaseRoles['broker'];
  /** Under which name batches and offsets are booked. */
  readonly consumer: string;
  /** Whose packets they are; of the first survey when absent. */
  readonly survey?: string;
  /** Who knows what a schema registry said; new ones when absent. */
  readonly adapters?: SurveyAdapters;
  readonly log: Log;
  /** Whether alerts are stored alone, and no filter is asked: of the past there are no candidates. */
  readonly isWithoutFilters?: boolean;
  /** How long to wait for a database that cannot be reached; for ever when absent. */
  readonly patienceMs?: number;
  readonly onBatch?: (write: BatchWrite) => void;
  /** How many models are run at once; as many as the machine bears when absent. */
  readonly inferenceThreads?: number | null;
  /** How many days candidates are kept that nobody wants; for ever when absent or 0. */
  readonly candidateDays?: number;
  /** Whether and where nights are exported when they are over. */
  readonly nightly?: NightlyExport | null;
  /** Told what people should know, once. */
  readonly onNotice?: (message: string) => void;
  /** Told once each time the database stops answering. */
  readonly onWait?: (message: string) => void;
}

/** What a source is made from. */
export interface BrokerTools {
  readonly offsets: OffsetStore;
  /** The filters in force now. */
  filters(): Promise<readonly ActiveFilter[]>;
}

const NO_FILTERS: FilterLibrary = { active: async () => [], forget: () => {} };

const UNREAD_CATALOG =
  'a mounted catalog cannot be read; alerts go on without it, and their objects are matched later';

/** Runs a survey's pipeline over a source to its end. */
export async function runBroker(
  options: BrokerOptions,
  openSource: (tools: BrokerTools) => Promise<PacketSource> | PacketSource,
): Promise<void> {
  const database = new BrokerDatabase(options.broker);
  const { survey = SURVEYS[0].name, adapters = new SurveyAdapters() } = options;
  const adapter = adapters.of(survey);
  const library = new PgFilterLibrary(database, adapter, (filter, error) =>
    options.log.error({ filter, error }, 'a filter does not compile and does not run'),
  );
  const models = new BrokerModels(database, adapter, {
    log: options.log,
    threads: options.inferenceThreads ?? null,
    ...(options.onNotice ? { onNotice: options.onNotice } : {}),
  });
  const endMatching = matchOldObjects({ ...options, survey: adapter.name });
  const endForgetting = forgetCandidates({ ...options, candidateDays: options.candidateDays ?? 0 });
  const endExports = exportNightly({ ...options, survey: adapter.name }, options.nightly ?? null);
  try {
    await library.listen(options.broker);
    const offsets = new PgOffsetStore(database);
    const source = await openSource({ offsets, filters: () => library.active() });
    await runPipeline(source, {
      adapter,
      store: new PgAlertStore(database, adapter),
      filters: options.isWithoutFilters === true ? NO_FILTERS : library,
      matcher: new PgCrossMatcher(database, adapter.name, {
        onTrouble: (catalog, error) => options.log.warn({ catalog, error }, UNREAD_CATALOG),
      }),
      scorer: models.scorer,
      joint: new PgJointReader(database, adapter.name),
      consumer: options.consumer,
      ...(options.patienceMs === undefined ? {} : { patienceMs: options.patienceMs }),
      onWait: waitReporter(options),
      onBatch: (write) => {
        logBatch(options.log, write);
        models.note(write);
        options.onBatch?.(write);
      },
    });
  } finally {
    await models.close();
    await endMatching();
    await endForgetting();
    await endExports();
    await library.close();
    await database.close();
  }
}

/** A wait is told when it begins; a wait of its own begins with a shorter time than the last. */
function waitReporter({ log, onWait }: BrokerOptions): (error: Error, waitedMs: number) => void {
  let lastMs = Number.POSITIVE_INFINITY;
  return (error, waitedMs) => {
    if (waitedMs < lastMs) {
      log.warn({ error }, 'waiting for the database');
      onWait?.(error.message);
    }
    lastMs = waitedMs;
  };
}

function logBatch(log: Log, write: BatchWrite): void {
  const { packets, known, stageMs } = write;
  log.info({ packets, new: write.alerts.length, known, stageMs }, 'batch stored');
  for (const { packet, code, reason } of write.quarantined) {
    log.warn({ origin: packet.origin, code, reason }, 'packet quarantined');
  }
  for (const { name, failed, failure, failureCandid } of write.counts) {
    if (failed > 0) log.warn({ filter: name, failed, failure, failureCandid }, 'a filter failed');
  }
}
