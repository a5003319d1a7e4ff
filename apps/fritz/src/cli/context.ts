import { type Config, loadConfig } from '../config.ts';

/** What every command works with. */
export interface CommandContext {
  /** The settings; read when a command first needs them, so that --help always works. */
  config(): Config;
  /** Writes a line of the command's result. */
  print(line: string): void;
  /** Writes a line for the person who waits. */
  say(line: string): void;
  /** Whether such lines go to a terminal. */
  readonly isTerminal: boolean;
  /** The first Ctrl-C; a second one ends the program at once. */
  readonly signal: AbortSignal;
  /** What the program ends with. */
  setExitCode(code: number): void;
}

export function createContext(signal: AbortSignal): CommandContext {
  let config: Config | null = null;
  return {
    config() {
      config ??= loadConfig();
      return config;
    },
    print: (line) => void process.stdout.write(`${line}\n`),
    say: (line) => void process.stderr.write(`${line}\n`),
    isTerminal: process.stderr.isTTY === true,
    signal,
    setExitCode(code) {
      process.exitCode = code;
    },
  };
}
