import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { EmbeddedServer } from '@fritz/archive';
import { postgresCpuMs } from '../ingest/postgres-cpu.ts';
import { type CoreUse, CoreWatch } from './core-use.ts';
import type { Job, Report } from './worker.ts';

/** What a broker did with some packets, and what that took. */
export interface Run extends Report {
  readonly perSecond: number;
  /** After the warm-up. */
  readonly warmPerSecond: number;
  readonly postgresMs: number;
  readonly cores: CoreUse | null;
}

export type Share = Pick<Job, 'from' | 'to' | 'perSecond' | 'warmUp'>;

const running = new Set<ChildProcess>();

/** Runs a broker over packets of a folder, in a process of its own. */
export async function runBroker(
  server: EmbeddedServer,
  folder: string,
  share: Share,
): Promise<Run> {
  const job: Job = { config: server.broker, folder, ...share };
  const before = postgresCpuMs(server.pid);
  const child = spawn(
    process.execPath,
    ['--max-semi-space-size=32', join(import.meta.dirname, 'worker.ts'), JSON.stringify(job)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  running.add(child);
  const watch = new CoreWatch(child.pid ?? -1, server.pid);
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const output = await text(child.stdout);
  const status = await ended;
  const cores = watch.stop();
  running.delete(child);
  if (status !== 0) throw new Error(`the broker ended with status ${status}`);
  const report = JSON.parse(output.trimEnd().split('\n').at(-1) ?? '') as Report;
  const postgresMs = postgresCpuMs(server.pid) - before;
  return {
    ...{ ...report, cores, postgresMs },
    perSecond: report.alerts / report.seconds,
    warmPerSecond: report.warm.alerts / report.warm.seconds,
  };
}

/** Ends brokers that are still at work. */
export function endBrokers(): void {
  for (const child of running) child.kill();
}
