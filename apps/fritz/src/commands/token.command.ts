import { createToken, ensureSuperAdmin, withClient } from '@fritz/archive';
import { acls, stringifyExact } from '@fritz/contract';
import { Command } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { commaList, moment } from '../cli/option-parsers.ts';
import { withDatabase } from '../cli/with-database.ts';
import { didYouMean } from '../config/suggest.ts';
import { findUserId } from '../database/find-user.ts';
import { adminName } from '../database/foundation.ts';
import { listAllTokens, revokeAnyToken } from '../database/token.queries.ts';
import { formatTable } from '../terminal/format.ts';
import { UserError } from '../user-error.ts';

interface CreateOptions {
  readonly superAdmin?: true;
  readonly user?: string;
  readonly name: string;
  readonly acls?: string[];
  readonly expires?: Date;
  readonly json?: true;
}

export function tokenCommand(context: CommandContext): Command {
  return new Command('token')
    .summary('make, list and revoke API tokens')
    .description(
      'Tokens let programs in: `Authorization: token <token>`. Only their hashes are kept.',
    )
    .addCommand(createCommand(context))
    .addCommand(listCommand(context))
    .addCommand(revokeCommand(context))
    .addHelpText('after', tokenExamples);
}

const tokenExamples = examples(
  ['TOKEN=$(fritz token create --super-admin)', 'a token that may do everything'],
  ['fritz token list', 'who has which'],
);

function createCommand(context: CommandContext): Command {
  return new Command('create')
    .summary('make a token; print it and nothing else')
    .description('Makes a token and prints it, and nothing else. It cannot be shown again.')
    .option('--super-admin', `for the administrator "${adminName}"`)
    .option('--user <name>', 'for this user')
    .option('--name <text>', 'what it is for', 'command line')
    .option('--acls <name,…>', 'only these permissions of its owner', commaList)
    .option('--expires <date>', 'when it ends (UTC); never by default', moment)
    .option('--json', 'print an object: token')
    .addHelpText(
      'after',
      examples(
        ['fritz token create --super-admin', 'all permissions'],
        ["fritz token create --user ada --acls 'Upload data' --expires 2027-06-30", 'some of them'],
      ),
    )
    .action(async (options: CreateOptions) => {
      const token = await create(context, options);
      context.print(options.json ? stringifyExact({ token }) : token);
    });
}

async function create(context: CommandContext, options: CreateOptions): Promise<string> {
  const { superAdmin, user, name, acls: wanted, expires } = options;
  if ((superAdmin === undefined) === (user === undefined)) {
    throw new UserError('for whom? Name either --super-admin or --user NAME.');
  }
  for (const acl of wanted ?? []) {
    const known: readonly string[] = [...acls];
    if (!known.includes(acl)) {
      throw new UserError(`there is no permission "${acl}"${didYouMean(acl, known)}.`);
    }
  }
  return withDatabase(context, ({ roles }) =>
    withClient(roles.owner, async (client) => {
      const userId =
        user === undefined
          ? await ensureSuperAdmin(client, adminName)
          : await findUserId(client, user);
      return createToken(client, {
        userId,
        name,
        acls: wanted ?? null,
        expiresAt: expires ?? null,
      });
    }),
  );
}

function listCommand(context: CommandContext): Command {
  return new Command('list')
    .summary('list the tokens of all users')
    .option('--json', 'print a list of objects')
    .addHelpText('after', examples(['fritz token list --json', 'for a program']))
    .action(async (options: { readonly json?: true }) => {
      const tokens = await withDatabase(context, ({ roles }) =>
        withClient(roles.owner, listAllTokens),
      );
      if (options.json) return context.print(stringifyExact(tokens));
      const rows = tokens.map((token) => [
        token.id,
        token.username,
        token.name ?? '',
        token.acls?.join(', ') ?? 'all',
        token.expires_at?.toISOString().slice(0, 10) ?? 'never',
        token.last_used_at?.toISOString().slice(0, 10) ?? 'never',
      ]);
      context.print(
        formatTable(['id', 'user', 'name', 'permissions', 'expires', 'last used'], rows),
      );
    });
}

function revokeCommand(context: CommandContext): Command {
  return new Command('revoke')
    .summary('revoke a token')
    .argument('<id>', 'as fritz token list shows it')
    .option('--json', 'print an object: id, revoked')
    .addHelpText(
      'after',
      examples([
        'fritz token revoke 0b8e1c9e-58ad-4f0e-9d57-7d5c0f0c9a55',
        'it is refused from now on',
      ]),
    )
    .action(async (id: string, options: { readonly json?: true }) => {
      const isRevoked = await withDatabase(context, ({ roles }) =>
        withClient(roles.owner, (client) => revokeAnyToken(client, id)),
      );
      if (!isRevoked) throw new UserError(`there is no token ${id}: fritz token list shows them.`);
      context.print(options.json ? stringifyExact({ id, revoked: true }) : 'revoked');
    });
}
