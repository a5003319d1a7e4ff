// A broker in a thread of its own, so that the server answers while batches are worked on.
import { parentPort, workerData } from 'node:worker_threads';
import { openLog } from '../log.ts';
import { runBrokerJob } from './broker-job.ts';
import type { WorkerMessage, WorkerTask } from './start-broker-worker.ts';
import { addBatch, emptyTally } from './tally.ts';

if (parentPort === null) throw new Error('broker.worker.ts runs as a worker');
const port = parentPort;
const task = workerData as WorkerTask;
const send = (message: WorkerMessage) => port.postMessage(message);
const log = openLog(task.dataDir, 'broker', task.logLevel);
const stopping = new AbortController();
port.on('message', () => stopping.abort());

const tally = emptyTally();
try {
  await runBrokerJob(task.job, {
    broker: task.broker,
    log,
    signal: stopping.signal,
    inferenceThreads: task.inferenceThreads,
    candidateDays: task.candidateDays,
    nightly: task.nightly,
    onBatch: (write) => {
      addBatch(tally, write);
      send({ type: 'tally', tally });
    },
    onWait: (reason) => send({ type: 'wait', reason }),
    onNight: (night, alreadyRead) => send({ type: 'night', night, alreadyRead }),
  });
  send({ type: 'end' });
} catch (error) {
  log.error({ error }, 'the broker stopped');
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  send({ type: 'failure', message, stack: stack ?? message });
}
// A wait for a lost database would keep the thread alive.
process.exit();
