import {
  BrokerDatabase,
  type DatabaseRoles,
  listQuarantine,
  noteRetry,
  readQuarantined,
} from '@fritz/archive';
import type { Packet, PacketSource } from '@fritz/pipeline';
import { PacketError } from '@fritz/surveys';
import type { Log } from '../log.ts';
import { UserError } from '../user-error.ts';
import { runBroker } from './run-broker.ts';
import { SurveyAdapters } from './survey-adapters.ts';

export interface RetryOutcome {
  readonly read: number;
  readonly refused: number;
}

const batchSize = 100;

/**
 * Reads quarantined packets again: those that can be read now go through the pipeline and leave,
 * the others keep the present reason.
 *
 * @param ids null for all
 */
export async function retryQuarantined(
  config: DatabaseRoles['broker'],
  ids: readonly bigint[] | null,
  log: Log,
): Promise<RetryOutcome> {
  const database = new BrokerDatabase(config, 1);
  try {
    const wanted = ids ?? (await listAll(database));
    let read = 0;
    for (let at = 0; at < wanted.length; at += batchSize) {
      read += await retryBatch(database, config, wanted.slice(at, at + batchSize), log);
    }
    return { read, refused: wanted.length - read };
  } finally {
    await database.close();
  }
}

async function listAll(database: BrokerDatabase): Promise<bigint[]> {
  const entries = await listQuarantine(database, { limit: 1_000_000 });
  return entries.map(({ id }) => id).reverse();
}

async function retryBatch(
  database: BrokerDatabase,
  config: DatabaseRoles['broker'],
  ids: readonly bigint[],
  log: Log,
): Promise<number> {
  const readable = new Map<bigint, { readonly survey: string; readonly packet: Packet }>();
  const adapters = new SurveyAdapters();
  for (const id of ids) {
    const entry = await readQuarantined(database, id);
    if (entry === null) throw new UserError(`there is no packet ${id} in quarantine.`);
    const { survey, bytes } = entry;
    try {
      adapters.of(survey).decode(bytes);
      readable.set(id, { survey, packet: { bytes, origin: originOf(entry) } });
    } catch (error) {
      if (!(error instanceof PacketError)) throw error;
      await noteRetry(database, id, { code: error.code, reason: error.message });
    }
  }
  for (const [survey, ofSurvey] of Map.groupBy(readable.values(), (one) => one.survey)) {
    const packets = ofSurvey.map(({ packet }) => packet);
    const options = { broker: config, consumer: 'quarantine', survey, adapters, log };
    await runBroker(options, () => sourceOf(packets));
  }
  for (const id of readable.keys()) await noteRetry(database, id, null);
  return readable.size;
}

function originOf(entry: {
  readonly originKind: 'kafka' | 'file';
  readonly originName: string;
  readonly originPartition: number;
  readonly originOffset: bigint;
}): Packet['origin'] {
  return {
    kind: entry.originKind,
    name: entry.originName,
    partition: entry.originPartition,
    offset: entry.originOffset,
  };
}

function sourceOf(packets: readonly Packet[]): PacketSource {
  return {
    async *batches() {
      yield { packets, progress: [] };
    },
    fenced: async () => {},
    close: async () => {},
  };
}
