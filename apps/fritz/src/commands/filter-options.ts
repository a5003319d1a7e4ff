import { SURVEYS } from '@fritz/surveys';
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { commaList, moment, night } from '../cli/option-parsers.ts';
import type { AlertChoice } from '../filter-file/alert-source.ts';
import { ProgressBar } from '../terminal/progress-bar.ts';

/** Which alerts, and the programmes that the filter may see. */
export interface AlertOptions extends AlertChoice {
  readonly programs: readonly number[];
  readonly json?: true;
}

/** Whose documents a filter reads. */
export function surveyOption(): Option {
  const names = SURVEYS.map(({ name }) => name);
  return new Option('--survey <name>', 'whose alerts').choices(names).default(names[0]);
}

/** Adds the options that say on which alerts a filter is tried. */
export function withAlertOptions(command: Command): Command {
  return command
    .addOption(surveyOption())
    .option('--packets <path...>', 'packets, folders or tar archives instead of the archive')
    .option('--night <YYYYMMDD>', 'a night in the archive (default: the last one)', night)
    .option('--from <time>', 'alerts in the archive since this time (UTC)', moment)
    .option('--to <time>', 'and before this one', moment)
    .option('--object <id...>', 'only alerts of these objects')
    .option('--programs <1,2,3>', 'the programmes that the filter may see', programList, [1, 2, 3])
    .option('--rescored', 'with the newest scores, instead of those that filters saw')
    .option('--json', 'print one object');
}

function programList(text: string): number[] {
  const ids = commaList(text).map(Number);
  if (ids.length > 0 && ids.every((id) => Number.isInteger(id) && id >= 0)) return ids;
  throw new InvalidArgumentError('It must be programme ids such as 1,2.');
}

/** Shows how far a run is on a terminal. */
export function runProgress(context: CommandContext, isQuiet: boolean, noun = 'alerts') {
  const bar = new ProgressBar({
    noun,
    isTerminal: context.isTerminal && !isQuiet,
    write: (text) => void (isQuiet || process.stderr.write(text)),
  });
  return {
    onProgress: (done: number, total: number) =>
      bar.update({ share: total === 0 ? 1 : done / total, count: done }),
    finish: () => bar.finish(),
  };
}
