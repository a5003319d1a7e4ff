/**
 * What row-level security costs: the pages of an ordinary user in 20 groups, as the application's
 * role sees them, against the same queries of a role without row-level security whose conditions
 * are written by hand and whose rows are identical; interleaved, at 400 and at 100,000 audiences.
 *
 * node benchmarks/rights.ts [--points 10000000] [--rounds 150] [--with-broker] [--json]
 *
 * With a broker, which reads 300 packets a second for a minute, 60 rounds.
 *
 * The filled databases stay in .cache/benchmarks for the next run.
 */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmbedded } from '@fritz/archive';
import { preparePackets, whileIngesting } from './rights/broker.ts';
import { measurePages, type PageFigures } from './rights/measure.ts';
import { type Marshal, openMarshal } from './rights/open-marshal.ts';

const { values } = parseArgs({
  options: {
    points: { type: 'string', default: '10000000' },
    rounds: { type: 'string' },
    'with-broker': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
});
const points = Number(values.points);
const rounds = Number(values.rounds ?? (values['with-broker'] ? 60 : 150));
assert.ok(Number.isInteger(points) && points >= 10_000, '--points must be 10000 or more');
assert.ok(Number.isInteger(rounds) && rounds >= 1, '--rounds must be 1 or more');
const say = (text: string) => {
  if (!values.json) process.stderr.write(`${text}\n`);
};

const worst = (figures: Record<string, PageFigures>, key: keyof PageFigures) =>
  Math.max(...Object.values(figures).map((page) => page[key]));

async function measure(): Promise<Record<string, unknown>> {
  const folder = join(import.meta.dirname, '../.cache/benchmarks');
  mkdirSync(folder, { recursive: true });
  const server = await startEmbedded({ dataDir: join(folder, `rights-${points}`) });
  try {
    const few = await openMarshal(server, 'rights_400', { points, audiences: 400 }, say);
    const many = await openMarshal(server, 'rights_100k', { points, audiences: 100_000 }, say);
    const files = values['with-broker'] ? await preparePackets(folder, say) : null;
    const look = async (marshal: Marshal) => {
      const work = () => measurePages(marshal, rounds);
      if (files === null) return { result: await work() };
      return whileIngesting(marshal, files, work);
    };
    say('measuring at 400 audiences …');
    const { result: atFew, ...ingestFew } = await look(few);
    say('measuring at 100,000 audiences …');
    const { result: atMany, ...ingestMany } = await look(many);
    return {
      ratio_vs_no_rls: worst(atFew, 'ratio'),
      ratio_vs_no_rls_100k: worst(atMany, 'ratio'),
      p95_ms: Math.max(worst(atFew, 'p95_ms'), worst(atMany, 'p95_ms')),
      ...(files === null ? {} : { broker: [ingestFew, ingestMany] }),
      points,
      rounds,
      pages_400: atFew,
      pages_100k: atMany,
      load: Number(loadavg()[0]?.toFixed(2)),
      cpu: cpus()[0]?.model ?? 'unknown',
      cores: cpus().length,
    };
  } finally {
    await server.stop();
  }
}

function print(result: Record<string, unknown>): void {
  for (const [key, value] of Object.entries(result)) {
    if (typeof value !== 'object' || value === null) {
      process.stdout.write(`${key.padEnd(24)}${value}\n`);
      continue;
    }
    process.stdout.write(`${key}\n`);
    for (const [page, figures] of Object.entries(value)) {
      process.stdout.write(`  ${page.padEnd(32)}${JSON.stringify(figures)}\n`);
    }
  }
}

const result = await measure();
if (values.json) process.stdout.write(`${JSON.stringify(result)}\n`);
else print(result);
