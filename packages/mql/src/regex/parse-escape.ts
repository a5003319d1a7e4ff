import { type CharTest, ESCAPED_SETS, not, unicodeSet } from './char-set.ts';
import type { Pattern } from './pattern.ts';
import { refuseUnbounded } from './refuse.ts';
import type { Assertion } from './syntax.ts';

export type Escape =
  | { readonly kind: 'character'; readonly character: string }
  | { readonly kind: 'set'; readonly test: CharTest }
  | { readonly kind: 'assertion'; readonly assertion: Assertion };

const ASSERTIONS: ReadonlyMap<string, Assertion> = new Map([
  ['A', 'textStart'],
  ['z', 'textEnd'],
  ['Z', 'beforeLastNewline'],
  ['b', 'wordBoundary'],
  ['B', 'noWordBoundary'],
]);

const CONTROLS: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['e', '\x1b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

const REFUSED: ReadonlyMap<string, string> = new Map([
  ['k', 'back references'],
  ['g', 'back references'],
  ['K', 'resets of the start (\\K)'],
  ['X', 'grapheme clusters (\\X)'],
  ['C', 'single bytes (\\C)'],
  ['R', 'newline sequences (\\R)'],
  ['G', 'continuations (\\G)'],
]);

function fromCode(pattern: Pattern, digits: string, base: number): Escape {
  const code = Number.parseInt(digits === '' ? '0' : digits, base);
  if (code > 0x10ffff) pattern.fail('the code point is out of range');
  return { kind: 'character', character: String.fromCodePoint(code) };
}

function readHexadecimal(pattern: Pattern): Escape {
  const braced = pattern.take(/^\{[0-9A-Fa-f]{1,6}\}/);
  if (braced !== null) return fromCode(pattern, braced.slice(1, -1), 16);
  return fromCode(pattern, pattern.take(/^[0-9A-Fa-f]{1,2}/) ?? '', 16);
}

function readProperty(pattern: Pattern, isNegated: boolean): Escape {
  const text = pattern.take(/^(\{\^?\w{1,30}\}|[A-Z])/);
  if (text === null) return pattern.fail('\\p needs the name of a property, as in \\p{Lu}');
  const name = text.replace(/[{}^]/g, '');
  const test = unicodeSet(name);
  if (test === null) return pattern.fail(`'${name}' is no property that is known`);
  return { kind: 'set', test: isNegated === text.includes('^') ? test : not(test) };
}

/** Reads what follows a backslash. */
export function parseEscape(pattern: Pattern): Escape {
  if (pattern.isDone) pattern.fail('a \\ at the end');
  const octal = pattern.take(/^(0[0-7]{0,2}|o\{[0-7]{1,7}\})/);
  if (octal !== null) return fromCode(pattern, octal.replace(/[o{}]/g, ''), 8);
  const character = pattern.next();
  if (/[1-9]/.test(character)) refuseUnbounded(pattern.at, 'back references');
  const refused = REFUSED.get(character);
  if (refused !== undefined) refuseUnbounded(pattern.at, refused);
  const assertion = ASSERTIONS.get(character);
  if (assertion !== undefined) return { kind: 'assertion', assertion };
  const test = ESCAPED_SETS.get(character);
  if (test !== undefined) return { kind: 'set', test };
  if (character === 'x') return readHexadecimal(pattern);
  if (character === 'p' || character === 'P') return readProperty(pattern, character === 'P');
  if (character === 'c') {
    const control = pattern.next().toUpperCase().charCodeAt(0);
    if (!(control >= 0x20 && control <= 0x7e)) pattern.fail('\\c needs a character');
    return { kind: 'character', character: String.fromCharCode(control ^ 0x40) };
  }
  const control = CONTROLS.get(character);
  if (control === undefined && /[A-Za-z]/.test(character)) {
    pattern.fail(`'\\${character}' is not known`);
  }
  return { kind: 'character', character: control ?? character };
}
