import { listRoles, noteInvitationMail, type ViewerTx } from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import { Command } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { commaList, moment } from '../cli/option-parsers.ts';
import { withDatabase } from '../cli/with-database.ts';
import { didYouMean } from '../config/suggest.ts';
import { type AdminSession, asAdmin } from '../database/as-admin.ts';
import { pickGroup, pickStream } from '../database/pick-group.ts';
import { mailSettings } from '../server/mail-settings.ts';
import { urlOf } from '../server/server-address.ts';
import { UserError } from '../user-error.ts';

interface GiftOptions {
  readonly groups?: string[];
  readonly admin?: true;
  readonly streams?: string[];
  readonly expires?: Date;
  readonly json?: true;
}

interface CreateOptions extends GiftOptions {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly email?: string;
  readonly roles: string[];
  readonly bot?: true;
}

export function createCommand(context: CommandContext): Command {
  return new Command('create')
    .summary('make an account')
    .description('Makes an account. A login link or a token lets its owner in.')
    .argument('<name>', 'letters, digits and _ . @ -')
    .option('--first-name <text>', 'his first name')
    .option('--last-name <text>', 'his last name')
    .option('--email <address>', 'shown to himself and to who manages users')
    .option('--roles <role,…>', 'what he may do', commaList, ['Full user'])
    .option('--groups <group,…>', 'groups to be a member of, by name or id', commaList)
    .option('--admin', 'as an admin of these groups')
    .option('--streams <stream,…>', 'streams to read, besides those of the groups', commaList)
    .option('--expires <date>', 'when the account ends (UTC); never by default', moment)
    .option('--bot', 'a program, not a person')
    .option('--json', 'print an object: id')
    .addHelpText(
      'after',
      examples(
        ['fritz user create ada --groups Kilonovae', 'a full user in one group'],
        ['fritz user create scanner --bot --roles "View only"', 'a program that only reads'],
      ),
    )
    .action(async (username: string, options: CreateOptions) => {
      const { makeUser } = await import('@fritz/server');
      const id = await work(context, ({ run }) =>
        run(async (tx) =>
          makeUser(tx, new Date(), {
            username: await checkName(tx, username),
            first_name: options.firstName ?? null,
            last_name: options.lastName ?? null,
            contact_email: options.email === undefined ? null : checkEmail(options.email),
            is_bot: options.bot ?? false,
            roles: await pickRoles(tx, options.roles),
            ...(await pickGifts(tx, options)),
            expiresAt: options.expires ?? null,
          }),
        ),
      );
      context.print(options.json ? stringifyExact({ id }) : `user ${id} is there`);
    });
}

interface InviteOptions extends GiftOptions {
  readonly role: string;
  readonly until?: Date;
  readonly mail: boolean;
}

export function inviteCommand(context: CommandContext): Command {
  return new Command('invite')
    .summary('invite somebody by mail, or by a link to pass on')
    .description('Makes an invitation that works once. Without a mail server its link is printed.')
    .argument('<email>')
    .option('--role <role>', 'what he may do', 'Full user')
    .option('--groups <group,…>', 'groups to be a member of, by name or id', commaList)
    .option('--admin', 'as an admin of these groups')
    .option('--streams <stream,…>', 'streams to read, besides those of the groups', commaList)
    .option('--expires <date>', 'when the account ends (UTC); never by default', moment)
    .option('--until <date>', 'until when it can be accepted (UTC); two weeks by default', moment)
    .option('--no-mail', 'print the link even where there is a mail server')
    .option('--json', 'print an object: id, mail_status, mail_error, link')
    .addHelpText(
      'after',
      examples(
        ['fritz user invite ada@example.org --groups Kilonovae', 'into a group'],
        ['fritz user invite ada@example.org --no-mail', 'print the link to pass on'],
      ),
    )
    .action(async (email: string, options: InviteOptions) => {
      const made = await work(context, (session) => invite(context, session, email, options));
      if (options.json) return context.print(stringifyExact(made));
      if (made.mail_status === 'sent') context.print(`invitation ${made.id} was sent to ${email}`);
      else context.print(made.link ?? '');
      if (made.mail_error === null) return;
      context.say(`fritz: the mail was not sent (${made.mail_error}): pass the link on by hand.`);
      context.setExitCode(1);
    });
}

