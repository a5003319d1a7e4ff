import { basename } from 'node:path';
import {
  activateVersion,
  addGroupStream,
  createGroup,
  type FilterRow,
  findFilter,
  groupHasStream,
  listFilters,
  listGroups,
  listStreams,
  setActive,
  type ViewerTx,
} from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import { Command } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { wholeNumber } from '../cli/option-parsers.ts';
import { withDatabase } from '../cli/with-database.ts';
import { didYouMean } from '../config/suggest.ts';
import { addFilter, addFilterVersion, type FilterText } from '../database/add-filter.ts';
import { type AdminSession, asAdmin } from '../database/as-admin.ts';
import { defaultStream, sitewideGroupName } from '../database/foundation.ts';
import { pickGroup } from '../database/pick-group.ts';
import { readFilterText } from '../filter-file/read-filter.ts';
import { formatTable } from '../terminal/format.ts';
import { UserError } from '../user-error.ts';
import { filterBenchCommand } from './filter-bench.command.ts';
import { filterCheckCommand } from './filter-check.command.ts';
import { filterDiffCommand } from './filter-diff.command.ts';
import { filterExplainCommand } from './filter-explain.command.ts';
import { filterTestCommand } from './filter-test.command.ts';

interface AddOptions {
  readonly name?: string;
  readonly group: string;
  readonly stream: string;
  readonly createGroup?: true;
  readonly versionOf?: number;
  readonly changelog?: string;
  readonly insist?: true;
  readonly json?: true;
}

export function filterCommand(context: CommandContext): Command {
  return new Command('filter')
    .summary('check, test, explain, compare, measure, list, add and switch filters')
    .description('Works as the administrator, under the rules of the API.')
    .addCommand(filterCheckCommand(context))
    .addCommand(filterTestCommand(context))
    .addCommand(filterExplainCommand(context))
    .addCommand(filterDiffCommand(context))
    .addCommand(filterBenchCommand(context))
    .addCommand(listCommand(context))
    .addCommand(addCommand(context))
    .addCommand(activateCommand(context))
    .addCommand(deactivateCommand(context))
    .addHelpText(
      'after',
      examples(
        ['fritz filter check bright.json', 'is it right?'],
        ['fritz filter test bright.json', 'what would it have found last night?'],
        ['fritz filter list', 'all filters'],
        ['fritz filter add bright.json --group "Demo: transients"', 'add one and run it'],
      ),
    );
}

function listCommand(context: CommandContext): Command {
  return new Command('list')
    .summary('list the filters of all groups')
    .option('--json', 'print a list of objects')
    .addHelpText('after', examples(['fritz filter list --json', 'for a program']))
    .action(async ({ json }: { readonly json?: true }) => {
      const { filters, groups } = await work(context, async (tx) => {
        return { filters: await listFilters(tx), groups: await listGroups(tx) };
      });
      if (json) return context.print(stringifyExact(filters));
      const groupNames = new Map(groups.map(({ id, name }) => [id, name]));
      const rows = filters.map((filter) => [
        String(filter.id),
        filter.name,
        groupNames.get(filter.group_id) ?? '',
        filter.active_fid ?? '',
        filter.active ? 'runs' : 'off',
      ]);
      context.print(formatTable(['id', 'name', 'group', 'version', 'state'], rows));
    });
}

function addCommand(context: CommandContext): Command {
  return new Command('add')
    .summary('add a filter from a file and run it from the next batch on')
    .description(
      'It is run over the last night in the archive first, or a simulated one where there is none: ' +
        'one that passes, or fails on, more than 5 % of it is refused unless you insist.',
    )
    .argument('<file>', 'the pipeline: a JSON list of stages')
    .option('--name <text>', 'its name (default: that of the file)')
    .option('--group <name>', 'the group that it belongs to', sitewideGroupName)
    .option('--stream <name>', 'the stream that it reads', defaultStream)
    .option('--create-group', 'make the group, with this stream, when it is missing')
    .option('--version-of <id>', 'a new version of this filter instead', wholeNumber(1))
    .option('--changelog <line>', 'what is new')
    .option('--insist', 'also where it passes, or fails on, more than 5 % of the reference night')
    .option('--json', 'print an object: id')
    .addHelpText(
      'after',
      examples(
        ['fritz filter add bright.json', 'for everyone, on the public stream'],
        [
          'fritz filter add all.json --group Caltech --create-group --stream "ZTF Caltech"',
          'for some',
        ],
        ['fritz filter add bright.json --version-of 3', 'a better version'],
      ),
    )
    .action(async (file: string, options: AddOptions) => {
      const pipeline = readFilterText(file);
      const id = await work(context, (tx, userId) => add(tx, userId, file, pipeline, options));
      context.print(
        options.json ? stringifyExact({ id }) : `filter ${id} runs from the next batch on`,
      );
    });
}

