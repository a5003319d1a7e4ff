import {
  demandRelease,
  dropRelease,
  listAllReleases,
  type Release,
  releaseSizes,
  switchRelease,
  withClient,
} from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import { Command } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { withDatabase } from '../cli/with-database.ts';
import { formatBytes, formatCount, formatNoun, formatTable } from '../terminal/format.ts';
import { archiveAddCommand } from './archive-add.command.ts';

type OwnerClient = Parameters<Parameters<typeof withClient>[1]>[0];

interface JsonOption {
  readonly json?: true;
}

export function archiveCommand(context: CommandContext): Command {
  return new Command('archive')
    .summary('light curves of data releases: add, list, show, switch, drop')
    .addCommand(archiveAddCommand(context))
    .addCommand(listCommand(context))
    .addCommand(showCommand(context))
    .addCommand(switchCommand(context))
    .addCommand(dropCommand(context))
    .addHelpText(
      'after',
      examples(
        ['fritz archive add ZTF_sources_20240117 /data/matchfiles', 'load it beside the old one'],
        ['fritz archive switch ZTF_sources_20240117', 'from now on it is meant'],
        ['fritz archive drop ZTF_sources_20231118', 'the old one is no longer needed'],
      ),
    );
}

function withOwner<T>(
  context: CommandContext,
  work: (client: OwnerClient) => Promise<T>,
): Promise<T> {
  return withDatabase(context, ({ roles }) => withClient(roles.owner, work));
}

type Sized = Release & { readonly bytes: bigint | null };

const forPrograms = (release: Release | Sized) => ({
  ...release,
  loadedAt: release.loadedAt?.toISOString() ?? null,
});

function listCommand(context: CommandContext): Command {
  return new Command('list')
    .summary('list the releases')
    .option('--json', 'print a list of objects')
    .addHelpText('after', examples(['fritz archive list --json', 'for a program']))
    .action(async ({ json }: JsonOption) => {
      const found = await withOwner(context, async (client): Promise<Sized[]> => {
        const sizes = await releaseSizes(client);
        const releases = await listAllReleases(client);
        return releases.map((one) => ({ ...one, bytes: sizes.get(one.id) ?? null }));
      });
      if (json) return context.print(stringifyExact(found.map(forPrograms)));
      if (found.length === 0)
        return context.print('there is no release: fritz archive add loads one');
      const rows = found.map((one) => [
        one.name,
        one.kind.replace('_', ' '),
        one.state === 'loading' ? 'being loaded' : one.isCurrent ? 'current' : '',
        formatCount(Number(one.rows)),
        formatCount(Number(one.points)),
        one.bytes === null ? '' : formatBytes(Number(one.bytes)),
        one.store === 'hats' ? 'files' : 'database',
        one.loadedAt?.toISOString().slice(0, 16).replace('T', ' ') ?? '',
      ]);
      const head = ['name', 'of', '', 'rows', 'points', 'size', 'in', 'since (UTC)'];
      context.print(formatTable(head, rows));
    });
}

function showCommand(context: CommandContext): Command {
  return new Command('show')
    .summary('show one release')
    .argument('<name>', 'as fritz archive list shows it')
    .option('--json', 'print an object')
    .addHelpText('after', examples(['fritz archive show ZTF_sources_20240117', 'how much it has']))
    .action(async (name: string, { json }: JsonOption) => {
      const release = await withOwner(context, (client) => demandRelease(client, name));
      if (json) return context.print(stringifyExact(forPrograms(release)));
      const { kind, state, isCurrent, rows, points, refused, columns } = release;
      const lines = [
        `${name}: ${kind.replace('_', ' ')}, ${isCurrent ? 'current' : state}`,
        `rows      ${formatCount(Number(rows))}`,
        `points    ${formatCount(Number(points))}`,
        `refused   ${formatCount(Number(refused))}`,
      ];
      if (columns.length > 0) lines.push(`columns   ${columns.join(', ')}`);
      lines.forEach(context.print);
    });
}

function switchCommand(context: CommandContext): Command {
  return new Command('switch')
    .summary('make a release the one that is meant where none is named')
    .argument('<name>', 'as fritz archive list shows it')
    .option('--json', 'print an object')
    .addHelpText('after', examples(['fritz archive switch ZTF_sources_20240117', 'at once']))
    .action(async (name: string, { json }: JsonOption) => {
      const release = await withOwner(context, (client) => switchRelease(client, name));
      if (json) return context.print(stringifyExact(forPrograms(release)));
      context.print(`${name} is the current release of ${release.kind.replace('_', ' ')}`);
    });
}

function dropCommand(context: CommandContext): Command {
  return new Command('drop')
    .summary('take a release away, or what is loaded of it')
    .argument('<name>', 'as fritz archive list shows it')
    .option('--force', 'even the current one')
    .option('--json', 'print an object')
    .addHelpText('after', examples(['fritz archive drop ZTF_sources_20231118', 'its room is free']))
    .action(async (name: string, { json, force }: JsonOption & { force?: true }) => {
      const options = { isForced: force === true };
      const release = await withOwner(context, (client) => dropRelease(client, name, options));
      if (json) return context.print(stringifyExact(forPrograms(release)));
      context.print(`${name} is dropped: ${formatNoun(Number(release.rows), 'row')}`);
    });
}
