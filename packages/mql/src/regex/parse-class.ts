import { anyOf, between, type CharTest, ignoringCase, not, oneOf, POSIX_SETS } from './char-set.ts';
import { parseEscape } from './parse-escape.ts';
import type { Pattern } from './pattern.ts';
import type { Flags } from './syntax.ts';

/** One member of a class: a single character, which may start a range, or a set. */
type Member =
  | { readonly kind: 'character'; readonly character: string }
  | { readonly kind: 'set'; readonly test: CharTest };

function readPosix(pattern: Pattern): Member | null {
  const text = pattern.take(/^\[:\^?[a-z]{1,12}:\]/);
  if (text === null) return null;
  const name = text.replace(/[^a-z]/g, '');
  const test = POSIX_SETS.get(name);
  if (test === undefined) return pattern.fail(`'${name}' is no POSIX class`);
  return { kind: 'set', test: text.includes('^') ? not(test) : test };
}

function readMember(pattern: Pattern): Member {
  const posix = readPosix(pattern);
  if (posix !== null) return posix;
  const character = pattern.next();
  if (character !== '\\') return { kind: 'character', character };
  if (pattern.takeText('b')) return { kind: 'character', character: '\b' };
  const found = parseEscape(pattern);
  return found.kind === 'assertion' ? pattern.fail('an assertion has no place in a class') : found;
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}

/** A member, or the range that it starts. */
function readRange(pattern: Pattern): CharTest {
  const first = readMember(pattern);
  if (first.kind === 'set') return first.test;
  if (pattern.peek() !== '-' || pattern.peek(1) === ']' || pattern.peek(1) === '') {
    return oneOf(first.character);
  }
  pattern.next();
  const last = readMember(pattern);
  if (last.kind === 'set') return anyOf([oneOf(`${first.character}-`), last.test]);
  const [low, high] = [codeOf(first.character), codeOf(last.character)];
  if (low > high) pattern.fail('the range is out of order');
  return between(low, high);
}

/** Reads a class behind its '['; a ']' that comes first is a member. */
export function parseClass(
  pattern: Pattern,
  flags: Flags,
): { readonly test: CharTest; readonly members: number } {
  const isNegated = pattern.takeText('^');
  const members: CharTest[] = [];
  if (pattern.takeText(']')) members.push(oneOf(']'));
  while (!pattern.takeText(']')) {
    if (pattern.isDone) pattern.fail('the class does not end');
    members.push(readRange(pattern));
  }
  const test = flags.i ? ignoringCase(anyOf(members)) : anyOf(members);
  return { test: isNegated ? not(test) : test, members: members.length };
}
