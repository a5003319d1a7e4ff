import { randomUUID } from 'node:crypto';
import {
  type AnalysisJob,
  type Archive,
  expireAnalyses,
  giveAnalysisToken,
  type SendOutcome,
  settleAnalysisJob,
  takeAnalysisJobs,
} from '@fritz/archive';
import { naiveUtc, stringifyExact } from '@fritz/contract';
import type { FastifyBaseLogger } from 'fastify';
import type { CredentialSafe } from '../credentials/credential-safe.ts';
import { authinfoPurpose, readLogin } from '../features/analyses/authinfo.ts';
import { type AddressGuard, AddressRefusedError } from '../outbound/address-guard.ts';
import { guardedPost } from '../outbound/guarded-post.ts';

/** What sending needs. */
export interface SenderParts {
  archive: Archive;
  workKey: string;
  guard: AddressGuard;
  credentials: CredentialSafe | null;
  log: Pick<FastifyBaseLogger, 'warn'>;
}

const atOnce = 4;
const requestTimeoutMs = 30_000;
const leaseS = 90;
const mostAttempts = 5;

/** How long to wait after an attempt that failed: half a minute, then four times as long each time. */
export function retryAfterS(attempts: number): number {
  return 30 * 4 ** (attempts - 1);
}

/**
 * Sends what waits for services outside. An attempt is one request of half a minute at most; what
 * the network or the service failed at is sent again, five times in all; what the service refused
 * is not. Several servers may do so side by side.
 */
export class AnalysisSender {
  private readonly parts: SenderParts;
  private readonly ended = new AbortController();

  constructor(parts: SenderParts) {
    this.parts = parts;
  }

  /** Sends what is due now, and gives up what took too long; returns how many were tried. */
  async round(): Promise<number> {
    const { archive, workKey } = this.parts;
    await archive.asViewer(null, (tx) => expireAnalyses(tx, workKey));
    const jobs = await archive.asViewer(null, (tx) =>
      takeAnalysisJobs(tx, workKey, { most: atOnce, leaseS }),
    );
    await Promise.all(jobs.map((job) => this.attempt(job)));
    return jobs.length;
  }

  /** Ends requests that are under way: they are due again when their lease is over. */
  close(): void {
    this.ended.abort();
  }

  private async attempt(job: AnalysisJob): Promise<void> {
    const { archive, workKey, log } = this.parts;
    const token = randomUUID();
    const analysisId = job.analysis_id;
    await archive.asViewer(null, (tx) => giveAnalysisToken(tx, workKey, { analysisId, token }));
    const outcome = await this.send(job, token);
    if (outcome === null) return;
    if (outcome.kind !== 'sent') log.warn({ analysisId, ...outcome }, 'an analysis was not sent');
    await archive.asViewer(null, (tx) => settleAnalysisJob(tx, workKey, analysisId, outcome));
  }

  private async send(job: AnalysisJob, token: string): Promise<SendOutcome | null> {
    try {
      const { status, text } = await this.post(job, token);
      if (status >= 200 && status < 300) return { kind: 'sent', message: text.slice(0, 1024) };
      const message = `the service answered ${status}: ${text.slice(0, 1000)}`;
      const isPassing = status >= 500 || status === 429 || status === 408;
      return isPassing ? this.again(job, message) : { kind: 'failed', message };
    } catch (error) {
      if (this.ended.signal.aborted) return null;
      const message = error instanceof Error ? error.message : String(error);
      if (error instanceof AddressRefusedError || error instanceof UnsendableError) {
        return { kind: 'failed', message };
      }
      return this.again(job, `the service cannot be reached: ${message}`);
    }
  }

  private again({ attempts }: AnalysisJob, message: string): SendOutcome {
    if (attempts >= mostAttempts) return { kind: 'failed', message };
    return { kind: 'again', message, afterS: retryAfterS(attempts) };
  }

  private post(job: AnalysisJob, token: string) {
    const { callback_home: home, ...payload } = job.payload;
    const login = this.openLogin(job);
    const body = stringifyExact({
      callback_url: `${home}/api/webhook/obj_analysis/${token}`,
      callback_method: 'POST',
      invalid_after: naiveUtc(job.invalid_after),
      ...payload,
      ...login.fields,
    });
    return guardedPost(this.parts.guard, {
      url: job.url,
      headers: login.headers,
      body,
      timeoutMs: requestTimeoutMs,
      signal: this.ended.signal,
    });
  }

  private openLogin({ authentication_type, authinfo }: AnalysisJob) {
    if (authinfo === null) return readLogin('none', null);
    try {
      const text = this.parts.credentials?.open(authinfoPurpose, authinfo) ?? null;
      if (text === null) throw new Error('this server has no key for them');
      return readLogin(authentication_type, text);
    } catch (cause) {
      throw new UnsendableError('the secrets of the service cannot be read: set them again', {
        cause,
      });
    }
  }
}

/** Something that no further attempt mends. */
class UnsendableError extends Error {}
