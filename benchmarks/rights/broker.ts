import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { withClient } from '@fritz/archive';
import { simulateNight, writeNightFiles } from '@fritz/surveys';
import type { Marshal } from './open-marshal.ts';

/** More than a survey of ten million alerts a night sends on average. */
const PACKETS_PER_S = 300;
const PACKETS = 20_000;
const NIGHT = '20261112';
/** The packets' candids lie here, the marshal's own later. */
const CANDIDS = [3_600_000_000_000_000_000n, 3_614_000_000_000_000_000n] as const;

interface Report {
  packets: number;
  seconds: number;
  hadEnough: boolean;
}

/** Runs a broker that reads simulated packets while `work` is done; returns packets per second. */
export async function whileIngesting<T>(
  marshal: Marshal,
  files: string,
  work: () => Promise<T>,
): Promise<{ result: T; packetsPerS: number }> {
  await withClient(marshal.superuser, async (client) => {
    for (const table of ['ztf_alerts', 'ztf_cutout_parts', 'ztf_light_curves']) {
      await client.query(`DELETE FROM ${table} WHERE candid BETWEEN $1 AND $2`, [...CANDIDS]);
    }
  });
  const job = { config: marshal.broker, folder: files, packetsPerS: PACKETS_PER_S };
  const worker = join(import.meta.dirname, 'broker-worker.ts');
  const child = spawn(process.execPath, [worker, JSON.stringify(job)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const report = readReport(child);
  const result = await work().finally(() => child.stdin.end());
  const { packets, seconds, hadEnough } = await report;
  assert.ok(hadEnough, 'the packets were read before the pages were measured: take fewer --rounds');
  return { result, packetsPerS: Math.round(packets / seconds) };
}

async function readReport(child: ChildProcess): Promise<Report> {
  let text = '';
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`the broker ended with status ${code}`);
  return JSON.parse(text) as Report;
}

/** Writes the packets once; returns their folder. */
export async function preparePackets(folder: string, say: (text: string) => void): Promise<string> {
  const night = join(folder, `rights-night-${PACKETS}`);
  const files = join(night, 'files');
  if (existsSync(join(night, 'done'))) return files;
  say(`simulating ${PACKETS} packets (once; kept) …`);
  rmSync(night, { recursive: true, force: true });
  const packets = simulateNight({ seed: 7, night: NIGHT, alerts: PACKETS });
  await writeNightFiles(files, packets, { layout: 'files' });
  mkdirSync(join(night, 'done'));
  return files;
}
