import { stringifyExact } from '@fritz/contract';
import type { KafkaPublisher } from '@fritz/streams';
import {
  type SimulatedPacket,
  simulateLsstNight,
  simulateNight,
  writeNightFiles,
} from '@fritz/surveys';
import { Command, Option } from 'commander';
import { kafkaConnection } from '../broker/kafka-options.ts';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { brokerList, night, wholeNumber } from '../cli/option-parsers.ts';
import { rootMessageOf } from '../error-message.ts';
import { formatBytes, formatNoun, formatSeconds } from '../terminal/format.ts';
import { ProgressBar } from '../terminal/progress-bar.ts';
import { UserError } from '../user-error.ts';

interface SimulateOptions {
  readonly night: string;
  readonly alerts: number;
  readonly seed: number;
  readonly survey: 'ztf' | 'lsst';
  readonly schemaId?: number;
  readonly out?: string;
  readonly layout: 'files' | 'tar' | 'tar.gz';
  readonly kafka?: readonly string[];
  readonly topic?: string;
  readonly partitions: number;
  readonly json?: true;
}

/** Where the packets went. */
interface SimulationReport {
  readonly packets: number;
  readonly bytes: number;
  /** A folder, an archive, or a topic. */
  readonly target: string;
}

const layouts = ['files', 'tar', 'tar.gz'];
const publishedAtOnce = 200;

export function simulateCommand(context: CommandContext): Command {
  return new Command('simulate')
    .summary('make packets of a simulated night')
    .description(
      'Writes alert packets of ZTF’s current schema: supernovae, variables, AGN, asteroids and ' +
        'bogus detections, with histories and cutouts; or of LSST’s schema 10.0, at the size of its ' +
        'packets. The same seed gives the same packets.',
    )
    .requiredOption('--night <YYYYMMDD>', 'UT date', night)
    .option('--alerts <n>', 'alerts in the night', wholeNumber(1), 1000)
    .option('--seed <n>', 'names the sky', wholeNumber(0), 1)
    .addOption(
      new Option('--survey <name>', 'whose packets').choices(['ztf', 'lsst']).default('ztf'),
    )
    .option(
      '--schema-id <n>',
      'LSST: bare records, whose schema a registry has by this number',
      wholeNumber(0),
    )
    .option('--out <dir>', 'folder to write to, made when missing')
    .addOption(new Option('--layout <kind>', 'how to write').choices(layouts).default('files'))
    .option('--kafka <host:port,…>', 'publish to Kafka instead', brokerList)
    .option(
      '--topic <name>',
      'topic (default: ztf_YYYYMMDD_programid1, 2, 3 as the survey names them; lsst_YYYYMMDD)',
    )
    .option('--partitions <n>', 'partitions of a new topic', wholeNumber(1), 4)
    .option('--json', 'print one object: packets, bytes, target')
    .addHelpText(
      'after',
      examples(
        ['fritz simulate --night 20231012 --alerts 1000 --out night', 'one file a packet'],
        ['fritz simulate --night 20231012 --out . --layout tar.gz', 'one archive'],
        ['fritz simulate --night 20231012 --kafka localhost:9092', 'to topics of the night'],
        ['fritz simulate --night 20270115 --survey lsst --out lsst', 'packets of 139 kB'],
      ),
    )
    .action((options: SimulateOptions) => runSimulate(context, options));
}

async function runSimulate(context: CommandContext, options: SimulateOptions): Promise<void> {
  if ((options.out === undefined) === (options.kafka === undefined)) {
    throw new UserError('where to? Name either --out DIR or --kafka HOST:PORT.');
  }
  const start = performance.now();
  const bar = new ProgressBar({
    noun: 'packets',
    isTerminal: context.isTerminal && !options.json,
    write: (text) => void (options.json || process.stderr.write(text)),
  });
  const packets = counted(context, options, bar);
  const report =
    options.out === undefined
      ? await publish(context, options, packets)
      : await write(options, options.out, packets);
  bar.finish();
  if (options.json) return context.print(stringifyExact(report));
  const elapsedS = (performance.now() - start) / 1000;
  const what = `${formatNoun(report.packets, 'packet')}, ${formatBytes(report.bytes)}`;
  context.print(`${what} in ${formatSeconds(elapsedS)}: ${report.target}`);
}

