import {
  addGroupStream,
  addMember,
  countOfGroups,
  createGroup,
  deleteGroup,
  findMembership,
  type GroupStanding,
  isGroupNameSeen,
  listGroups,
  listMembers,
  listMembersWithout,
  listStreams,
  removeMember,
  updateGroup,
  updateMember,
  type ViewerTx,
} from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import { Command } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { commaList } from '../cli/option-parsers.ts';
import { withDatabase } from '../cli/with-database.ts';
import { didYouMean } from '../config/suggest.ts';
import { asAdmin } from '../database/as-admin.ts';
import { pickGroup, pickUser } from '../database/pick-group.ts';
import { formatNoun, formatTable } from '../terminal/format.ts';
import { UserError } from '../user-error.ts';

export function groupCommand(context: CommandContext): Command {
  return new Command('group')
    .summary('list, make and delete groups; their members and streams')
    .description('Works as the administrator, under the rules of the API. Groups go by name or id.')
    .addCommand(listCommand(context))
    .addCommand(createCommand(context))
    .addCommand(addUserCommand(context))
    .addCommand(removeUserCommand(context))
    .addCommand(addStreamCommand(context))
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
      const groups = await work(context, (tx) => describeGroups(tx, options.own ?? false));
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
      const id = await work(context, (tx, adminId) => create(tx, adminId, name.trim(), options));
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

/** Absent: as it is, or for a new member as the API has it. */
interface MemberOptions {
  readonly admin?: boolean;
  readonly save?: boolean;
  readonly sharePhotometry?: boolean;
}

function addUserCommand(context: CommandContext): Command {
  return new Command('add-user')
    .summary('take a user into a group, or change what a member may do there')
    .argument('<group>')
    .argument('<user>')
    .option('--admin', 'as an admin of the group')
    .option('--no-admin', 'as an ordinary member')
    .option('--save', 'who may save objects to it, as a new member may')
    .option('--no-save', 'who may not')
    .option('--share-photometry', "who may share the group's photometry with others")
    .option('--no-share-photometry', 'who may not, as a new member may not')
    .addHelpText(
      'after',
      examples(
        ['fritz group add-user Kilonovae eve --no-save', 'eve sees, and saves nothing'],
        ['fritz group add-user Kilonovae eve --admin', 'and is an admin, now'],
      ),
    )
    .action(async (groupName: string, username: string, options: MemberOptions) => {
      const isNew = await work(context, (tx) => putMember(tx, groupName, username, options));
      context.print(isNew ? `${username} is in ${groupName}` : `${username} is changed`);
    });
}

async function putMember(
  tx: ViewerTx,
  groupName: string,
  username: string,
  options: MemberOptions,
): Promise<boolean> {
  const { id: groupId } = await pickShared(tx, groupName);
  const { id: userId } = await pickUser(tx, username);
  const { admin, save, sharePhotometry } = options;
  if ((await findMembership(tx, groupId, userId)) === null) {
    const rights = { admin: admin ?? false, canSave: save ?? true };
    const canSharePhotometry = sharePhotometry ?? false;
    await addMember(tx, { groupId, userId, ...rights, canSharePhotometry });
    return true;
  }
  const change = {
    ...(admin === undefined ? {} : { admin }),
    ...(save === undefined ? {} : { can_save: save }),
    ...(sharePhotometry === undefined ? {} : { can_share_photometry: sharePhotometry }),
  };
  if (Object.keys(change).length === 0) {
    throw new UserError(`${username} is in the group already; say what shall change.`);
  }
  await updateMember(tx, groupId, userId, change);
  return false;
}

function removeUserCommand(context: CommandContext): Command {
  return new Command('remove-user')
    .summary('take a user out of a group')
    .argument('<group>')
    .argument('<user>')
    .addHelpText('after', examples(['fritz group remove-user Kilonovae eve', 'eve is out']))
    .action(async (groupName: string, username: string) => {
      await work(context, async (tx) => {
        const group = await pickShared(tx, groupName);
        if (group.sitewide) throw new UserError('the group of all users cannot be left.');
        const { id } = await pickUser(tx, username);
        if (!(await removeMember(tx, group.id, id))) {
          throw new UserError(`${username} is not in "${group.name}".`);
        }
      });
      context.print(`${username} is out of ${groupName}`);
    });
}

function addStreamCommand(context: CommandContext): Command {
  return new Command('add-stream')
    .summary('let the filters of a group read a stream that all its members may read')
    .argument('<group>')
    .argument('<stream>')
    .addHelpText('after', examples(['fritz group add-stream Kilonovae "ZTF Public"', 'as it says']))
    .action(async (groupName: string, streamName: string) => {
      await work(context, async (tx) => {
        const group = await pickShared(tx, groupName);
        const streams = await listStreams(tx);
        const stream = streams.find(({ name }) => name === streamName);
        if (!stream) {
          const names = streams.map(({ name }) => name);
          throw new UserError(
            `there is no stream "${streamName}"${didYouMean(streamName, names)}.`,
          );
        }
        const without = group.sitewide ? [] : await listMembersWithout(tx, group.id, stream.id);
        if (without.length > 0) {
          const names = without.map(({ username }) => username).join(', ');
          throw new UserError(`${names} may not read this stream: give it first.`);
        }
        await addGroupStream(tx, group.id, stream.id);
      });
      context.print(`${groupName} reads ${streamName}`);
    });
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
      const gone = await work(context, (tx) => remove(tx, name, isDeleted));
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

/** A group that is not a user's own. */
async function pickShared(tx: ViewerTx, name: string): Promise<GroupStanding> {
  const group = await pickGroup(tx, name);
  if (group.single_user_id === null) return group;
  throw new UserError(`"${group.name}" is a user's own group: it stays as it is.`);
}

/** One transaction as the administrator. */
function work<T>(
  context: CommandContext,
  inTx: (tx: ViewerTx, adminId: number) => Promise<T>,
): Promise<T> {
  return withDatabase(context, ({ roles }) =>
    asAdmin(roles, ({ userId, run }) => run((tx) => inTx(tx, userId))),
  );
}
