import {
  countOfGroups,
  createGroup,
  deleteGroup,
  isGroupNameSeen,
  listGroups,
  listMembers,
  removeMember,
  updateGroup,
  type ViewerTx,
} from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import { Command } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { commaList } from '../cli/option-parsers.ts';
import { pickShared, pickUser, workAsAdmin } from '../database/pick-group.ts';
import { formatNoun, formatTable } from '../terminal/format.ts';
import { UserError } from '../user-error.ts';
import {
  addStreamCommand,
  addUserCommand,
  removeStreamCommand,
  removeUserCommand,
} from './group-members.command.ts';

export function groupCommand(context: CommandContext): Command {
  return new Command('group')
    .summary('list, make, change and delete groups; their members and streams')
    .description('Works as the administrator, under the rules of the API. Groups go by name or id.')
    .addCommand(listCommand(context))
    .addCommand(createCommand(context))
    .addCommand(addUserCommand(context))
    .addCommand(removeUserCommand(context))
    .addCommand(addStreamCommand(context))
    .addCommand(removeStreamCommand(context))
    .addCommand(setCommand(context))
    .addCommand(deleteCommand(context))
    .addHelpText(
      'after',
      examples(
        ['fritz group create "Infant supernovae" --private --admins ada', 'a group of ada’s'],
        ['fritz group add-user "Infant supernovae" bob', 'and bob in it'],
      ),
    );
}

function listCommand(context: CommandContext): Command {
  return new Command('list')
    .summary('list the groups, and how much they have')
    .option('--own', "users' own groups, too")
    .option('--json', 'print a list of objects, with the members')
    .addHelpText('after', examples(['fritz group list --json', 'for a program']))
    .action(async (options: { readonly own?: true; readonly json?: true }) => {
      const groups = await workAsAdmin(context, (tx) => describeGroups(tx, options.own ?? false));
      if (options.json) return context.print(stringifyExact(groups));
      const rows = groups.map((group) => [
        String(group.id),
        group.name,
        group.sitewide ? 'everyone' : group.private ? 'its members' : 'public',
        group.members
          .filter(({ admin }) => admin)
          .map(({ username }) => username)
          .join(', '),
        ...[group.users, group.filters, group.sources].map(String),
      ]);
      const header = ['id', 'name', 'known to', 'admins', 'members', 'filters', 'sources'];
      context.print(formatTable(header, rows));
    });
}

async function describeGroups(tx: ViewerTx, withOwn: boolean) {
  const groups = (await listGroups(tx)).filter((group) => withOwn || group.single_user_id === null);
  const ids = groups.map(({ id }) => id);
  const counts = new Map((await countOfGroups(tx, ids)).map((row) => [row.id, row]));
  const described = [];
  for (const { id, name, nickname, description, private: isPrivate, sitewide } of groups) {
    const { users = 0, filters = 0, sources = 0 } = counts.get(id) ?? {};
    const members = (await listMembers(tx, id)).map(({ username, admin, can_save }) => {
      return { username, admin, can_save };
    });
    const about = { id, name, nickname, description, private: isPrivate, sitewide };
    described.push({ ...about, users, filters, sources, members });
  }
  return described;
}

interface CreateOptions {
  readonly nickname?: string;
  readonly description?: string;
  readonly private?: true;
  readonly autoAccept?: true;
  readonly admins?: string[];
  readonly json?: true;
}

function createCommand(context: CommandContext): Command {
  return new Command('create')
    .summary('make a group')
    .argument('<name>')
    .option('--admins <user,…>', 'its admins instead of the administrator', commaList)
    .option('--nickname <text>', 'a short name')
    .option('--description <text>', 'what it is for')
    .option('--private', 'known to its members alone')
    .option('--auto-accept', 'take in whoever asks and may read its streams')
    .option('--json', 'print an object: id')
    .addHelpText(
      'after',
      examples(
        ['fritz group create "Infant supernovae"', 'the administrator’s'],
        ['fritz group create Kilonovae --private --admins ada,bob', 'ada’s and bob’s'],
      ),
    )
    .action(async (name: string, options: CreateOptions) => {
      const id = await workAsAdmin(context, (tx, adminId) =>
        create(tx, adminId, name.trim(), options),
      );
      context.print(options.json ? stringifyExact({ id }) : `group ${id} is there`);
    });
}

