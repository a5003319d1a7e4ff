// The program's commands: `up`, `ingest` and the others. Errors become one line each here.
import { createContext } from './context.ts';
import { runCommand } from './run-command.ts';
import { listenForShutdown } from './shutdown.ts';

const say = (line: string) => void process.stderr.write(`${line}\n`);
// `fritz quarantine list | head`: who has read enough is no failure.
process.stdout.on('error', (error) => {
  if (!('code' in error) || error.code !== 'EPIPE') throw error;
  process.exit();
});
const signal = listenForShutdown(() => {
  if (process.stderr.isTTY) say('\nfritz: stopping (Ctrl-C again to end at once)');
});

await runCommand(process.argv.slice(2), createContext(signal));

// What still runs now was given up, such as a wait for a lost database.
setTimeout(() => process.exit(), 2000).unref();
