import { BrokerDatabase } from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import { Command } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { withDatabase } from '../cli/with-database.ts';
import { checkConsistency, countArchive, listOffsets } from '../database/consistency.queries.ts';
import { formatCount, formatTable } from '../terminal/format.ts';

export function verifyCommand(context: CommandContext): Command {
  return new Command('verify')
    .summary('count what the archive holds and check that it hangs together')
    .description('Changes nothing. The exit code is 0 when every rule holds, 2 when one is broken.')
    .option('--json', 'print one object: counts, rules, offsets')
    .addHelpText(
      'after',
      examples(['fritz verify', 'for a person'], ['fritz verify --json', 'for a program']),
    )
    .action(({ json }: { readonly json?: true }) => runVerify(context, json === true));
}

async function runVerify(context: CommandContext, asJson: boolean): Promise<void> {
  const found = await withDatabase(context, async ({ roles }) => {
    const database = new BrokerDatabase(roles.broker, 1);
    try {
      const counts = await countArchive(database);
      const rules = await checkConsistency(database);
      return { counts, rules, offsets: await listOffsets(database) };
    } finally {
      await database.close();
    }
  });
  const isSound = found.rules.every(({ broken }) => broken === 0);
  if (!isSound) context.setExitCode(2);
  if (asJson) return context.print(stringifyExact(found));
  const counts = Object.entries(found.counts).map(([name, count]) => [
    name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
    formatCount(count),
  ]);
  context.print(formatTable(['the archive holds', ''], counts));
  context.print('');
  for (const { rule, broken } of found.rules) {
    context.print(`${broken === 0 ? 'ok    ' : 'BROKEN'}  ${rule}${broken ? `: ${broken}` : ''}`);
  }
  if (found.offsets.length === 0) return;
  const offsets = found.offsets.map((row) => [
    row.consumer,
    row.topic,
    String(row.partition),
    String(row.nextOffset),
  ]);
  context.print(`\n${formatTable(['consumer', 'topic', 'partition', 'next offset'], offsets)}`);
}
