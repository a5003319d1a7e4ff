import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { withClient } from '@fritz/archive';

const INSTALLED = '/usr/lib/postgresql';

/**
 * The PostgreSQL whose programs are in the folder `FRITZ_TEST_POSTGRES`, or the oldest from 15 on
 * that Debian's packages put here; null where there is none.
 */
export function installedPostgres(): { version: number; bin: string } | null {
  const named = process.env['FRITZ_TEST_POSTGRES'];
  if (named !== undefined && named !== '') return namedPostgres(resolve(named));
  if (!existsSync(INSTALLED)) return null;
  const versions = readdirSync(INSTALLED).map(Number);
  const [version] = versions.filter((one) => one >= 15).sort((a, b) => a - b);
  if (version === undefined) return null;
  const bin = join(INSTALLED, String(version), 'bin');
  return existsSync(join(bin, 'postgres')) ? { version, bin } : null;
}

/** @throws Error when there is no PostgreSQL in it */
function namedPostgres(bin: string): { version: number; bin: string } {
  const { stdout } = spawnSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' });
  const version = Number(/\) (\d+)/.exec(stdout ?? '')?.[1]);
  if (Number.isNaN(version)) throw new Error(`FRITZ_TEST_POSTGRES is set, but ${bin} has none`);
  return { version, bin };
}

/** A server as an observatory runs one: its own binaries, its own superuser, a TCP port. */
export class OwnServer {
  readonly url: string;
  private readonly connection: { host: string; port: number; user: string; database: string };
  private readonly bin: string;
  private readonly folder: string;

  /** @throws Error when the server does not start */
  constructor(bin: string, port: number) {
    this.bin = bin;
    this.folder = mkdtempSync(join(tmpdir(), 'fritz-own-'));
    chmodSync(this.folder, 0o700);
    if (process.getuid?.() === 0) chownSync(this.folder, userId('postgres'), 0);
    const data = join(this.folder, 'data');
    this.run('initdb', '-D', data, '-U', 'keeper', '--auth=trust', '-E', 'UTF8', '--no-sync');
    const options = `-c port=${port} -c listen_addresses=127.0.0.1 -k ${this.folder}`;
    const log = join(this.folder, 'log');
    this.run('pg_ctl', '-D', data, '-o', options, '-l', log, '-w', 'start');
    this.connection = { host: this.folder, port, user: 'keeper', database: 'postgres' };
    this.url = `postgresql://keeper@127.0.0.1:${port}/night_sky`;
  }

  /** Makes the database that `url` names. */
  async createDatabase(): Promise<void> {
    await withClient(this.connection, (client) => client.query('CREATE DATABASE night_sky'));
  }

  stop(): void {
    this.run('pg_ctl', '-D', join(this.folder, 'data'), '-m', 'fast', '-w', 'stop');
    rmSync(this.folder, { recursive: true, force: true });
  }

  private run(program: string, ...args: string[]): void {
    const identity = process.getuid?.() === 0 ? { uid: userId('postgres') } : {};
    const path = join(this.bin, program);
    // What a server that stays keeps open must be no pipe of ours.
    const child = spawnSync(path, args, { ...identity, cwd: '/', stdio: 'ignore' });
    if (child.status !== 0) throw new Error(`${program} ended with status ${child.status}`);
  }
}

function userId(name: string): number {
  const { stdout } = spawnSync('id', ['-u', name], { encoding: 'utf8' });
  return Number(stdout);
}
