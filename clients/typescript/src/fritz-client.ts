import { parseExact, stringifyExact } from '../generated/json.ts';
import { type OperationName, type Operations, operations } from '../generated/operations.ts';
import { FritzError } from './fritz-error.ts';

export interface ClientOptions {
  /** Where Fritz is: `https://fritz.example.org`. */
  url: string;
  /** None for what needs no login. */
  token?: string;
  /** How often a request is sent again that came too soon (429); 5 unless said. */
  retries?: number;
  fetch?: typeof fetch;
}

interface Parts {
  params?: Record<string, unknown>;
  query?: Record<string, unknown>;
  body?: unknown;
}

/** Where every field may be left out, so may the request. */
type Arguments<Request> =
  Record<never, never> extends Request ? [request?: Request] : [request: Request];

/** Operations that answer a page of a list, and with what the next one is asked for. */
type Paged = {
  [N in OperationName]: Operations[N]['data'] extends { cursor: string | null } ? N : never;
}[OperationName];
type QueryOf<N extends OperationName> = Operations[N]['request'] extends { query?: infer Q }
  ? Q
  : never;
type ItemOf<List> = List extends readonly (infer Item)[] ? Item : never;

/** Asks Fritz. Ids of 64 bits are bigint where a number does not hold them. */
export class FritzClient {
  readonly #options: ClientOptions;

  constructor(options: ClientOptions) {
    this.#options = options;
  }

  /**
   * Asks for an operation by its name; a file is answered as the response.
   *
   * @throws FritzError with the status and code of what was refused.
   */
  async call<N extends OperationName>(
    name: N,
    ...[request]: Arguments<Operations[N]['request']>
  ): Promise<Operations[N]['data']> {
    const { method, path, answers } = operations[name];
    const { params = {}, query = {}, body }: Parts = { ...request };
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, key: string) => {
      return encodeURIComponent(String(params[key]));
    });
    const response = await this.#send(method, `${filled}${search(query)}`, body);
    if (answers === 'file' && response.ok) return response;
    // What the document says of an answer, Fritz's own tests hold it to.
    return (await readData(response)) as Operations[N]['data'];
  }

  /**
   * Goes through all pages of a list that has a cursor, as in `each('listSources', 'sources')`; `within`
   * is the list's name in the answer.
   *
   * @throws FritzError with the status and code of what was refused.
   */
  async *each<N extends Paged, K extends keyof Operations[N]['data']>(
    name: N,
    within: K,
    query?: QueryOf<N>,
  ): AsyncGenerator<ItemOf<Operations[N]['data'][K]>> {
    const { path } = operations[name];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const response = await this.#send(
        'GET',
        `${path}${search({ ...Object(query), cursor })}`,
        undefined,
      );
      const page = (await readData(response)) as Operations[N]['data'];
      yield* page[within] as Iterable<ItemOf<Operations[N]['data'][K]>>;
      cursor = page.cursor;
    }
  }

  /** Asks for any path, as in `api('GET', 'sources/ZTF18aabcvnq')`; answers the envelope's data. */
  async api(
    method: string,
    endpoint: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<unknown> {
    const path = endpoint.replace(/^\/?(api\/)?/, '/api/');
    return readData(await this.#send(method, path, body, headers));
  }

  async #send(
    method: string,
    path: string,
    body: unknown,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Response> {
    const { url, token, retries = 5, fetch: ask = fetch } = this.#options;
    const request = {
      method,
      headers: {
        ...(token === undefined ? {} : { authorization: `token ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...more,
      },
      ...(body === undefined ? {} : { body: stringifyExact(body) }),
    };
    for (let tried = 0; ; tried++) {
      const response = await ask(`${url.replace(/\/+$/, '')}${path}`, request);
      if (response.status !== 429 || tried >= retries) return response;
      await response.body?.cancel();
      const seconds = Number(response.headers.get('retry-after') ?? 1);
      const waitMs = Number.isFinite(seconds) ? 1000 * seconds : 1000;
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }
}

function search(query: Record<string, unknown>): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null) given.set(name, String(value));
  }
  return given.size > 0 ? `?${given}` : '';
}

async function readData(response: Response): Promise<unknown> {
  const text = await response.text();
  const envelope = readEnvelope(text);
  if (response.ok && envelope.status === 'success') return envelope.data;
  const message = envelope.message ?? `status ${response.status} without an envelope`;
  throw new FritzError(response.status, String(message), { ...Object(envelope.data) });
}

function readEnvelope(text: string): Record<string, unknown> {
  try {
    const value = parseExact(text);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
