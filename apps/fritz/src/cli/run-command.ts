import { CommanderError } from 'commander';
import type { CommandContext } from './context.ts';
import { createProgram, everyCommand } from './program.ts';

/** Runs one command to its end; what goes wrong becomes one line and the exit code. */
export async function runCommand(args: readonly string[], context: CommandContext): Promise<void> {
  const program = createProgram(context);
  for (const command of everyCommand(program)) {
    command.exitOverride();
    command.configureOutput({
      writeOut: (text) => context.print(text.replace(/\n$/, '')),
      writeErr: (text) => context.say(text.replace(/\n$/, '')),
    });
  }
  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    // It has told already what is wrong with the words of the command.
    if (error instanceof CommanderError) return context.setExitCode(error.exitCode);
    const { explainError } = await import('../explain-error.ts');
    context.say(`fritz: ${explainError(error).line}`);
    if (isDebugging(context)) context.say(error instanceof Error ? (error.stack ?? '') : '');
    context.setExitCode(1);
  }
}

function isDebugging(context: CommandContext): boolean {
  try {
    return context.config().debug;
  } catch {
    return false;
  }
}
