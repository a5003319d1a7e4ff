import type { CharTest } from './char-set.ts';
import type { Assertion, RegexNode } from './syntax.ts';

/** Members of a class that together cost about as much as one instruction. */
const MEMBERS_PER_INSTRUCTION = 8;

/** What matches nothing but the empty text, and needs no instruction for it. */
const EMPTY: RegexNode = { kind: 'sequence', parts: [], size: 0 };

function sizeOf(parts: readonly RegexNode[]): number {
  return parts.reduce((total, { size }) => total + size, 0);
}

/** @param members of the class that it tests for */
export function setNode(test: CharTest, members = 1): RegexNode {
  return { kind: 'set', test, size: 1 + Math.floor(members / MEMBERS_PER_INSTRUCTION) };
}

export function assertionNode(assertion: Assertion): RegexNode {
  return { kind: 'assertion', assertion, size: 1 };
}

export function sequenceNode(all: readonly RegexNode[]): RegexNode {
  const parts = all.filter(({ size }) => size > 0);
  const [only = EMPTY] = parts;
  return parts.length <= 1 ? only : { kind: 'sequence', parts, size: sizeOf(parts) };
}

export function choiceNode(parts: readonly RegexNode[]): RegexNode {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  // A split and a jump for each but the last.
  return { kind: 'choice', parts, size: sizeOf(parts) + 2 * (parts.length - 1) };
}

export function captureNode(index: number, part: RegexNode): RegexNode {
  return { kind: 'capture', index, part, size: part.size + 2 };
}

export interface Repeats {
  readonly min: number;
  /** Infinity where there is no end. */
  readonly max: number;
  readonly isGreedy: boolean;
}

/** A repeat; of an empty part that part itself, however often it is asked for. */
export function repeatNode(part: RegexNode, { min, max, isGreedy }: Repeats): RegexNode {
  if (part.size === 0 || max === 0) return EMPTY;
  const optional = max === Number.POSITIVE_INFINITY ? part.size + 2 : (max - min) * (part.size + 1);
  return { kind: 'repeat', part, min, max, isGreedy, size: min * part.size + optional };
}
