import type { DatedKind, FirstSaid, MigratedDocument } from '@fritz/archive';
import type { ApiAnswer, ApiClient } from '../load/api-client.ts';
import { isRecord } from '../load/seed-files.ts';
import type { Journal, JournalEntry } from './journal.ts';
import {
  emptyKind,
  type KindReport,
  type MigrationReport,
  type Notice,
  type Outcome,
} from './report.ts';
import { type SkyportalClient, SkyportalRefusal } from './skyportal-client.ts';
import { type Item, itemsOf, readTime } from './things.ts';

/** How far it is: how many of how many sources; before the first of them nobody knows. */
export interface MigrationProgress {
  readonly share: number;
  /** Things that were looked at. */
  readonly count: number;
}

export interface MigrationOptions {
  readonly skyportal: SkyportalClient;
  readonly api: ApiClient;
  /** The API as one of the users here. */
  readonly apiAs: (userId: number) => Promise<ApiClient>;
  /** Where things go that have no noun here. */
  readonly keepDocument: (document: MigratedDocument) => Promise<void>;
  /** When things were said there, which the API here lets nobody claim. */
  readonly restoreTimes: (kind: DatedKind, said: FirstSaid) => Promise<void>;
  readonly restoreSaves: (
    objId: string,
    saves: readonly { groupId: number; savedAt: Date }[],
  ) => Promise<void>;
  readonly journal: Journal;
  readonly isDryRun: boolean;
  /** Whether to look again at what is taken already. */
  readonly isUpdate: boolean;
  readonly signal: AbortSignal;
  readonly onProgress: (progress: MigrationProgress) => void;
}

/** One thing that cannot be taken over; the others go on. */
export class ItemProblem extends Error {
  /** Of the API here; null where it was not asked. */
  readonly answer: ApiAnswer | null;

  constructor(message: string, answer: ApiAnswer | null = null) {
    super(message);
    this.answer = answer;
  }

  get isOfRights(): boolean {
    return this.answer?.status === 401 || this.answer?.status === 403;
  }
}

/** A thing that was taken. */
export interface Taken {
  /** Its id here. */
  readonly to: string | number | null;
  readonly outcome?: Outcome;
  /** What it is like there, so that a change is noticed. */
  readonly mark?: string;
  /** Why it is different. */
  readonly why?: string;
}

/** How a thing is taken, and looked at again. */
export interface Taking {
  readonly make: () => Promise<Taken>;
  /** With `--update`, of a thing that was taken before; without it, that is all. */
  readonly again?: (known: JournalEntry) => Promise<Taken>;
}

