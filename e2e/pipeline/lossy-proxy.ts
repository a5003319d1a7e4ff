import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseRoles } from '@fritz/archive';

/** Where a COMMIT is lost: on its way to the server, or its answer on the way back. */
export type Loss = 'request' | 'answer';

type BrokerConfig = DatabaseRoles['broker'];

/** A simple query in PostgreSQL's protocol: `Q`, length, text, zero. */
const COMMIT = Buffer.from('COMMIT\0');

/** Between a broker and PostgreSQL: breaks the connection at the next COMMIT, as often as told. */
export class LossyProxy {
  losses: Loss[] = [];
  readonly #folder = mkdtempSync(join(tmpdir(), 'fritz-proxy-'));
  readonly #target: BrokerConfig;
  readonly #server: Server;

  private constructor(target: BrokerConfig) {
    this.#target = target;
    this.#server = createServer((client) => this.#relay(client));
  }

  static async open(target: BrokerConfig): Promise<LossyProxy> {
    const proxy = new LossyProxy(target);
    const path = join(proxy.#folder, `.s.PGSQL.${target.port}`);
    await new Promise<void>((resolve) => proxy.#server.listen(path, resolve));
    return proxy;
  }

  get config(): BrokerConfig {
    return { ...this.#target, host: this.#folder };
  }

  async close(): Promise<void> {
    await new Promise((resolve) => this.#server.close(resolve));
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #relay(client: Socket): void {
    const { host, port } = this.#target;
    const server = connect(join(String(host), `.s.PGSQL.${port}`));
    let isAnswerLost = false;
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on('error', () => other.destroy());
      one.on('close', () => other.destroy());
    }
    client.on('data', (bytes) => {
      const loss = bytes.includes(COMMIT) ? this.losses.shift() : undefined;
      if (loss === 'request') client.destroy();
      else {
        isAnswerLost ||= loss === 'answer';
        server.write(bytes);
      }
    });
    server.on('data', (bytes) => {
      if (isAnswerLost) client.destroy();
      else client.write(bytes);
    });
  }
}
