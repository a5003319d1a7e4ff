import { type ChildProcess, fork } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { DatabaseRoles } from '@fritz/archive';

/** What a broker process is told. */
export interface BrokerTask {
  readonly kafka: readonly string[];
  readonly topic: string;
  readonly group: string;
  readonly batchSize: number;
  readonly sessionTimeoutMs: number;
  readonly database: DatabaseRoles['broker'];
}

/** Partition and next offset. */
export type OffsetPair = readonly [partition: number, offset: string];

/** What a broker process tells. */
export type BrokerMessage =
  | { readonly type: 'ready' }
  | { readonly type: 'claimed'; readonly offsets: readonly OffsetPair[] }
  | { readonly type: 'stored'; readonly offsets: readonly OffsetPair[] }
  | { readonly type: 'log'; readonly message: string };

interface BrokerEvents {
  /** Any message: look again at what is awaited. */
  message: [BrokerMessage];
}

const CHILD = fileURLToPath(new URL('./broker-child.ts', import.meta.url));

/** A broker in a process of its own. */
export class BrokerProcess extends EventEmitter<BrokerEvents> {
  readonly ended: Promise<number | NodeJS.Signals | null>;
  isReady = false;
  hasClaimed = false;
  readonly #child: ChildProcess;
  #output = '';

  constructor(task: BrokerTask) {
    super();
    // Functions do not survive JSON; the driver's own parsers are set in the process.
    this.#child = fork(CHILD, [JSON.stringify(task)], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output += text;
      });
    }
    this.#child.on('message', (message: BrokerMessage) => {
      if (message.type === 'ready') this.isReady = true;
      if (message.type === 'claimed') this.hasClaimed = true;
      this.emit('message', message);
    });
    this.ended = once(this.#child, 'close').then(([code, signal]) => signal ?? code);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** What it printed, for a failure's message. */
  get output(): string {
    return this.#output;
  }

  /** `kill -9`; resolves when it is gone. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.ended;
  }

  /** Lets it finish what it has begun and leave the group. */
  async stop(): Promise<number | NodeJS.Signals | null> {
    this.#child.kill('SIGTERM');
    return this.ended;
  }
}
