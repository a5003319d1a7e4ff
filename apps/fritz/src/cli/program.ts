import { Command } from 'commander';
import { upCommand } from '../commands/up.command.ts';
import { version } from '../version.ts';
import type { CommandContext } from './context.ts';

/** Fritz's command line. */
export function createProgram(context: CommandContext): Command {
  const program = new Command('fritz')
    .description('From a telescope’s alert stream to discoveries: alert broker and marshal in one.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .showSuggestionAfterError(true);
  for (const make of [upCommand]) program.addCommand(make(context));
  for (const command of everyCommand(program)) {
    command.configureOutput({
      outputError: (text, write) => write(text.replace(/^error: /, 'fritz: ')),
    });
    command.helpOption('-h, --help', 'print this help');
  }
  return program;
}

/** The program and all its commands. */
export function everyCommand(command: Command): Command[] {
  return [command, ...command.commands.flatMap(everyCommand)];
}
