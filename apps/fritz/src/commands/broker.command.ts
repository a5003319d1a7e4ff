import type { PartitionLag } from '@fritz/streams';
import { SURVEYS } from '@fritz/surveys';
import { Command, Option } from 'commander';
import { runBrokerJob } from '../broker/broker-job.ts';
import { type KafkaOverrides, kafkaStream } from '../broker/kafka-options.ts';
import { addBatch, emptyTally, type Tally } from '../broker/tally.ts';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { brokerList, commaList, webAddress } from '../cli/option-parsers.ts';
import { withDatabase } from '../cli/with-database.ts';
import { nightlyOf } from '../export/nightly-export.ts';
import { openLog } from '../log.ts';
import { formatCount } from '../terminal/format.ts';
import { UserError } from '../user-error.ts';

interface BrokerCommandOptions {
  readonly brokers?: readonly string[];
  readonly topics?: string[];
  readonly group?: string;
  readonly survey?: string;
  readonly schemaRegistry?: string;
  readonly saslMechanism?: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly saslUsername?: string;
  readonly saslPasswordFile?: string;
  readonly tls?: true;
  readonly tlsCa?: string;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
}

const mechanisms = ['plain', 'scram-sha-256', 'scram-sha-512'];

export function brokerCommand(context: CommandContext): Command {
  return new Command('broker')
    .summary('read alerts from Kafka and run the filters')
    .description(
      'Reads every topic that matches, from where the database says that it was read to; a topic ' +
        'that appears later is read from its beginning. Each option has a setting of its own; a ' +
        'password comes from a file or from FRITZ_KAFKA_SASL_PASSWORD.',
    )
    .addOption(
      new Option('--survey <name>', 'whose packets').choices(SURVEYS.map(({ name }) => name)),
    )
    .option('--brokers <host:port,…>', 'where Kafka answers', brokerList)
    .option('--topics <pattern,…>', "topics or patterns, such as 'ztf_*_programid1'", commaList)
    .option('--schema-registry <url>', 'registry of the schemas of bare packets (LSST)', webAddress)
    .option('--group <name>', 'consumer group; brokers of one group share the partitions')
    .addOption(new Option('--sasl-mechanism <name>', 'how to log in').choices(mechanisms))
    .option('--sasl-username <name>', 'who logs in')
    .option('--sasl-password-file <file>', 'file that holds the password')
    .option('--tls', 'talk over TLS')
    .option('--tls-ca <file>', 'certificate of a private authority (PEM)')
    .option('--tls-cert <file>', 'our own certificate (PEM)')
    .option('--tls-key <file>', 'its key (PEM)')
    .addHelpText(
      'after',
      examples(
        [
          "fritz broker --survey ztf --brokers kafka.example.org:9092 --topics 'ztf_*_programid1'",
          'a public stream',
        ],
        [
          'fritz broker … --sasl-mechanism scram-sha-512 --sasl-username me --sasl-password-file pw --tls',
          'with a login',
        ],
        [
          'fritz broker --survey lsst --schema-registry https://registry.example.org --topics lsst-alerts …',
          'packets without schemas',
        ],
      ),
    )
    .action((options: BrokerCommandOptions) => runBrokerCommand(context, options));
}

async function runBrokerCommand(
  context: CommandContext,
  options: BrokerCommandOptions,
): Promise<void> {
  const config = context.config();
  const stream = kafkaStream(config, overridesOf(options));
  if (stream === null) {
    throw new UserError('which Kafka? Name it with --brokers host:9092 or FRITZ_KAFKA_BROKERS.');
  }
  const log = openLog(config.dataDir, 'broker', config.logLevel);
  const tally = emptyTally();
  const report = lagReporter(context, tally);
  await withDatabase(context, async (database) => {
    context.say(`fritz: reading ${stream.topics.join(', ')} at ${stream.brokers.join(', ')}`);
    await runBrokerJob(
      { kind: 'kafka', stream },
      {
        broker: database.roles.broker,
        log,
        signal: context.signal,
        onBatch: (write) => addBatch(tally, write),
        onWait: (reason) => context.say(`fritz: waiting: ${reason}`),
        onNotice: (message) => context.say(`fritz: ${message}`),
        inferenceThreads: config.inferenceThreads,
        candidateDays: config.candidateDays,
        nightly: nightlyOf(config),
        onLag: report,
      },
    );
  });
  context.say(`\nfritz: stopped; ${describeTally(tally)}`);
}

function overridesOf(options: BrokerCommandOptions): KafkaOverrides {
  const named = {
    kafkaBrokers: options.brokers,
    kafkaTopics: options.topics,
    kafkaGroup: options.group,
    kafkaSurvey: options.survey,
    kafkaSchemaRegistry: options.schemaRegistry,
    kafkaSaslMechanism: options.saslMechanism,
    kafkaSaslUsername: options.saslUsername,
    kafkaSaslPasswordFile: options.saslPasswordFile,
    // A file named here takes the place of a password in the settings.
    kafkaSaslPassword: options.saslPasswordFile === undefined ? undefined : null,
    kafkaTls: options.tls,
    kafkaTlsCa: options.tlsCa,
    kafkaTlsCert: options.tlsCert,
    kafkaTlsKey: options.tlsKey,
  };
  const given = Object.entries(named).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as KafkaOverrides;
}

/** On a terminal one line that is rewritten; otherwise a line when something changed. */
function lagReporter(
  context: CommandContext,
  tally: Tally,
): (lag: readonly PartitionLag[]) => void {
  let last = '';
  return (lag) => {
    const behind = lag.reduce((sum, partition) => sum + partition.lag, 0);
    const text = `lag ${formatCount(behind)} in ${lag.length} partitions; ${describeTally(tally)}`;
    if (text === last) return;
    last = text;
    if (context.isTerminal) process.stderr.write(`\r\x1b[K${text}`);
    else context.say(`fritz: ${text}`);
  };
}

function describeTally({ read, new: fresh, known, quarantined, passed }: Tally): string {
  const passes = Object.values(passed).reduce((sum, count) => sum + count, 0);
  const [r, n, k, q, p] = [read, fresh, known, quarantined, passes].map(formatCount);
  return `${r} read, ${n} new, ${k} known, ${q} quarantined, ${p} passes`;
}
