// Runs filters over past alerts in a thread of its own, so that the server answers meanwhile.
import { parentPort, workerData } from 'node:worker_threads';
import { type ArchiveConfig, openArchive } from '@fritz/archive';
import { MqlError } from '@fritz/mql';
import { adapterOf } from '@fritz/surveys';
import { performRun } from './perform-run.ts';
import type { RunFailure, RunOrder, RunReport, RunTask } from './run-task.ts';

if (parentPort === null) throw new Error('run.worker.ts runs as a worker');
const port = parentPort;
const send = (report: RunReport) => port.postMessage(report);
const archive = openArchive({
  ...(workerData as ArchiveConfig),
  max: 1,
  application_name: 'fritz runs',
  // A thread is ended in the middle of its work: what it asked for is of no use then.
  endsWithClient: true,
});

/** One statement of a run reads at most some hundred alerts, or the names of a night's. */
const STATEMENT_TIMEOUT_MS = 60_000;

port.on('message', ({ id, task }: RunOrder) => {
  run(id, task)
    .then((result) => send({ id, type: 'result', result }))
    .catch((error: unknown) => send({ id, type: 'failure', failure: describeFailure(error) }));
});

function run(id: number, task: RunTask): Promise<unknown> {
  const deadlineMs = performance.now() + task.timeLimitMs;
  const onProgress = (done: number, total: number) => send({ id, type: 'progress', done, total });
  return archive.asViewer(
    task.viewerKey,
    (tx) =>
      performRun(
        { tx, survey: adapterOf(task.filter.survey), control: { deadlineMs, onProgress } },
        task,
      ),
    { readOnly: true, statementTimeoutMs: STATEMENT_TIMEOUT_MS },
  );
}

function describeFailure(error: unknown): RunFailure {
  const { name, message, stack = null } = error instanceof Error ? error : new Error(String(error));
  const code = error instanceof Error && 'code' in error ? String(error.code) : null;
  const mql = error instanceof MqlError ? { path: error.path, hint: error.hint } : null;
  return { name, message, stack, code, mql };
}
