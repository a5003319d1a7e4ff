import { PassThrough } from 'node:stream';
import type { FastifyReply } from 'fastify';
import { whenDrained } from '../http/hang-up.ts';

/** An answer that is longer is sent while it is made: what goes wrong later breaks it off. */
const HELD_CHARS = 8_000_000;

/** Takes an answer in pieces, and holds it back while it is small: an error can take its place. */
export class AnswerSink {
  private readonly reply: FastifyReply;
  private readonly signal: AbortSignal;
  private pieces: string[] = [];
  private chars = 0;
  private stream: PassThrough | null = null;

  /** @param signal aborted when nobody waits any more: then nothing drains */
  constructor(reply: FastifyReply, signal: AbortSignal) {
    this.reply = reply;
    this.signal = signal;
  }

  /** Whether some of it is under way already. */
  get isSent(): boolean {
    return this.stream !== null;
  }

  async write(text: string): Promise<void> {
    if (this.stream === null) {
      this.pieces.push(text);
      this.chars += text.length;
      if (this.chars > HELD_CHARS) this.begin();
      return;
    }
    if (!this.stream.write(text)) await whenDrained(this.stream, this.signal);
  }

  /** Forgets what is held. */
  clear(): void {
    this.pieces = [];
    this.chars = 0;
  }

  /** All of it is there. */
  end(): void {
    if (this.stream === null) this.send(this.pieces.join(''));
    else this.stream.end();
  }

  /** Breaks off what is under way. */
  breakOff(error: unknown): void {
    this.stream?.destroy(error instanceof Error ? error : new Error(String(error)));
  }

  private begin(): void {
    const stream = new PassThrough({ highWaterMark: 1 << 20 });
    // Whoever hung up is seen by the request's signal.
    stream.on('error', () => {});
    this.stream = stream;
    this.send(stream);
    stream.write(this.pieces.join(''));
    this.clear();
  }

  private send(body: string | PassThrough): void {
    this.reply.code(200).header('content-type', 'application/json; charset=utf-8');
    this.reply.send(body);
  }
}
