import { resolve } from 'node:path';
import { DumpStage, withClient } from '@fritz/archive';
import { parseExact, stringifyExact } from '@fritz/contract';
import type { PacketBatch, PacketSource } from '@fritz/pipeline';
import {
  DumpError,
  type DumpedAlert,
  type DumpedHistory,
  packetsOfObject,
  readDumpedAlert,
  readDumpedHistory,
} from '@fritz/surveys';
import type { Database } from '../database/open-database.ts';
import { UserError } from '../user-error.ts';
import { type DumpEntry, openDumpFile } from './dump-file.ts';

/** What came of the files, as far as they are read. */
export interface StageReport {
  readonly alerts: number;
  readonly histories: number;
  readonly refused: number;
  readonly badPoints: number;
  readonly examples: readonly { file: string; place: number; reason: string }[];
}

export interface ImportReport extends StageReport {
  /** Points later than every alert of their object. */
  readonly latePoints: number;
  /** Objects of which there is a history, but no alert: nothing tells whose it was. */
  readonly objectsWithoutAlerts: number;
}

export interface ImportOptions {
  readonly signal: AbortSignal;
  readonly onProgress: (progress: { share: number; count: number }) => void;
  readonly onStage: (stage: string) => void;
  /** Puts packets into the archive, without any filter. */
  readonly ingest: (source: PacketSource) => Promise<void>;
}

type OwnerClient = Parameters<Parameters<typeof withClient>[1]>[0];
type History = Pick<DumpedHistory, 'prvCandidates' | 'fpHists'>;

const CHUNK_DOCUMENTS = 1000;
const OBJECTS_AT_ONCE = 100;
const MAX_EXAMPLES = 10;
const NOTHING: StageReport = {
  ...{ alerts: 0, histories: 0, refused: 0, badPoints: 0, examples: [] },
};

/** Reads dumps into the archive, or goes on where that was interrupted. */
export async function importDumps(
  paths: readonly string[],
  database: Database,
  options: ImportOptions,
): Promise<ImportReport> {
  const settings = { ...database.roles.owner, application_name: 'fritz import' };
  return withClient(settings, async (client: OwnerClient) => {
    const stage = await DumpStage.open(client);
    if (stage === null) {
      throw new UserError('another import is under way right now: wait until it has ended.');
    }
    let report = NOTHING;
    for (const path of paths) report = await stageFile(stage, resolve(path), report, options);
    options.onStage('sorting by object');
    const { alerts, objectsWithoutAlerts } = await stage.index();
    const source = new StagedSource(stage, alerts, options);
    await options.ingest(source);
    options.signal.throwIfAborted();
    await stage.clear();
    return { ...report, latePoints: source.latePoints, objectsWithoutAlerts };
  });
}

/** Where a file was read to, and what came of it. */
interface FileNote {
  readonly bytes: number;
  readonly entries: number;
  readonly isDone: boolean;
  readonly report: StageReport;
}

async function stageFile(
  stage: DumpStage,
  path: string,
  before: StageReport,
  { signal, onProgress }: ImportOptions,
): Promise<StageReport> {
  const file = await openDumpFile(path);
  const key = `file ${path}`;
  const known = await stage.note(key);
  const note = known === null ? null : (JSON.parse(known) as FileNote);
  const done = note !== null && note.bytes === file.bytes ? note : null;
  let own = done?.report ?? NOTHING;
  if (done?.isDone !== true) {
    let entries = 0;
    let chunk = new Chunk(path);
    const flush = async (isDone: boolean) => {
      own = chunk.addTo(own);
      const value = JSON.stringify({ bytes: file.bytes, entries, isDone, report: own });
      await stage.add(chunk.alerts, chunk.histories, { key, value });
      chunk = new Chunk(path);
    };
    for await (const entry of file.entries()) {
      signal.throwIfAborted();
      entries += 1;
      if (entries <= (done?.entries ?? 0)) continue;
      chunk.take(entry);
      if (entries % CHUNK_DOCUMENTS !== 0) continue;
      await flush(false);
      const share = file.bytesRead() / Math.max(1, file.bytes) / 2;
      onProgress({ share, count: before.alerts + own.alerts });
    }
    await flush(true);
  }
  return {
    alerts: before.alerts + own.alerts,
    histories: before.histories + own.histories,
    refused: before.refused + own.refused,
    badPoints: before.badPoints + own.badPoints,
    examples: [...before.examples, ...own.examples].slice(0, MAX_EXAMPLES),
  };
}

