/** A test of one code point. */
export type CharTest = (codePoint: number) => boolean;

export function between(low: number, high: number): CharTest {
  return (codePoint) => codePoint >= low && codePoint <= high;
}

export function anyOf(tests: readonly CharTest[]): CharTest {
  const [only] = tests;
  if (only && tests.length === 1) return only;
  return (codePoint) => tests.some((test) => test(codePoint));
}

export function not(test: CharTest): CharTest {
  return (codePoint) => !test(codePoint);
}

export function oneOf(characters: string): CharTest {
  const codes = new Set([...characters].map((character) => character.codePointAt(0)));
  const [only] = codes;
  if (codes.size === 1) return (codePoint) => codePoint === only;
  return (codePoint) => codes.has(codePoint);
}

const digit = between(0x30, 0x39);
const upper = between(0x41, 0x5a);
const lower = between(0x61, 0x7a);
const letter = anyOf([upper, lower]);
const word = anyOf([digit, letter, oneOf('_')]);
const space = oneOf(' \t\n\v\f\r');
const horizontal = oneOf(
  ' \t\u00a0\u1680\u180e\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000',
);
const vertical = oneOf('\n\v\f\r\u0085\u2028\u2029');
export const newline = oneOf('\n');
export const isWord = word;

/** What `\d` and its like stand for: ASCII only, as PCRE has it unless it is told otherwise. */
export const ESCAPED_SETS: ReadonlyMap<string, CharTest> = new Map([
  ['d', digit],
  ['D', not(digit)],
  ['w', word],
  ['W', not(word)],
  ['s', space],
  ['S', not(space)],
  ['h', horizontal],
  ['H', not(horizontal)],
  ['v', vertical],
  ['V', not(vertical)],
  ['N', not(newline)],
]);

const graph = between(0x21, 0x7e);
const alnum = anyOf([letter, digit]);

/** The names in `[[:alpha:]]`. */
export const POSIX_SETS: ReadonlyMap<string, CharTest> = new Map([
  ['alnum', alnum],
  ['alpha', letter],
  ['ascii', between(0, 0x7f)],
  ['blank', oneOf(' \t')],
  ['cntrl', anyOf([between(0, 0x1f), oneOf('\x7f')])],
  ['digit', digit],
  ['graph', graph],
  ['lower', lower],
  ['print', anyOf([graph, oneOf(' ')])],
  ['punct', (codePoint) => graph(codePoint) && !alnum(codePoint)],
  ['space', space],
  ['upper', upper],
  ['word', word],
  ['xdigit', anyOf([digit, between(0x41, 0x46), between(0x61, 0x66)])],
]);

/** Those that were asked for: there are some hundreds. */
const unicodeSets = new Map<string, CharTest>();

/** The general category or script of `\p{name}`; null where JavaScript does not know it. */
export function unicodeSet(name: string): CharTest | null {
  if (!/^[A-Za-z_]+$/.test(name)) return null;
  const known = unicodeSets.get(name);
  if (known !== undefined) return known;
  for (const property of [name, `Script=${name}`]) {
    try {
      const pattern = new RegExp(`^\\p{${property}}$`, 'u');
      const test = tabulated((codePoint) => pattern.test(String.fromCodePoint(codePoint)));
      unicodeSets.set(name, test);
      return test;
    } catch {
      // The next spelling may be one.
    }
  }
  return null;
}

/** The other case of a code point, where that is a single one. */
function otherCases(codePoint: number): readonly number[] {
  const character = String.fromCodePoint(codePoint);
  const cases = [character.toLowerCase(), character.toUpperCase()];
  return cases.flatMap((text) => {
    const [only, ...more] = [...text];
    const other = only?.codePointAt(0);
    return more.length > 0 || other === undefined || other === codePoint ? [] : [other];
  });
}

const ASCII_CASES = Array.from({ length: 128 }, (_, codePoint) => otherCases(codePoint));

/** The test in which upper and lower case do not differ. */
export function ignoringCase(test: CharTest): CharTest {
  return (codePoint) =>
    test(codePoint) || (ASCII_CASES[codePoint] ?? otherCases(codePoint)).some(test);
}

/** The test with its answers for ASCII, which nearly all text is, worked out beforehand. */
export function tabulated(test: CharTest): CharTest {
  const table = new Uint8Array(128);
  for (let codePoint = 0; codePoint < 128; codePoint += 1)
    table[codePoint] = Number(test(codePoint));
  return (codePoint) => (codePoint < 128 ? table[codePoint] === 1 : test(codePoint));
}
