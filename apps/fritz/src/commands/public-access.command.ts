import { randomBytes } from 'node:crypto';
import {
  addPublicLogin,
  canGivePublicAccess,
  closeCommonDatabases,
  closingStatement,
  listOpenDatabases,
  listPublicLogins,
  openPublicAccess,
  publicLoginName,
  publicLoginPrefix,
  removePublicLogin,
  withClient,
} from '@fritz/archive';
import { stringifyExact } from '@fritz/contract';
import { Command, InvalidArgumentError } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { wholeNumber } from '../cli/option-parsers.ts';
import { withDatabase } from '../cli/with-database.ts';
import { didYouMean } from '../config/suggest.ts';
import type { Database } from '../database/open-database.ts';
import { formatTable } from '../terminal/format.ts';
import { UserError } from '../user-error.ts';

type AdminClient = Parameters<Parameters<typeof withClient>[1]>[0];

export function publicAccessCommand(context: CommandContext): Command {
  return new Command('public-access')
    .summary('logins of PostgreSQL for public data: add, list, remove')
    .description(
      'Lets people read public alerts, and what is shared with everyone, by SQL: in psql, DBeaver ' +
        'or a notebook. They see nothing else and write nothing.',
    )
    .addCommand(addCommand(context))
    .addCommand(listCommand(context))
    .addCommand(removeCommand(context))
    .addHelpText(
      'after',
      examples(
        ['fritz public-access add ada --days 90', 'a login for three months'],
        ['fritz public-access list', 'who has one'],
        ['fritz public-access remove ada', 'it and its sessions end'],
      ),
    );
}

function addCommand(context: CommandContext): Command {
  return new Command('add')
    .summary('make a login; or give a known one a new password and end')
    .description('Prints how to connect, with the password, which cannot be shown again.')
    .argument('<name>', `the login will be ${publicLoginPrefix}<name>`, loginName)
    .option('--days <n>', 'when it ends; never by default', wholeNumber(1))
    .option(
      '--others-closed',
      'pg_hba.conf keeps public logins out of the server’s other databases',
    )
    .option('--json', 'print an object')
    .addHelpText(
      'after',
      examples(['FRITZ_PG_PORT=5433 fritz up', 'so that the embedded database can be reached']),
    )
    .action(async (name: string, options: AddOptions) => {
      const made = await asAdministrator(context, async (client, database) => {
        await closeOthers(client, database, options.othersClosed ?? false);
        return add(client, database, name, options.days ?? null);
      });
      if (options.json) return context.print(stringifyExact(made));
      context.print(`login     ${made.login}`);
      context.print(`password  ${made.password}`);
      context.print(`until     ${made.until?.slice(0, 10) ?? 'it is removed'}`);
      if (made.url === null) {
        context.say(
          'fritz: the embedded database listens to nobody: set FRITZ_PG_PORT (5433, say) and start Fritz again.',
        );
      } else context.print(`psql '${made.url}'`);
    });
}

function loginName(text: string): string {
  if (publicLoginName.test(text)) return text;
  throw new InvalidArgumentError(
    'It must be up to 40 small letters, digits and _, a letter first.',
  );
}

interface AddOptions {
  readonly days?: number;
  readonly othersClosed?: true;
  readonly json?: true;
}

/** A login reaches every database that lets everybody in: of a server of ours none does. */
async function closeOthers(client: AdminClient, database: Database, areClosed: boolean) {
  if (database.isEmbedded) return closeCommonDatabases(client);
  if (areClosed) return;
  const open = await listOpenDatabases(client);
  if (open.length === 0) return;
  const statements = open.map((name) => `${closingStatement(name)};`).join(' ');
  throw new UserError(
    `databases of this server let everybody in, and with that public logins, who could fill the disk there: run ${statements} (GRANT CONNECT to those who need them), or keep ${publicLoginPrefix}* out by pg_hba.conf and say --others-closed.`,
  );
}

async function add(client: AdminClient, database: Database, name: string, days: number | null) {
  const { watch } = database.roles;
  await openPublicAccess(client, typeof watch.password === 'string' ? watch.password : '');
  const password = randomBytes(24).toString('base64url');
  const validUntil = days === null ? null : new Date(Date.now() + days * 86_400_000);
  const login = await addPublicLogin(client, { name, password, validUntil });
  const address = await findAddress(client, database);
  const url =
    address === null
      ? null
      : `postgresql://${login}:${password}@${address.host}/${address.database}`;
  return { login, password, until: validUntil?.toISOString() ?? null, url };
}

/** Where the server is reached by TCP; null where it is not. */
async function findAddress(client: AdminClient, { isEmbedded, administrator }: Database) {
  const { rows } = await client.query<{ listens: string; port: string; database: string }>(
    `SELECT current_setting('listen_addresses') AS listens, current_setting('port') AS port,
            current_database() AS database`,
  );
  const { listens = '', port = '', database = '' } = rows[0] ?? {};
  if (!isEmbedded) return { host: `${administrator.host}:${administrator.port}`, database };
  return listens === '' ? null : { host: `${listens}:${port}`, database };
}

function listCommand(context: CommandContext): Command {
  return new Command('list')
    .summary('list the logins')
    .option('--json', 'print a list of objects')
    .addHelpText('after', examples(['fritz public-access list --json', 'for a program']))
    .action(async (options: { readonly json?: true }) => {
      const logins = await withDatabase(context, ({ administrator }) =>
        withClient(administrator, listPublicLogins),
      );
      if (options.json) return context.print(stringifyExact(logins));
      if (logins.length === 0) return context.print('nobody has one: fritz public-access add NAME');
      const rows = logins.map(({ role, validUntil, sessions }) => [
        role,
        validUntil?.toISOString().slice(0, 10) ?? 'never',
        String(sessions),
      ]);
      context.print(formatTable(['login', 'ends', 'sessions'], rows));
    });
}

function removeCommand(context: CommandContext): Command {
  return new Command('remove')
    .summary('remove a login; its sessions end at once')
    .argument('<name>', 'as it was added')
    .addHelpText('after', examples(['fritz public-access remove ada', 'nobody logs in so again']))
    .action(async (text: string) => {
      const name = text.replace(publicLoginPrefix, '');
      await asAdministrator(context, async (client, database) => {
        if (await removePublicLogin(database.administrator, name)) return;
        const logins = await listPublicLogins(client);
        const known = logins.map(({ role }) => role.slice(publicLoginPrefix.length));
        throw new UserError(`there is no public login "${name}"${didYouMean(name, known)}.`);
      });
      context.print('removed');
    });
}

/** Works as a superuser of PostgreSQL, which alone may make roles with such limits. */
function asAdministrator<T>(
  context: CommandContext,
  work: (client: AdminClient, database: Database) => Promise<T>,
): Promise<T> {
  return withDatabase(context, (database) =>
    withClient(database.administrator, async (client) => {
      if (await canGivePublicAccess(client)) return work(client, database);
      throw new UserError(
        'public logins are made by a superuser of PostgreSQL alone: name one in DATABASE_URL for this command.',
      );
    }),
  );
}