/** Some documents of a file. */
class Chunk {
  readonly alerts: DumpedAlert[] = [];
  readonly histories: { objectId: string; points: string }[] = [];
  readonly #path: string;
  readonly #examples: { file: string; place: number; reason: string }[] = [];
  #refused = 0;
  #badPoints = 0;

  constructor(path: string) {
    this.#path = path;
  }

  take(entry: DumpEntry): void {
    if ('document' in entry) this.#takeDocument(entry.document, entry.place);
    else this.#refuse(entry.place, entry.reason);
  }

  #takeDocument(document: Readonly<Record<string, unknown>>, place: number): void {
    try {
      if (document.candidate !== undefined) this.alerts.push(readDumpedAlert(document));
      else if ('prv_candidates' in document || 'fp_hists' in document) {
        const { objectId, bad, ...history } = readDumpedHistory(document);
        this.histories.push({ objectId, points: stringifyExact(history) });
        this.#badPoints += bad;
      } else this.#refuse(place, 'it is neither an alert nor a history');
    } catch (error) {
      if (!(error instanceof DumpError)) throw error;
      this.#refuse(place, error.message);
    }
  }

  addTo(report: StageReport): StageReport {
    return {
      alerts: report.alerts + this.alerts.length,
      histories: report.histories + this.histories.length,
      refused: report.refused + this.#refused,
      badPoints: report.badPoints + this.#badPoints,
      examples: [...report.examples, ...this.#examples].slice(0, MAX_EXAMPLES),
    };
  }

  #refuse(place: number, reason: string): void {
    this.#refused += 1;
    if (this.#examples.length < MAX_EXAMPLES) {
      this.#examples.push({ file: this.#path, place, reason });
    }
  }
}

/** The staged objects as packets, one object after the other. */
class StagedSource implements PacketSource {
  latePoints = 0;
  readonly #stage: DumpStage;
  readonly #alerts: number;
  readonly #options: ImportOptions;
  #isClosed = false;

  constructor(stage: DumpStage, alerts: number, options: ImportOptions) {
    this.#stage = stage;
    this.#alerts = alerts;
    this.#options = options;
  }

  async *batches(): AsyncGenerator<PacketBatch> {
    let last = (await this.#stage.note('object')) ?? '';
    let before = '';
    let count = 0;
    while (!this.#isClosed) {
      const objects = await this.#stage.objectsAfter(last, OBJECTS_AT_ONCE);
      if (objects.length === 0) break;
      const packets: Uint8Array[] = [];
      for (const { alerts, histories } of objects) {
        const history = joinHistories(histories);
        const made = packetsOfObject({ alerts, history });
        this.latePoints += made.latePoints;
        packets.push(...made.packets);
      }
      const name = `dump of ${objects[0]?.objectId ?? ''}`;
      for (let at = 0; at < packets.length; at += 500) {
        const part = packets.slice(at, at + 500).map((bytes, i) => ({
          bytes,
          origin: { kind: 'file' as const, name, partition: 0, offset: BigInt(at + i) },
        }));
        yield { packets: part, progress: [] };
      }
      count += packets.length;
      // Two batches are under way when the next is asked for: what is before them is stored.
      if (before !== '') await this.#stage.setNote('object', before);
      before = last;
      last = objects.at(-1)?.objectId ?? last;
      this.#options.onProgress({ share: 0.5 + count / Math.max(1, this.#alerts) / 2, count });
      this.#options.signal.throwIfAborted();
    }
  }

  async fenced(): Promise<void> {}

  async close(): Promise<void> {
    this.#isClosed = true;
  }
}

function joinHistories(histories: readonly string[]): History {
  // As `stringifyExact` wrote them.
  const parts = histories.map((text) => parseExact(text) as History);
  return {
    prvCandidates: parts.flatMap(({ prvCandidates }) => prvCandidates),
    fpHists: parts.flatMap(({ fpHists }) => fpHists),
  };
}
