import type { CommandContext } from '../src/cli/context.ts';
import { runCommand } from '../src/cli/run-command.ts';
import { type Config, loadConfig } from '../src/config.ts';
import type { CliResult } from './run-cli.ts';

/**
 * Runs a command with these settings alone, in this process: for what commands do and say. What a
 * process adds (signals, streams, its own exit) is tested with `runCli`, which takes a second each.
 */
export async function runHere(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
  signal: AbortSignal = new AbortController().signal,
): Promise<CliResult> {
  const result = { code: 0, stdout: '', stderr: '' };
  let config: Config | null = null;
  const context: CommandContext = {
    config() {
      config ??= loadConfig({ env });
      return config;
    },
    print(line) {
      result.stdout += `${line}\n`;
    },
    say(line) {
      result.stderr += `${line}\n`;
    },
    isTerminal: false,
    signal,
    setExitCode(code) {
      result.code = code;
    },
  };
  await runCommand(args, context);
  return result;
}
