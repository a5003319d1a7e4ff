import { refuse } from '../errors.ts';
import { type CharTest, ignoringCase, newline, not, oneOf, tabulated } from './char-set.ts';
import {
  assertionNode,
  captureNode,
  choiceNode,
  type Repeats,
  repeatNode,
  sequenceNode,
  setNode,
} from './nodes.ts';
import { parseClass } from './parse-class.ts';
import { parseEscape } from './parse-escape.ts';
import { Pattern } from './pattern.ts';
import { refuseUnbounded } from './refuse.ts';
import type { Flags, RegexNode, RegexTree } from './syntax.ts';

const MAX_DEPTH = 100;
const MAX_REPEAT = 1000;
/** As long as a regex can be in BSON as MongoDB takes it. */
const MAX_LENGTH = 32_764;
/** Instructions that one regex may become. */
const MAX_SIZE = 4000;

const TOO_LARGE = 'the regex is too large: repeat less, or write two conditions';

/** Groups that need more than one look at the text, and what they are called. */
const REFUSED_GROUPS: readonly (readonly [RegExp, string])[] = [
  [/^\?[=!]/, 'look-ahead'],
  [/^\?<[=!]/, 'look-behind'],
  [/^\?>/, 'atomic groups'],
  [/^\?\|/, 'branch resets'],
  [/^\?(R|[+-]?\d|&|P>)/, 'recursion'],
  [/^\?P=/, 'back references'],
  [/^\?\(/, 'conditions'],
  [/^\?C/, 'callouts'],
  [/^\*/, 'verbs such as (*UCP)'],
];

class Parser {
  private readonly pattern: Pattern;
  private captureCount = 0;
  private depth = 0;

  constructor(pattern: Pattern) {
    this.pattern = pattern;
  }

  readAll(flags: Flags): RegexTree {
    this.pattern.takeText('(*UTF8)');
    const root = this.limited(this.readChoice(flags));
    if (!this.pattern.isDone) this.pattern.fail("a ')' without its '('");
    return { root, captureCount: this.captureCount };
  }

  /** Alternatives up to a closing bracket; flags set inside hold until there. */
  private readChoice(flags: Flags): RegexNode {
    this.depth += 1;
    if (this.depth > MAX_DEPTH) this.pattern.fail(`groups nest at most ${MAX_DEPTH} levels`);
    const choices: RegexNode[] = [];
    let parts: RegexNode[] = [];
    let current = flags;
    while (!this.pattern.isDone && this.pattern.peek() !== ')') {
      if (this.pattern.takeText('|')) {
        choices.push(sequenceNode(parts));
        parts = [];
        continue;
      }
      const inner = this.readFlagSwitch(current);
      if (inner) current = inner;
      else this.readPart(current, parts);
    }
    this.depth -= 1;
    choices.push(sequenceNode(parts));
    return choiceNode(choices);
  }

  /** `(?i)`, which changes the flags of what follows; null for anything else. */
  private readFlagSwitch(flags: Flags): Flags | null {
    const text = this.pattern.take(/^\(\?\^?[imsx]*(-[imsx]+)?\)/);
    return text === null ? null : changeFlags(flags, text);
  }

  private readPart(flags: Flags, parts: RegexNode[]): void {
    if (flags.x && this.skipsSpace()) return;
    if (this.pattern.takeText('(?#')) {
      while (this.pattern.peek() !== ')') {
        if (this.pattern.isDone) this.pattern.fail('the comment does not end');
        this.pattern.next();
      }
      this.pattern.next();
      return;
    }
    for (const part of this.readAtoms(flags)) parts.push(part);
    const last = parts.pop();
    if (last) parts.push(this.readRepeat(last, flags));
  }

  /** Takes the white space or the comment that comes next; false where there is none. */
  private skipsSpace(): boolean {
    const { pattern } = this;
    if (pattern.takeText('#')) {
      while (!pattern.isDone && pattern.next() !== '\n');
      return true;
    }
    return pattern.take(/^\s/, 1) !== null;
  }

  private readAtoms(flags: Flags): readonly RegexNode[] {
    const { pattern } = this;
    const character = pattern.next();
    switch (character) {
      case '(':
        return [this.readGroup(flags)];
      case '[':
        return [this.readClass(flags)];
      case '.':
        return [setNode(flags.s ? () => true : not(newline))];
      case '^':
        return [assertionNode(flags.m ? 'lineStart' : 'textStart')];
      case '$':
        return [assertionNode(flags.m ? 'lineEnd' : 'beforeLastNewline')];
      case '\\':
        return this.readEscape(flags);
      case '*':
      case '+':
      case '?':
        return pattern.fail(`'${character}' has nothing to repeat`);
      default:
        return [literal(character, flags)];
    }
  }

  private readClass(flags: Flags): RegexNode {
    const { test, members } = parseClass(this.pattern, flags);
    return setNode(tabulated(test), members);
  }

  private readEscape(flags: Flags): readonly RegexNode[] {
    const { pattern } = this;
    if (pattern.takeText('Q')) {
      const characters: RegexNode[] = [];
      while (!pattern.isDone && !pattern.takeText('\\E')) {
        characters.push(literal(pattern.next(), flags));
      }
      return characters;
    }
    if (pattern.takeText('E')) return [];
    const found = parseEscape(pattern);
    switch (found.kind) {
      case 'assertion':
        return [assertionNode(found.assertion)];
      case 'character':
        return [literal(found.character, flags)];
      case 'set':
        return [setNode(tabulated(found.test))];
    }
  }

  private readGroup(flags: Flags): RegexNode {
    const { pattern } = this;
    for (const [start, what] of REFUSED_GROUPS) {
      if (start.test(pattern.rest())) refuseUnbounded(pattern.at, what);
    }
    let inner = flags;
    let index: number | null = null;
    const name = pattern.take(/^\?(P?<[A-Za-z_]\w{0,31}>|'[A-Za-z_]\w{0,31}')/);
    if (name !== null || pattern.peek() !== '?') {
      this.captureCount += 1;
      index = this.captureCount;
    } else {
      const change = pattern.take(/^\?\^?[imsx]*(-[imsx]+)?:/);
      if (change === null) return pattern.fail('this kind of group is not known');
      inner = changeFlags(flags, change);
    }
    const part = this.readChoice(inner);
    if (!pattern.takeText(')')) pattern.fail("a '(' without its ')'");
    return index === null ? part : captureNode(index, part);
  }

  /** The part with the quantifiers behind it, each of which repeats what those before it made. */
  private readRepeat(part: RegexNode, flags: Flags): RegexNode {
    const { pattern } = this;
    let repeated = part;
    for (let count = 0; ; count += 1) {
      if (flags.x) while (pattern.take(/^\s/, 1) !== null);
      const repeats = this.readRepeats();
      if (repeats === null) return repeated;
      if (count === MAX_DEPTH) pattern.fail(`at most ${MAX_DEPTH} quantifiers may follow one part`);
      repeated = this.limited(repeatNode(repeated, repeats));
    }
  }

  private limited(node: RegexNode): RegexNode {
    if (node.size > MAX_SIZE) refuse(this.pattern.at, TOO_LARGE);
    return node;
  }

  private readRepeats(): Repeats | null {
    const { pattern } = this;
    const bounds = this.readBounds();
    if (bounds === null) return null;
    const [min, max] = bounds;
    if (min > max) pattern.fail('the numbers in {} are out of order');
    if (min > MAX_REPEAT || (max > MAX_REPEAT && max !== Number.POSITIVE_INFINITY)) {
      pattern.fail(`at most ${MAX_REPEAT} repeats are supported`);
    }
    if (pattern.peek() === '+') refuseUnbounded(pattern.at, 'possessive quantifiers');
    return { min, max, isGreedy: !pattern.takeText('?') };
  }

  private readBounds(): readonly [number, number] | null {
    const { pattern } = this;
    if (pattern.takeText('*')) return [0, Number.POSITIVE_INFINITY];
    if (pattern.takeText('+')) return [1, Number.POSITIVE_INFINITY];
    if (pattern.takeText('?')) return [0, 1];
    const text = pattern.take(/^\{\d{1,9}(,\d{0,9})?\}/);
    if (text === null) return null;
    const [min = '', max] = text.slice(1, -1).split(',');
    if (max === undefined) return [Number(min), Number(min)];
    return [Number(min), max === '' ? Number.POSITIVE_INFINITY : Number(max)];
  }
}

function literal(character: string, flags: Flags): RegexNode {
  const test: CharTest = oneOf(character);
  return setNode(flags.i ? tabulated(ignoringCase(test)) : test);
}

/** `(?i-s` and the like, laid over the flags. */
function changeFlags(flags: Flags, text: string): Flags {
  const [on = '', off = ''] = text.split('-');
  const base = on.includes('^') ? { i: false, m: false, s: false, x: false } : flags;
  const isOn = (flag: keyof Flags): boolean =>
    !off.includes(flag) && (on.includes(flag) || base[flag]);
  return { i: isOn('i'), m: isOn('m'), s: isOn('s'), x: isOn('x') };
}

/** Reads the options; `u` is what MongoDB does anyway. */
function readFlags(options: string, at: string): Flags {
  const unknown = [...options].find((option) => !'imsxu'.includes(option));
  if (unknown !== undefined) refuse(at, `'${unknown}' is no regex option: i, m, s and x are`);
  return changeFlags({ i: false, m: false, s: false, x: false }, options);
}

/**
 * Parses a pattern of Perl's syntax, but for what needs backtracking.
 *
 * @throws MqlError 'argument' for a malformed one, 'unsupported' for what cannot run in linear time
 */
export function parseRegex(source: string, options: string, at: string): RegexTree {
  if (source.length > MAX_LENGTH) {
    refuse(at, `the regex is too long: write at most ${MAX_LENGTH} characters`);
  }
  if (source.includes('\0')) refuse(at, 'a regex must not contain a null character');
  return new Parser(new Pattern(source, at)).readAll(readFlags(options, at));
}
