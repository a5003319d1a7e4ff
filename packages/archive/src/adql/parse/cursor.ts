import { AdqlFault } from '../adql-error.ts';
import type { Token } from './tokens.ts';
import type { Name } from './tree.ts';
import { RESERVED_WORDS } from './words.ts';

/** Parts within parts are no deeper than this. */
const MAX_DEPTH = 60;

/** Reads tokens one after another. */
export class Cursor {
  readonly #tokens: readonly Token[];
  #place = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  peek(ahead = 0): Token {
    const last = this.#tokens.at(-1);
    const token = this.#tokens[this.#place + ahead] ?? last;
    if (token === undefined) throw new Error('a list of tokens has an end');
    return token;
  }

  next(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.#place += 1;
    return token;
  }

  isWord(word: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'name' && token.upper === word;
  }

  isSign(sign: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'sign' && token.text === sign;
  }

  /** Takes a word where it is next. */
  takeWord(word: string): boolean {
    if (!this.isWord(word)) return false;
    this.next();
    return true;
  }

  takeSign(sign: string): boolean {
    if (!this.isSign(sign)) return false;
    this.next();
    return true;
  }

  demandWord(word: string): void {
    if (!this.takeWord(word)) this.refuse(word);
  }

  demandSign(sign: string): void {
    if (!this.takeSign(sign)) this.refuse(JSON.stringify(sign));
  }

  /** @throws AdqlFault that tells what is there instead */
  refuse(wanted: string): never {
    const token = this.peek();
    const there = token.kind === 'end' ? 'the query ends' : `there is ${tokenText(token)}`;
    throw new AdqlFault(token.at, `${wanted} is expected here, but ${there}`);
  }

  /** A name: a plain one that is no reserved word, or one in quotes. */
  takeName(what: string): Name {
    const name = this.tryName();
    if (name !== null) return name;
    const token = this.peek();
    if (token.kind === 'name') {
      throw new AdqlFault(
        token.at,
        `${token.text} is a reserved word: as ${what} it needs double quotes`,
      );
    }
    return this.refuse(what);
  }

  /** The name that is next; null where none is. */
  tryName(): Name | null {
    const token = this.peek();
    if (token.kind === 'quoted') {
      this.next();
      return { text: token.text, isQuoted: true, at: token.at };
    }
    if (token.kind !== 'name' || RESERVED_WORDS.has(token.upper)) return null;
    this.next();
    return { text: token.text, isQuoted: false, at: token.at };
  }

  /** `a.b.c` */
  takePath(what: string): Name[] {
    const path = [this.takeName(what)];
    while (this.isSign('.') && !this.isSign('*', 1)) {
      this.next();
      path.push(this.takeName(what));
    }
    return path;
  }

  /** A whole number, as TOP and OFFSET have it. */
  takeCount(what: string): number {
    const token = this.peek();
    if (token.kind !== 'number' || !/^\d{1,15}$/.test(token.text)) {
      return this.refuse(`a whole number after ${what}`);
    }
    this.next();
    return Number(token.text);
  }

  /** Goes a step deeper for as long as some work takes. */
  within<T>(work: () => T): T {
    if (this.#depth >= MAX_DEPTH) {
      throw new AdqlFault(this.peek().at, `a query is at most ${MAX_DEPTH} brackets deep`);
    }
    this.#depth += 1;
    try {
      return work();
    } finally {
      this.#depth -= 1;
    }
  }
}

function tokenText(token: Token): string {
  if (token.kind === 'text') return `the text '${token.text.slice(0, 40)}'`;
  return token.kind === 'quoted' ? `"${token.text.slice(0, 40)}"` : token.text.slice(0, 40);
}
