import { Readable } from 'node:stream';
import {
  changeTapJob,
  findTapJob,
  listTapJobs,
  removeTapJob,
  sweepTapJobs,
  type TapJob,
  type TapPhase,
} from '@fritz/archive';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ServerContext } from '../context.ts';
import { JobDesk } from './jobs/job-desk.ts';
import { readJobParts } from './jobs/job-files.ts';
import { RESULT_NAME } from './jobs/job-result.ts';
import { withJob } from './jobs/job-store.ts';
import { destructionOf, durationOf } from './jobs/job-times.ts';
import { jobsXml, jobXml, parametersDocument, resultsDocument } from './jobs/job-xml.ts';
import { makeJob, queryParameters } from './jobs/make-job.ts';

import { errorVotable } from './results/votable-writer.ts';
import type { Turnstile } from './turnstile.ts';
import { enterVo, homeOf, type VoCaller } from './vo-auth.ts';
import { VoError } from './vo-error.ts';
import { readParams, type VoParams } from './vo-params.ts';

const XML = 'application/xml;charset=utf-8';
const TEXT = 'text/plain;charset=utf-8';
/** What waits for a job waits no longer than this. */
const MAX_WAIT_S = 60;
const LOOK_MS = 250;
const ENDED: readonly TapPhase[] = ['COMPLETED', 'ERROR', 'ABORTED'];
const OPEN: readonly TapPhase[] = ['PENDING', 'QUEUED', 'EXECUTING'];

/** A request on one job. */
interface JobCall {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  readonly caller: VoCaller;
  readonly params: VoParams;
  readonly id: string;
  readonly url: string;
}

/** Jobs as UWS 1.1 has them (IVOA Recommendation, Harrison & Rixon 2016). */
export function bindAsync(
  scope: FastifyInstance,
  context: ServerContext,
  turnstile: Turnstile,
): void {
  const desk = new JobDesk(context, turnstile);
  // Before the connections go.
  scope.addHook('preClose', () => desk.close());
  const home = (request: FastifyRequest) => `${homeOf(context, request)}${scope.prefix}/async`;
  scope.get('/async', async (request, reply) => {
    const caller = enterVo(context, request);
    const jobs = await listJobs(context, caller, await readParams(request));
    return reply.header('content-type', XML).send(jobsXml(jobs, home(request)));
  });
  scope.post('/async', async (request, reply) => {
    const caller = enterVo(context, request);
    const params = await readParams(request);
    const id = await makeJob(context, caller, params);
    if (params.one('PHASE')?.toUpperCase() === 'RUN') await desk.start(caller, id);
    return reply.redirect(`${home(request)}/${id}`, 303);
  });
  bindJob(scope, context, { desk, home });
}

async function listJobs(context: ServerContext, caller: VoCaller, params: VoParams) {
  const after = params.one('AFTER');
  const time = after === null ? null : new Date(/[zZ]$/.test(after) ? after : `${after}Z`);
  if (time !== null && Number.isNaN(time.getTime())) throw new VoError(400, 'AFTER is a time');
  const last = params.count('LAST');
  return context.archive.asViewer(caller.key, async (tx) => {
    if (caller.key !== null) caller.admit(await tx.viewer);
    await sweepTapJobs(tx);
    const phases = params.all('PHASE').map((phase) => phase.toUpperCase());
    return listTapJobs(tx, { phases, after: time, last });
  });
}

interface Desk {
  readonly desk: JobDesk;
  readonly home: (request: FastifyRequest) => string;
}

type Answer = (call: JobCall) => Promise<unknown>;
type On = (method: 'GET' | 'POST' | 'DELETE', path: string, answer: Answer) => void;

function bindJob(scope: FastifyInstance, context: ServerContext, { desk, home }: Desk): void {
  const on: On = (method, path, answer) =>
    scope.route({
      method,
      url: `/async/:id${path}`,
      handler: async (request, reply) => {
        const { id } = request.params as { readonly id?: unknown };
        if (typeof id !== 'string' || !/^[0-9a-f-]{36}$/.test(id)) throw noJob();
        const caller = enterVo(context, request);
        const params = await readParams(request);
        return answer({ request, reply, caller, params, id, url: `${home(request)}/${id}` });
      },
    });
  on('GET', '', async (call) => {
    const { job, owner } = await waitForJob(context, call);
    return call.reply.header('content-type', XML).send(jobXml(job, call.url, owner));
  });
  on('DELETE', '', (call) => removeJob(context, desk, call));
  on('POST', '', async (call) => {
    if (call.params.one('ACTION')?.toUpperCase() === 'DELETE')
      return removeJob(context, desk, call);
    await changeParameters(context, call);
    await changePhase(context, desk, call);
    return goTo(call);
  });
  on('POST', '/phase', async (call) => {
    await changePhase(context, desk, call);
    return goTo(call);
  });
  on('POST', '/executionduration', (call) => changeDuration(context, call));
  on('POST', '/destruction', (call) => changeDestruction(context, call));
  on('POST', '/parameters', async (call) => {
    await changeParameters(context, call);
    return goTo(call);
  });
  bindParts(on, context);
}

