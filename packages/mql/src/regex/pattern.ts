import { refuse } from '../errors.ts';

/** Walks over a pattern, code point by code point. */
export class Pattern {
  readonly at: string;
  private readonly source: readonly string[];
  private position = 0;

  constructor(source: string, at: string) {
    this.source = [...source];
    this.at = at;
  }

  get isDone(): boolean {
    return this.position >= this.source.length;
  }

  peek(ahead = 0): string {
    return this.source[this.position + ahead] ?? '';
  }

  next(): string {
    const character = this.peek();
    this.position += 1;
    return character;
  }

  /** Takes `text` if it comes next. */
  takeText(text: string): boolean {
    const length = [...text].length;
    if (this.rest(length) !== text) return false;
    this.position += length;
    return true;
  }

  /** Takes what a pattern matches here; null where it does not. */
  take(pattern: RegExp, longest = 40): string | null {
    const found = pattern.exec(this.rest(longest))?.[0];
    if (found === undefined) return null;
    this.position += [...found].length;
    return found;
  }

  rest(length = 8): string {
    return this.source.slice(this.position, this.position + length).join('');
  }

  fail(message: string): never {
    refuse(this.at, `the regex is malformed at character ${this.position + 1}: ${message}`);
  }
}
