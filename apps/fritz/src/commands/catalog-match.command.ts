import { BrokerDatabase, matchBacklogPart } from '@fritz/archive';
import { Command } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { withDatabase } from '../cli/with-database.ts';
import { formatNoun } from '../terminal/format.ts';

export function catalogMatchCommand(context: CommandContext): Command {
  return new Command('match')
    .summary('match old objects with what is new, now')
    .description(
      'Brokers do this beside their alerts. Interrupted, it goes on where it stopped; what a broker does meanwhile is not done twice.',
    )
    .option('--survey <name>', 'whose objects', 'ztf')
    .option('--json', 'print one object: objects, matched')
    .addHelpText(
      'after',
      examples(['fritz catalog match', 'after fritz catalog add, without a broker']),
    )
    .action(async ({ survey, json }: { readonly survey: string; readonly json?: true }) => {
      const result = await withDatabase(context, async ({ roles }) => {
        const broker = new BrokerDatabase(roles.broker, 1);
        try {
          return await matchAll(context, broker, survey);
        } finally {
          await broker.close();
        }
      });
      if (json) return context.print(JSON.stringify(result));
      context.print(
        `${formatNoun(result.objects, 'object')} looked at, ${result.matched} matched with what is new`,
      );
    });
}

const SAY_EVERY_MS = 2_000;

async function matchAll(context: CommandContext, broker: BrokerDatabase, survey: string) {
  const total = { objects: 0, matched: 0 };
  let saidAt = performance.now();
  for (;;) {
    const part = await matchBacklogPart(broker, survey);
    total.objects += part.objects;
    total.matched += part.matched;
    if (part.isDone) return total;
    if (performance.now() - saidAt < SAY_EVERY_MS) continue;
    saidAt = performance.now();
    context.say(`fritz: ${total.objects} objects looked at`);
  }
}