/** What a job says of itself, a part at a time. */
function bindParts(on: On, context: ServerContext): void {
  const find = (call: JobCall) => demandJob(context, call);
  const text = (pick: (job: TapJob) => string): Answer => {
    return async (call) => call.reply.header('content-type', TEXT).send(pick(await find(call)));
  };
  on(
    'GET',
    '/phase',
    text(({ phase }) => phase),
  );
  on(
    'GET',
    '/executionduration',
    text(({ durationS }) => String(durationS)),
  );
  on(
    'GET',
    '/destruction',
    text(({ destroyAt }) => destroyAt.toISOString()),
  );
  on(
    'GET',
    '/quote',
    text(() => ''),
  );
  on('GET', '/owner', async (call) => {
    const { owner } = await findOwned(context, call);
    return call.reply.header('content-type', TEXT).send(owner ?? '');
  });
  on('GET', '/error', async (call) => {
    const { error } = await find(call);
    if (error === null) return call.reply.header('content-type', TEXT).send('');
    return call.reply.header('content-type', 'application/x-votable+xml').send(errorVotable(error));
  });
  on('GET', '/parameters', async (call) =>
    call.reply.header('content-type', XML).send(parametersDocument(await find(call))),
  );
  on('GET', '/results', async (call) =>
    call.reply.header('content-type', XML).send(resultsDocument(await find(call), call.url)),
  );
  on('GET', '/results/result', (call) => sendResult(context, call));
}

const noJob = () => new VoError(404, 'there is no such job, or it is not yours');

async function demandJob(context: ServerContext, call: JobCall): Promise<TapJob> {
  return (await findOwned(context, call)).job;
}

/** The job, and who its owner is called. @throws VoError 404 */
function findOwned(context: ServerContext, { caller, id }: JobCall) {
  return withJob(context, caller, id, async (tx) => {
    await sweepTapJobs(tx);
    const job = await findTapJob(tx, id);
    if (job === null) throw noJob();
    const [owner] = await tx.query<{ username: string }>(
      'SELECT username FROM users WHERE id = $1',
      [job.ownerId],
    );
    return { job, owner: owner?.username ?? null };
  });
}

function goTo({ reply, url }: JobCall): FastifyReply {
  return reply.redirect(url, 303);
}

/** Waits until a job is in another phase, where that is asked for (UWS 1.1, 2.2.1.1). */
async function waitForJob(context: ServerContext, call: JobCall) {
  const text = call.params.one('WAIT');
  const found = await findOwned(context, call);
  if (text === null) return found;
  if (!/^-?\d{1,9}$/.test(text)) throw new VoError(400, 'WAIT is a number of seconds');
  const seconds = Number(text) < 0 ? MAX_WAIT_S : Math.min(Number(text), MAX_WAIT_S);
  const untilMs = performance.now() + seconds * 1000;
  const from = call.params.one('PHASE')?.toUpperCase() ?? found.job.phase;
  let current = found;
  while (
    current.job.phase === from &&
    (from === 'QUEUED' || from === 'EXECUTING') &&
    performance.now() < untilMs &&
    !call.request.raw.destroyed
  ) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    current = await findOwned(context, call);
  }
  return current;
}

async function removeJob(context: ServerContext, desk: JobDesk, call: JobCall) {
  const { caller, id, reply, url } = call;
  desk.stop(id);
  const isRemoved = await withJob(context, caller, id, (tx) => removeTapJob(tx, id));
  if (!isRemoved) throw noJob();
  return reply.redirect(url.slice(0, url.lastIndexOf('/')), 303);
}

async function changePhase(context: ServerContext, desk: JobDesk, call: JobCall): Promise<void> {
  const wanted = call.params.one('PHASE')?.toUpperCase() ?? null;
  if (wanted === null) return;
  const { caller, id } = call;
  await demandJob(context, call);
  if (wanted === 'RUN') return desk.start(caller, id);
  if (wanted !== 'ABORT') throw new VoError(400, 'PHASE is RUN or ABORT');
  await withJob(context, caller, id, (tx) => changeTapJob(tx, id, OPEN, { phase: 'ABORTED' }));
  desk.stop(id);
}

/** Parameters of a job that does not run yet: those of the same name are replaced. */
async function changeParameters(context: ServerContext, call: JobCall): Promise<void> {
  const { caller, id, params } = call;
  const given = queryParameters(params);
  if (given.length === 0) return;
  const { parameters } = await demandJob(context, call);
  const names = new Set(given.map(([name]) => name));
  const kept = parameters.filter(([name]) => !names.has(name));
  const isChanged = await withJob(context, caller, id, (tx) =>
    changeTapJob(tx, id, ['PENDING'], { parameters: [...kept, ...given] }),
  );
  if (!isChanged) throw new VoError(403, 'a job that was begun is not changed any more');
}

async function changeDuration(context: ServerContext, call: JobCall) {
  const { caller, id, params } = call;
  const durationS = durationOf(params);
  if (durationS === null) throw new VoError(400, 'EXECUTIONDURATION is missing');
  await demandJob(context, call);
  await withJob(context, caller, id, (tx) => changeTapJob(tx, id, ['PENDING'], { durationS }));
  return goTo(call);
}

async function changeDestruction(context: ServerContext, call: JobCall) {
  const { caller, id, params } = call;
  const destroyAt = destructionOf(params, context.now());
  if (destroyAt === null) throw new VoError(400, 'DESTRUCTION is missing');
  await demandJob(context, call);
  const phases = [...OPEN, ...ENDED];
  await withJob(context, caller, id, (tx) => changeTapJob(tx, id, phases, { destroyAt }));
  return goTo(call);
}

async function sendResult(context: ServerContext, call: JobCall) {
  const { caller, id, reply } = call;
  const { phase, resultType, isReadable } = await demandJob(context, call);
  if (phase !== 'COMPLETED') throw new VoError(404, `there is no result: the job is ${phase}`);
  if (!isReadable) {
    throw new VoError(403, 'you, or your token, do not see all that it was made of: run it again');
  }
  const parts = Readable.from(readJobParts(context, caller, id, RESULT_NAME), {
    objectMode: false,
  });
  return reply.header('content-type', resultType ?? 'application/octet-stream').send(parts);
}
