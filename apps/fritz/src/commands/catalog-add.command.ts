import type { LoadReport, PositionUnit } from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import type { TableFormat } from '@fritz/formats';
import { Command, InvalidArgumentError, Option } from 'commander';
import { addCatalog } from '../catalog/add-catalog.ts';
import { tableFormats } from '../catalog/table-file.ts';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { wholeNumber } from '../cli/option-parsers.ts';
import { exitCodeOf } from '../cli/shutdown.ts';
import { withDatabase } from '../cli/with-database.ts';
import { formatCount, formatNoun, formatSeconds, formatTable } from '../terminal/format.ts';
import { ProgressBar } from '../terminal/progress-bar.ts';
import { julianYear, matchRadius, pickDefined } from './catalog-options.ts';

interface AddOptions {
  readonly preset?: string;
  readonly id?: string;
  readonly number?: true;
  readonly ra?: string;
  readonly dec?: string;
  readonly unit?: PositionUnit;
  readonly epoch?: number;
  readonly radius?: number;
  /** False by `--no-match`. */
  readonly match: boolean;
  readonly format?: TableFormat;
  readonly delimiter?: string;
  readonly extension?: number;
  readonly strict?: true;
  readonly json?: true;
}

/** Some records are not in the catalog. */
const incompleteCode = 2;

export function catalogAddCommand(context: CommandContext): Command {
  return new Command('add')
    .summary('load a catalog from files, or a new version of one')
    .description(
      'Reads FITS binary tables, CSV, Parquet, VOTable and ECSV; all but Parquet also gzipped or in zstd. ' +
        'Several files make one catalog. Records without a place on the sky, and such whose id was there ' +
        'before, are counted and told, not loaded. The version that is there stays until the new one is ' +
        'whole; the same command goes on where it was interrupted. The exit code is 0 when all records ' +
        'are loaded, 2 when some are not, 1 when the work failed.',
    )
    .argument('<name>', 'as filters name it in cross_matches')
    .argument('<file...>', 'its tables')
    .option('--preset <name>', 'what is known of a catalog, or none; default the one of this name')
    .option('--id <column>', 'what tells objects apart: integers or text, exact')
    .option('--number', 'number the records in place of an id')
    .option('--ra <column>', 'right ascension (ICRS)')
    .option('--dec <column>', 'declination')
    .addOption(
      new Option(
        '--unit <unit>',
        'of positions that are numbers, by default as the file says; text is sexagesimal or degrees',
      ).choices(['degrees', 'hours', 'radians']),
    )
    .option('--epoch <year>', 'Julian year of the positions, such as 2016.0', julianYear)
    .option(
      '--radius <arcsec>',
      'how far alerts are matched; default 2, or the preset’s',
      matchRadius,
    )
    .option('--no-match', 'keep it for searches alone')
    .addOption(
      new Option('--format <format>', 'by default as the first bytes tell').choices(tableFormats),
    )
    .option('--delimiter <character>', 'of CSV, by default as the head tells', delimiter)
    .option('--extension <n>', 'of a FITS file, by default its first table', wholeNumber(0))
    .option('--strict', 'a bad record ends it, and nothing is loaded')
    .option('--json', 'print one object: version, rows, refused, examples')
    .addHelpText(
      'after',
      examples(
        ['fritz catalog add Gaia_DR3 GaiaSource_*.csv.gz', 'by its preset'],
        ['fritz catalog add mine stars.fits --id name --epoch 2015.5', 'columns of one’s own'],
        ['fritz catalog add VLASS components.csv --strict', 'all of it or nothing'],
      ),
    )
    .action((name: string, paths: string[], options: AddOptions) =>
      runAdd(context, name, paths, options),
    );
}

function delimiter(text: string): string {
  const character = text === '\\t' || text === 'tab' ? '\t' : text;
  if (character.length === 1) return character;
  throw new InvalidArgumentError('It must be one character, or tab.');
}

async function runAdd(
  context: CommandContext,
  name: string,
  paths: readonly string[],
  options: AddOptions,
): Promise<void> {
  const start = performance.now();
  const isQuiet = options.json === true;
  const bar = new ProgressBar({
    noun: 'records',
    isTerminal: context.isTerminal && !isQuiet,
    write: (text) => void (isQuiet || process.stderr.write(text)),
  });
  const { preset, id, ra, dec, unit, epoch, radius: radiusArcsec } = options;
  const request = {
    name,
    paths,
    file: pickDefined({
      format: options.format,
      delimiter: options.delimiter,
      extension: options.extension,
    }),
    ...pickDefined({ preset, id, ra, dec, unit, epochYear: epoch, radiusArcsec }),
    ...{ isNumbered: options.number === true, isStrict: options.strict === true },
    isMatched: options.match,
  };
  try {
    const report = await withDatabase(context, (database) => {
      const say = (line: string) => bar.interrupt(`fritz: ${line}`);
      return addCatalog(request, { database, signal: context.signal, bar, say });
    });
    if (options.json) context.print(stringifyExact(report));
    else describe(name, report, (performance.now() - start) / 1000).forEach(context.print);
    if (report.refused > 0) context.setExitCode(incompleteCode);
  } catch (error) {
    if (!context.signal.aborted) throw error;
    bar.finish();
    context.say('fritz: stopped; the same command goes on from here.');
    context.setExitCode(exitCodeOf(context.signal.reason));
  }
}

function describe(name: string, report: LoadReport, elapsedS: number): string[] {
  const { version, rows, refused, examples: some } = report;
  const lines = [
    `${name} version ${version}: ${formatNoun(rows, 'row')} in ${formatSeconds(elapsedS)} ` +
      `(${formatCount(rows / Math.max(elapsedS, 1e-3))}/s), ${formatCount(refused)} refused`,
  ];
  if (refused > 0) {
    const cells = some.map(({ file, place, reason }) => [file, String(place), reason]);
    lines.push(formatTable(['file', 'record', 'why it is not in the catalog'], cells));
    if (refused > some.length) lines.push(`… and ${formatCount(refused - some.length)} more`);
  }
  return lines;
}
