import { EventEmitter, once } from 'node:events';
import { BrokerProcess, type BrokerTask } from './broker-process.ts';

/** The brokers that run at the moment, and how far they have come together. */
export class BrokerGroup {
  /** What they said, newest last. */
  readonly log: string[] = [];
  /** Batches that any of them stored so far. */
  batches = 0;
  /** How often a partition was claimed by another broker than the last. */
  moves = 0;
  readonly #task: () => BrokerTask;
  readonly #brokers: BrokerProcess[] = [];
  readonly #reached = new Map<number, bigint>();
  readonly #owners = new Map<number, number>();
  readonly #news = new EventEmitter<{ news: [] }>();
  #failure: Error | null = null;

  /** @param task what a new broker is told */
  constructor(task: () => BrokerTask) {
    this.#task = task;
  }

  /** Starts or stops brokers until there are so many. */
  async resize(count: number): Promise<void> {
    while (this.#brokers.length < count) this.#start();
    while (this.#brokers.length > count) {
      const [oldest] = this.#brokers.splice(0, 1);
      if (oldest) await stopCleanly(oldest);
    }
  }

  get size(): number {
    return this.#brokers.length;
  }

  /** Waits until each broker has reached the database. */
  allReady(): Promise<void> {
    return this.until(() => this.#brokers.every((broker) => broker.isReady));
  }

  /** Waits until each broker has claimed what the group gave it. */
  allClaimed(): Promise<void> {
    return this.until(() => this.#brokers.every((broker) => broker.hasClaimed));
  }

  /** Waits until every partition is stored up to its end. */
  allStored(ends: ReadonlyMap<number, bigint>): Promise<void> {
    return this.until(() => [...ends].every(([p, end]) => (this.#reached.get(p) ?? 0n) >= end));
  }

  async until(isDone: () => boolean): Promise<void> {
    for (;;) {
      if (this.#failure) throw this.#failure;
      if (isDone()) return;
      await once(this.#news, 'news');
    }
  }

  async kill(index: number): Promise<void> {
    const [victim] = this.#brokers.splice(index, 1);
    await victim?.kill();
  }

  async killAll(): Promise<void> {
    await Promise.all(this.#brokers.splice(0).map((broker) => broker.kill()));
  }

  #start(): void {
    const broker = new BrokerProcess(this.#task());
    this.#brokers.push(broker);
    broker.on('message', (message) => {
      if (message.type === 'log') this.log.push(`${broker.pid} ${message.message}`);
      if (message.type === 'stored') this.batches += 1;
      if (message.type === 'claimed' || message.type === 'stored') {
        for (const [partition, offset] of message.offsets) {
          this.#note(broker.pid, partition, BigInt(offset));
        }
      }
      this.#news.emit('news');
    });
    void broker.ended.then((end) => {
      if (!this.#brokers.includes(broker)) return;
      this.#failure = new Error(`a broker ended by itself (${end}):\n${broker.output}`);
      this.#news.emit('news');
    });
  }

  #note(pid: number, partition: number, offset: bigint): void {
    if (offset > (this.#reached.get(partition) ?? 0n)) this.#reached.set(partition, offset);
    const owner = this.#owners.get(partition);
    if (owner !== undefined && owner !== pid) this.moves += 1;
    this.#owners.set(partition, pid);
  }
}

async function stopCleanly(broker: BrokerProcess): Promise<void> {
  const end = await broker.stop();
  if (end !== 0) throw new Error(`a broker that was told to stop ended ${end}:\n${broker.output}`);
}