async function create(
  tx: ViewerTx,
  adminId: number,
  name: string,
  options: CreateOptions,
): Promise<number> {
  if (name === '') throw new UserError('a group needs a name.');
  if (await isGroupNameSeen(tx, name, null)) {
    throw new UserError(`there is a group "${name}" already: fritz group list shows it.`);
  }
  const adminIds: number[] = [];
  for (const username of options.admins ?? []) adminIds.push((await pickUser(tx, username)).id);
  const { nickname = null, description = null, private: isPrivate = false } = options;
  const id = await createGroup(tx, { name, nickname, description, isPrivate, adminIds });
  if (options.autoAccept) await updateGroup(tx, id, { auto_accept_requests: true });
  if (adminIds.length > 0 && !adminIds.includes(adminId)) await removeMember(tx, id, adminId);
  return id;
}

interface SetOptions {
  readonly name?: string;
  readonly nickname?: string;
  readonly description?: string;
  readonly private?: boolean;
  readonly autoAccept?: boolean;
  readonly json?: true;
}

function setCommand(context: CommandContext): Command {
  return new Command('set')
    .summary('change a group: its name, who knows of it, whom it takes in')
    .argument('<group>')
    .option('--name <text>', 'another name')
    .option('--nickname <text>', 'a short name; empty: none')
    .option('--description <text>', 'what it is for; empty: nothing')
    .option('--private', 'known to its members alone')
    .option('--no-private', 'known to everyone')
    .option('--auto-accept', 'take in whoever asks and may read its streams')
    .option('--no-auto-accept', 'let its admins decide')
    .option('--json', 'print an object: the group')
    .addHelpText(
      'after',
      examples(
        ['fritz group set Kilonovae --private', 'known to its members alone from now on'],
        ['fritz group set 7 --name "Infant supernovae"', 'another name'],
      ),
    )
    .action(async (name: string, options: SetOptions) => {
      const group = await workAsAdmin(context, (tx) => set(tx, name, options));
      context.print(options.json ? stringifyExact(group) : `${group?.name} is changed`);
    });
}

async function set(tx: ViewerTx, nameOrId: string, options: SetOptions) {
  const group = await pickShared(tx, nameOrId);
  const name = options.name?.trim();
  if (name === '') throw new UserError('a group needs a name.');
  if (name !== undefined && name !== group.name && (await isGroupNameSeen(tx, name, group.id))) {
    throw new UserError(`there is a group "${name}" already: fritz group list shows it.`);
  }
  const { nickname, description, private: isPrivate, autoAccept } = options;
  const change = {
    ...(name === undefined ? {} : { name }),
    ...(nickname === undefined ? {} : { nickname: nickname || null }),
    ...(description === undefined ? {} : { description: description || null }),
    ...(isPrivate === undefined ? {} : { private: isPrivate }),
    ...(autoAccept === undefined ? {} : { auto_accept_requests: autoAccept }),
  };
  if (Object.keys(change).length === 0) throw new UserError('say what shall change.');
  await updateGroup(tx, group.id, change);
  return (await describeGroups(tx, false)).find(({ id }) => id === group.id);
}

function deleteCommand(context: CommandContext): Command {
  return new Command('delete')
    .summary('delete a group with its filters, candidates and saves')
    .argument('<group>')
    .option('--yes', 'do it; otherwise it only tells what would go')
    .option('--json', 'print an object: what went, or would')
    .addHelpText(
      'after',
      examples(
        ['fritz group delete Kilonovae', 'what would go?'],
        ['fritz group delete Kilonovae --yes', 'away with it'],
      ),
    )
    .action(async (name: string, options: { readonly yes?: true; readonly json?: true }) => {
      const isDeleted = options.yes ?? false;
      const gone = await workAsAdmin(context, (tx) => remove(tx, name, isDeleted));
      if (options.json) return context.print(stringifyExact({ ...gone, deleted: isDeleted }));
      const parts = [
        formatNoun(gone.users, 'membership'),
        formatNoun(gone.filters, 'filter'),
        `${formatNoun(gone.sources, 'saved object')}`,
      ].join(', ');
      context.print(isDeleted ? `deleted, with ${parts}` : `${parts} would go: say --yes to do it`);
    });
}

async function remove(tx: ViewerTx, name: string, isDeleted: boolean) {
  const group = await pickShared(tx, name);
  if (group.sitewide) throw new UserError('the group of all users cannot be deleted.');
  const [counts] = await countOfGroups(tx, [group.id]);
  if (!counts) throw new Error('the group is gone');
  if (isDeleted) await deleteGroup(tx, group.id);
  return counts;
}
