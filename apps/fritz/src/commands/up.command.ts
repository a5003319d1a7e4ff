import { Command } from 'commander';
import type { CommandContext } from '../cli/context.ts';
import { examples } from '../cli/examples.ts';
import { positiveNumber, wholeNumber } from '../cli/option-parsers.ts';
import { runUp, type UpOptions } from '../up/run-up.ts';

export function upCommand(context: CommandContext): Command {
  return new Command('up')
    .summary('start everything on this machine: database, server, broker, a simulated night')
    .description(
      'Starts the database, the server and the broker, plays a simulated night through the real ' +
        'pipeline, and prints one address that logs you in. Ctrl-C stops everything. Where Kafka ' +
        'is configured, its alerts are read instead of the simulated ones.',
    )
    .option('--no-demo', 'start without the demonstration group and its simulated night')
    .option('--demo-again', 'play the next simulated night when one has been played', false)
    .option('--speed <n>', 'alerts per second of the simulated night', positiveNumber, 5)
    .option('--alerts <n>', 'alerts in a simulated night', wholeNumber(1), 900)
    .addHelpText(
      'after',
      examples(
        ['npm start', 'everything, with a simulated night'],
        ['npm start -- --no-demo', 'start empty'],
        ['fritz up --speed 20', 'a livelier night'],
        ['FRITZ_PORT=8080 fritz up', 'on another port'],
      ),
    )
    .action((options: UpOptions) => runUp(context, options));
}
