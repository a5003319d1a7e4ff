import { stringifyExact } from '@fritz/contract';
import type { FileSource } from '@fritz/streams';
import { SURVEYS } from '@fritz/surveys';
import { Command, Option } from 'commander';
import { ingestSurveys } from '../broker/ingest-surveys.ts';
import { addBatch, emptyTally, nameFilters, type Tally } from '../broker/tally.ts';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { webAddress } from '../cli/option-parsers.ts';
import { exitCodeOf } from '../cli/shutdown.ts';
import { withDatabase } from '../cli/with-database.ts';
import type { Database } from '../database/open-database.ts';
import { openLog } from '../log.ts';
import { formatCount, formatNoun, formatSeconds } from '../terminal/format.ts';
import { ProgressBar } from '../terminal/progress-bar.ts';

interface IngestOptions {
  readonly json?: true;
  readonly survey?: string;
  readonly schemaRegistry?: string;
}

/** What came of an ingest. */
interface IngestReport extends Tally {
  readonly errors: readonly string[];
}

/** Some packets were quarantined, or some paths could not be read. */
const incompleteCode = 2;
/** A database that does not come back within this time ends a tool. */
const patienceMs = 60_000;

export function ingestCommand(context: CommandContext): Command {
  return new Command('ingest')
    .summary('read alert packets from files, folders and tar archives')
    .description(
      'Reads alert packets through the whole pipeline, active filters included; whose they are is ' +
        'told by their schemas. Folders are read with everything beneath. Packets that are known ' +
        'already change nothing. The exit code ' +
        'is 0 when all is well, 2 when packets were quarantined or paths could not be read, 1 when ' +
        'the work failed.',
    )
    .argument('<path...>', 'packets (.avro), folders, .tar, .tar.gz, .tgz')
    .addOption(
      new Option('--survey <name>', 'whose packets all of them are').choices(
        SURVEYS.map(({ name }) => name),
      ),
    )
    .option('--schema-registry <url>', 'registry of the schemas of bare packets (LSST)', webAddress)
    .option('--json', 'print one object: read, new, known, quarantined, passed by filter, errors')
    .addHelpText(
      'after',
      examples(
        ['fritz ingest ~/ztf/20231012', 'a folder of packets'],
        ['fritz ingest ztf_public_20231012.tar.gz', 'a night as the survey archives it'],
        ['fritz ingest pgir/ winter/ lsst/', 'packets of several surveys'],
        ['fritz ingest --json night/*.avro', 'many files, for a program'],
      ),
    )
    .action((paths: string[], options: IngestOptions) => runIngest(context, paths, options));
}

async function runIngest(
  context: CommandContext,
  paths: readonly string[],
  options: IngestOptions,
): Promise<void> {
  const start = performance.now();
  const report = await withDatabase(context, (database) =>
    ingest(context, database, paths, options),
  );
  const elapsedS = (performance.now() - start) / 1000;
  if (options.json) context.print(stringifyExact(report));
  else describeReport(report, elapsedS).forEach(context.print);
  if (context.signal.aborted) context.setExitCode(exitCodeOf(context.signal.reason));
  else if (report.quarantined > 0 || report.errors.length > 0) context.setExitCode(incompleteCode);
}

async function ingest(
  context: CommandContext,
  database: Database,
  paths: readonly string[],
  { json, survey, schemaRegistry }: IngestOptions,
): Promise<IngestReport> {
  const isQuiet = json === true;
  const config = context.config();
  const log = openLog(config.dataDir, 'ingest', config.logLevel);
  const bar = new ProgressBar({
    noun: 'packets',
    isTerminal: context.isTerminal && !isQuiet,
    write: (text) => void (isQuiet || process.stderr.write(text)),
  });
  const { fileSource } = await import('@fritz/streams');
  const source: FileSource = fileSource(paths, {
    onError: (error) => bar.interrupt(`fritz: ${error.message}`),
  });
  context.signal.addEventListener('abort', () => void source.close(), { once: true });
  const tally = emptyTally();
  let names: ReadonlyMap<number, string> = new Map();
  const onWait = (reason: string) => bar.interrupt(`fritz: waiting: ${reason}`);
  await ingestSurveys(source, {
    broker: database.roles.broker,
    consumer: 'ingest',
    log,
    patienceMs,
    ...(survey === undefined ? {} : { survey }),
    registryUrl: schemaRegistry ?? config.kafkaSchemaRegistry,
    onWait,
    onNotice: (message) => bar.interrupt(`fritz: ${message}`),
    inferenceThreads: config.inferenceThreads,
    onFilters: (filters) => {
      names = new Map([...names, ...nameFilters(filters)]);
      for (const name of names.values()) tally.passed[name] ??= 0;
    },
    onBatch: (write) => {
      addBatch(tally, write, names);
      const { bytesRead, bytesTotal } = source.progress;
      bar.update({ share: bytesTotal === 0 ? 1 : bytesRead / bytesTotal, count: tally.read });
    },
  });
  bar.finish();
  return { ...tally, errors: source.errors.map((error) => error.message) };
}

function describeReport(report: IngestReport, elapsedS: number): string[] {
  const rate = formatCount(report.read / Math.max(elapsedS, 1e-3));
  const lines = [
    `${formatNoun(report.read, 'packet')} read in ${formatSeconds(elapsedS)} (${rate}/s): ` +
      `${formatCount(report.new)} new, ${formatCount(report.known)} known, ` +
      `${formatCount(report.quarantined)} quarantined`,
  ];
  for (const [name, passed] of Object.entries(report.passed)) {
    lines.push(`  ${formatCount(passed).padStart(8)} passed ${name}`);
  }
  if (report.quarantined > 0) lines.push('fritz quarantine list tells why packets were refused.');
  if (report.errors.length > 0) {
    lines.push(`${formatNoun(report.errors.length, 'path')} could not be read, as told above.`);
  }
  return lines;
}
