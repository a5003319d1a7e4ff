import { isWord } from './char-set.ts';
import type { Assertion } from './syntax.ts';

/** What an assertion may look at: the code points around a place, −1 where the text ends. */
export interface Surroundings {
  readonly before: number;
  readonly after: number;
  /** The text ends behind the code point that is next. */
  readonly isLast: boolean;
}

const NEWLINE = 0x0a;

export function holds(assertion: Assertion, { before, after, isLast }: Surroundings): boolean {
  switch (assertion) {
    case 'textStart':
      return before === -1;
    case 'textEnd':
      return after === -1;
    case 'beforeLastNewline':
      return after === -1 || (after === NEWLINE && isLast);
    case 'lineStart':
      return before === -1 || (before === NEWLINE && after !== -1);
    case 'lineEnd':
      return after === -1 || after === NEWLINE;
    case 'wordBoundary':
      return isWord(before) !== isWord(after);
    case 'noWordBoundary':
      return isWord(before) === isWord(after);
  }
}
