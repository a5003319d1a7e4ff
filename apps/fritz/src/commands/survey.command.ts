import {
  BrokerDatabase,
  changeLinkRadius,
  changePublicPrograms,
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
    .summary('surveys, how their objects are linked, and what is public: list, set, link')
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
      const rows = found.map(({ name, radiusArcsec, objects, isDone, publicPrograms }) => [
        ...[name, `${radiusArcsec}″`, isDone ? 'all' : `${objects} so far`],
        publicPrograms.length === 0 ? 'none' : publicPrograms.join(', '),
      ]);
      const head = ['survey', 'links reach', 'old objects linked', 'public programmes'];
      context.print(formatTable(head, rows));
    });
}

function setCommand(context: CommandContext): Command {
  return new Command('set')
    .summary('change how near objects of other surveys are the same, or what is public')
    .description(
      'Of two surveys the larger radius counts. Links that are too wide then end; all objects are looked at again, beside the broker or by fritz survey link. What people linked or unlinked stays. Public programmes are read by whoever has a login of fritz public-access.',
    )
    .argument('<survey>', 'as fritz survey list shows it')
    .option('--link-radius <arcsec>', 'up to 60', linkRadius)
    .option('--public <programmes>', 'those that the survey publishes, or none', publicPrograms)
    .addHelpText(
      'after',
      examples(
        ['fritz survey set pgir --link-radius 5', 'a smaller one'],
        ['fritz survey set winter --public 1', 'what is published'],
      ),
    )
    .action((survey: string, options: SetOptions) => change(context, survey, options));
}

interface SetOptions {
  readonly linkRadius?: number;
  readonly public?: readonly number[];
}

async function change(
  context: CommandContext,
  survey: string,
  { linkRadius: radius, public: programs }: SetOptions,
): Promise<void> {
  if (radius === undefined && programs === undefined) {
    throw new UserError('nothing to change: say --link-radius or --public.');
  }
  const isThere = await withDatabase(context, ({ roles }) =>
    withClient(roles.owner, async (client) => {
      const found: boolean[] = [];
      if (radius !== undefined) found.push(await changeLinkRadius(client, survey, radius));
      if (programs) found.push(await changePublicPrograms(client, survey, programs));
      return found.every(Boolean);
    }),
  );
  if (!isThere) throw new UserError(`there is no survey "${survey}": see fritz survey list.`);
  if (radius !== undefined) {
    context.print(`${survey}: objects of other surveys within ${radius}″ are the same`);
  }
  if (programs) context.print(`${survey}: public programmes: ${programs.join(', ') || 'none'}`);
}

function publicPrograms(text: string): readonly number[] {
  if (text === 'none') return [];
  const ids = text.split(',').map((part) => (/^\s*\d{1,4}\s*$/.test(part) ? Number(part) : null));
  return ids.map((id) => {
    if (id !== null) return id;
    throw new InvalidArgumentError('It must be numbers of programmes, such as 1,2, or none.');
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
