import { compilePastFilter, runPastFilter } from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import { adapterOf } from '@fritz/surveys';
import { Command } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { wholeNumber } from '../cli/option-parsers.ts';
import { visitAlerts } from '../filter-file/alert-source.ts';
import { readFilterText } from '../filter-file/read-filter.ts';
import { formatNoun } from '../terminal/format.ts';
import { UserError } from '../user-error.ts';
import { type AlertOptions, runProgress, withAlertOptions } from './filter-options.ts';

interface BenchOptions extends AlertOptions {
  readonly repeat: number;
}

/** How long a filter takes. */
interface BenchReport {
  readonly where: string;
  readonly alerts: number;
  readonly passed: number;
  readonly failed: number;
  /** Microseconds per evaluation. */
  readonly us_mean: number;
  readonly us_median: number;
  readonly us_p99: number;
  readonly us_passing_mean: number | null;
}

export function filterBenchCommand(context: CommandContext): Command {
  const command = new Command('bench')
    .summary('measure what a filter costs per alert')
    .description(
      'Evaluates each alert several times and takes the quickest; the making of the history, where ' +
        'the filter comes to it, is part of it.',
    )
    .argument('<file>', 'the pipeline');
  return withAlertOptions(command)
    .option('--repeat <n>', 'evaluations of each alert', wholeNumber(1), 5)
    .addHelpText(
      'after',
      examples(
        ['fritz filter bench bright.json', 'on the last night'],
        ['fritz filter bench bright.json --packets ~/ztf --json', 'on packets, for a program'],
      ),
    )
    .action((file: string, options: BenchOptions) => runBench(context, file, options));
}

async function runBench(
  context: CommandContext,
  file: string,
  options: BenchOptions,
): Promise<void> {
  const filter = compilePastFilter(
    readFilterText(file),
    options.programs,
    adapterOf(options.survey),
  );
  const times: number[] = [];
  const passing: number[] = [];
  let failed = 0;
  const { onProgress, finish } = runProgress(context, options.json === true);
  const order = { programIds: filter.programIds, reads: [filter.compiled.reads], onProgress };
  const { where } = await visitAlerts(context, options, order, (alert, documentOf) => {
    let bestUs = Number.POSITIVE_INFINITY;
    let kind = 'unseen';
    for (let i = 0; i < options.repeat; i++) {
      const start = performance.now();
      kind = runPastFilter(filter, alert, documentOf).kind;
      bestUs = Math.min(bestUs, (performance.now() - start) * 1000);
    }
    if (kind === 'unseen') return;
    times.push(bestUs);
    if (kind === 'passed') passing.push(bestUs);
    if (kind === 'failed') failed += 1;
  });
  finish();
  if (times.length === 0) throw new UserError(`there is no alert to measure on in ${where}.`);
  const report = summarize(where, times, passing, failed);
  if (options.json) return context.print(stringifyExact(report));
  const { us_mean: mean, us_median: median, us_p99: p99, us_passing_mean: ofPassing } = report;
  context.print(
    `${formatNoun(times.length, 'alert')} of ${where}: ${mean.toFixed(1)} µs each on average, ` +
      `${median.toFixed(1)} in the middle, ${p99.toFixed(1)} for the slowest hundredth`,
  );
  if (ofPassing !== null) {
    context.print(
      `${formatNoun(passing.length, 'alert')} pass, in ${ofPassing.toFixed(1)} µs each`,
    );
  }
  if (failed > 0) context.print(`${formatNoun(failed, 'alert')} fail`);
}

function summarize(
  where: string,
  times: number[],
  passing: readonly number[],
  failed: number,
): BenchReport {
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))];
  return {
    where,
    alerts: times.length,
    passed: passing.length,
    failed,
    us_mean: meanOf(times),
    us_median: at(0.5) ?? 0,
    us_p99: at(0.99) ?? 0,
    us_passing_mean: passing.length === 0 ? null : meanOf(passing),
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
