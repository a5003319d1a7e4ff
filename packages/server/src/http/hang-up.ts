import { once } from 'node:events';
import type { Writable } from 'node:stream';
import type { FastifyReply } from 'fastify';

/** Who takes nothing of his answer for so long is taken for gone. */
const STALL_MS = 60_000;

/** Aborted where the client hangs up before it has its answer. */
export function signalOf(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  const { raw } = reply;
  raw.once('close', () => {
    if (!raw.writableFinished) controller.abort();
  });
  if (raw.destroyed) controller.abort();
  return controller.signal;
}

/**
 * Waits until what was sent is under way. A stream whose reader hung up never drains, and one whose reader
 * sleeps may not for hours: neither keeps what the answer is read from.
 * @param signal aborted when nobody waits any more
 * @throws Error where it is, or nothing was taken for a minute
 */
export async function whenDrained(
  stream: Writable,
  signal: AbortSignal,
  stallMs = STALL_MS,
): Promise<void> {
  await once(stream, 'drain', { signal: AbortSignal.any([signal, AbortSignal.timeout(stallMs)]) });
}
