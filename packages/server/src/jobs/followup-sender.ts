import {
  type Archive,
  actFor,
  type FollowupJob,
  type FollowupOutcome,
  type FollowupProduct,
  keepExchange,
  keepProducts,
  settleFollowupJob,
  takeFollowupJobs,
} from '@fritz/archive';
import type { FastifyBaseLogger } from 'fastify';
import type { CredentialSafe } from '../credentials/credential-safe.ts';
import { Line, maskSecrets, SetupError, secretsOf } from '../facilities/line.ts';
import type { MailRoom } from '../mail/mail-room.ts';
import { type AddressGuard, AddressRefusedError } from '../outbound/address-guard.ts';
import { InDoubtError, NotArrivedError } from '../outbound/guarded-request.ts';
import { deliver } from './followup-delivery.ts';
import { type LoadedOrder, loadOrder } from './followup-order.ts';

/** What asking facilities needs. */
export interface FollowupSenderParts {
  archive: Archive;
  workKey: string;
  guard: AddressGuard;
  credentials: CredentialSafe | null;
  log: Pick<FastifyBaseLogger, 'warn'>;
  /** Where mails are sent from; null: there is no mail server. */
  mail?: MailRoom | null;
  /** How long a facility may take for an answer. */
  timeoutMs?: number;
  /** How many are asked at a time. */
  atOnce?: number;
}

/** A job may take three exchanges; nobody else takes it before that. */
const leaseS = 180;
const mostAttempts = 6;
const pollForS = 7 * 86_400;
const leastPollS = 120;

/** How long to wait after an attempt that failed: half a minute, then twice as long each time. */
export function askAgainS(attempts: number): number {
  return Math.min(3600, 30 * 2 ** (attempts - 1));
}

const over = { againS: null, isSure: true, pollS: null } as const;

/**
 * Asks facilities for what waits, and what became of it. Before each attempt it is written down that one
 * begins: where it is not known how it ended, the facility is asked whether it has it, or told the same
 * key again; where neither is possible, a person is asked (docs/adr/0051). Several servers may do so
 * side by side.
 */
export class FollowupSender {
  private readonly parts: FollowupSenderParts;
  private readonly ended = new AbortController();

  constructor(parts: FollowupSenderParts) {
    this.parts = parts;
  }

  /** Does what is due now; returns how many were tried. */
  async round(): Promise<number> {
    const { archive, workKey, atOnce = 4 } = this.parts;
    const jobs = await archive.asViewer(null, (tx) =>
      takeFollowupJobs(tx, workKey, { most: atOnce, leaseS }),
    );
    const takenAt = performance.now();
    // What fails here is due again when its lease is over, in doubt; the others go on.
    const ended = await Promise.allSettled(jobs.map((job) => this.attempt(job, takenAt)));
    const failed = ended.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return jobs.length;
  }

  /** Ends requests that are under way: they are due again, in doubt, when their lease is over. */
  close(): void {
    this.ended.abort();
  }

  private async attempt(job: FollowupJob, takenAt: number): Promise<void> {
    const { archive, workKey, log } = this.parts;
    const outcome = await this.outcomeOf(job, takenAt);
    if (outcome === null) return;
    if (outcome.state === 'failed' || outcome.state === 'unknown' || outcome.againS !== null) {
      const { state, words } = outcome;
      log.warn({ followupRequestId: job.request_id, kind: job.kind, state, words }, 'a facility');
    }
    await archive.asViewer(null, (tx) => settleFollowupJob(tx, workKey, job, outcome));
  }

  private async outcomeOf(job: FollowupJob, takenAt: number): Promise<FollowupOutcome | null> {
    try {
      const loaded = await this.load(job);
      // A server that slept through its lease may not be the only one that has this job.
      if (performance.now() - takenAt > (leaseS * 1000) / 3) return null;
      return withoutSecrets(await this.act(job, loaded), loaded);
    } catch (error) {
      if (this.ended.signal.aborted) return null;
      if (error instanceof SetupError || error instanceof AddressRefusedError) {
        // What was in doubt before is not settled by there being no way to ask.
        return job.doubt
          ? unknown(error.message)
          : { ...over, state: 'failed', words: error.message };
      }
      throw error;
    }
  }

  private load(job: FollowupJob): Promise<LoadedOrder> {
    const { archive, workKey, credentials } = this.parts;
    return archive.asViewer(null, async (tx) => {
      if ((await actFor(tx, workKey, job.user_id)) === null) {
        throw new SetupError('the account of whoever asked for it has ended');
      }
      return loadOrder(tx, credentials, job);
    });
  }

  private async act(job: FollowupJob, loaded: LoadedOrder): Promise<FollowupOutcome> {
    const line = this.lineOf(job, loaded);
    if (job.kind === 'submit') return this.submit(job, loaded, line);
    if (job.kind === 'update') return this.update(job, loaded, line);
    if (job.kind === 'cancel') return this.cancel(job, loaded, line);
    return this.poll(job, loaded, line);
  }

  private lineOf(job: FollowupJob, { order }: LoadedOrder): Line {
    const { archive, workKey, guard, timeoutMs = 30_000, mail = null } = this.parts;
    return new Line({
      guard,
      timeoutMs,
      secrets: secretsOf(order.credentials),
      signal: this.ended.signal,
      mail:
        mail &&
        ((letter) =>
          new Promise((resolve) =>
            mail.post(letter, async (failure) => {
              resolve(failure);
            }),
          )),
      keep: ({ request, response }) =>
        archive.asViewer(null, (tx) =>
          keepExchange(tx, workKey, { requestId: job.request_id, request, response }),
        ),
    });
  }

