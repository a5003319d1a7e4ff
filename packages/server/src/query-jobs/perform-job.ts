import {
  type Archive,
  actFor,
  isTimeOver,
  keepResultPart,
  listVisiblePrograms,
  noteQueryJob,
  type QueryJobOutcome,
  type QueryLimits,
  refuseWrites,
  settleQueryJob,
  type TakenQueryJob,
  type ViewerTx,
} from '@fritz/archive';
import { parseExact } from '@fritz/contract';
import { FritzError } from '../http/fritz-error.ts';
import { isFields } from '../kowalski/read-query.ts';
import { type AskedQuery, JOB_MS, readAskedQuery, toldError } from './asked-query.ts';
import { type PlannedQuery, planAskedQuery } from './plan-asked-query.ts';
import { ResultPacker } from './result-packer.ts';
import { ShapeLearner } from './table-shape.ts';

/** What jobs are done with. */
export interface JobParts {
  readonly archive: Archive;
  readonly workKey: string;
  /** The most that is kept of one job, packed. */
  readonly maxBytes?: number;
  /** How often it is told how far a job is. */
  readonly noteMs?: number;
}

/** Who does not say for so long that he is at a job has it taken from him. */
export const LEASE_S = 90;
const NOTE_MS = 1000;
const MAX_BYTES = 4e9;

/** Something for which a job fails, in words for whoever asked. */
class JobError extends Error {}

/** Does a job, with the rights of whoever asked for it, and settles it. */
export async function performJob(parts: JobParts, job: TakenQueryJob): Promise<void> {
  const { archive, workKey } = parts;
  const gone = new AbortController();
  const notes = new Notes(parts, job, gone);
  let outcome: QueryJobOutcome;
  try {
    outcome = await run(parts, job, { notes, signal: gone.signal });
  } catch (error) {
    // Cancelled, or taken by another server: there is nobody to tell.
    if (gone.signal.aborted) return;
    outcome = { state: 'failed', message: wordsOf(error, notes) };
  } finally {
    notes.end();
  }
  await archive.asViewer(null, (tx) => settleQueryJob(tx, workKey, job, outcome));
}

interface Run {
  readonly notes: Notes;
  readonly signal: AbortSignal;
}

async function run(parts: JobParts, job: TakenQueryJob, { notes, signal }: Run) {
  const { archive, workKey } = parts;
  const given = parseExact(job.asked);
  const asked = readAskedQuery(isFields(given) ? given : {}, JOB_MS);
  const deadlineMs = performance.now() + asked.maxTimeMs;
  const limits = { deadlineMs, signal, onRead: (count: number) => notes.add(count) };
  const work = async (tx: ViewerTx): Promise<QueryJobOutcome> => {
    if ((await actFor(tx, workKey, job.owner_id)) === null) {
      throw new JobError('the account of whoever asked for it has ended');
    }
    await refuseWrites(tx);
    const seen = await listVisiblePrograms(tx);
    const more = seen.some((program) => !job.programs.includes(program));
    if (more) throw new JobError('what you may see has changed since: ask again');
    const planned = await planAskedQuery(tx, asked);
    notes.estimated = await planned.estimate(tx);
    notes.begin();
    const columns = await keepAll(parts, job, { tx, asked, planned, limits });
    return { state: 'done', seen, columns, lookedAt: notes.lookedAt };
  };
  return archive.asViewer(null, work, { statementTimeoutMs: asked.maxTimeMs, signal });
}

interface Keeping {
  readonly tx: ViewerTx;
  readonly asked: AskedQuery;
  readonly planned: PlannedQuery;
  readonly limits: QueryLimits;
}

/** Runs the query and keeps what comes of it; tells the columns. */
async function keepAll(
  { archive, workKey, maxBytes = MAX_BYTES }: JobParts,
  job: TakenQueryJob,
  { tx, asked, planned, limits }: Keeping,
) {
  const packer = new ResultPacker(planned.doubles);
  const shape = new ShapeLearner();
  let bytes = 0;
  const keep = async (parts: ReturnType<ResultPacker['add']>): Promise<void> => {
    for await (const part of parts) {
      bytes += part.packed.length;
      if (bytes > maxBytes) {
        throw new JobError(`its result is larger than ${maxBytes / 1e9} GB: ask for less`);
      }
      await archive.asViewer(null, (own) => keepResultPart(own, workKey, job, part));
    }
  };
  try {
    for await (const documents of planned.documents(tx, limits)) {
      for (const document of documents) shape.learn(document);
      await keep(packer.add(documents));
    }
    await keep(packer.end());
  } catch (error) {
    throw toldError(asked, error);
  }
  return shape.columns();
}

/** Tells how far a job is, and hears whether it is still wanted. */
class Notes {
  private readonly parts: JobParts;
  private readonly job: TakenQueryJob;
  private readonly gone: AbortController;
  private timer: NodeJS.Timeout | null = null;
  estimated: number | null = null;
  lookedAt = 0;

  constructor(parts: JobParts, job: TakenQueryJob, gone: AbortController) {
    this.parts = parts;
    this.job = job;
    this.gone = gone;
  }

  add(count: number): void {
    this.lookedAt += count;
  }

  begin(): void {
    this.timer = setTimeout(() => void this.tell(), this.parts.noteMs ?? NOTE_MS);
  }

  end(): void {
    if (this.timer !== null) clearTimeout(this.timer);
    this.timer = null;
  }

  private async tell(): Promise<void> {
    const { archive, workKey } = this.parts;
    const { lookedAt, estimated } = this;
    const far = { lookedAt, estimated, leaseS: LEASE_S };
    try {
      const goes = await archive.asViewer(null, (tx) => noteQueryJob(tx, workKey, this.job, far));
      if (!goes) this.gone.abort();
    } catch {
      // The database is away for a moment: the job fails by itself, or the next note gets through.
    }
    if (this.timer !== null && !this.gone.signal.aborted) this.begin();
  }
}

function wordsOf(error: unknown, { lookedAt, estimated }: Notes): string {
  if (error instanceof JobError) return error.message;
  if (isTimeOver(error)) return 'it took longer than it may';
  if (error instanceof FritzError) {
    const { path } = error.details;
    if (error.code === 'query_too_long') {
      return `it took longer than it may: ${lookedAt} of about ${estimated ?? 0} documents were looked at; ask for less`;
    }
    return typeof path === 'string' ? `${error.message} (at ${path})` : error.message;
  }
  // What is ours is told in the log alone.
  throw error;
}
