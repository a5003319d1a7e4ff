import {
  compilePastFilter,
  type PastFilter,
  PastFunnel,
  ReplayTally,
  runPastFilter,
} from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import type { FunnelResult } from '@fritz/mql';
import { adapterOf } from '@fritz/surveys';
import { Command } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { wholeNumber } from '../cli/option-parsers.ts';
import { visitAlerts } from '../filter-file/alert-source.ts';
import { readFilterText } from '../filter-file/read-filter.ts';
import { formatCount, formatTable } from '../terminal/format.ts';
import { type AlertOptions, runProgress, withAlertOptions } from './filter-options.ts';

interface TestOptions extends AlertOptions {
  readonly funnel?: true;
  readonly limit: number;
}

export function filterTestCommand(context: CommandContext): Command {
  const command = new Command('test')
    .summary('run a filter over past alerts, each as it was then')
    .description(
      'What the live stream would have made of them: nothing later than an alert is seen, revised ' +
        'forced photometry neither. Without options it is the last night in the archive.',
    )
    .argument('<file>', 'the pipeline');
  return withAlertOptions(command)
    .option('--funnel', 'count what survives each stage and each condition')
    .option('--limit <n>', 'passing alerts to print', wholeNumber(0), 20)
    .addHelpText(
      'after',
      examples(
        ['fritz filter test bright.json', 'the last night'],
        ['fritz filter test bright.json --packets ~/ztf/20231012', 'a folder of packets'],
        ['fritz filter test bright.json --from 2026-11-01 --to 2026-12-01', 'a month'],
        ['fritz filter test bright.json --night 20261120 --funnel', 'where alerts are lost'],
      ),
    )
    .action((file: string, options: TestOptions) => runTest(context, file, options));
}

async function runTest(context: CommandContext, file: string, options: TestOptions): Promise<void> {
  const survey = adapterOf(options.survey);
  const filter = compilePastFilter(readFilterText(file), options.programs, survey);
  const tally = new ReplayTally(options.limit);
  const funnel = options.funnel ? new PastFunnel(filter) : null;
  const { onProgress, finish } = runProgress(context, options.json === true);
  const order = { programIds: filter.programIds, reads: [filter.compiled.reads], onProgress };
  const { where } = await visitAlerts(context, options, order, (alert, documentOf) => {
    const start = performance.now();
    const outcome = funnel
      ? funnel.add(alert, documentOf)
      : runPastFilter(filter, alert, documentOf);
    tally.add(alert, outcome, (performance.now() - start) * 1000);
  });
  finish();
  const { isComplete: _all, alerts: _count, elapsedUs: wholeUs, ...replay } = tally.finish(0, true);
  // Of the filter alone, without the counting.
  const elapsedUs = funnel?.result().elapsedUs ?? wholeUs;
  const perAlert = replay.evaluated === 0 ? 0 : elapsedUs / replay.evaluated;
  if (options.json) {
    const told = { where, us_per_alert: perAlert, ...replay, funnel: funnel?.result() ?? null };
    return context.print(stringifyExact(told));
  }
  describe(context, { filter, where, perAlert, replay, funnel: funnel?.result() ?? null });
}

interface Tested {
  readonly filter: PastFilter;
  readonly where: string;
  readonly perAlert: number;
  readonly replay: Omit<ReturnType<ReplayTally['finish']>, 'isComplete' | 'alerts' | 'elapsedUs'>;
  readonly funnel: FunnelResult | null;
}

function describe(context: CommandContext, { where, perAlert, replay, funnel }: Tested): void {
  const { evaluated, passed, rejected, failed, passes, failures } = replay;
  const share = evaluated === 0 ? 0 : (100 * passed) / evaluated;
  context.print(
    `${formatCount(passed)} of ${formatCount(evaluated)} alerts of ${where} pass ` +
      `(${share.toFixed(2)} %), ${formatCount(rejected)} do not, ${formatCount(failed)} fail; ` +
      `${perAlert.toFixed(1)} µs each`,
  );
  for (const { candid, message } of failures) context.print(`  ${candid} fails: ${message}`);
  for (const { candid, objectId, output } of passes) {
    context.print(`  ${candid}  ${objectId}  ${stringifyExact(output)}`);
  }
  if (passes.length < passed) context.print(`  … ${formatCount(passed - passes.length)} more`);
  if (funnel) context.print(formatFunnel(funnel));
}

function formatFunnel({ stages }: FunnelResult): string {
  const rows = stages.flatMap(({ at, entered, survived, failed, elapsedUs, conditions }) => [
    [
      at,
      formatCount(entered),
      formatCount(survived),
      formatCount(failed),
      micros(elapsedUs, entered),
    ],
    ...conditions
      .filter(({ depth }) => depth > 0)
      .map((one) => [
        `${'  '.repeat(one.depth)}${one.text}`,
        formatCount(one.reached),
        formatCount(one.held),
        formatCount(one.failed),
        micros(one.elapsedUs, one.reached),
      ]),
  ]);
  return formatTable(['stage or condition', 'came', 'survived', 'failed', 'µs each'], rows);
}

function micros(elapsedUs: number, count: number): string {
  return count === 0 ? '' : (elapsedUs / count).toFixed(1);
}
