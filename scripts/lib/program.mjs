import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname } from 'node:path';
import { SetupError } from './setup-error.mjs';

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'];

/** A larger young generation: batches of alerts are short-lived, and promoting them costs a tenth. */
const engineFlags = ['--max-semi-space-size=32'];

/** Runs a TypeScript file with the given Node and ends as it ends. Does not return. */
export async function runProgram(root, node, file, args) {
  if (!existsSync(file)) throw new SetupError(`there is no file ${file}.`);
  const dedupe = new URL('./signal-dedupe.mjs', import.meta.url).href;
  const path = [dirname(node), process.env.PATH].filter(Boolean).join(delimiter);
  const child = spawn(node, [...engineFlags, '--import', dedupe, file, ...args], {
    stdio: 'inherit',
    env: { ...process.env, PATH: path, FRITZ_ROOT: root },
  });
  // A terminal sends Ctrl-C to us and to the program alike; signal-dedupe drops our copy then.
  for (const signal of forwarded) process.on(signal, () => child.kill(signal));
  const [code, signal] = await new Promise((resolve, reject) => {
    child.once('exit', (...end) => resolve(end));
    child.once('error', (error) => {
      reject(
        new SetupError(
          `${node} could not be started (${error.code}): remove node_modules and start again.`,
        ),
      );
    });
  });
  if (signal === null) process.exit(code);
  for (const name of forwarded) process.removeAllListeners(name);
  process.kill(process.pid, signal);
  // Where the signal does not end this process, the shell's convention does.
  setTimeout(() => process.exit(128 + constants.signals[signal]), 1000);
}
