import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { createContext } from '../src/context.ts';
import { MqlError, parsePipeline, Regex } from '../src/index.ts';
import { compileRegex } from '../src/regex/matcher.ts';
import { MatcherCache } from '../src/regex/matcher-cache.ts';

const unlimited = () => createContext(0, 100_000_000);

function find(pattern: string, text: string, options = ''): readonly unknown[] | null {
  const match = compileRegex(pattern, options, 'x').find(text, 0, unlimited());
  return match === null ? null : [text.slice(match.start, match.end), ...match.captures];
}

test('patterns match as in PCRE', () => {
  const cases: readonly (readonly [string, string, string, readonly unknown[] | null])[] = [
    ['^ZTF(\\d{2})([a-z]+)$', 'ZTF18abcdefg', '', ['ZTF18abcdefg', '18', 'abcdefg']],
    ['a|ab', 'ab', '', ['a']],
    ['(a+)(b*)', 'caabb', '', ['aabb', 'aa', 'bb']],
    ['(a+?)(b*?)', 'aab', '', ['a', 'a', '']],
    ['(a)|(b)', 'b', '', ['b', null, 'b']],
    ['[^a-c\\]]+', 'ab]de', '', ['de']],
    ['[]a]+', 'x]a', '', [']a']],
    ['[\\w.-]+', ' a-b.c ', '', ['a-b.c']],
    ['[[:alpha:]]+[[:^digit:]]', '12ab!', '', ['ab!']],
    ['\\bSN\\b', 'SNe SN', '', ['SN']],
    ['\\Bb', 'b ab', '', ['b']],
    ['a{2,3}', 'aaaa', '', ['aaa']],
    ['a{2,3}?', 'aaaa', '', ['aa']],
    ['a{,2}', 'a{,2}', '', ['a{,2}']],
    ['x$', 'x\n', '', ['x']],
    ['x\\z', 'x\n', '', null],
    ['^b$', 'a\nb\nc', 'm', ['b']],
    ['a.c', 'a\nc', '', null],
    ['a.c', 'a\nc', 's', ['a\nc']],
    ['a b # note', 'ab', 'x', ['ab']],
    ['[ ]b', ' b', 'x', [' b']],
    ['straSSe', 'STRASSE', 'i', ['STRASSE']],
    ['[^a]', 'A', 'i', null],
    ['É', 'é', 'i', ['é']],
    ['(?i)a(?-i)b', 'Ab AB', '', ['Ab']],
    ['(?i:a)b', 'AB Ab', '', ['Ab']],
    ['(?<year>\\d+)', 'in 2026', '', ['2026', '2026']],
    ['\\Qa.b\\E+', 'a.bb', '', ['a.bb']],
    ['\\x41\\x{1F600}', 'A\u{1F600}', '', ['A\u{1F600}']],
    ['^.$', '\u{1F600}', '', ['\u{1F600}']],
    ['\\p{Lu}\\P{L}', 'aB1', '', ['B1']],
    ['(?#nothing)a', 'a', '', ['a']],
    ['(a*)*b', 'aab', '', ['aab', 'aa']],
    ['', 'abc', '', ['']],
  ];
  for (const [pattern, text, options, expected] of cases) {
    assert.equal(
      compileRegex(pattern, options, 'x').test(text, unlimited()),
      expected !== null,
      `/${pattern}/${options} tested on '${text}'`,
    );
    assert.deepEqual(find(pattern, text, options), expected, `/${pattern}/${options} on '${text}'`);
  }
});

test('what needs backtracking, or is malformed, is refused with its place', () => {
  const refused = {
    unsupported: ['(?=a)', '(?!a)', '(?<=a)', '(?<!a)', '(?>a)', 'a++', '(a)\\1', '(?<n>a)\\k<n>'],
    argument: ['[0-9', '(', ')', '*a', 'a{3,2}', '[b-a]', '\\', '(?<1>a)', '\\y', 'a{2000}'],
  };
  for (const [code, patterns] of Object.entries(refused)) {
    for (const pattern of patterns) {
      assert.throws(
        () => compileRegex(pattern, '', '0.$match.a'),
        (error) => error instanceof MqlError && error.code === code && error.path === '0.$match.a',
        pattern,
      );
    }
  }
  assert.throws(() => compileRegex('a', 'g', 'x'), MqlError);
  assert.throws(() => compileRegex('((a{900}){900}){900}', '', 'x'), /too large/);
  assert.throws(() => compileRegex('a'.repeat(40_000), '', 'x'), /too long/);
});

test('repeats of repeats cost nothing where they come to nothing, and are refused at once else', () => {
  const start = performance.now();
  for (const pattern of [
    '(?:){50}{1000}{1000}{1000}{1000}',
    '(a?){0}{1000}{1000}{1000}',
    '(?:a{0}){1000}{1000}{1000}b?',
    '(?:(?:)|(?:)){0}{999}{999}*?{2}',
    `(?:${'(?:)'.repeat(5000)}a?){900}`,
    '(?x)  a* # of nothing {1000}{1000}',
    `(?x)a?#${' '.repeat(30_000)}`,
  ]) {
    const matcher = compileRegex(pattern, '', 'x');
    assert.deepEqual(matcher.find('b', 0, unlimited())?.start, 0, pattern);
    assert.equal(matcher.test('', unlimited()), true, pattern);
  }
  for (const pattern of [
    '(?:){50}a{1000}{1000}{1000}',
    '(){1000}{1000}{1000}',
    '(?:|){1000}{1000}{1000}',
    '(?:^){1000}{1000}*{1000}',
    `[${'az'.repeat(8000)}]{1000}`,
  ]) {
    assert.throws(() => compileRegex(pattern, '', '0.$match'), /too large: repeat less/, pattern);
  }
  assert.throws(() => compileRegex(`a${'?'.repeat(30_000)}`, '', 'x'), /quantifiers may follow/);
  assert.ok(performance.now() - start < 2000);
});

