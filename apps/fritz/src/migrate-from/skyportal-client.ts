import { setTimeout as wait } from 'node:timers/promises';
import { isRecord } from '../load/seed-files.ts';
import { UserError } from '../user-error.ts';
import { type Answer, readAnswer } from './skyportal-answer.ts';
import { type Item, itemsOf } from './things.ts';

export interface SkyportalOptions {
  readonly url: string;
  readonly token: string;
  /** SkyPortal lets 5 requests a second through. */
  readonly requestsPerSecond: number;
  readonly signal: AbortSignal;
  /** How long the first wait is after a failure; each further one is twice as long. */
  readonly retryMs?: number;
}

const maxTries = 8;
/** Its own faults: one that stays after so many tries is of this request alone. */
const maxTriesOfFaults = 3;
const perPage = 100;

/** What SkyPortal refuses: of one thing, so that the others go on. */
export class SkyportalRefusal extends Error {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }

  get isOfRights(): boolean {
    return this.status === 401 || this.status === 403;
  }
}

/** Reads a running SkyPortal: not faster than it lets one, and again where it fails. */
export class SkyportalClient {
  readonly #options: SkyportalOptions;
  #nextAtMs = 0;

  constructor(options: SkyportalOptions) {
    this.#options = options;
  }

  /** The envelope's data of `/api/<path>`. */
  async get(path: string): Promise<unknown> {
    const answer = await this.#insist(path, 'data');
    return answer.data;
  }

  /** A file: whatever `/api/<path>` sends. */
  async bytes(path: string): Promise<Buffer> {
    const answer = await this.#insist(path, 'bytes');
    return answer.bytes;
  }

  /** A file beside the API, by its path from the root of the host. */
  async file(place: string): Promise<Buffer> {
    const answer = await this.#insist(new URL(place, this.#options.url), 'bytes');
    return answer.bytes;
  }

  /** The list in the answer, also where the answer is the list. */
  async list(path: string, within?: string): Promise<Item[]> {
    const data = await this.get(path);
    return itemsOf(within !== undefined && isRecord(data) ? data[within] : data);
  }

  /** All pages of a list; it ends where a page has nothing new, whatever the total says. */
  async *pages(path: string, within: string): AsyncGenerator<{ item: Item; total: number }> {
    const seen = new Set<unknown>();
    for (let pageNumber = 1; ; pageNumber++) {
      const mark = path.includes('?') ? '&' : '?';
      const data = await this.#page(`${path}${mark}pageNumber=${pageNumber}&numPerPage=${perPage}`);
      const fresh = itemsOf(isRecord(data) ? data[within] : null).filter(({ id }) => !seen.has(id));
      if (fresh.length === 0) return;
      const total = isRecord(data) ? Number(data.totalMatches ?? 0) : 0;
      for (const item of fresh) {
        seen.add(item.id);
        yield { item, total };
      }
      if (seen.size >= total && total > 0) return;
    }
  }

  /** A page beyond the last is refused by some lists: it is an empty one. */
  async #page(path: string): Promise<unknown> {
    try {
      return await this.get(path);
    } catch (error) {
      if (error instanceof SkyportalRefusal && /page/i.test(error.message)) return null;
      throw error;
    }
  }

  async #insist<K extends 'data' | 'bytes'>(
    path: string | URL,
    wanted: K,
  ): Promise<Extract<Answer, { kind: K }>> {
    const { signal, retryMs = 1000 } = this.#options;
    for (let tried = 1; ; tried++) {
      const answer = await this.#ask(path, wanted);
      if (answer.kind === wanted) return answer as Extract<Answer, { kind: K }>;
      if (answer.kind === 'refused') return this.#refuse(answer.why, answer.status);
      if (answer.kind !== 'again') throw new Error(`${path}: ${answer.kind}`);
      if (answer.isFault && tried >= maxTriesOfFaults) throw new SkyportalRefusal(answer.why, 500);
      if (tried >= maxTries) {
        throw new UserError(
          `SkyPortal does not answer ${path}: ${answer.why}. Run it again later.`,
        );
      }
      const backoffMs = Math.min(retryMs * 2 ** (tried - 1), 60_000);
      await wait(answer.waitMs ?? backoffMs, null, { signal });
    }
  }

  /** A token that is good for nothing any more ends the work; one without a right is told of. */
  async #refuse(why: string, status: number): Promise<never> {
    if (status === 401 || status === 403) {
      const own = await this.#ask('internal/profile', 'data');
      if (own.kind === 'refused') throw new UserError(`SkyPortal does not take this token: ${why}`);
    }
    throw new SkyportalRefusal(why, status);
  }

  async #ask(path: string | URL, wanted: 'data' | 'bytes'): Promise<Answer> {
    const { url, token, requestsPerSecond, signal } = this.#options;
    const now = Date.now();
    const atMs = Math.max(this.#nextAtMs, now);
    this.#nextAtMs = atMs + 1000 / requestsPerSecond;
    if (atMs > now) await wait(atMs - now, null, { signal });
    try {
      const place = path instanceof URL ? path : `${url.replace(/\/+$/, '')}/api/${path}`;
      const response = await fetch(place, {
        headers: { authorization: `token ${token}` },
        signal: AbortSignal.any([signal, AbortSignal.timeout(120_000)]),
      });
      return await readAnswer(response, wanted);
    } catch (error) {
      signal.throwIfAborted();
      return { kind: 'again', why: error instanceof Error ? error.message : String(error) };
    }
  }
}
