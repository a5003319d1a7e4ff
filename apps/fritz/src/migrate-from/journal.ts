import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { UserError } from '../user-error.ts';

/**
 * What is taken over already, with its id there and here: a line for each in a file, which is
 * written after the thing itself, so that nothing is thought done that is not.
 */
export class Journal {
  readonly #path: string;
  readonly #done = new Map<string, string | number | null>();

  /** `origin` is where the things come from: a file of another place is refused. */
  constructor(path: string, origin: string, isReadOnly: boolean) {
    this.#path = path;
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    const [first, ...lines] = text.split('\n').filter((line) => line !== '');
    const begun = first === undefined ? null : readLine(first);
    if (begun !== null && begun[1] !== origin) {
      throw new UserError(`${path} is of ${begun[1]}: name another --state.`);
    }
    if (begun === null && !isReadOnly) this.#write(['origin', origin, null]);
    // The last line may be half a line, where the machine went down.
    for (const line of lines) {
      const entry = readLine(line);
      if (entry) this.#done.set(keyOf(entry[0], entry[1]), entry[2]);
    }
  }

  has(kind: string, id: unknown): boolean {
    return this.#done.has(keyOf(kind, id));
  }

  /** The id here; null where it has none, or is not taken over. */
  get(kind: string, id: unknown): string | number | null {
    return this.#done.get(keyOf(kind, id)) ?? null;
  }

  number(kind: string, id: unknown): number | null {
    const known = this.get(kind, id);
    return typeof known === 'number' ? known : null;
  }

  /** The ids here of all of a kind. */
  values(kind: string): Set<string | number | null> {
    const found = [...this.#done].filter(([key]) => key.startsWith(`${kind} `));
    return new Set(found.map(([, to]) => to));
  }

  add(kind: string, id: unknown, to: string | number | null): void {
    this.#write([kind, String(id), to]);
    this.#done.set(keyOf(kind, id), to);
  }

  #write(entry: Entry): void {
    // A half line before it would spoil this one, too.
    appendFileSync(this.#path, `\n${JSON.stringify(entry)}\n`);
  }
}

type Entry = [kind: string, from: string, to: string | number | null];

function keyOf(kind: string, id: unknown): string {
  return `${kind} ${id}`;
}

function readLine(line: string): Entry | null {
  try {
    const [kind, from, to = null] = JSON.parse(line);
    return [String(kind), String(from), to];
  } catch {
    return null;
  }
}
