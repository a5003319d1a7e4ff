import type { ApiAnswer, ApiClient } from '../load/api-client.ts';
import { isRecord } from '../load/seed-files.ts';
import type { Journal } from './journal.ts';
import { type Item, type SkyportalClient, SkyportalRefusal } from './skyportal-client.ts';

/** What became of the things of a kind. */
export interface KindReport {
  readonly kind: string;
  found: number;
  /** Made now. */
  made: number;
  /** There already: by an earlier run, or because it is the same thing. */
  known: number;
  failed: number;
}

export interface Problem {
  readonly kind: string;
  readonly id: string;
  readonly message: string;
}

export interface MigrationReport {
  readonly kinds: KindReport[];
  readonly problems: Problem[];
  /** Kinds that Fritz does not take over yet, with how many there are. */
  readonly leftBehind: Record<string, number>;
}

export interface MigrationOptions {
  readonly skyportal: SkyportalClient;
  readonly api: ApiClient;
  /** The API as one of the users here. */
  readonly apiAs: (userId: number) => Promise<ApiClient>;
  readonly journal: Journal;
  readonly isDryRun: boolean;
  readonly signal: AbortSignal;
  readonly onItem: (done: number) => void;
}

/** One thing that cannot be taken over; the others go on. */
export class ItemProblem extends Error {}

/** What every kind needs: from where, to where, what is done, and what is told. */
export class Migration {
  readonly options: MigrationOptions;
  readonly report: MigrationReport = { kinds: [], problems: [], leftBehind: {} };
  #done = 0;

  constructor(options: MigrationOptions) {
    this.options = options;
  }

  get skyportal(): SkyportalClient {
    return this.options.skyportal;
  }

  get journal(): Journal {
    return this.options.journal;
  }

  counts(kind: string): KindReport {
    const known = this.report.kinds.find((one) => one.kind === kind);
    if (known) return known;
    const counts = { kind, found: 0, made: 0, known: 0, failed: 0 };
    this.report.kinds.push(counts);
    return counts;
  }

  problem(kind: string, id: unknown, message: string): void {
    this.report.problems.push({ kind, id: String(id), message });
  }

  /** A list of SkyPortal's; one that it refuses is told of, and is empty. */
  async list(kind: string, path: string, within?: string): Promise<Item[]> {
    try {
      return await this.skyportal.list(path, within);
    } catch (error) {
      if (!(error instanceof SkyportalRefusal)) throw error;
      this.problem(kind, path, error.message);
      return [];
    }
  }

  /** Takes one thing over, once; what `make` returns is its id here. */
  async take(
    kind: string,
    id: unknown,
    make: () => Promise<{ to: string | number | null; isNew: boolean }>,
  ): Promise<void> {
    const counts = this.counts(kind);
    this.options.signal.throwIfAborted();
    counts.found += 1;
    if (this.journal.has(kind, id)) counts.known += 1;
    else if (!this.options.isDryRun) {
      try {
        const { to, isNew } = await make();
        this.journal.add(kind, id, to);
        counts[isNew ? 'made' : 'known'] += 1;
      } catch (error) {
        if (!(error instanceof ItemProblem || error instanceof SkyportalRefusal)) throw error;
        counts.failed += 1;
        this.problem(kind, id, error.message);
      }
    }
    this.options.onItem(++this.#done);
  }

  /** Asks the API here; what it refuses is the thing's problem. */
  async ask(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH',
    path: string,
    body?: unknown,
    api: ApiClient = this.options.api,
  ): Promise<Item> {
    const answer = await api(method, path, body);
    if (answer.status !== 200) throw new ItemProblem(describe(answer));
    return isRecord(answer.data) ? answer.data : { list: answer.data };
  }

  /**
   * Writes as its author, who may have lost the right to since; then as the administrator, and says
   * so: the thing is kept, under another name.
   */
  async askAs(
    author: number | null,
    what: { kind: string; id: unknown; path: string; body: unknown; method?: 'POST' | 'PUT' },
  ): Promise<Item> {
    const { kind, id, path, body, method = 'POST' } = what;
    if (author === null) return this.ask(method, path, body);
    const answer = await (await this.options.apiAs(author))(method, path, body);
    if (answer.status === 200) return isRecord(answer.data) ? answer.data : {};
    if (answer.status !== 401 && answer.status !== 403 && answer.status !== 404) {
      throw new ItemProblem(describe(answer));
    }
    const made = await this.ask(method, path, body);
    this.problem(kind, id, `kept as the administrator's: its author may not: ${answer.message}`);
    return made;
  }

  /** The groups here of a thing there. A group that is not here is left out: never a wider audience. */
  groupsOf(kind: string, item: Item, author: number | null = null): number[] {
    const groups = Array.isArray(item.groups) ? item.groups.filter(isRecord) : [];
    const found = groups.flatMap(({ id }) => this.journal.number('groups', id) ?? []);
    if (found.length < groups.length) {
      this.problem(kind, item.id, `${groups.length - found.length} of its groups are not here`);
    }
    if (found.length > 0) return found;
    const own = author === null ? null : this.journal.number('own group', author);
    if (own === null) throw new ItemProblem('none of its groups is here');
    return [own];
  }
}

function describe({ message, data }: ApiAnswer): string {
  const errors = isRecord(data) && Array.isArray(data.errors) ? data.errors.filter(isRecord) : [];
  const fields = errors.map(({ field, message: why }) => `${field} ${why}`);
  return fields.length > 0 ? `${message} (${fields.join('; ')})` : message;
}

/** The fields of these names that there are; what is null is left out. */
export function pick(item: Item, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = item[name];
      return value === null || value === undefined ? [] : [[name, value]];
    }),
  );
}

export function idOf(thing: Item): number {
  if (typeof thing.id !== 'number') throw new ItemProblem('it got no id');
  return thing.id;
}
