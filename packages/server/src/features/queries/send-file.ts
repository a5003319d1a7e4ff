import {
  type QueryJobRow,
  type ResultPart,
  readResultPart,
  unpackDocuments,
  type ViewerTx,
} from '@fritz/archive';
import type { MqlDocument } from '@fritz/mql';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ServerContext } from '../../context.ts';
import { readCredentials } from '../../http/credentials.ts';
import { FritzError } from '../../http/fritz-error.ts';
import { signalOf } from '../../http/hang-up.ts';
import { type AskedQuery, toldError, tooLong } from '../../query-jobs/asked-query.ts';
import { filePieces } from '../../query-jobs/file-pieces.ts';
import { FileSink } from '../../query-jobs/file-sink.ts';
import { planAskedQuery } from '../../query-jobs/plan-asked-query.ts';
import { RESULT_TYPES, type ResultFormat } from '../../query-jobs/result-files.ts';

interface Sending {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly format: ResultFormat;
}

/** How long a part of a result, or a batch of a query, may take. */
const PART_MS = 60_000;
/** Plain numbers are no doubles: as they stand in the result, so they are sent. */
const NO_DOUBLES = new Map();

/** Sends the documents of a query while they are found. */
export async function sendQuery(
  context: ServerContext,
  asked: AskedQuery,
  { request, reply, format }: Sending,
): Promise<FastifyReply> {
  const { key } = demandKey(context, request);
  const signal = signalOf(reply);
  const sink = sinkOf({ reply, format }, signal, asked.name);
  const options = { readOnly: true, statementTimeoutMs: asked.maxTimeMs, signal };
  const limits = { deadlineMs: performance.now() + asked.maxTimeMs, signal };
  const work = async (tx: ViewerTx): Promise<void> => {
    if ((await tx.viewer) === null) throw new FritzError('invalid_credentials');
    const { doubles, ...planned } = await planAskedQuery(tx, asked);
    const batches = planned.documents(tx, limits);
    for await (const pieces of filePieces(format, batches, { doubles })) {
      await sink.write(pieces);
    }
  };
  return finish(sink, request, reply, async () => {
    try {
      await context.queries.asViewer(key, work, options);
    } catch (error) {
      const told = toldError(asked, error);
      throw isTooLong(told) ? await withCost(context, key, asked, told) : told;
    }
  });
}

function isTooLong(error: unknown): error is FritzError {
  return error instanceof FritzError && error.code === 'query_too_long';
}

const ESTIMATE_MS = 2000;

/** What a query that was stopped was to look at, where that can be told soon. */
async function withCost(
  context: ServerContext,
  key: string,
  asked: AskedQuery,
  error: FritzError,
): Promise<FritzError> {
  const estimate = async (tx: ViewerTx) => (await planAskedQuery(tx, asked)).estimate(tx);
  const options = { readOnly: true, statementTimeoutMs: ESTIMATE_MS };
  const count = await context.queries.asViewer(key, estimate, options).catch(() => null);
  return count === null ? error : tooLong(asked.maxTimeMs, count, error);
}

/** Sends what came of a job. */
export async function sendResult(
  context: ServerContext,
  job: QueryJobRow,
  { request, reply, format }: Sending,
): Promise<FastifyReply> {
  const { key } = demandKey(context, request);
  const signal = signalOf(reply);
  const parts = readParts(context, key, job);
  const name = `job-${job.id}`;
  if (format === 'jsonl' && isGzipWanted(request)) {
    // The parts are gzip already, one behind the other as they are kept.
    const sink = sinkOf({ reply, format }, signal, name, { 'content-encoding': 'gzip' });
    return finish(sink, request, reply, async () => {
      for await (const { packed } of parts) await sink.write([packed]);
    });
  }
  const sink = sinkOf({ reply, format }, signal, name);
  return finish(sink, request, reply, async () => {
    const given = { columns: job.columns ?? [], doubles: NO_DOUBLES };
    for await (const pieces of filePieces(format, unpacked(parts), given)) {
      await sink.write(pieces);
    }
  });
}

/** The parts of a result, each read when the one before is sent: nothing is held open meanwhile. */
async function* readParts(
  context: ServerContext,
  key: string,
  job: QueryJobRow,
): AsyncGenerator<ResultPart> {
  let rows = 0n;
  for (let number = 0; rows < job.rows; ) {
    const part = await context.queries.asViewer(key, (tx) => readResultPart(tx, job.id, number), {
      readOnly: true,
      statementTimeoutMs: PART_MS,
    });
    if (part === null) throw new Error('the result, or the right to see it, is gone');
    yield part;
    rows += BigInt(part.rows);
    ({ number } = part);
  }
}

async function* unpacked(parts: AsyncIterable<ResultPart>): AsyncGenerator<readonly MqlDocument[]> {
  for await (const part of parts) yield await unpackDocuments(part.packed);
}

function isGzipWanted({ headers }: FastifyRequest): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|$))/.test(String(headers['accept-encoding'] ?? ''));
}

function sinkOf(
  { reply, format }: Pick<Sending, 'reply' | 'format'>,
  signal: AbortSignal,
  name: string,
  more: Readonly<Record<string, string>> = {},
): FileSink {
  const { type, extension } = RESULT_TYPES[format];
  return new FileSink(reply, signal, {
    'content-type': type,
    'content-disposition': `attachment; filename="${name}.${extension}"`,
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
    ...more,
  });
}

async function finish(
  sink: FileSink,
  request: FastifyRequest,
  reply: FastifyReply,
  work: () => Promise<void>,
): Promise<FastifyReply> {
  try {
    await work();
  } catch (error) {
    if (!sink.isSent) throw error;
    request.log.warn({ err: error }, 'an answer was broken off');
    sink.breakOff(error);
    return reply;
  }
  sink.end();
  return reply;
}

function demandKey(context: ServerContext, request: FastifyRequest): { readonly key: string } {
  const credentials = readCredentials(context, request);
  if (credentials === null) throw new FritzError('not_authenticated');
  return credentials;
}
