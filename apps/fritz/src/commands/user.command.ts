import {
  addUserRoles,
  listUsers,
  removeUserRole,
  setUserActive,
  type UserRow,
  withClient,
} from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import { Command } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { withDatabase } from '../cli/with-database.ts';
import { findUserId } from '../database/find-user.ts';
import { pickUser } from '../database/pick-group.ts';
import { reopenAccount } from '../database/reopen-account.ts';
import { formatTable } from '../terminal/format.ts';
import { UserError } from '../user-error.ts';
import { createCommand, inviteCommand, pickRoles, work } from './user-additions.command.ts';
import {
  aclCommand,
  deleteCommand,
  describeUser,
  setCommand,
  streamCommand,
} from './user-changes.command.ts';

export function userCommand(context: CommandContext): Command {
  return new Command('user')
    .summary('list, make, invite, change, deactivate and delete users; what they may do')
    .description('Works as the administrator, under the rules of the API.')
    .addCommand(listCommand(context))
    .addCommand(createCommand(context))
    .addCommand(inviteCommand(context))
    .addCommand(setCommand(context))
    .addCommand(roleCommand(context))
    .addCommand(aclCommand(context))
    .addCommand(streamCommand(context))
    .addCommand(deactivateCommand(context))
    .addCommand(activateCommand(context))
    .addCommand(deleteCommand(context))
    .addHelpText(
      'after',
      examples(
        ['fritz user invite ada@example.org --groups Kilonovae', 'a mail, or a link to pass on'],
        ['fritz user deactivate bob', 'bob’s account ends at once; what he made stays'],
      ),
    );
}

function listCommand(context: CommandContext): Command {
  return new Command('list')
    .summary('list the users')
    .option('--all', 'those whose account has ended, too')
    .option('--json', 'print a list of objects')
    .addHelpText('after', examples(['fritz user list --all --json', 'everybody, for a program']))
    .action(async (options: { readonly all?: true; readonly json?: true }) => {
      const search = { includeEnded: options.all ?? false, limit: 100_000, offset: 0 };
      const users = await work(context, async ({ run }) => {
        return (await run((tx) => listUsers(tx, search))).users;
      });
      if (options.json) return context.print(stringifyExact(users.map(describeUser)));
      const rows = users.map((user) => [
        String(user.id),
        user.username,
        [user.first_name, user.last_name].filter((name) => name !== null).join(' '),
        [...(user.roles ?? []), ...(user.acls ?? [])].join(', '),
        user.groups.map(({ name }) => name).join(', '),
        user.last_seen_at?.toISOString().slice(0, 10) ?? 'never',
        endOf(user),
      ]);
      context.print(formatTable(['id', 'user', 'name', 'rights', 'groups', 'seen', 'ends'], rows));
    });
}

function endOf(user: UserRow): string {
  if (user.deactivated_at !== null) return 'deactivated';
  return user.expires_at?.toISOString().slice(0, 10) ?? 'never';
}

function roleCommand(context: CommandContext): Command {
  return new Command('role')
    .summary('give a user a role, or take it from him')
    .argument('<name>')
    .argument('<role>')
    .option('--remove', 'take it from him')
    .option('--json', 'print an object: id, roles')
    .addHelpText(
      'after',
      examples(
        ['fritz user role ada "Group admin"', 'ada may manage users, and more'],
        ['fritz user role ada "Group admin" --remove', 'no more'],
      ),
    )
    .action(async (name: string, wanted: string, options: { remove?: true; json?: true }) => {
      const changed = await work(context, ({ run }) =>
        run(async (tx) => {
          const { id } = await pickUser(tx, name);
          const [role = ''] = await pickRoles(tx, [wanted]);
          if (!options.remove) await addUserRoles(tx, id, [role]);
          else if (!(await removeUserRole(tx, id, role))) {
            throw new UserError(`${name} does not have the role "${role}".`);
          }
          const search = { id, includeEnded: true, limit: 1, offset: 0 };
          const { users } = await listUsers(tx, search);
          return { id, roles: users[0]?.roles ?? [] };
        }),
      );
      const roles = changed.roles.join(', ') || 'no roles';
      context.print(options.json ? stringifyExact(changed) : `${name}: ${roles}`);
    });
}

function deactivateCommand(context: CommandContext): Command {
  return new Command('deactivate')
    .summary('end an account and all its keys; what it made stays')
    .argument('<name>')
    .option('--json', 'print an object: id, active')
    .addHelpText('after', examples(['fritz user deactivate bob', 'he is refused from now on']))
    .action(async (name: string, options: { readonly json?: true }) => {
      const id = await work(context, ({ run }) =>
        run(async (tx) => {
          const user = await pickUser(tx, name);
          await setUserActive(tx, user.id, false);
          return user.id;
        }),
      );
      const answer = stringifyExact({ id, active: false });
      context.print(options.json ? answer : `${name} is deactivated`);
    });
}

function activateCommand(context: CommandContext): Command {
  return new Command('activate')
    .summary('let somebody in again whose account was deactivated, or has ended')
    .argument('<name>')
    .option('--json', 'print an object: id, active')
    .addHelpText('after', examples(['fritz user activate bob', 'he logs in anew']))
    .action(async (name: string, options: { readonly json?: true }) => {
      // By the schema's owner: it works too when it is the administrator who is shut out.
      const id = await withDatabase(context, ({ roles }) =>
        withClient(roles.owner, async (owner) => {
          const found = await findUserId(owner, name);
          await reopenAccount(owner, found);
          return found;
        }),
      );
      context.print(options.json ? stringifyExact({ id, active: true }) : `${name} is activated`);
    });
}
