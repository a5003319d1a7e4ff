import { resolve } from 'node:path';
import { type ExportKind, HatsError } from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import { dateToMjd } from '@fritz/sky';
import { SURVEYS } from '@fritz/surveys';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { commaList, moment, night, positiveNumber, wholeNumber } from '../cli/option-parsers.ts';
import { exitCodeOf } from '../cli/shutdown.ts';
import { withDatabase } from '../cli/with-database.ts';
import { exportSurvey, type SurveyExport } from '../export/export-survey.ts';
import { spanOfNight } from '../export/nightly-export.ts';
import { formatBytes, formatCount, formatNoun, formatSeconds } from '../terminal/format.ts';
import { UserError } from '../user-error.ts';

interface ExportOptions {
  readonly survey: string;
  readonly night?: string;
  readonly from?: Date;
  readonly to?: Date;
  readonly programs?: readonly number[];
  readonly name?: string;
  readonly margin: number;
  readonly maxRows?: number;
  readonly replace?: true;
  readonly json?: true;
}

export function exportCommand(context: CommandContext): Command {
  return new Command('export')
    .summary('write alerts or light curves as Parquet in HATS layout')
    .description(
      'Writes a folder that hats, LSDB, DuckDB and whatever else reads Parquet take as it is: a file a HEALPix ' +
        'pixel, sorted by place, with a margin catalog beside. Alerts have the survey’s own fields, light ' +
        'curves a row per object with its points as lists. Public programmes alone, unless --programs names ' +
        'others: who can read the folder sees what is in it. The folder has its name when all of it is ' +
        'there, and the same command goes on where it was interrupted. FRITZ_EXPORT_FOLDER has each night ' +
        'written by itself.',
    )
    .addArgument(new Argument('<what>', 'of a survey').choices(['alerts', 'light-curves']))
    .argument('<folder>', 'to be made')
    .addOption(
      new Option('--survey <name>', 'whose')
        .choices(SURVEYS.map(({ name }) => name))
        .default(SURVEYS[0].name),
    )
    .option('--night <date>', 'of this UT date; of light curves, objects seen then', night)
    .option('--from <time>', 'from this time on, UTC', moment)
    .option('--to <time>', 'before this time, UTC', moment)
    .option('--programs <ids>', 'of these programmes, with commas', programList)
    .option('--name <name>', 'what the catalog is called; without it of survey and night', fileName)
    .option('--margin <arcsec>', 'width of the margins', positiveNumber, 10)
    .option('--max-rows <count>', 'rows of a file', wholeNumber(1))
    .option('--replace', 'take away what is there under the name, when the new one is whole')
    .option('--json', 'print one object: rows, partitions, marginRows, bytes, kept, programs')
    .addHelpText(
      'after',
      examples(
        ['fritz export alerts out/20240117 --night 20240117', 'a night’s public alerts'],
        ['fritz export light-curves out/curves', 'every public light curve'],
        ['fritz export alerts out/all --programs 1,2,3', 'for those who may see all of them'],
      ),
    )
    .action((what: ExportKind, folder: string, options: ExportOptions) =>
      runExport(context, what, folder, options),
    );
}

function programList(text: string): number[] {
  const programs = commaList(text).map(Number);
  const isRight = programs.every((one) => Number.isInteger(one) && one >= 0 && one <= 32_767);
  if (isRight && programs.length > 0) return [...new Set(programs)].toSorted((a, b) => a - b);
  throw new InvalidArgumentError('It must be numbers of programmes with commas, such as 1,2.');
}

function fileName(text: string): string {
  if (/^[A-Za-z0-9][\w.-]{0,99}$/.test(text)) return text;
  throw new InvalidArgumentError('It must be letters, digits, _, - and dots.');
}

function spanOf({ night: date, from, to }: ExportOptions): SurveyExport['span'] {
  if (date !== undefined) {
    if (from || to) throw new UserError('--night is a span of its own: leave --from and --to out.');
    return spanOfNight(date);
  }
  if (from === undefined && to === undefined) return null;
  const fromMjd = from === undefined ? 0 : dateToMjd(from);
  const toMjd = to === undefined ? 100_000 : dateToMjd(to);
  if (fromMjd < toMjd) return { fromMjd, toMjd };
  throw new UserError('--from must be before --to.');
}

async function runExport(
  context: CommandContext,
  kind: ExportKind,
  given: string,
  options: ExportOptions,
): Promise<void> {
  const start = performance.now();
  const { survey, programs = null, margin: marginArcsec, maxRows, json } = options;
  const folder = resolve(given);
  const noun = kind === 'alerts' ? 'alert' : 'light curve';
  const name =
    options.name ?? [survey, kind.replace('-', '_'), options.night].filter(Boolean).join('_');
  const request: SurveyExport = {
    ...{ kind, survey, folder, name, programs, span: spanOf(options), marginArcsec },
    ...(maxRows === undefined ? {} : { maxRows }),
    isReplacing: options.replace === true,
  };
  let toldAtMs = start;
  const onProgress = (rows: number) => {
    if (json || performance.now() - toldAtMs < 5000) return;
    toldAtMs = performance.now();
    context.say(`fritz: ${formatNoun(rows, noun)} written`);
  };
  try {
    const report = await withDatabase(context, ({ roles }) =>
      exportSurvey(roles.broker, request, { signal: context.signal, onProgress }),
    );
    if (json) return context.print(stringifyExact(report));
    const { rows, partitions, marginRows, bytes } = report;
    context.print(
      `${folder}: ${formatNoun(rows, noun)} of programmes ${report.programs.join(', ')} in ` +
        `${formatNoun(partitions, 'file')}, ${formatCount(marginRows)} in margins, ` +
        `${formatBytes(bytes)}, in ${formatSeconds((performance.now() - start) / 1000)}`,
    );
  } catch (error) {
    if (error instanceof HatsError) throw new UserError(`${error.message}${hint(error)}.`);
    if (!context.signal.aborted) throw error;
    context.say('fritz: stopped; the same command goes on from here.');
    context.setExitCode(exitCodeOf(context.signal.reason));
  }
}

function hint({ code }: HatsError): string {
  if (code === 'is_there') return ': --replace takes it away when the new one is whole';
  return code === 'nothing' ? ': no alert of these programmes and times' : '';
}