/** What every kind needs: from where, to where, what is done, and what is told. */
export class Migration {
  readonly options: MigrationOptions;
  readonly report: MigrationReport = { kinds: [], notices: [], leftBehind: [] };
  #count = 0;
  #share = 0;

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
    const counts = emptyKind(kind);
    this.report.kinds.push(counts);
    return counts;
  }

  tell(what: Notice['what'], kind: string, id: unknown, message: string): void {
    this.report.notices.push({ kind, id: String(id), what, message });
  }

  /** Counts `step` more things; `share` is how much of the whole is done. */
  advance(step: number, share = this.#share): void {
    this.options.signal.throwIfAborted();
    this.#count += step;
    this.#share = share;
    this.options.onProgress({ share, count: this.#count });
  }

  /** A list of SkyPortal's; one that it refuses is told of, and is empty. */
  async list(kind: string, path: string, within?: string): Promise<Item[]> {
    try {
      return await this.skyportal.list(path, within);
    } catch (error) {
      if (!(error instanceof SkyportalRefusal)) throw error;
      this.fail(kind, path, error);
      return [];
    }
  }

  /** Takes one thing over, once. */
  async take(kind: string, id: unknown, { make, again }: Taking): Promise<void> {
    const counts = this.counts(kind);
    counts.read += 1;
    this.advance(1);
    const known = this.journal.entry(kind, id);
    const isDone = known !== null && !(this.options.isUpdate && again);
    if (isDone) counts.before += 1;
    if (isDone || this.options.isDryRun) return;
    try {
      const taken = known !== null && again ? await again(known) : await make();
      const { to, mark = null, outcome = 'copied', why } = taken;
      if (known === null || known.to !== to || known.mark !== mark) {
        this.journal.add(kind, id, to, mark);
      }
      counts[outcome] += 1;
      if (outcome === 'different') this.tell('different', kind, id, why ?? 'it is another');
    } catch (error) {
      this.fail(kind, id, error);
    }
  }

  /** Counts a thing as not taken, and tells why; what is no fault of the thing ends the work. */
  fail(kind: string, id: unknown, error: unknown, things = 1): void {
    if (!(error instanceof ItemProblem || error instanceof SkyportalRefusal)) throw error;
    const what = error.isOfRights ? 'refused' : 'failed';
    this.counts(kind)[what] += things;
    this.tell(what, kind, id, error.message);
  }

  /** Asks the API here; what it refuses is the thing's problem. */
  async ask(
    method: 'GET' | 'POST' | 'PUT' | 'PATCH',
    path: string,
    body?: unknown,
    api: ApiClient = this.options.api,
  ): Promise<Item> {
    const answer = await api(method, path, body);
    if (answer.status !== 200) throw new ItemProblem(describe(answer), answer);
    return isRecord(answer.data) ? answer.data : { list: answer.data };
  }

  /** A list of the API here. */
  async here(path: string): Promise<Item[]> {
    return itemsOf((await this.ask('GET', path)).list);
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
      throw new ItemProblem(describe(answer), answer);
    }
    const made = await this.ask(method, path, body);
    this.tell(
      'note',
      kind,
      id,
      `kept as the administrator's: its author may not: ${answer.message}`,
    );
    return made;
  }

  /** Gives what was written here the times, and the hand, that it has there. */
  async restoreTimes(kind: DatedKind, id: number, item: Item): Promise<void> {
    const { created_at, modified, bot } = item;
    const said = { id, createdAt: readTime(created_at), modifiedAt: readTime(modified) };
    const isBot = typeof bot === 'boolean' ? bot : null;
    if (said.createdAt === null && isBot === null) return;
    await this.options.restoreTimes(kind, { ...said, isBot });
  }

  /** The groups here of a thing there. A group that is not here is left out: never a wider audience. */
  groupsOf(kind: string, item: Item, author: number | null = null): number[] {
    const groups = itemsOf(item.groups);
    const found = groups.flatMap(({ id }) => this.journal.number('groups', id) ?? []);
    if (found.length < groups.length) {
      const missing = groups.length - found.length;
      this.tell('note', kind, item.id, `${missing} of its groups are not here`);
    }
    if (found.length > 0) return found;
    const own = author === null ? null : this.journal.number('own group', author);
    if (own === null) throw new ItemProblem('none of its groups is here');
    return [own];
  }

  /** The id here of what a thing there names. */
  demand(kind: string, id: unknown): number {
    const known = this.journal.number(kind, id);
    if (known === null) throw new ItemProblem(`${kind} ${id} is not here`);
    return known;
  }
}

function describe({ message, data }: ApiAnswer): string {
  const errors = itemsOf(isRecord(data) ? data.errors : null);
  const fields = errors
    .filter((error) => error.field && !message.includes(String(error.message)))
    .slice(0, 5)
    .map(({ field, message: why }) => `${field} ${why}`);
  return fields.length > 0 ? `${message} (${fields.join('; ')})` : message;
}

export function idOf(thing: Item): number {
  if (typeof thing.id !== 'number') throw new ItemProblem('it got no id');
  return thing.id;
}

/** The id of who wrote something. */
export function authorOf(item: Item): unknown {
  return item.author_id ?? (isRecord(item.author) ? item.author.id : null);
}
