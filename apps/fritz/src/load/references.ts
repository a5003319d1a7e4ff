import { join } from 'node:path';
import { isRecord, readAttachment } from './seed-files.ts';

/** Something that an item names and that is not there. */
export class MissingReferenceError extends Error {}

/** What `=name` stands for: ids of what was loaded before. */
export class References {
  readonly #known = new Map<string, unknown>();

  set(name: string, value: unknown): void {
    this.#known.set(name, value);
  }

  get(name: string): unknown {
    if (this.#known.has(name)) return this.#known.get(name);
    throw new MissingReferenceError(`there is no ${name} that was loaded before`);
  }

  /** An endpoint with ids in the place of references. */
  path(endpoint: string): string {
    const parts = endpoint.split('/').filter((part) => part !== '');
    return parts
      .map((part) => (part.startsWith('=') ? String(this.get(part.slice(1))) : part))
      .map(encodeURIComponent)
      .join('/');
  }

  /** A value with ids in the place of references, and what files have in the place of their names. */
  fill(value: unknown, folder: string): unknown {
    if (typeof value === 'string') return value.startsWith('=') ? this.get(value.slice(1)) : value;
    if (Array.isArray(value)) return value.map((one) => this.fill(one, folder));
    if (!isRecord(value)) return value;
    const { file, ...rest } = value;
    const fields = Object.fromEntries(
      Object.entries(rest).map(([key, one]) => [key, this.fill(one, folder)]),
    );
    if (typeof file !== 'string') return file === undefined ? fields : { ...fields, file };
    const content = readAttachment(join(folder, file));
    return typeof content === 'string' ? content : { ...fields, ...content };
  }
}
