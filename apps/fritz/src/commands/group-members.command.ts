import {
  addGroupStream,
  addMember,
  findMembership,
  listMembersWithout,
  removeGroupStream,
  removeMember,
  updateMember,
  type ViewerTx,
} from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import { Command } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { pickShared, pickStream, pickUser, workAsAdmin } from '../database/pick-group.ts';
import { UserError } from '../user-error.ts';

/** Absent: as it is, or for a new member as the API has it. */
interface MemberOptions {
  readonly admin?: boolean;
  readonly save?: boolean;
  readonly sharePhotometry?: boolean;
  readonly json?: true;
}

export function addUserCommand(context: CommandContext): Command {
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
    .option('--json', 'print an object: group_id, user_id, added, and what he may')
    .addHelpText(
      'after',
      examples(
        ['fritz group add-user Kilonovae eve --no-save', 'eve sees, and saves nothing'],
        ['fritz group add-user Kilonovae eve --admin', 'and is an admin, now'],
      ),
    )
    .action(async (groupName: string, username: string, options: MemberOptions) => {
      const member = await workAsAdmin(context, (tx) =>
        putMember(tx, groupName, username, options),
      );
      if (options.json) return context.print(stringifyExact(member));
      context.print(member.added ? `${username} is in ${groupName}` : `${username} is changed`);
    });
}

async function putMember(
  tx: ViewerTx,
  groupName: string,
  username: string,
  options: MemberOptions,
) {
  const { id: groupId } = await pickShared(tx, groupName);
  const { id: userId } = await pickUser(tx, username);
  const { admin, save, sharePhotometry } = options;
  const isNew = (await findMembership(tx, groupId, userId)) === null;
  if (isNew) {
    const rights = { admin: admin ?? false, canSave: save ?? true };
    const canSharePhotometry = sharePhotometry ?? false;
    await addMember(tx, { groupId, userId, ...rights, canSharePhotometry });
  } else {
    const change = {
      ...(admin === undefined ? {} : { admin }),
      ...(save === undefined ? {} : { can_save: save }),
      ...(sharePhotometry === undefined ? {} : { can_share_photometry: sharePhotometry }),
    };
    if (Object.keys(change).length === 0) {
      throw new UserError(`${username} is in the group already; say what shall change.`);
    }
    await updateMember(tx, groupId, userId, change);
  }
  const member = await findMembership(tx, groupId, userId);
  return { ...member, group_id: groupId, user_id: userId, added: isNew };
}

export function removeUserCommand(context: CommandContext): Command {
  return new Command('remove-user')
    .summary('take a user out of a group')
    .argument('<group>')
    .argument('<user>')
    .option('--json', 'print an object: group_id, user_id')
    .addHelpText('after', examples(['fritz group remove-user Kilonovae eve', 'eve is out']))
    .action(async (groupName: string, username: string, options: { readonly json?: true }) => {
      const gone = await workAsAdmin(context, async (tx) => {
        const group = await pickShared(tx, groupName);
        if (group.sitewide) throw new UserError('the group of all users cannot be left.');
        const { id } = await pickUser(tx, username);
        if (!(await removeMember(tx, group.id, id))) {
          throw new UserError(`${username} is not in "${group.name}".`);
        }
        return { group_id: group.id, user_id: id };
      });
      context.print(options.json ? stringifyExact(gone) : `${username} is out of ${groupName}`);
    });
}

export function addStreamCommand(context: CommandContext): Command {
  return new Command('add-stream')
    .summary('let the filters of a group read a stream that all its members may read')
    .argument('<group>')
    .argument('<stream>')
    .option('--json', 'print an object: group_id, stream_id')
    .addHelpText('after', examples(['fritz group add-stream Kilonovae "ZTF Public"', 'as it says']))
    .action(async (groupName: string, streamName: string, options: { readonly json?: true }) => {
      const added = await workAsAdmin(context, async (tx) => {
        const group = await pickShared(tx, groupName);
        const stream = await pickStream(tx, streamName);
        const without = group.sitewide ? [] : await listMembersWithout(tx, group.id, stream.id);
        if (without.length > 0) {
          const names = without.map(({ username }) => username).join(', ');
          throw new UserError(`${names} may not read this stream: give it first.`);
        }
        await addGroupStream(tx, group.id, stream.id);
        return { group_id: group.id, stream_id: stream.id };
      });
      context.print(options.json ? stringifyExact(added) : `${groupName} reads ${streamName}`);
    });
}

export function removeStreamCommand(context: CommandContext): Command {
  return new Command('remove-stream')
    .summary('take a stream from a group none of whose filters reads it')
    .argument('<group>')
    .argument('<stream>')
    .option('--json', 'print an object: group_id, stream_id')
    .addHelpText(
      'after',
      examples(['fritz group remove-stream Kilonovae "ZTF Public"', 'no more alerts of it']),
    )
    .action(async (groupName: string, streamName: string, options: { readonly json?: true }) => {
      const gone = await workAsAdmin(context, async (tx) => {
        const group = await pickShared(tx, groupName);
        const stream = await pickStream(tx, streamName);
        const readers = await tx.query<{ name: string }>(
          'SELECT name FROM filters WHERE group_id = $1 AND stream_id = $2 ORDER BY name',
          [group.id, stream.id],
        );
        if (readers.length > 0) {
          const names = readers.map(({ name }) => `"${name}"`).join(', ');
          throw new UserError(`the group's filters read it: delete ${names} first.`);
        }
        if (!(await removeGroupStream(tx, group.id, stream.id))) {
          throw new UserError(`"${group.name}" does not read "${streamName}".`);
        }
        return { group_id: group.id, stream_id: stream.id };
      });
      const text = `${groupName} does not read ${streamName} any more`;
      context.print(options.json ? stringifyExact(gone) : text);
    });
}
