import { openDoorbell, workChannel } from '@fritz/archive';
import type { ServerContext } from '../context.ts';
import { AnalysisSender } from './analysis-sender.ts';
import { FollowupSender } from './followup-sender.ts';
import { WorkLoop } from './work-loop.ts';

/** The server's own work, which goes on until it is closed. */
export interface ServerWork {
  close(): Promise<void>;
}

/** What is due later, and what a lost ring told of, is looked for this often. */
const everyMs = 15_000;

/** Begins the server's own work: it is called when something is put into an outbox. */
export function startWork(
  { archive, guard, credentials, mail, log }: ServerContext,
  workKey: string,
  listenConfig: Parameters<typeof openDoorbell>[0],
): ServerWork {
  const sender = new AnalysisSender({ archive, workKey, guard, credentials, log });
  const facilities = new FollowupSender({ archive, workKey, guard, credentials, mail, log });
  const asking = new WorkLoop(() => facilities.round(), everyMs, log);
  const loop = new WorkLoop(() => sender.round(), everyMs, log);
  const bell = openDoorbell(listenConfig, [workChannel], {
    onRing: () => {
      loop.call();
      asking.call();
    },
  });
  return {
    async close() {
      await bell.close();
      sender.close();
      facilities.close();
      await loop.close();
      await asking.close();
    },
  };
}
