import type { ApiClient } from './api-client.ts';
import { isRecord } from './seed-files.ts';

type Thing = Readonly<Record<string, unknown>>;

/** How a thing of an endpoint is recognised: by the fields that make it one and the same. */
const identities: Readonly<Record<string, readonly string[]>> = {
  user: ['username'],
  streams: ['name'],
  groups: ['name'],
  filters: ['name', 'group_id'],
  telescope: ['name'],
  instrument: ['name'],
  taxonomy: ['name', 'version'],
  allocation: ['group_id', 'instrument_id', 'proposal_id'],
};

/** Where the list of an endpoint's things is, within the answer to its GET. */
const lists: Readonly<Record<string, string>> = { user: 'users', groups: 'all_groups' };

/**
 * What is there already, so that loading again changes nothing. The things of an endpoint are listed
 * once, and what is loaded is added.
 */
export class KnownThings {
  readonly #api: ApiClient;
  readonly #things = new Map<string, Map<string, Thing>>();

  constructor(api: ApiClient) {
    this.#api = api;
  }

  /** What is the same as a thing to be posted; null where there is none, or none is told apart. */
  async find(endpoint: string, item: Thing): Promise<Thing | null> {
    const fields = identities[endpoint];
    if (!fields) return null;
    const known = this.#things.get(endpoint) ?? (await this.#list(endpoint, fields));
    return known.get(keyOf(item, fields)) ?? null;
  }

  add(endpoint: string, item: Thing): void {
    const fields = identities[endpoint];
    if (fields) this.#things.get(endpoint)?.set(keyOf(item, fields), item);
  }

  async #list(endpoint: string, fields: readonly string[]): Promise<Map<string, Thing>> {
    const known = new Map<string, Thing>();
    this.#things.set(endpoint, known);
    for (let page = 1; ; page++) {
      const paged = endpoint === 'user' ? `?pageNumber=${page}&numPerPage=500` : '';
      const { status, data } = await this.#api('GET', `${endpoint}${paged}`);
      const within = lists[endpoint];
      const found = within !== undefined && isRecord(data) ? data[within] : data;
      if (status !== 200 || !Array.isArray(found)) return known;
      for (const thing of found.filter(isRecord)) known.set(keyOf(thing, fields), thing);
      if (paged === '' || found.length < 500) return known;
    }
  }
}

function keyOf(thing: Thing, fields: readonly string[]): string {
  return JSON.stringify(fields.map((field) => thing[field] ?? null));
}
