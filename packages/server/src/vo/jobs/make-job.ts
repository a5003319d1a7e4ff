import { randomUUID } from 'node:crypto';
import {
  addTapJob,
  addTapJobPart,
  countTapJobs,
  type KeptTapJobs,
  nameTapJob,
  sweepTapJobs,
  type ViewerTx,
} from '@fritz/archive';
import type { ServerContext } from '../../context.ts';
import type { VoCaller } from '../vo-auth.ts';
import { VoError } from '../vo-error.ts';
import type { VoParams } from '../vo-params.ts';
import { jobTimes } from './job-times.ts';

const MAX_JOBS = 1000;
const MAX_ANONYMOUS_JOBS = 500;
/** Of one's jobs, and of all that are nobody's. */
const MAX_KEPT_BYTES = 20e9;
/** Parameters of a job's own; the others are its query's. */
const OWN = new Set(['PHASE', 'RUNID', 'ACTION', 'EXECUTIONDURATION', 'DESTRUCTION']);

export function queryParameters(params: VoParams): (readonly [string, string])[] {
  return params.entries.filter(([name]) => !OWN.has(name));
}

/** Keeps a job that somebody asks for; its id. @throws VoError where there are too many */
export async function makeJob(
  context: ServerContext,
  caller: VoCaller,
  params: VoParams,
): Promise<string> {
  const id = randomUUID();
  const job = {
    ...{ id, runId: params.one('RUNID'), parameters: queryParameters(params) },
    ...jobTimes(params, context.now()),
  };
  await context.archive.asViewer(caller.key, async (tx) => {
    if (caller.key !== null) caller.admit(await tx.viewer);
    const { jobs } = await demandRoom(tx, caller);
    if (jobs >= (caller.key === null ? MAX_ANONYMOUS_JOBS : MAX_JOBS)) {
      throw new VoError(503, 'there are too many jobs: delete some, or sign in with a token');
    }
    if (caller.key === null) await nameTapJob(tx, id);
    await addTapJob(tx, job);
    for (const { name, bytes } of params.files) {
      await addTapJobPart(tx, { id, name: `upload:${name}`, part: 0, bytes });
    }
  });
  return id;
}

/** What is kept already. @throws VoError where there is no room for more */
export async function demandRoom(tx: ViewerTx, caller: VoCaller): Promise<KeptTapJobs> {
  const ofNobody = await sweepTapJobs(tx);
  const kept = caller.key === null ? ofNobody : await countTapJobs(tx);
  if (kept.bytes >= MAX_KEPT_BYTES) {
    throw new VoError(
      503,
      `results of ${MAX_KEPT_BYTES / 1e9} GB are kept: delete some, or sign in with a token`,
    );
  }
  return kept;
}
