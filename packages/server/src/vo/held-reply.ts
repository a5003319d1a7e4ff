import { PassThrough } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { whenDrained } from '../http/hang-up.ts';
import type { ResultSink } from './execute.ts';
import type { ResultFormat } from './results/result-writer.ts';

/** A result that is longer is sent while it is made: an error cannot take its place any more. */
const HELD_BYTES = 4_000_000;

/** Sends a result as an answer, and holds it back while it is small. */
export class HeldReply implements ResultSink {
  readonly #reply: FastifyReply;
  readonly #signal: AbortSignal;
  #pieces: Buffer[] = [];
  #bytes = 0;
  #stream: PassThrough | null = null;

  /** @param signal aborted when nobody waits any more: then nothing drains */
  constructor(reply: FastifyReply, signal: AbortSignal) {
    this.#reply = reply;
    this.#signal = signal;
  }

  /** Whether some of it is under way. */
  get isSent(): boolean {
    return this.#stream !== null;
  }

  begin({ mime, extension }: ResultFormat): void {
    const type = mime.startsWith('text/') ? `${mime};charset=utf-8` : mime;
    this.#reply
      .header('content-type', type)
      .header('content-disposition', `inline; filename="result.${extension}"`);
  }

  async write(piece: string | Uint8Array): Promise<void> {
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : Buffer.from(piece);
    if (this.#stream !== null) {
      if (!this.#stream.write(bytes)) await whenDrained(this.#stream, this.#signal);
      return;
    }
    this.#pieces.push(bytes);
    this.#bytes += bytes.length;
    if (this.#bytes <= HELD_BYTES) return;
    const stream = new PassThrough({ highWaterMark: 1 << 20 });
    // Whoever hung up is seen by the request's signal.
    stream.on('error', () => {});
    this.#stream = stream;
    this.#reply.code(200).send(stream);
    stream.write(Buffer.concat(this.#pieces));
    this.#pieces = [];
  }

  /** All of it is there. */
  end(): void {
    if (this.#stream === null) this.#reply.code(200).send(Buffer.concat(this.#pieces));
    else this.#stream.end();
  }

  /** Breaks off what is under way; what says itself that it is not whole ends as it is. */
  breakOff(error: Error, isTold: boolean): void {
    if (isTold) this.#stream?.end();
    else this.#stream?.destroy(error);
  }
}
