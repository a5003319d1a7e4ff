import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { UserError } from '../user-error.ts';

/** What is known here of a thing there. */
export interface JournalEntry {
  /** Its id here, or how many there were; null where it has none. */
  readonly to: string | number | null;
  /** What it was like when it was taken: another mark there now, and it has changed since. */
  readonly mark: string | null;
}

/**
 * What is taken over already, with its id there and here: a line for each in a file, which is
 * written after the thing itself, so that nothing is thought done that is not.
 */
export class Journal {
  readonly origin: string;
  readonly #path: string;
  readonly #kinds = new Map<string, Kind>();

  /** `origin` is where the things come from: a file of another place is refused. */
  constructor(path: string, origin: string, isReadOnly: boolean) {
    this.#path = path;
    this.origin = origin;
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    const [first, ...lines] = text.split('\n').filter((line) => line !== '');
    const begun = first === undefined ? null : readLine(first);
    if (begun !== null && begun[1] !== origin) {
      throw new UserError(`${path} is of ${begun[1]}: name another --state.`);
    }
    if (begun === null && !isReadOnly) this.#write(['origin', origin, null, null]);
    // The last line may be half a line, where the machine went down.
    for (const line of lines) {
      const entry = readLine(line);
      if (entry) this.#note(entry);
    }
  }

  has(kind: string, id: unknown): boolean {
    return this.entry(kind, id) !== null;
  }

  entry(kind: string, id: unknown): JournalEntry | null {
    return this.#kinds.get(kind)?.entries.get(String(id)) ?? null;
  }

  /** The id here; null where it has none, or is not taken over. */
  get(kind: string, id: unknown): string | number | null {
    return this.entry(kind, id)?.to ?? null;
  }

  number(kind: string, id: unknown): number | null {
    const known = this.get(kind, id);
    return typeof known === 'number' ? known : null;
  }

  /** The ids here of all of a kind. */
  values(kind: string): ReadonlySet<string | number | null> {
    return this.#kinds.get(kind)?.ids ?? new Set();
  }

  add(kind: string, id: unknown, to: string | number | null, mark: string | null = null): void {
    const line: Line = [kind, String(id), to, mark];
    this.#write(line);
    this.#note(line);
  }

  #note([kind, from, to, mark]: Line): void {
    const known = this.#kinds.get(kind) ?? { entries: new Map(), ids: new Set() };
    this.#kinds.set(kind, known);
    known.entries.set(from, { to, mark });
    known.ids.add(to);
  }

  #write(entry: Line): void {
    // A half line before it would spoil this one, too.
    appendFileSync(this.#path, `\n${JSON.stringify(entry)}\n`, { mode: 0o600 });
  }
}

type Line = [kind: string, from: string, to: string | number | null, mark: string | null];

interface Kind {
  /** By id there. */
  readonly entries: Map<string, JournalEntry>;
  /** Ids here. */
  readonly ids: Set<string | number | null>;
}

function readLine(line: string): Line | null {
  try {
    const [kind, from, to = null, mark = null] = JSON.parse(line);
    return [String(kind), String(from), to, mark];
  } catch {
    return null;
  }
}
