import { existsSync } from 'node:fs';
import { findModel, readModelFile, withClient } from '@fritz/archive';
import { ModelError, type ModelFile, parseManifest, readModel } from '@fritz/classifiers';
import { stringifyExact } from '@fritz/contract';
import { Command } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { withDatabase } from '../cli/with-database.ts';
import { type Tried, tryModel } from '../models/try-model.ts';
import { formatTable } from '../terminal/format.ts';
import { UserError } from '../user-error.ts';

interface TestOptions {
  readonly packets?: readonly string[];
  readonly as?: string;
  readonly json?: true;
}

export function modelTestCommand(context: CommandContext): Command {
  return new Command('test')
    .summary('score packets with a model and show what it gives')
    .description(
      'Scores packets as a broker would, each with the history of those before it; nothing is kept. ' +
        'Without packets it is a simulated night.',
    )
    .argument('<model>', 'the name of a model that was added, a folder, or an ONNX file')
    .option('--packets <path...>', 'packets, folders or tar archives')
    .option('--as <name>', 'which of the models that Fritz knows an ONNX file is')
    .option('--json', 'print one object: scored, absent')
    .addHelpText(
      'after',
      examples(
        ['fritz model test braai', 'simulated alerts'],
        ['fritz model test ~/models/flares --packets ~/ztf/20231012', 'a folder of packets'],
      ),
    )
    .action((name: string, options: TestOptions) => runTest(context, name, options));
}

async function runTest(context: CommandContext, name: string, options: TestOptions): Promise<void> {
  const model = await openModel(context, name, options.as ?? null);
  const packets = options.packets ? await readPackets(context, options.packets) : undefined;
  const start = performance.now();
  const tried = await tryModel(model, packets);
  const elapsedMs = performance.now() - start;
  if (options.json) return context.print(stringifyExact(reportOf(tried)));
  describe(context, model, tried, elapsedMs);
}

async function openModel(
  context: CommandContext,
  name: string,
  preset: string | null,
): Promise<ModelFile> {
  try {
    if (existsSync(name)) {
      const { manifest, bytes } = readModel(name, preset);
      return { id: 0, manifest, bytes };
    }
    return await withDatabase(context, ({ roles }) =>
      withClient(roles.owner, async (client) => {
        const model = await findModel(client, name);
        const bytes = model && (await readModelFile(client, model.id));
        if (!model || !bytes) {
          throw new UserError(`there is no model and no file ${name}; fritz model list tells all.`);
        }
        return { id: model.id, manifest: parseManifest(model.manifestText, name), bytes };
      }),
    );
  } catch (error) {
    if (error instanceof ModelError) throw new UserError(`${error.message}.`, { cause: error });
    throw error;
  }
}

async function readPackets(
  context: CommandContext,
  paths: readonly string[],
): Promise<Uint8Array[]> {
  const { fileSource } = await import('@fritz/streams');
  const source = fileSource(paths, { onError: (error) => context.say(`fritz: ${error.message}`) });
  const all: Uint8Array[] = [];
  for await (const { packets, release } of source.batches()) {
    // The bytes are read into again.
    for (const { bytes } of packets) all.push(bytes.slice());
    release?.();
  }
  return all;
}

function reportOf({ scored, absent }: Tried) {
  return {
    scored: scored.map(({ alert: { objectId, candid }, score }) => ({ objectId, candid, score })),
    absent: absent.map(({ alert: { objectId, candid }, reason }) => ({ objectId, candid, reason })),
  };
}

/** Shares of the alerts below which a score is told. */
const QUANTILES = [0, 0.1, 0.5, 0.9, 1];

function describe(
  context: CommandContext,
  { manifest }: ModelFile,
  { scored, absent }: Tried,
  elapsedMs: number,
): void {
  const total = scored.length + absent.length;
  const perAlert = elapsedMs / Math.max(total, 1);
  context.print(
    `${manifest.name} ${manifest.version} scored ${scored.length} of ${total} alerts, ` +
      `${perAlert.toFixed(1)} ms each with reading and loading`,
  );
  const scores = scored.map(({ score }) => score).sort((a, b) => a - b);
  if (scores.length > 0) {
    const at = (share: number) => scores[Math.round(share * (scores.length - 1))] ?? 0;
    const words = QUANTILES.map((share) => `${100 * share} %: ${at(share).toPrecision(4)}`);
    context.print(`  ${words.join('   ')}`);
  }
  for (const [name, limit] of Object.entries(manifest.thresholds)) {
    const above = scores.filter((score) => score >= limit).length;
    context.print(`  ${above} at ${limit} or above (${name})`);
  }
  const rows = scored.map(({ alert: { objectId, candid }, score }) => [
    ...[objectId, String(candid), score.toPrecision(6)],
  ]);
  if (rows.length > 0) context.print(formatTable(['object', 'candid', manifest.name], rows));
  for (const { alert, reason } of absent) context.print(`  ${alert.candid}: no score, ${reason}`);
}
