import { stringifyExact } from '@fritz/contract';
import { Command } from 'commander';
import { runBroker } from '../broker/run-broker.ts';
import { addBatch, emptyTally, type Tally } from '../broker/tally.ts';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { exitCodeOf } from '../cli/shutdown.ts';
import { withDatabase } from '../cli/with-database.ts';
import { type ImportReport, importDumps } from '../import/import-dump.ts';
import { openLog } from '../log.ts';
import { formatCount, formatNoun, formatSeconds, formatTable } from '../terminal/format.ts';
import { ProgressBar } from '../terminal/progress-bar.ts';

/** Some documents or points are not in the archive. */
const incompleteCode = 2;
/** A database that does not come back within this time ends a tool. */
const patienceMs = 60_000;

type Report = ImportReport & Pick<Tally, 'new' | 'known' | 'quarantined'>;

export function importCommand(context: CommandContext): Command {
  return new Command('import')
    .summary('read dumps of another broker’s alerts and histories')
    .description(
      'Reads ZTF_alerts and ZTF_alerts_aux as Kowalski and BOOM keep them: BSON by mongodump, or lines of ' +
        'extended JSON by mongoexport, either gzipped. Give all files of a dump at once: an object’s history ' +
        'is joined with its alerts. No filter is asked and no candidate made: filters see this past with the ' +
        'next alert. Points keep their programmes, and what is there already changes nothing. The same ' +
        'command goes on where it was interrupted. Public nightly archives of packets are for fritz ' +
        'ingest. The exit code is 0 when everything is in, 2 when some is not, 1 when the work failed.',
    )
    .argument('<file...>', 'of alerts and of histories, in any order')
    .option(
      '--json',
      'print one object: alerts, histories, new, known, refused, latePoints and others',
    )
    .addHelpText(
      'after',
      examples(
        ['fritz import ZTF_alerts.bson.gz ZTF_alerts_aux.bson.gz', 'of mongodump --gzip'],
        ['fritz import alerts.jsonl aux.jsonl', 'of mongoexport'],
      ),
    )
    .action((paths: string[], options: { json?: true }) => runImport(context, paths, options));
}

async function runImport(
  context: CommandContext,
  paths: readonly string[],
  { json }: { json?: true },
): Promise<void> {
  const start = performance.now();
  const isQuiet = json === true;
  const config = context.config();
  const log = openLog(config.dataDir, 'import', config.logLevel);
  const bar = new ProgressBar({
    noun: 'alerts',
    isTerminal: context.isTerminal && !isQuiet,
    write: (text) => void (isQuiet || process.stderr.write(text)),
  });
  const tally = emptyTally();
  try {
    const report = await withDatabase(context, (database) =>
      importDumps(paths, database, {
        signal: context.signal,
        onProgress: (progress) => bar.update(progress),
        onStage: (stage) => bar.interrupt(`fritz: ${stage}`),
        ingest: (source) =>
          runBroker(
            {
              ...{
                broker: database.roles.broker,
                consumer: 'import',
                survey: 'ztf',
                log,
                patienceMs,
              },
              isWithoutFilters: true,
              inferenceThreads: config.inferenceThreads,
              onBatch: (write) => addBatch(tally, write, new Map()),
              onWait: (reason) => bar.interrupt(`fritz: waiting: ${reason}`),
              onNotice: (message) => bar.interrupt(`fritz: ${message}`),
            },
            () => source,
          ),
      }),
    );
    bar.finish();
    const { new: added, known, quarantined } = tally;
    const whole = { ...report, new: added, known, quarantined };
    if (json) context.print(stringifyExact(whole));
    else describe(whole, (performance.now() - start) / 1000).forEach(context.print);
    if (report.refused > 0 || quarantined > 0) context.setExitCode(incompleteCode);
  } catch (error) {
    bar.finish();
    if (!context.signal.aborted) throw error;
    context.say('fritz: stopped; the same command goes on from here.');
    context.setExitCode(exitCodeOf(context.signal.reason));
  }
}

function describe(report: Report, elapsedS: number): string[] {
  const { alerts, histories, refused, quarantined, latePoints, objectsWithoutAlerts } = report;
  const lines = [
    `${formatNoun(alerts, 'alert')} and ${formatNoun(histories, 'history', 'histories')} read in ` +
      `${formatSeconds(elapsedS)}: ${formatCount(report.new)} new, ${formatCount(report.known)} known, ` +
      `${formatCount(refused)} refused, ${formatCount(quarantined)} quarantined`,
  ];
  if (latePoints > 0) {
    lines.push(`${formatNoun(latePoints, 'point')} later than every alert of the object: left out`);
  }
  if (objectsWithoutAlerts > 0) {
    lines.push(`${formatNoun(objectsWithoutAlerts, 'object')} without an alert: left out`);
  }
  if (report.examples.length > 0) {
    const cells = report.examples.map(({ file, place, reason }) => [file, String(place), reason]);
    lines.push(formatTable(['file', 'document', 'why it is not in the archive'], cells));
  }
  return lines;
}
