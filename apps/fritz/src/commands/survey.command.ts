import {
  BrokerDatabase,
  changeLinkRadius,
  linkBacklogPart,
  listLinkedSurveys,
  pgTypes,
  withClient,
} from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import { SURVEYS } from '@fritz/surveys';
import { Command, InvalidArgumentError } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { positiveNumber } from '../cli/option-parsers.ts';
import { withDatabase } from '../cli/with-database.ts';
import { formatNoun, formatTable } from '../terminal/format.ts';
import { UserError } from '../user-error.ts';

interface JsonOption {
  readonly json?: true;
}

export function surveyCommand(context: CommandContext): Command {
  return new Command('survey')
    .summary('surveys, and how their objects are linked: list, set, link')
    .addCommand(listCommand(context))
    .addCommand(setCommand(context))
    .addCommand(linkCommand(context))
    .addHelpText('after', examples(['fritz survey list', 'how far links reach']));
}

function listCommand(context: CommandContext): Command {
  return new Command('list')
    .summary('the surveys, how far their links reach, and whether old objects are linked')
    .option('--json', 'print a list of objects')
    .addHelpText('after', examples(['fritz survey list --json', 'for a program']))
    .action(async ({ json }: JsonOption) => {
      const found = await withDatabase(context, ({ roles }) =>
        withClient({ ...roles.owner, types: pgTypes }, listLinkedSurveys),
      );
      if (json) return context.print(stringifyExact(found));
      const rows = found.map(({ name, radiusArcsec, objects, isDone }) => [
        ...[name, `${radiusArcsec}″`, isDone ? 'all' : `${objects} so far`],
      ]);
      context.print(formatTable(['survey', 'links reach', 'old objects linked'], rows));
    });
}

function setCommand(context: CommandContext): Command {
  return new Command('set')
    .summary('change how near objects of other surveys are the same')
    .description(
      'Of two surveys the larger radius counts. Links that are too wide then end; all objects are looked at again, beside the broker or by fritz survey link. What people linked or unlinked stays.',
    )
    .argument('<survey>', 'as fritz survey list shows it')
    .requiredOption('--link-radius <arcsec>', 'up to 60', linkRadius)
    .addHelpText('after', examples(['fritz survey set pgir --link-radius 5', 'a smaller one']))
    .action(async (survey: string, { linkRadius: radius }: { readonly linkRadius: number }) => {
      const isThere = await withDatabase(context, ({ roles }) =>
        withClient(roles.owner, (client) => changeLinkRadius(client, survey, radius)),
      );
      if (!isThere) throw new UserError(`there is no survey "${survey}": see fritz survey list.`);
      context.print(`${survey}: objects of other surveys within ${radius}″ are the same`);
    });
}

function linkRadius(text: string): number {
  const value = positiveNumber(text);
  if (value <= 60) return value;
  throw new InvalidArgumentError('It must be 60 arcsec at most.');
}

function linkCommand(context: CommandContext): Command {
  return new Command('link')
    .summary('link objects that were there before, now')
    .description('Brokers do this beside their alerts. Interrupted, it goes on where it stopped.')
    .option('--json', 'print one object: objects, linked')
    .addHelpText('after', examples(['fritz survey link', 'without a broker']))
    .action(async ({ json }: JsonOption) => {
      const total = await withDatabase(context, async ({ roles }) => {
        const broker = new BrokerDatabase(roles.broker, 1);
        try {
          return await linkAll(broker);
        } finally {
          await broker.close();
        }
      });
      if (json) return context.print(JSON.stringify(total));
      const { objects, linked } = total;
      context.print(
        `${formatNoun(objects, 'object')} looked at, ${formatNoun(linked, 'new link')}`,
      );
    });
}

async function linkAll(broker: BrokerDatabase): Promise<{ objects: number; linked: number }> {
  const total = { objects: 0, linked: 0 };
  for (const { name } of SURVEYS) {
    for (let isDone = false; !isDone; ) {
      const part = await linkBacklogPart(broker, name);
      total.objects += part.objects;
      total.linked += part.linked;
      isDone = part.isDone;
    }
  }
  return total;
}
