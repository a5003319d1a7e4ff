import type { FastifyBaseLogger } from 'fastify';

/** Something that the server does by itself: does some of what is due, and tells how much it was. */
export type WorkRound = () => Promise<number>;

/**
 * Does the server's own work, round after round while there is some, then again when it is called
 * or after a while. A round that fails is told in the log and tried again after that while.
 */
export class WorkLoop {
  private readonly round: WorkRound;
  private readonly everyMs: number;
  private readonly log: Pick<FastifyBaseLogger, 'error'>;
  private running: Promise<void> | null = null;
  private isCalled = false;
  private isClosed = false;
  private timer: NodeJS.Timeout | undefined;

  constructor(round: WorkRound, everyMs: number, log: Pick<FastifyBaseLogger, 'error'>) {
    this.round = round;
    this.everyMs = everyMs;
    this.log = log;
  }

  /** There may be something to do. */
  call(): void {
    if (this.isClosed) return;
    this.isCalled = true;
    this.running ??= this.run().finally(() => {
      this.running = null;
      if (this.isCalled) this.call();
    });
  }

  /** Waits for the round under way. */
  async close(): Promise<void> {
    this.isClosed = true;
    clearTimeout(this.timer);
    this.isCalled = false;
    await this.running;
  }

  private async run(): Promise<void> {
    clearTimeout(this.timer);
    try {
      let done = 1;
      while (!this.isClosed && (this.isCalled || done > 0)) {
        this.isCalled = false;
        done = await this.round();
      }
    } catch (error) {
      this.log.error({ err: error }, 'the server’s own work failed; it goes on in a while');
    }
    if (this.isClosed) return;
    this.timer = setTimeout(() => this.call(), this.everyMs);
    this.timer.unref();
  }
}
