import {
  addStreamUser,
  addUserAcls,
  beginUserChange,
  deleteUser,
  listUsers,
  type PersonChange,
  removeStreamUser,
  removeUserAcl,
  renameUser,
  setUserEnd,
  type UserRow,
  updateUser,
  type ViewerTx,
} from '@fritz/archive';
import { acls, stringifyExact } from '@fritz/contract';
import { Command, InvalidArgumentError } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { moment } from '../cli/option-parsers.ts';
import { didYouMean } from '../config/suggest.ts';
import { pickStream, pickUser } from '../database/pick-group.ts';
import { UserError } from '../user-error.ts';
import { checkEmail, checkName, work } from './user-additions.command.ts';

interface SetOptions {
  readonly username?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
  readonly expires?: Date | 'never';
  readonly bot?: boolean;
  readonly json?: true;
}

/** A moment, or that there is none. */
function momentOrNever(text: string): Date | 'never' {
  if (text === 'never') return text;
  const end = moment(text);
  if (end > new Date()) return end;
  throw new InvalidArgumentError('It has passed: fritz user deactivate ends an account at once.');
}

export function setCommand(context: CommandContext): Command {
  return new Command('set')
    .summary("change a user's username, names, e-mail or end")
    .argument('<name>')
    .option('--username <name>', 'another username')
    .option('--first-name <text>', 'his first name; empty: none')
    .option('--last-name <text>', 'his last name; empty: none')
    .option('--email <address>', 'his e-mail; empty: none')
    .option('--expires <date>', 'when the account ends (UTC), or never', momentOrNever)
    .option('--bot', 'a program, not a person')
    .option('--no-bot', 'a person')
    .option('--json', 'print an object: the user')
    .addHelpText(
      'after',
      examples(
        ['fritz user set ada --expires 2027-06-30', 'ada’s account ends then'],
        ['fritz user set ada --expires never --first-name Ada', 'or rather does not'],
      ),
    )
    .action(async (name: string, options: SetOptions) => {
      const user = await work(context, ({ run }) => run((tx) => set(tx, name, options)));
      context.print(options.json ? stringifyExact(user) : `${user.username} is changed`);
    });
}

async function set(tx: ViewerTx, name: string, options: SetOptions) {
  const { id } = await pickUser(tx, name);
  const { username, firstName, lastName, email, expires, bot } = options;
  const change: PersonChange = {
    ...(firstName === undefined ? {} : { first_name: firstName.trim() || null }),
    ...(lastName === undefined ? {} : { last_name: lastName.trim() || null }),
    ...(email === undefined ? {} : { contact_email: email === '' ? null : checkEmail(email) }),
    ...(bot === undefined ? {} : { is_bot: bot }),
  };
  const isChanged = Object.keys(change).length > 0;
  if (!isChanged && expires === undefined && username === undefined) {
    throw new UserError('say what shall change.');
  }
  await beginUserChange(tx, id);
  if (username !== undefined)
    await renameUser(tx, id, (await checkName(tx, username)).toLowerCase());
  if (isChanged) await updateUser(tx, id, change);
  if (expires !== undefined) await setUserEnd(tx, id, expires === 'never' ? null : expires);
  return describeUser(await theUser(tx, id));
}

export function aclCommand(context: CommandContext): Command {
  return new Command('acl')
    .summary('give a user a single permission, or take it from him')
    .argument('<name>')
    .argument('<permission>')
    .option('--remove', 'take it from him')
    .option('--json', 'print an object: id, acls')
    .addHelpText(
      'after',
      examples(
        ['fritz user acl ada "Manage users"', 'ada may manage users, beside her roles'],
        ['fritz user acl ada "Manage users" --remove', 'no more'],
      ),
    )
    .action(async (name: string, wanted: string, options: { remove?: true; json?: true }) => {
      const known: readonly string[] = acls;
      if (!known.includes(wanted)) {
        throw new UserError(`there is no permission "${wanted}"${didYouMean(wanted, known)}.`);
      }
      const changed = await work(context, ({ run }) =>
        run(async (tx) => {
          const { id } = await pickUser(tx, name);
          if (!options.remove) await addUserAcls(tx, id, [wanted]);
          else if (!(await removeUserAcl(tx, id, wanted))) {
            throw new UserError(`${name} does not have "${wanted}" beside his roles.`);
          }
          return { id, acls: (await theUser(tx, id)).acls ?? [] };
        }),
      );
      const held = changed.acls.join(', ') || 'none beside the roles';
      context.print(options.json ? stringifyExact(changed) : `${name}: ${held}`);
    });
}

export function streamCommand(context: CommandContext): Command {
  return new Command('stream')
    .summary('let a user read a stream, or take it from him')
    .description('Gives a stream. While a group of his reads it, it is not taken from him.')
    .argument('<name>')
    .argument('<stream>')
    .option('--remove', 'take it from him')
    .option('--json', 'print an object: id, streams')
    .addHelpText(
      'after',
      examples(
        ['fritz user stream ada "ZTF Public"', 'ada sees its alerts'],
        ['fritz user stream ada "ZTF Public" --remove', 'no more'],
      ),
    )
    .action(async (name: string, wanted: string, options: { remove?: true; json?: true }) => {
      const changed = await work(context, ({ run }) =>
        run(async (tx) => {
          const { id } = await pickUser(tx, name);
          const stream = await pickStream(tx, wanted);
          if (!options.remove) await addStreamUser(tx, stream.id, id);
          else if (!(await removeStreamUser(tx, stream.id, id))) {
            throw new UserError(`${name} does not read "${wanted}".`);
          }
          const { streams } = await theUser(tx, id);
          return { id, streams: (streams ?? []).map((held) => held.name) };
        }),
      );
      const read = changed.streams.join(', ') || 'no stream';
      context.print(options.json ? stringifyExact(changed) : `${name} reads ${read}`);
    });
}

export function deleteCommand(context: CommandContext): Command {
  return new Command('delete')
    .summary('delete an account that made nothing; others are deactivated')
    .argument('<name>')
    .option('--json', 'print an object: id, deleted')
    .addHelpText('after', examples(['fritz user delete typo', 'an account made by mistake']))
    .action(async (name: string, options: { readonly json?: true }) => {
      const id = await work(context, ({ run }) =>
        run(async (tx) => {
          const user = await pickUser(tx, name);
          await deleteUser(tx, user.id);
          return user.id;
        }),
      );
      const answer = stringifyExact({ id, deleted: true });
      context.print(options.json ? answer : `${name} is deleted`);
    });
}

/** A user as the command line prints him for programs. */
export function describeUser({ can_manage, permissions, revision, ...user }: UserRow) {
  return user;
}

async function theUser(tx: ViewerTx, id: number): Promise<UserRow> {
  const { users } = await listUsers(tx, { id, includeEnded: true, limit: 1, offset: 0 });
  const [user] = users;
  if (!user) throw new Error('the user is gone');
  return user;
}
