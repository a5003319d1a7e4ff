import type { WorkerMessage } from '../broker/start-broker-worker.ts';
import { emptyTally } from '../broker/tally.ts';
import { formatNoun } from '../terminal/format.ts';
import type { Stages } from '../terminal/stages.ts';

/** Tells of what the broker of a running Fritz does, sparingly. */
export function brokerReporter(
  stages: Stages,
  tonight: string | null,
  signal: AbortSignal,
): (message: WorkerMessage) => void {
  let tally = emptyTally();
  return (message) => {
    switch (message.type) {
      case 'tally':
        tally = message.tally;
        break;
      case 'night': {
        const { night, alreadyRead } = message;
        const how = alreadyRead > 0 ? `goes on at alert ${alreadyRead + 1}` : 'plays';
        if (night === tonight) stages.tell('broker', `the night ${how}`);
        break;
      }
      case 'wait':
        stages.tell('broker', `waits: ${message.reason}`);
        break;
      case 'failure':
        stages.tell(
          'broker',
          `stopped: ${message.message.split('\n')[0]} (log/broker.log says more)`,
        );
        break;
      case 'end': {
        const passes = Object.values(tally.passed).reduce((sum, count) => sum + count, 0);
        const found = `${formatNoun(tally.new, 'new alert')}, ${formatNoun(passes, 'pass', 'passes')}`;
        const end = signal.aborted ? 'the reading was stopped' : 'the night is over';
        if (tally.read > 0) stages.tell('broker', `${end}: ${found}`);
        break;
      }
    }
  };
}