function* counted(
  context: CommandContext,
  options: SimulateOptions,
  bar: ProgressBar,
): Generator<SimulatedPacket> {
  const { alerts } = options;
  let count = 0;
  for (const packet of simulate(options)) {
    if (context.signal.aborted) throw new UserError('interrupted; what was written stays.');
    yield packet;
    count += 1;
    bar.update({ share: count / alerts, count });
  }
}

function simulate(options: SimulateOptions): Iterable<SimulatedPacket> {
  const { seed, night: nightName, alerts, survey, schemaId = null } = options;
  const sky = { seed, night: nightName, alerts };
  if (survey === 'lsst') return simulateLsstNight({ ...sky, schemaId });
  if (schemaId !== null) throw new UserError('--schema-id is for LSST: name --survey lsst too.');
  return simulateNight(sky);
}

async function write(
  { survey, layout, night: nightName }: SimulateOptions,
  out: string,
  packets: Iterable<SimulatedPacket>,
): Promise<SimulationReport> {
  const written = await writeNightFiles(out, packets, { layout, name: `${survey}_${nightName}` });
  return { packets: written.packets, bytes: written.bytes, target: written.path };
}

async function publish(
  context: CommandContext,
  options: SimulateOptions,
  packets: Iterable<SimulatedPacket>,
): Promise<SimulationReport> {
  const connection = kafkaConnection(context.config(), options.kafka ?? []);
  const { kafkaPublisher } = await import('@fritz/streams');
  const publisher = kafkaPublisher({ ...connection, clientId: 'fritz-simulate' });
  const topicOf = ({ programId }: SimulatedPacket) =>
    options.topic ??
    (options.survey === 'lsst'
      ? `lsst_${options.night}`
      : `ztf_${options.night}_programid${programId}`);
  const outbox = new Outbox(publisher, options.partitions);
  let bytes = 0;
  let count = 0;
  try {
    for (const packet of packets) {
      bytes += packet.bytes.length;
      count += 1;
      await outbox.add(topicOf(packet), packet);
    }
    await outbox.flush();
  } catch (error) {
    if (error instanceof UserError) throw error;
    const where = connection.brokers.join(', ');
    throw new UserError(
      `Kafka at ${where} does not take the packets (${rootMessageOf(error)}); check address, TLS and login.`,
      { cause: error },
    );
  } finally {
    await publisher.close().catch(() => {});
  }
  return { packets: count, bytes, target: [...outbox.topics].sort().join(', ') };
}

/** Publishes in batches, in each topic's order; makes topics that are missing. */
class Outbox {
  readonly topics = new Set<string>();
  readonly #publisher: KafkaPublisher;
  readonly #partitions: number;
  readonly #waiting = new Map<string, SimulatedPacket[]>();

  constructor(publisher: KafkaPublisher, partitions: number) {
    this.#publisher = publisher;
    this.#partitions = partitions;
  }

  async add(topic: string, packet: SimulatedPacket): Promise<void> {
    if (!this.topics.has(topic)) await this.#publisher.createTopic(topic, this.#partitions);
    this.topics.add(topic);
    const waiting = this.#waiting.get(topic) ?? [];
    this.#waiting.set(topic, waiting);
    waiting.push(packet);
    if (waiting.length >= publishedAtOnce) await this.#send(topic, waiting);
  }

  async flush(): Promise<void> {
    for (const [topic, waiting] of this.#waiting) await this.#send(topic, waiting);
  }

  async #send(topic: string, waiting: SimulatedPacket[]): Promise<void> {
    const records = waiting.map(({ objectId, bytes }) => ({ key: objectId, value: bytes }));
    waiting.length = 0;
    await this.#publisher.sendBatch(topic, records);
  }
}
