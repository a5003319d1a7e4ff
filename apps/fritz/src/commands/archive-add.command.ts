import { join } from 'node:path';
import { loadRelease, type ReleaseReport, type ReleaseStore, withClient } from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import { Command, Option } from 'commander';
import { findReleaseFiles, kindOfFiles, openReleaseFile } from '../archive/release-files.ts';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { wholeNumber } from '../cli/option-parsers.ts';
import { exitCodeOf } from '../cli/shutdown.ts';
import { withDatabase } from '../cli/with-database.ts';
import { formatCount, formatNoun, formatSeconds, formatTable } from '../terminal/format.ts';
import { ProgressBar } from '../terminal/progress-bar.ts';

interface AddOptions {
  readonly column?: string;
  readonly program: number;
  readonly store: ReleaseStore | 'auto';
  readonly current?: true;
  readonly json?: true;
}

/** Some records are not in the release. */
const incompleteCode = 2;

export function archiveAddCommand(context: CommandContext): Command {
  return new Command('add')
    .summary('load a release beside those that are there')
    .description(
      'Reads ZTF matchfiles (HDF5 by PyTables), the Parquet files of the public data releases, and of ' +
        'their light curves the features and SCoPe’s classifications (HDF5). Points keep their ' +
        'programmes: who may not see a programme’s alerts does not see its points. A light curve whose ' +
        'number was there before, and one without a place or a point, is counted and told. The same ' +
        'command goes on where it was interrupted. The first release of a kind is the current one; others ' +
        'are when fritz archive switch says so. The exit code is 0 when everything is loaded, 2 when some ' +
        'is not, 1 when the work failed.',
    )
    .argument('<name>', 'such as ZTF_sources_20240117, ZTF_source_features_DR16')
    .argument('<path...>', 'its files, and folders with them')
    .option('--column <name>', 'of classifications, where the folders do not tell it: vnv_xgb')
    .option(
      '--program <id>',
      'whose points features and classifications were computed of: those who see it see them',
      wholeNumber(0),
      2,
    )
    .addOption(
      new Option(
        '--store <where>',
        'its rows in the database, or in files in HATS layout below FRITZ_ARCHIVE_FOLDER: auto, more than 20 ' +
          'million in files',
      )
        .choices(['auto', 'postgres', 'hats'])
        .default('auto'),
    )
    .option('--current', 'switch to it at once')
    .option(
      '--json',
      'print one object: name, curves, points, refused, badPoints, repeated, examples',
    )
    .addHelpText(
      'after',
      examples(
        ['fritz archive add ZTF_sources_20240117 /data/matchfiles', 'a folder of .pytable files'],
        ['fritz archive add ZTF_public_sources_dr23 dr23/*.parquet', 'a public data release'],
        [
          'fritz archive add ZTF_source_classifications_DR16 preds/',
          'xgb/d15.vnv.c/*.h5 and so on',
        ],
      ),
    )
    .action((name: string, paths: string[], options: AddOptions) =>
      runAdd(context, name, paths, options),
    );
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
    noun: 'light curves',
    isTerminal: context.isTerminal && !isQuiet,
    write: (text) => void (isQuiet || process.stderr.write(text)),
  });
  const files = await findReleaseFiles(paths);
  const kind = await kindOfFiles(files);
  const { program: programid, column = null, store } = options;
  const config = context.config();
  const folder = config.archiveFolder ?? join(config.dataDir, 'archive');
  const open = (file: { path: string; bytes: number }) => openReleaseFile(file, column);
  const plan = { name, kind, survey: 'ztf', files, programid, open };
  try {
    const report = await withDatabase(context, ({ roles }) =>
      withClient({ ...roles.owner, application_name: 'fritz archive' }, (client) =>
        loadRelease(client, plan, {
          signal: context.signal,
          store,
          folder,
          isCurrent: options.current === true,
          onProgress: (count, share) => bar.update({ share, count }),
          onStage: (stage) => bar.interrupt(`fritz: ${stage}`),
        }),
      ),
    );
    bar.finish();
    if (options.json) context.print(stringifyExact(report));
    else describe(report, (performance.now() - start) / 1000).forEach(context.print);
    if (report.refused > 0 || report.repeated > 0) context.setExitCode(incompleteCode);
  } catch (error) {
    bar.finish();
    if (!context.signal.aborted) throw error;
    context.say('fritz: stopped; the same command goes on from here.');
    context.setExitCode(exitCodeOf(context.signal.reason));
  }
}

function describe(report: ReleaseReport, elapsedS: number): string[] {
  const { name, curves, points, refused, badPoints, repeated, examples: some } = report;
  const lines = [
    `${name}: ${formatNoun(curves, 'light curve')} with ${formatNoun(points, 'point')} in ` +
      `${formatSeconds(elapsedS)}; ${formatCount(refused)} refused, ${formatCount(repeated)} there ` +
      `before, ${formatNoun(badPoints, 'point')} without a time or magnitude`,
  ];
  if (some.length > 0) {
    const cells = some.map(({ file, place, reason }) => [file, String(place), reason]);
    lines.push(formatTable(['file', 'row', 'why it is not in the release'], cells));
  }
  return lines;
}