test('the regexes of one pipeline have a limit together, wherever they stand', () => {
  const large = { $regex: '(a){1000}' };
  const lists: readonly object[] = [
    { $match: { $or: Array.from({ length: 100 }, () => ({ a: large })) } },
    { $match: { a: { $in: Array.from({ length: 100 }, () => new Regex('(a){1000}', '')) } } },
    {
      $match: {
        $expr: Array.from({ length: 100 }, () => {
          return { $regexMatch: { input: '$a', regex: '(a){1000}' } };
        }),
      },
    },
  ];
  for (const stage of lists) {
    assert.throws(
      () => parsePipeline([stage]),
      /too large together/,
      JSON.stringify(stage).slice(0, 60),
    );
  }
  const names = Array.from({ length: 5000 }, (_, n) => new Regex(`^ZTF18aaaa${n}$`, ''));
  assert.ok(parsePipeline([{ $match: { objectId: { $in: names } } }]));
});

test('what a match costs does not depend on what was matched before', () => {
  const pattern = '(a|b)*c(d|e){1,30}[0-9]{2,20}$';
  const texts = ['abcde12', 'ccc', 'éabcdd9', '', 'abcdedede1234'.repeat(20)];
  const stepsOf = (regex: ReturnType<typeof compileRegex>): number[] =>
    texts.flatMap((one) => {
      const [tested, found] = [unlimited(), unlimited()];
      regex.test(one, tested);
      regex.find(one, 0, found);
      return [tested.steps, found.steps];
    });
  const used = compileRegex(pattern, '', 'x');
  const first = stepsOf(used);
  assert.deepEqual(stepsOf(used), first);
  assert.deepEqual(stepsOf(compileRegex(pattern, '', 'x')), first);
});

test('matchers are kept up to a size, the last ones used', () => {
  const cache = new MatcherCache(500);
  const first = cache.get('first', '', 'x');
  for (let count = 0; count < 100; count += 1) {
    cache.get(`a${count}b{${count}}`, 'i', 'x');
    assert.equal(cache.get('first', '', 'x'), first);
    assert.ok(cache.size <= 500);
  }
  assert.notEqual(cache.get('first', 'i', 'x'), first);
  assert.equal(cache.get('(a){1000}', '', 'x').size, 3010, 'too large to keep, but usable');
  assert.equal(cache.size, 0);
});

test('patterns that make others stall take time linear in the text', () => {
  const start = performance.now();
  for (const pattern of ['(a+)+$', '(a|aa)+$', '(.*)*x', '(a?){30}a{30}', '^(([a-z])+.)+[A-Z]$']) {
    const text = `${'a'.repeat(20_000)}!`;
    const context = unlimited();
    compileRegex(pattern, '', 'x').test(text, context);
    assert.ok(context.steps < 20 * text.length, `${pattern}: ${context.steps} steps`);
  }
  assert.ok(performance.now() - start < 10_000);
});

test('many kinds of text through one matcher: what it has learned stays right', () => {
  const matcher = compileRegex('(a|b)*c(d|e){1,30}[0-9]{2,20}$', 'm', 'x');
  const plain = /(a|b)*c(d|e){1,30}[0-9]{2,20}$/m;
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom('a', 'b', 'c', 'd', 'e', '1', '2', '\n', 'é'),
        maxLength: 40,
      }),
      (input) => assert.equal(matcher.test(input, unlimited()), plain.test(input)),
    ),
    { numRuns: 3000 },
  );
});

const atom = fc.constantFrom('a', 'b', 'c', '.', '[ab]', '[^a]', '\\w', '\\d', '\\b', '^', '$');
const repeat = fc.constantFrom('*', '+', '?', '*?', '+?', '??', '{1,2}');

/** @param lead what a repeated part starts with: with a character, it is never empty */
function patterns(lead: string): fc.Arbitrary<string> {
  const { regex } = fc.letrec<{ regex: string }>((tie) => ({
    regex: fc.oneof(
      { maxDepth: 4 },
      atom,
      fc.tuple(tie('regex'), tie('regex')).map(([a, b]) => `${a}${b}`),
      fc.tuple(tie('regex'), tie('regex')).map(([a, b]) => `(?:${a}|${b})`),
      fc.tuple(tie('regex'), repeat).map(([a, times]) => `(?:${lead}${a})${times}`),
      tie('regex').map((a) => `(${a})`),
    ),
  }));
  return regex;
}

const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', ' '), maxLength: 12 });

test('finds what JavaScript finds, where both mean the same', () => {
  fc.assert(
    fc.property(patterns('[ab]'), text, fc.constantFrom('', 'i'), (pattern, input, options) => {
      const expected = new RegExp(pattern, `${options}u`).exec(input);
      const matcher = compileRegex(pattern, options, 'x');
      const match = matcher.find(input, 0, unlimited());
      assert.equal(matcher.test(input, unlimited()), expected !== null);
      assert.equal(match?.start, expected?.index);
      assert.equal(match && input.slice(match.start, match.end), expected?.[0] ?? null);
    }),
    { numRuns: 3000 },
  );
});

test('matches where JavaScript does; an empty repeat, which JavaScript takes back, counts', () => {
  fc.assert(
    fc.property(patterns(''), text, (pattern, input) => {
      const expected = new RegExp(pattern, 'u').exec(input);
      const matcher = compileRegex(pattern, '', 'x');
      assert.equal(matcher.find(input, 0, unlimited())?.start, expected?.index);
      assert.equal(matcher.test(input, unlimited()), expected !== null);
    }),
    { numRuns: 3000 },
  );
});