  private async submit(
    job: FollowupJob,
    { facility, order }: LoadedOrder,
    line: Line,
  ): Promise<FollowupOutcome> {
    const remembers = facility.remembers(order.credentials);
    if (job.doubt && remembers === 'nothing') {
      return unknown('an attempt to submit it was cut short');
    }
    // From here on an attempt of this round may have arrived, too.
    let isSure = !job.doubt;
    try {
      const known = job.doubt && remembers === 'lookup' ? await facility.find?.(order, line) : null;
      isSure = true;
      const word = known ?? (await facility.submit(order, line));
      if (word.kind === 'refused') return { ...over, state: 'rejected', words: word.words };
      const { ref = null, words, state = 'submitted' } = word;
      return { ...over, state, words, ref, pollS: firstPollS(facility) };
    } catch (error) {
      if (this.ended.signal.aborted) throw error;
      if (error instanceof NotArrivedError) {
        if (job.attempts < mostAttempts) {
          return { ...again(job, `not sent yet: ${error.message}`), isSure };
        }
        return isSure
          ? { ...over, state: 'failed', words: `not sent: ${error.message}` }
          : unknown(error.message);
      }
      if (!(error instanceof InDoubtError)) throw error;
      if (remembers === 'nothing') return unknown(error.message);
      if (job.attempts >= mostAttempts) return unknown(error.message);
      return { ...again(job, `not known whether it arrived: ${error.message}`), isSure: false };
    }
  }

  private async update(job: FollowupJob, { facility, order }: LoadedOrder, line: Line) {
    if (facility.update === undefined) {
      return {
        ...over,
        state: 'submitted' as const,
        words: 'submitted: it cannot be changed there',
      };
    }
    const { update } = facility;
    return this.repeatable(job, async () => {
      const word = await update(order, line);
      const ref = word.kind === 'taken' ? (word.ref ?? null) : null;
      const words = word.kind === 'taken' ? word.words : `submitted; the change was ${word.words}`;
      return { ...over, state: 'submitted', words, ref, pollS: firstPollS(facility) };
    });
  }

  private async cancel(job: FollowupJob, { facility, order }: LoadedOrder, line: Line) {
    if (facility.cancel === undefined) {
      return {
        ...over,
        state: 'cancelled' as const,
        words: 'deleted here; the facility was not told',
      };
    }
    const { cancel } = facility;
    return this.repeatable(job, async () => {
      const word = await cancel(order, line);
      if (word.kind === 'taken') return { ...over, state: 'cancelled', words: word.words };
      const words = `submitted; it was not deleted: ${word.words}`;
      return { ...over, state: 'submitted', words, pollS: firstPollS(facility) };
    });
  }

  /** What is done twice as once: again, until it is known. */
  private async repeatable(
    job: FollowupJob,
    work: () => Promise<FollowupOutcome>,
  ): Promise<FollowupOutcome> {
    try {
      return await work();
    } catch (error) {
      if (this.ended.signal.aborted) throw error;
      if (!(error instanceof NotArrivedError || error instanceof InDoubtError)) throw error;
      if (job.attempts >= mostAttempts) return unknown(error.message);
      return again(job, `not known whether it arrived: ${error.message}`);
    }
  }

  private keep(
    { request_id: requestId }: FollowupJob,
    products: readonly FollowupProduct[],
  ): Promise<void> {
    const { archive, workKey } = this.parts;
    return archive.asViewer(null, (tx) => keepProducts(tx, workKey, { requestId, products }));
  }

  private async poll(job: FollowupJob, loaded: LoadedOrder, line: Line): Promise<FollowupOutcome> {
    const { facility, order } = loaded;
    if (facility.poll === undefined) return { ...over, state: null, words: null };
    if (silentS(job, loaded) > pollForS) {
      return { ...over, state: 'failed', words: 'nothing was heard of it for seven days' };
    }
    const againS = Math.max(leastPollS, facility.pollEveryS ?? 0);
    try {
      const news = await facility.poll(order, line);
      if (news.photometry) await deliver(this.parts, job, loaded, news.photometry);
      if (news.products) await this.keep(job, news.products);
      const isOver =
        news.state !== null &&
        ['completed', 'rejected', 'failed', 'expired', 'cancelled'].includes(news.state);
      const { state, words } = news;
      return isOver ? { ...over, state, words } : { ...over, state, words, againS };
    } catch (error) {
      if (this.ended.signal.aborted) throw error;
      if (!(error instanceof NotArrivedError || error instanceof InDoubtError)) throw error;
      return { ...over, state: null, words: null, againS };
    }
  }
}

/** For how long there was something to hear: since it was told of it, and may not observe it any more. */
function silentS({ age_s: ageS }: FollowupJob, { order }: LoadedOrder): number {
  const { end_date: end } = order.payload;
  const endsMs = typeof end === 'string' ? Date.parse(end) : Number.NaN;
  return Number.isNaN(endsMs) ? ageS : Math.min(ageS, (Date.now() - endsMs) / 1000);
}

/** A facility may repeat what it was told: who sees the request need not see the allocation's credentials. */
function withoutSecrets(outcome: FollowupOutcome, { order }: LoadedOrder): FollowupOutcome {
  const { words } = outcome;
  if (words === null) return outcome;
  return { ...outcome, words: maskSecrets(words, secretsOf(order.credentials)) };
}

function firstPollS({ poll, pollEveryS = 0 }: LoadedOrder['facility']): number | null {
  return poll === undefined ? null : Math.max(leastPollS, pollEveryS);
}

function unknown(reason: string): FollowupOutcome {
  const words = `unknown: ask the facility whether it has it (${reason})`;
  return { ...over, state: 'unknown', words };
}

function again({ attempts }: FollowupJob, words: string): FollowupOutcome {
  return { state: null, words, againS: askAgainS(attempts), isSure: false, pollS: null };
}
