import { type ArchiveConfig, openDoorbell, workChannel } from '@fritz/archive';
import type { ServerContext } from '../context.ts';
import { JobDesk } from '../query-jobs/job-desk.ts';
import { AnalysisSender } from './analysis-sender.ts';
import { FollowupRules } from './followup-rules.ts';
import { FollowupSender } from './followup-sender.ts';
import { NotificationMailer } from './notification-mailer.ts';
import { WorkLoop } from './work-loop.ts';

/** The server's own work, which goes on until it is closed. */
export interface ServerWork {
  close(): Promise<void>;
}

/** What is due later, and what a lost ring told of, is looked for this often. */
const everyMs = 15_000;

/** By which connections it is done. */
export interface WorkConnections {
  /** For threads of their own. */
  config: ArchiveConfig;
  listenConfig: Parameters<typeof openDoorbell>[0];
}

/** Begins the server's own work: it is called when something is put into an outbox. */
export function startWork(
  context: ServerContext,
  workKey: string,
  { config, listenConfig }: WorkConnections,
): ServerWork {
  const { archive, guard, credentials, mail, publicUrl, log } = context;
  const sender = new AnalysisSender({ archive, workKey, guard, credentials, log });
  const facilities = new FollowupSender({ archive, workKey, guard, credentials, mail, log });
  const mailer = new NotificationMailer({ archive, workKey, mail, publicUrl, log });
  const rules = new FollowupRules({ archive, workKey, context, log });
  const desk = new JobDesk({ archive, config, workKey, log, onFree: () => querying.call() });
  const querying = new WorkLoop(() => desk.round(), everyMs, log);
  const loops = [sender, rules, facilities, mailer].map(
    (worker) => new WorkLoop(() => worker.round(), everyMs, log),
  );
  const bell = openDoorbell(listenConfig, [workChannel], {
    onRing: () => {
      for (const loop of loops) loop.call();
      querying.call();
    },
  });
  return {
    async close() {
      await bell.close();
      sender.close();
      facilities.close();
      await querying.close();
      await desk.close();
      for (const loop of loops) await loop.close();
    },
  };
}
