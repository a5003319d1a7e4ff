import { createLoginLink, ensureSuperAdmin, withClient } from '@fritz/archive';
import { Command } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { wholeNumber } from '../cli/option-parsers.ts';
import { withDatabase } from '../cli/with-database.ts';
import { findUserId } from '../database/find-user.ts';
import { adminName } from '../database/foundation.ts';
import { urlOf } from '../server/server-address.ts';

interface LoginLinkOptions {
  readonly user?: string;
  readonly minutes: number;
}

export function loginLinkCommand(context: CommandContext): Command {
  return new Command('login-link')
    .summary('print a new one-time login link')
    .description('Prints an address that logs a browser in, once.')
    .option('--user <name>', `for this user (default: "${adminName}")`)
    .option('--minutes <n>', 'how long it can be used', wholeNumber(1), 60)
    .addHelpText(
      'after',
      examples(
        ['fritz login-link', 'for the administrator'],
        ['fritz login-link --user ada --minutes 1440', 'for someone else, good for a day'],
      ),
    )
    .action(async ({ user, minutes }: LoginLinkOptions) => {
      const config = context.config();
      const code = await withDatabase(context, ({ roles }) =>
        withClient(roles.owner, async (client) => {
          const userId =
            user === undefined
              ? await ensureSuperAdmin(client, adminName)
              : await findUserId(client, user);
          return createLoginLink(client, { userId, ttlS: minutes * 60 });
        }),
      );
      context.print(`${urlOf(config, config.port)}/login?code=${code}`);
    });
}
