import type { CommandContext } from '../src/cli/context.ts';
import { createProgram } from '../src/cli/program.ts';
import { loadConfig } from '../src/config.ts';
import { explainError } from '../src/explain-error.ts';
import type { CliResult } from './run-cli.ts';

/**
 * Runs a command in this process, for tests of many of them: a process for each takes a second to
 * start. What it prints and how it would end, errors in one line as the program says them.
 */
export async function runInside(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<CliResult> {
  const output = { stdout: '', stderr: '' };
  let code = 0;
  const context: CommandContext = {
    config: () => loadConfig({ env }),
    print: (line) => {
      output.stdout += `${line}\n`;
    },
    say: (line) => {
      output.stderr += `${line}\n`;
    },
    isTerminal: false,
    signal: new AbortController().signal,
    setExitCode: (given) => {
      code = given;
    },
  };
  try {
    await createProgram(context).parseAsync(['node', 'fritz', ...args]);
  } catch (error) {
    output.stderr += `fritz: ${explainError(error).line}\n`;
    code = 1;
  }
  return { code, ...output };
}
