// Does long queries in a thread of its own, so that the server answers meanwhile.
import { parentPort, workerData } from 'node:worker_threads';
import { openArchive, type TakenQueryJob } from '@fritz/archive';
import type { QueryReport, QueryThreadData } from './job-desk.ts';
import { performJob } from './perform-job.ts';

if (parentPort === null) throw new Error('query.worker.ts runs as a worker');
const port = parentPort;
const { config, workKey, atOnce, noteMs } = workerData as QueryThreadData;
const archive = openArchive({
  ...config,
  // Each job reads by one connection, and keeps and tells by another.
  max: 2 * atOnce,
  application_name: 'fritz queries',
  endsWithClient: true,
});

port.on('message', (job: TakenQueryJob) => {
  const { id } = job;
  performJob({ archive, workKey, noteMs }, job)
    .then(() => port.postMessage({ id, failure: null } satisfies QueryReport))
    .catch((error: unknown) => {
      const { message, stack = message } =
        error instanceof Error ? error : new Error(String(error));
      port.postMessage({ id, failure: stack } satisfies QueryReport);
    });
});
