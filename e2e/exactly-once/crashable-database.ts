import { EventEmitter, once } from 'node:events';
import { mkdtempSync, readdirSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { type EmbeddedServer, migrateUp, startEmbedded, withClient } from '@fritz/archive';

/** A durable PostgreSQL of the test's own, which can be killed and started again. */
export class CrashableDatabase {
  readonly #dataDir: string;
  readonly #exits = new EventEmitter<{ exit: [] }>();
  #server: EmbeddedServer;

  private constructor(dataDir: string, server: EmbeddedServer) {
    this.#dataDir = dataDir;
    this.#server = server;
  }

  /** A new database with every migration applied. */
  static async start(): Promise<CrashableDatabase> {
    const dataDir = mkdtempSync(join(tmpdir(), 'fritz-e2e-'));
    let database: CrashableDatabase | null = null;
    const onExit = () => database?.onExit();
    database = new CrashableDatabase(dataDir, await startEmbedded({ dataDir, onExit }));
    await withClient(database.roles.owner, (client) => migrateUp(client));
    return database;
  }

  get roles(): EmbeddedServer {
    return this.#server;
  }

  /** The data folder, for a program that is to use it, too. */
  get folder(): string {
    return this.#dataDir;
  }

  /** For the superuser in Fritz's database. */
  get admin() {
    return { ...this.#server.superuser, database: this.#server.owner.database };
  }

  private onExit(): void {
    this.#exits.emit('exit');
  }

  /** `kill -9` of all its processes, as a power cut would; then it is started again. */
  async crash(): Promise<void> {
    const clusterDir = realpathSync(join(this.#dataDir, 'pg'));
    const exited = once(this.#exits, 'exit');
    for (const pid of [this.#server.pid, ...processesIn(clusterDir)]) kill(pid);
    await exited;
    // They are gone once the kernel has taken them down, of which nobody is told.
    while (processesIn(clusterDir).length > 0) await nextTurn();
    const onExit = () => this.onExit();
    this.#server = await startEmbedded({ dataDir: this.#dataDir, onExit });
  }

  async remove(): Promise<void> {
    await this.#server.stop();
    rmSync(this.#dataDir, { recursive: true, force: true });
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** A server process works inside its cluster. */
function processesIn(clusterDir: string): number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        return readlinkSync(`/proc/${pid}/cwd`) === clusterDir;
      } catch {
        return false;
      }
    });
}