async function add(
  tx: ViewerTx,
  userId: number,
  file: string,
  pipeline: string,
  options: AddOptions,
): Promise<number> {
  if (options.versionOf !== undefined) {
    const filter = await demandFilter(tx, options.versionOf);
    await addFilterVersion(tx, filter.id, textOf(pipeline, options), userId);
    return filter.id;
  }
  const streams = await listStreams(tx);
  const stream = streams.find(({ name }) => name === options.stream);
  if (!stream) throw unknownName('stream', options.stream, streams);
  const groupId = await demandGroup(tx, userId, stream.id, options);
  if (!(await groupHasStream(tx, groupId, stream.id))) {
    const [group, of] = [options.group, stream.name];
    throw new UserError(
      `the group "${group}" does not read "${of}" yet: fritz group add-stream "${group}" "${of}".`,
    );
  }
  const name = options.name ?? basename(file).replace(/\.json$/, '');
  const made = { name, groupId, streamId: stream.id, createdBy: userId };
  return addFilter(tx, { ...made, ...textOf(pipeline, options) });
}

async function demandGroup(
  tx: ViewerTx,
  userId: number,
  streamId: number,
  options: AddOptions,
): Promise<number> {
  const groups = await listGroups(tx);
  const isThere = groups.some(({ name }) => name === options.group);
  if (isThere || !options.createGroup) return (await pickGroup(tx, options.group)).id;
  const made = { name: options.group, nickname: null, description: null, isPrivate: false };
  const id = await createGroup(tx, { ...made, adminIds: [userId] });
  await addGroupStream(tx, id, streamId);
  return id;
}

function unknownName(kind: string, name: string, known: readonly { name: string }[]): UserError {
  const names = known.map((entry) => entry.name);
  return new UserError(`there is no ${kind} "${name}"${didYouMean(name, names)}.`);
}

function activateCommand(context: CommandContext): Command {
  return new Command('activate')
    .summary('run a filter from the next batch on')
    .argument('<id>', 'as fritz filter list shows it', wholeNumber(1))
    .option('--fid <version>', 'with another of its versions')
    .addHelpText('after', examples(['fritz filter activate 3', 'switch it on']))
    .action(async (id: number, { fid }: { readonly fid?: string }) => {
      await work(context, async (tx) => {
        const filter = await demandFilter(tx, id);
        if (fid !== undefined && !(await activateVersion(tx, id, fid))) {
          throw new UserError(`filter ${id} has no version ${fid}.`);
        }
        if (filter.active_fid === null && fid === undefined) {
          throw new UserError(`filter ${id} has no version that could run.`);
        }
        await setActive(tx, id, true);
      });
      context.print(`filter ${id} runs from the next batch on`);
    });
}

function deactivateCommand(context: CommandContext): Command {
  return new Command('deactivate')
    .summary('stop running a filter')
    .argument('<id>', 'as fritz filter list shows it', wholeNumber(1))
    .addHelpText('after', examples(['fritz filter deactivate 3', 'switch it off']))
    .action(async (id: number) => {
      await work(context, async (tx) => {
        await demandFilter(tx, id);
        await setActive(tx, id, false);
      });
      context.print(`filter ${id} is off`);
    });
}

async function demandFilter(tx: ViewerTx, id: number): Promise<FilterRow> {
  const filter = await findFilter(tx, id);
  if (filter === null)
    throw new UserError(`there is no filter ${id}: fritz filter list shows them.`);
  return filter;
}

/** One transaction as the administrator. */
function work<T>(
  context: CommandContext,
  inTx: (tx: ViewerTx, userId: number) => Promise<T>,
): Promise<T> {
  return withDatabase(context, ({ roles }) =>
    asAdmin(roles, ({ userId, run }: AdminSession) => run((tx) => inTx(tx, userId))),
  );
}

function textOf(pipeline: string, { changelog, insist }: AddOptions): FilterText {
  return { pipeline, trial: { insist: insist ?? false }, ...(changelog ? { changelog } : {}) };
}
