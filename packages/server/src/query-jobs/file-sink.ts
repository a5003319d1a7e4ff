import { PassThrough } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { whenDrained } from '../http/hang-up.ts';
import type { Bytes } from './result-files.ts';

/** Sends a file while it is made: nothing before its first piece, so that an error can take its place. */
export class FileSink {
  private readonly reply: FastifyReply;
  private readonly signal: AbortSignal;
  private readonly headers: Readonly<Record<string, string>>;
  private stream: PassThrough | null = null;

  /** @param signal aborted when nobody waits any more */
  constructor(reply: FastifyReply, signal: AbortSignal, headers: Readonly<Record<string, string>>) {
    this.reply = reply;
    this.signal = signal;
    this.headers = headers;
  }

  get isSent(): boolean {
    return this.stream !== null;
  }

  /** Waits until what was sent before is under way. */
  async write(pieces: readonly Bytes[]): Promise<void> {
    const stream = this.stream ?? this.begin();
    let isFull = false;
    for (const piece of pieces) if (piece.length > 0) isFull = !stream.write(piece);
    if (isFull) await whenDrained(stream, this.signal);
  }

  end(): void {
    (this.stream ?? this.begin()).end();
  }

  /** Breaks off what is under way: a file that is not whole must not seem to be. */
  breakOff(error: unknown): void {
    this.stream?.destroy(error instanceof Error ? error : new Error(String(error)));
  }

  private begin(): PassThrough {
    const stream = new PassThrough({ highWaterMark: 1 << 20 });
    // Whoever hung up is seen by the signal.
    stream.on('error', () => {});
    this.stream = stream;
    this.reply.code(200).headers(this.headers).send(stream);
    return stream;
  }
}
