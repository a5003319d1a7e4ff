import { writeFileSync } from 'node:fs';
import {
  BrokerDatabase,
  listQuarantine,
  type QuarantineEntry,
  readQuarantined,
} from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import { Command, InvalidArgumentError } from 'commander';
import { retryQuarantined } from '../broker/retry-quarantined.ts';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { wholeNumber } from '../cli/option-parsers.ts';
import { withDatabase } from '../cli/with-database.ts';
import { openLog } from '../log.ts';
import { formatNoun, formatTable } from '../terminal/format.ts';
import { UserError } from '../user-error.ts';

export function quarantineCommand(context: CommandContext): Command {
  return new Command('quarantine')
    .summary('packets that could not be read: list, show, retry')
    .addCommand(listCommand(context))
    .addCommand(showCommand(context))
    .addCommand(retryCommand(context))
    .addHelpText(
      'after',
      examples(
        ['fritz quarantine list', 'what was refused, and why'],
        ['fritz quarantine show 12 --bytes packet.avro', 'its bytes, to look at'],
        ['fritz quarantine retry --all', 'after an update that reads them'],
      ),
    );
}

function listCommand(context: CommandContext): Command {
  return new Command('list')
    .summary('list refused packets, newest first')
    .option('--all', 'also those that a retry has read')
    .option('--limit <n>', 'at most so many', wholeNumber(1), 100)
    .option('--json', 'print a list of objects')
    .addHelpText('after', examples(['fritz quarantine list --json', 'for a program']))
    .action(
      async (options: { readonly all?: true; readonly limit: number; readonly json?: true }) => {
        const entries = await withBroker(context, (broker) =>
          listQuarantine(broker, { includeResolved: options.all === true, limit: options.limit }),
        );
        if (options.json) return context.print(stringifyExact(entries));
        if (entries.length === 0) return context.print('no packet is in quarantine');
        const rows = entries.map((entry) => [
          String(entry.id),
          entry.receivedAt.toISOString().slice(0, 19),
          entry.code,
          originOf(entry),
          entry.reason,
        ]);
        context.print(formatTable(['id', 'received (UTC)', 'code', 'from', 'reason'], rows));
      },
    );
}

function showCommand(context: CommandContext): Command {
  return new Command('show')
    .summary('show one refused packet')
    .argument('<id>', 'as fritz quarantine list shows it', rowId)
    .option('--bytes <file>', 'write the packet as it came to this file')
    .option('--json', 'print an object')
    .addHelpText('after', examples(['fritz quarantine show 12 --bytes packet.avro', 'take it out']))
    .action(async (id: bigint, options: { readonly bytes?: string; readonly json?: true }) => {
      const found = await withBroker(context, (broker) => readQuarantined(broker, id));
      if (found === null) throw new UserError(`there is no packet ${id} in quarantine.`);
      const { bytes, ...entry } = found;
      if (options.bytes !== undefined) writeFileSync(options.bytes, bytes);
      if (options.json) return context.print(stringifyExact(entry));
      context.print(`packet   ${entry.id}, ${entry.sizeBytes} bytes, survey ${entry.survey}`);
      context.print(`from     ${originOf(entry)}`);
      context.print(`received ${entry.receivedAt.toISOString()}`);
      context.print(`reason   ${entry.reason} (${entry.code})`);
      context.print(
        `state    ${entry.resolvedAt ? `read ${entry.resolvedAt.toISOString()}` : 'refused'}`,
      );
    });
}

function retryCommand(context: CommandContext): Command {
  return new Command('retry')
    .summary('try to read refused packets again')
    .argument('[id...]', 'as fritz quarantine list shows them', rowIds)
    .option('--all', 'every packet that is refused')
    .option('--json', 'print one object: read, refused')
    .addHelpText('after', examples(['fritz quarantine retry 12 13', 'these two']))
    .action(
      async (
        given: bigint[] | undefined,
        options: { readonly all?: true; readonly json?: true },
      ) => {
        if ((given === undefined) === (options.all === undefined)) {
          throw new UserError('which? Name ids, or --all.');
        }
        const config = context.config();
        const log = openLog(config.dataDir, 'ingest', config.logLevel);
        const ids = given ?? null;
        const outcome = await withDatabase(context, ({ roles }) =>
          retryQuarantined(roles.broker, ids, log),
        );
        if (options.json) context.print(stringifyExact(outcome));
        else {
          context.print(
            `${formatNoun(outcome.read, 'packet')} read, ${outcome.refused} still refused`,
          );
        }
        if (outcome.refused > 0) context.setExitCode(2);
      },
    );
}

async function withBroker<T>(
  context: CommandContext,
  work: (broker: BrokerDatabase) => Promise<T>,
): Promise<T> {
  return withDatabase(context, async ({ roles }) => {
    const broker = new BrokerDatabase(roles.broker, 1);
    try {
      return await work(broker);
    } finally {
      await broker.close();
    }
  });
}

function rowId(text: string): bigint {
  if (/^\d{1,18}$/.test(text)) return BigInt(text);
  throw new InvalidArgumentError('It must be a number.');
}

function rowIds(text: string, before: readonly bigint[] = []): bigint[] {
  return [...before, rowId(text)];
}

function originOf(entry: QuarantineEntry): string {
  if (entry.originKind === 'file') return entry.originName;
  return `${entry.originName}[${entry.originPartition}] at ${entry.originOffset}`;
}
