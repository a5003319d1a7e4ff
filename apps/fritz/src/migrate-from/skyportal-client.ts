import { setTimeout as wait } from 'node:timers/promises';
import { parseExact } from '@fritz/contract';
import { isRecord } from '../load/seed-files.ts';
import { UserError } from '../user-error.ts';

export type Item = Readonly<Record<string, unknown>>;

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
const perPage = 100;

/** What SkyPortal refuses: of one thing, so that the others go on. */
export class SkyportalRefusal extends Error {}

/** Reads a running SkyPortal: not faster than it lets one, and again where it fails. */
export class SkyportalClient {
  readonly #options: SkyportalOptions;
  #nextAtMs = 0;

  constructor(options: SkyportalOptions) {
    this.#options = options;
  }

  /** The envelope's data of `/api/<path>`. */
  async get(path: string): Promise<unknown> {
    const { signal, retryMs = 1000 } = this.#options;
    for (let tried = 1; ; tried++) {
      const answer = await this.#ask(path);
      if (answer.kind === 'data') return answer.data;
      if (answer.kind === 'refused') throw new SkyportalRefusal(answer.why);
      if (tried >= maxTries) {
        throw new UserError(
          `SkyPortal does not answer ${path}: ${answer.why}. Run it again later.`,
        );
      }
      const backoffMs = Math.min(retryMs * 2 ** (tried - 1), 60_000);
      await wait(answer.waitMs ?? backoffMs, null, { signal });
    }
  }

  /** The list in the answer, also where the answer is the list. */
  async list(path: string, within?: string): Promise<Item[]> {
    const data = await this.get(path);
    const found = within !== undefined && isRecord(data) ? data[within] : data;
    return Array.isArray(found) ? found.filter(isRecord) : [];
  }

  /** All pages of a list; it ends where a page has nothing new, whatever the total says. */
  async *pages(path: string, within: string): AsyncGenerator<{ item: Item; total: number }> {
    const seen = new Set<unknown>();
    for (let pageNumber = 1; ; pageNumber++) {
      const mark = path.includes('?') ? '&' : '?';
      const data = await this.#page(`${path}${mark}pageNumber=${pageNumber}&numPerPage=${perPage}`);
      const list = isRecord(data) && Array.isArray(data[within]) ? data[within] : [];
      const fresh = list.filter(isRecord).filter(({ id }) => !seen.has(id));
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

  async #ask(path: string): Promise<Answer> {
    const { url, token, requestsPerSecond, signal } = this.#options;
    const now = Date.now();
    const atMs = Math.max(this.#nextAtMs, now);
    this.#nextAtMs = atMs + 1000 / requestsPerSecond;
    if (atMs > now) await wait(atMs - now, null, { signal });
    try {
      const response = await fetch(`${url.replace(/\/+$/, '')}/api/${path}`, {
        headers: { authorization: `token ${token}` },
        signal: AbortSignal.any([signal, AbortSignal.timeout(120_000)]),
      });
      return readAnswer(response, await response.text());
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof UserError) throw error;
      return { kind: 'again', why: error instanceof Error ? error.message : String(error) };
    }
  }
}

type Answer =
  | { kind: 'data'; data: unknown }
  | { kind: 'refused'; why: string }
  | { kind: 'again'; why: string; waitMs?: number };

function readAnswer(response: Response, text: string): Answer {
  const { status, headers } = response;
  if (status === 401) throw new UserError('SkyPortal does not take this token.');
  if (status === 429 || status >= 502) {
    const seconds = Number(headers.get('retry-after') ?? Number.NaN);
    const waitMs = Number.isFinite(seconds) ? { waitMs: seconds * 1000 } : {};
    return { kind: 'again', why: `status ${status}`, ...waitMs };
  }
  const envelope = readJson(text);
  if (envelope === null) return { kind: 'again', why: `status ${status} without JSON` };
  if (status === 200 && envelope.status === 'success') return { kind: 'data', data: envelope.data };
  return { kind: 'refused', why: String(envelope.message ?? `status ${status}`) };
}

function readJson(text: string): Item | null {
  try {
    const value = parseExact(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}
