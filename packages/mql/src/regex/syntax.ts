import type { CharTest } from './char-set.ts';

export type Assertion =
  | 'textStart'
  | 'textEnd'
  | 'beforeLastNewline'
  | 'lineStart'
  | 'lineEnd'
  | 'wordBoundary'
  | 'noWordBoundary';

/** A regular expression as a tree; made by the functions of nodes.ts. */
export type RegexNode = {
  /** Instructions that it becomes, and more for classes with many members. */
  readonly size: number;
} & (
  | { readonly kind: 'set'; readonly test: CharTest }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'sequence' | 'choice'; readonly parts: readonly RegexNode[] }
  | { readonly kind: 'capture'; readonly index: number; readonly part: RegexNode }
  | {
      readonly kind: 'repeat';
      readonly part: RegexNode;
      readonly min: number;
      readonly max: number;
      readonly isGreedy: boolean;
    }
);

export interface RegexTree {
  readonly root: RegexNode;
  readonly captureCount: number;
}

/** The options i, m, s and x. */
export interface Flags {
  readonly i: boolean;
  readonly m: boolean;
  readonly s: boolean;
  readonly x: boolean;
}