async function invite(
  context: CommandContext,
  { run }: AdminSession,
  email: string,
  options: InviteOptions,
) {
  const server = await import('@fritz/server');
  const config = context.config();
  const settings = options.mail ? mailSettings(config) : null;
  const { invitation, secret } = await run(async (tx) => {
    const { groups, streamIds } = await pickGifts(tx, options);
    const [role = ''] = await pickRoles(tx, [options.role]);
    const needed = await tx.query<{ id: number }>(
      'SELECT DISTINCT stream_id AS id FROM group_streams WHERE group_id = ANY ($1)',
      [groups.map(({ id }) => id)],
    );
    const gifts = {
      role,
      groupIds: groups.map(({ id }) => id),
      groupAdmin: groups.map(({ admin }) => admin),
      streamIds: [...new Set([...streamIds, ...needed.map(({ id }) => id)])],
      userExpiresAt: options.expires ?? null,
      ...(options.until === undefined ? {} : { expiresAt: options.until }),
    };
    const request = { email: checkEmail(email), gifts, byMail: settings !== null };
    return server.invite(tx, new Date(), request);
  });
  const link = `${urlOf(config, config.port)}/invitation?token=${secret}`;
  if (settings === null) {
    return { id: invitation.id, mail_status: 'none', mail_error: null, link };
  }
  const room = new server.MailRoom(settings, { warn: () => {} });
  const failure = await new Promise<string | null>((resolve) => {
    room.post(server.invitationMail(invitation, link), async (reason) => resolve(reason));
  });
  await room.settle();
  await run((tx) => noteInvitationMail(tx, secret, failure));
  const isSent = failure === null;
  return {
    id: invitation.id,
    mail_status: isSent ? 'sent' : 'failed',
    mail_error: failure,
    link: isSent ? null : link,
  };
}

/** Roles by their names. @throws UserError where there is none such */
export async function pickRoles(tx: ViewerTx, wanted: readonly string[]): Promise<string[]> {
  const known = (await listRoles(tx)).map(({ id }) => id);
  for (const role of wanted) {
    if (known.includes(role)) continue;
    throw new UserError(`there is no role "${role}"${didYouMean(role, known)}.`);
  }
  return [...wanted];
}

async function pickGifts(tx: ViewerTx, options: GiftOptions) {
  const groups = [];
  for (const name of options.groups ?? []) {
    groups.push({ id: (await pickGroup(tx, name)).id, admin: options.admin ?? false });
  }
  const streamIds = [];
  for (const name of options.streams ?? []) streamIds.push((await pickStream(tx, name)).id);
  return { groups, streamIds };
}

/** A username that is free. @throws UserError */
export async function checkName(tx: ViewerTx, name: string): Promise<string> {
  if (!/^[a-z0-9][a-z0-9_.@-]{0,99}$/i.test(name)) {
    throw new UserError(`"${name}" is no username: use letters, digits and _ . @ - alone.`);
  }
  const taken = await tx.query('SELECT FROM users WHERE username = lower($1)', [name]);
  if (taken.length > 0) throw new UserError(`there is a user "${name.toLowerCase()}" already.`);
  return name;
}

/** An e-mail address. @throws UserError where it is none */
export function checkEmail(email: string): string {
  if (/^[^\s@<>",;]+@[^\s@<>",;]+\.[^\s@<>",;]+$/.test(email)) return email;
  throw new UserError(`"${email}" is no e-mail address.`);
}

/** Works as the administrator; what the API would refuse is said in its words. */
export async function work<T>(
  context: CommandContext,
  task: (session: AdminSession) => Promise<T>,
): Promise<T> {
  const { FritzError } = await import('@fritz/server');
  try {
    return await withDatabase(context, ({ roles }) => asAdmin(roles, task));
  } catch (error) {
    if (error instanceof FritzError) throw new UserError(error.message, { cause: error });
    throw error;
  }
}
