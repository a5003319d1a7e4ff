import { Command } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { whenStopped } from '../cli/shutdown.ts';
import { withDatabase } from '../cli/with-database.ts';
import { openLog } from '../log.ts';
import { probePort } from '../server/port-probe.ts';
import { startServer } from '../server/start-server.ts';
import { isWebBuilt, isWebCurrent } from '../web/build-web.ts';

export function serveCommand(context: CommandContext): Command {
  return new Command('serve')
    .summary('run the server alone: the API and the web app')
    .description('Answers requests until Ctrl-C. Builds nothing, makes no demonstration data.')
    .addHelpText(
      'after',
      examples(
        ['fritz serve', 'beside a fritz broker in another terminal'],
        ['DATABASE_URL=postgresql://… fritz serve', 'on a PostgreSQL of your own'],
      ),
    )
    .action(() => runServe(context));
}

async function runServe(context: CommandContext): Promise<void> {
  const config = context.config();
  await probePort(config);
  const log = openLog(config.dataDir, 'server', config.logLevel);
  await withDatabase(context, async (database) => {
    const server = await startServer(config, database.roles, log);
    try {
      context.print(`Fritz answers at ${server.url}`);
      if (!isWebBuilt()) {
        context.say('fritz: the web app is not built, so only the API answers: run fritz up once.');
      } else if (!isWebCurrent()) {
        context.say('fritz: the web app is older than its sources: fritz up builds it anew.');
      }
      await whenStopped(context.signal);
    } finally {
      await server.close();
    }
  });
}
