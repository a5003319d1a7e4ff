import { BrokerDatabase } from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import { Command } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { withDatabase } from '../cli/with-database.ts';
import {
  type ArchiveCounts,
  type Consistency,
  checkConsistency,
  countArchive,
  listOffsets,
  type OffsetRow,
} from '../database/consistency.queries.ts';
import { type CutoutCheck, checkCutouts } from '../database/consistency-cutouts.queries.ts';
import { formatCount, formatTable } from '../terminal/format.ts';
import { ProgressBar } from '../terminal/progress-bar.ts';

export function verifyCommand(context: CommandContext): Command {
  return new Command('verify')
    .summary('count what the archive holds and check that it hangs together')
    .description('Changes nothing. The exit code is 0 when every rule holds, 2 when one is broken.')
    .option('--all-cutouts', 'look at every cutout, not only at the newest for half a minute')
    .option('--json', 'print one object: counts, rules, cutouts, offsets')
    .addHelpText(
      'after',
      examples(
        ['fritz verify', 'for a person'],
        ['fritz verify --all-cutouts', 'reads all cutouts: 40 kB an alert'],
        ['fritz verify --json', 'for a program'],
      ),
    )
    .action((options: VerifyOptions) => runVerify(context, options));
}

interface VerifyOptions {
  readonly json?: true;
  readonly allCutouts?: true;
}

interface Findings {
  readonly counts: ArchiveCounts;
  readonly rules: readonly Consistency[];
  readonly cutouts: CutoutCheck;
  readonly offsets: readonly OffsetRow[];
}

/** How long the look at the cutouts may take when it need not be complete. */
const cutoutBudgetMs = 30_000;

async function runVerify(context: CommandContext, options: VerifyOptions): Promise<void> {
  const found = await withDatabase(context, async ({ roles }) => {
    const database = new BrokerDatabase(roles.broker, 1);
    try {
      return await findOut(context, database, options);
    } finally {
      await database.close();
    }
  });
  const isSound = found.rules.every(({ broken }) => broken === 0) && found.cutouts.broken === 0;
  if (!isSound) context.setExitCode(2);
  if (options.json) context.print(stringifyExact(found));
  else describe(context, found);
}

async function findOut(
  context: CommandContext,
  database: BrokerDatabase,
  { json, allCutouts }: VerifyOptions,
): Promise<Findings> {
  const counts = await countArchive(database);
  const rules = await checkConsistency(database);
  const bar = new ProgressBar({
    noun: 'cutouts',
    isTerminal: context.isTerminal && !json,
    write: (text) => void (json || process.stderr.write(text)),
  });
  const cutouts = await checkCutouts(database, {
    budgetMs: allCutouts ? null : cutoutBudgetMs,
    signal: context.signal,
    onProgress: (checked, total) =>
      bar.update({ share: total === 0 ? 1 : checked / total, count: checked }),
  });
  bar.finish();
  return { counts, rules, cutouts, offsets: await listOffsets(database) };
}

function describe(context: CommandContext, found: Findings): void {
  const counts = Object.entries(found.counts).map(([name, count]) => [
    name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
    formatCount(count),
  ]);
  context.print(formatTable(['the archive holds', ''], counts));
  context.print('');
  for (const { rule, broken } of found.rules) {
    context.print(`${broken === 0 ? 'ok    ' : 'BROKEN'}  ${rule}${broken ? `: ${broken}` : ''}`);
  }
  context.print(describeCutouts(found.cutouts));
  if (found.offsets.length === 0) return;
  const offsets = found.offsets.map((row) => [
    row.consumer,
    row.topic,
    String(row.partition),
    String(row.nextOffset),
  ]);
  context.print(`\n${formatTable(['consumer', 'topic', 'partition', 'next offset'], offsets)}`);
}

function describeCutouts({ checked, total, isComplete, broken, examples: found }: CutoutCheck) {
  const places = found.join(', ') + (broken > found.length ? ' and others' : '');
  const what = broken === 0 ? '' : `: ${broken} (${places}; restore their rows from a backup)`;
  const scope = isComplete
    ? ''
    : ` (looked at ${formatCount(checked)} of ${formatCount(total)}; --all-cutouts looks at all)`;
  return `${broken === 0 ? 'ok    ' : 'BROKEN'}  the cutouts are stored whole${what}${scope}`;
}
