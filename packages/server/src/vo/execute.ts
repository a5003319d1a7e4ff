import {
  AdqlError,
  type CompiledAdql,
  compileAdql,
  databaseFailure,
  estimateTables,
  listTapTables,
  openPublished,
  type ResultColumn,
  runAdql,
  type UploadedTable,
  uploadTable,
  type ViewerTx,
} from '@fritz/archive';
import type { ServerContext } from '../context.ts';
import { DEFAULT_ROWS, MAX_ROWS } from './limits.ts';
import { formatNamed } from './results/formats.ts';
import type { ResultFormat } from './results/result-writer.ts';
import type { VoCaller } from './vo-auth.ts';
import { VoError } from './vo-error.ts';
import type { VoParams } from './vo-params.ts';

/** A query that was asked for. */
export interface TapQuery {
  readonly text: string;
  readonly format: ResultFormat;
  /** Rows that are given at most. */
  readonly maxRows: number;
  /** What columns say of themselves instead. */
  readonly describe?: (columns: readonly ResultColumn[]) => readonly ResultColumn[];
}

/** Where a result goes. */
export interface ResultSink {
  begin(format: ResultFormat): void;
  write(piece: string | Uint8Array): Promise<void>;
}

/** What came of a query. */
export interface ResultCount {
  readonly rows: number;
  readonly isOverflow: boolean;
}

const LANGUAGES = /^ADQL(?:-2\.[01])?$/i;

/** @throws VoError for parameters that ask for nothing that there is */
export function readTapQuery(params: VoParams): TapQuery {
  const request = params.one('REQUEST') ?? 'doQuery';
  if (request.toLowerCase() !== 'doquery') {
    throw new VoError(400, `REQUEST: ${request.slice(0, 40)} is not known; doQuery is`);
  }
  const language = params.one('LANG') ?? 'ADQL';
  if (!LANGUAGES.test(language)) {
    throw new VoError(400, `LANG: ${language.slice(0, 40)} is not spoken; ADQL is`);
  }
  const text = params.one('QUERY');
  if (text === null) throw new VoError(400, 'QUERY is missing');
  const format = formatNamed(params.one('RESPONSEFORMAT') ?? params.one('FORMAT'));
  return { text, format, maxRows: Math.min(params.count('MAXREC') ?? DEFAULT_ROWS, MAX_ROWS) };
}

interface Execution {
  readonly context: ServerContext;
  readonly caller: VoCaller;
  readonly query: TapQuery;
  readonly uploads: readonly UploadedTable[];
  readonly sink: ResultSink;
  readonly timeoutS: number;
  readonly signal: AbortSignal;
}

/**
 * Runs a query with the rights of who asks, in a transaction that refuses to write.
 * @throws VoError in words for whoever wrote the query
 */
export async function executeQuery(execution: Execution): Promise<ResultCount> {
  const { context, caller, timeoutS, signal } = execution;
  const timeoutMs = timeoutS * 1000;
  const deadlineMs = performance.now() + timeoutMs;
  let compiled: CompiledAdql | null = null;
  try {
    return await context.queries.asViewer(
      caller.key,
      async (tx) => {
        if (caller.key !== null) caller.admit(await tx.viewer);
        await openPublished(tx);
        compiled = await compileFor(tx, execution);
        return writeResult(tx, compiled, execution, deadlineMs);
      },
      { readOnly: true, statementTimeoutMs: timeoutMs, signal },
    );
  } catch (error) {
    throw await explain(error, execution, compiled);
  }
}

async function compileFor(tx: ViewerTx, { query, uploads }: Execution): Promise<CompiledAdql> {
  const { tables } = await listTapTables(tx);
  return compileAdql(query.text, [...tables, ...uploads.map(uploadTable)], query.maxRows + 1);
}

async function writeResult(
  tx: ViewerTx,
  compiled: CompiledAdql,
  { query, sink }: Execution,
  deadlineMs: number,
): Promise<ResultCount> {
  const { format, maxRows, text, describe = (columns) => columns } = query;
  const writer = format.make(describe(compiled.columns), { query: text });
  let rows = 0;
  let isOverflow = maxRows === 0;
  const begin = async () => {
    sink.begin(format);
    await sink.write(writer.begin());
  };
  let isBegun = false;
  try {
    // Without rows nothing is looked at: the columns are known.
    for await (const batch of maxRows === 0 ? [] : runAdql(tx, compiled)) {
      if (!isBegun) await begin();
      isBegun = true;
      const wanted = batch.slice(0, maxRows - rows);
      isOverflow = isOverflow || wanted.length < batch.length;
      rows += wanted.length;
      if (wanted.length > 0) await sink.write(writer.rows(wanted));
      if (performance.now() > deadlineMs) throw new TimeOver();
    }
    if (!isBegun) await begin();
    await sink.write(await writer.end({ isOverflow }));
    return { rows, isOverflow };
  } catch (error) {
    if (isBegun) await tellUnderWay(error, writer.fail.bind(writer), sink);
    throw error;
  }
}

class TimeOver extends Error {}

/** What was begun can only say at its end that it is not whole. */
async function tellUnderWay(
  error: unknown,
  fail: (message: string) => string | null,
  sink: ResultSink,
): Promise<void> {
  const last = fail(wordsOf(error) ?? 'the result could not be read to its end');
  if (last !== null) await sink.write(last).catch(() => {});
}

function isTimeOver(error: unknown): boolean {
  return error instanceof TimeOver || databaseFailure(error) === 'timeout';
}

function wordsOf(error: unknown): string | null {
  if (error instanceof AdqlError || error instanceof VoError) return error.message;
  return isTimeOver(error) ? 'the query took too long' : null;
}

async function explain(
  error: unknown,
  execution: Execution,
  compiled: CompiledAdql | null,
): Promise<unknown> {
  if (error instanceof AdqlError) return new VoError(400, error.message, { cause: error });
  if (!isTimeOver(error) || execution.signal.aborted) return error;
  const cost = compiled === null ? '' : await tellCost(execution, compiled);
  const { timeoutS } = execution;
  return new VoError(400, `the query was stopped after ${timeoutS} s${cost}`, { cause: error });
}

const ESTIMATE_MS = 3000;

/** How much a query that took too long was to look at, as far as who asks sees it. */
async function tellCost({ context, caller }: Execution, { tables }: CompiledAdql): Promise<string> {
  try {
    const options = { readOnly: true, statementTimeoutMs: ESTIMATE_MS };
    const counts = await context.queries.asViewer(
      caller.key,
      async (tx) => {
        await openPublished(tx);
        return estimateTables(tx, tables);
      },
      options,
    );
    const told = counts.map(({ name, rows, indexed }) => {
      const by = indexed.length === 0 ? '' : `, found by ${indexed.join(', ')}`;
      return `${name} has about ${rows} rows${by}`;
    });
    return told.length === 0 ? '' : `: ${told.join('; ')}. Ask for less, or as an asynchronous job`;
  } catch {
    return '';
  }
}
