import { compilePastFilter, type PassDiff, PastDiff } from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import { adapterOf } from '@fritz/surveys';
import { Command } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { wholeNumber } from '../cli/option-parsers.ts';
import { visitAlerts } from '../filter-file/alert-source.ts';
import { readFilterText } from '../filter-file/read-filter.ts';
import { formatCount } from '../terminal/format.ts';
import { type AlertOptions, runProgress, withAlertOptions } from './filter-options.ts';

interface DiffOptions extends AlertOptions {
  readonly limit: number;
}

export function filterDiffCommand(context: CommandContext): Command {
  const command = new Command('diff')
    .summary('the alerts that one version of a filter passes and another does not')
    .argument('<before>', 'a pipeline')
    .argument('<after>', 'another');
  return withAlertOptions(command)
    .option('--limit <n>', 'alerts of each kind to print', wholeNumber(0), 20)
    .addHelpText(
      'after',
      examples(
        ['fritz filter diff old.json new.json', 'on the last night'],
        ['fritz filter diff old.json new.json --packets ~/ztf --json', 'on packets, for a program'],
      ),
    )
    .action((before: string, after: string, options: DiffOptions) =>
      runDiff(context, [before, after], options),
    );
}

async function runDiff(
  context: CommandContext,
  files: readonly [string, string],
  options: DiffOptions,
): Promise<void> {
  const survey = adapterOf(options.survey);
  const [before, after] = files;
  const diff = new PastDiff(
    compilePastFilter(readFilterText(before), options.programs, survey),
    compilePastFilter(readFilterText(after), options.programs, survey),
  );
  const { programIds, reads } = diff;
  const { onProgress, finish } = runProgress(context, options.json === true);
  const order = { programIds, reads, onProgress };
  const { where } = await visitAlerts(context, options, order, (alert, documentOf) =>
    diff.add(alert, documentOf),
  );
  finish();
  const result = diff.result();
  if (options.json) return context.print(stringifyExact({ where, ...result }));
  describe(context, where, result, options.limit);
}

function describe(context: CommandContext, where: string, diff: PassDiff, limit: number): void {
  const { documents, passedBefore, passedAfter, failedBefore, failedAfter } = diff;
  context.print(
    `Of ${formatCount(documents)} alerts of ${where} the first passes ${formatCount(passedBefore)}, ` +
      `the second ${formatCount(passedAfter)}`,
  );
  if (failedBefore + failedAfter > 0) {
    context.print(`The first fails on ${failedBefore}, the second on ${failedAfter}`);
  }
  const lists = [
    ['gained', diff.gained],
    ['lost', diff.lost],
    ['passed by both, with other results', diff.changed],
  ] as const;
  for (const [what, alerts] of lists) {
    context.print(`${formatCount(alerts.length)} ${what}`);
    for (const { candid, objectId } of alerts.slice(0, limit)) {
      context.print(`  ${candid}  ${objectId}`);
    }
  }
}
