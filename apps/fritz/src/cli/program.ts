import { Command } from 'commander';
import { archiveCommand } from '../commands/archive.command.ts';
import { brokerCommand } from '../commands/broker.command.ts';
import { catalogCommand } from '../commands/catalog.command.ts';
import { exportCommand } from '../commands/export.command.ts';
import { filterCommand } from '../commands/filter.command.ts';
import { groupCommand } from '../commands/group.command.ts';
import { importCommand } from '../commands/import.command.ts';
import { ingestCommand } from '../commands/ingest.command.ts';
import { loadCommand } from '../commands/load.command.ts';
import { loginLinkCommand } from '../commands/login-link.command.ts';
import { migrateCommand } from '../commands/migrate.command.ts';
import { migrateFromCommand } from '../commands/migrate-from.command.ts';
import { modelCommand } from '../commands/model.command.ts';
import { publicAccessCommand } from '../commands/public-access.command.ts';
import { quarantineCommand } from '../commands/quarantine.command.ts';
import { serveCommand } from '../commands/serve.command.ts';
import { simulateCommand } from '../commands/simulate.command.ts';
import { skymapCommand } from '../commands/skymap.command.ts';
import { surveyCommand } from '../commands/survey.command.ts';
import { tokenCommand } from '../commands/token.command.ts';
import { upCommand } from '../commands/up.command.ts';
import { userCommand } from '../commands/user.command.ts';
import { verifyCommand } from '../commands/verify.command.ts';
import { version } from '../version.ts';
import type { CommandContext } from './context.ts';

/** In the order of the help. */
const commands = [
  upCommand,
  serveCommand,
  brokerCommand,
  ingestCommand,
  importCommand,
  simulateCommand,
  archiveCommand,
  exportCommand,
  catalogCommand,
  skymapCommand,
  surveyCommand,
  filterCommand,
  modelCommand,
  userCommand,
  groupCommand,
  loadCommand,
  tokenCommand,
  loginLinkCommand,
  publicAccessCommand,
  quarantineCommand,
  migrateCommand,
  migrateFromCommand,
  verifyCommand,
];

/** Fritz's command line. */
export function createProgram(context: CommandContext): Command {
  const program = new Command('fritz')
    .description('From a telescope’s alert stream to discoveries: alert broker and marshal in one.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showSuggestionAfterError(true);
  for (const make of commands) program.addCommand(make(context));
  for (const command of everyCommand(program)) {
    command.configureOutput({
      outputError: (text, write) => write(explainUsage(text, nameOf(command))),
    });
    command.helpOption('-h, --help', 'print this help');
  }
  return program;
}

/** A mistake in the words of a command as one line that says where the right ones are told. */
function explainUsage(text: string, name: string): string {
  const line = text
    .replace(/^error: /, 'fritz: ')
    .trim()
    .replaceAll(/\s*\n\s*/g, ' ');
  return `${line.replace(/\.$/, '')}; ${name} --help tells more.\n`;
}

function nameOf(command: Command): string {
  return command.parent === null ? command.name() : `${nameOf(command.parent)} ${command.name()}`;
}

/** The program and all its commands. */
export function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}
