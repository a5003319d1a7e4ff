import { type Context, spend } from '../context.ts';
import { holds, type Surroundings } from './assertions.ts';
import { Automaton } from './automaton.ts';
import { parseRegex } from './parse-regex.ts';
import { assemble, type Instruction } from './program.ts';
import type { RegexTree } from './syntax.ts';

/** Where a regex matches, in UTF-16 units; the captures' texts, null where one took no part. */
export interface RegexMatch {
  readonly start: number;
  readonly end: number;
  readonly captures: readonly (string | null)[];
}

/** A compiled regular expression, which takes time linear in the text. */
export interface Matcher {
  /** Of the pattern and what it became, about what compiling it took. */
  readonly size: number;
  test(text: string, context: Context): boolean;
  /** The leftmost match from `from` on. */
  find(text: string, from: number, context: Context): RegexMatch | null;
}

function surroundingsOf(text: string, position: number): Surroundings {
  const after = position < text.length ? text.charCodeAt(position) : -1;
  return {
    before: position > 0 ? text.charCodeAt(position - 1) : -1,
    after,
    isLast: position === text.length - 1,
  };
}

/** The places of the whole match and of the captures so far: start, end, start, end … */
type Slots = readonly number[];

/** Threads in the order of their priority, each instruction at most once. */
class Threads {
  readonly places: Int32Array;
  readonly slots: Slots[] = [];
  count = 0;
  private readonly seen: Int32Array;
  private round = 0;

  constructor(size: number) {
    this.places = new Int32Array(size);
    this.seen = new Int32Array(size);
  }

  clear(): void {
    this.count = 0;
    this.round += 1;
  }

  /** False where the instruction was reached before, by a thread of higher priority. */
  enter(place: number): boolean {
    if (this.seen[place] === this.round) return false;
    this.seen[place] = this.round;
    return true;
  }

  add(place: number, slots: Slots): void {
    this.places[this.count] = place;
    this.slots[this.count] = slots;
    this.count += 1;
  }
}

/** A step pays for so many instructions, with the places that they save, at one character. */
const WORK_PER_STEP = 16;

/** One run over a text, after Thompson and Pike: all alternatives advance together. */
class Run {
  private readonly program: readonly Instruction[];
  private readonly text: string;
  private readonly pendingPlaces: number[] = [];
  private readonly pendingSlots: Slots[] = [];
  private current: Threads;
  private following: Threads;

  constructor(
    program: readonly Instruction[],
    [current, following]: readonly [Threads, Threads],
    text: string,
  ) {
    this.program = program;
    this.text = text;
    this.current = current;
    this.following = following;
    this.current.clear();
    this.following.clear();
  }

  /** The slots of the leftmost match from `from` on; null for none. */
  find(from: number, stepsPerCharacter: number, context: Context): Slots | null {
    let best: Slots | null = null;
    for (let position = from; ; ) {
      if (best === null) this.follow(this.current, 0, position, [position, position]);
      if (this.current.count === 0 && (best !== null || position >= this.text.length)) return best;
      spend(context, stepsPerCharacter);
      const codePoint = this.text.codePointAt(position) ?? -1;
      const next = position + (codePoint > 0xffff ? 2 : 1);
      best = this.step(codePoint, position, next) ?? best;
      [this.current, this.following] = [this.following, this.current];
      this.following.clear();
      if (codePoint === -1) return best;
      position = next;
    }
  }

  /** Moves all threads over one code point; the match that is found ends those behind it. */
  private step(codePoint: number, position: number, next: number): Slots | null {
    const { places, slots, count } = this.current;
    for (let index = 0; index < count; index += 1) {
      const place = places[index] ?? 0;
      const instruction = this.program[place];
      const own = slots[index] ?? [];
      if (instruction?.kind === 'match') return own.with(1, position);
      const isOver = codePoint !== -1 && instruction?.kind === 'set' && instruction.test(codePoint);
      if (isOver) this.follow(this.following, place + 1, next, own);
    }
    return null;
  }

  /** Adds the threads that start at an instruction, down to those that need a character. */
  private follow(threads: Threads, start: number, position: number, startSlots: Slots): void {
    const { pendingPlaces, pendingSlots } = this;
    pendingPlaces.push(start);
    pendingSlots.push(startSlots);
    for (;;) {
      const place = pendingPlaces.pop();
      const slots = pendingSlots.pop();
      if (place === undefined || slots === undefined) return;
      if (!threads.enter(place)) continue;
      const instruction = this.program[place];
      switch (instruction?.kind) {
        case 'split':
          pendingPlaces.push(instruction.second, instruction.first);
          pendingSlots.push(slots, slots);
          break;
        case 'jump':
          pendingPlaces.push(instruction.to);
          pendingSlots.push(slots);
          break;
        case 'save':
          pendingPlaces.push(place + 1);
          pendingSlots.push(save(slots, instruction.slot, position));
          break;
        case 'assertion':
          if (!holds(instruction.assertion, surroundingsOf(this.text, position))) break;
          pendingPlaces.push(place + 1);
          pendingSlots.push(slots);
          break;
        default:
          threads.add(place, slots);
      }
    }
  }
}

function save(slots: Slots, slot: number, position: number): Slots {
  const changed = [...slots];
  changed[slot] = position;
  return changed;
}

function capturesOf(text: string, slots: Slots, count: number): (string | null)[] {
  return Array.from({ length: count }, (_, index) => {
    const start = slots[2 * index + 2];
    const end = slots[2 * index + 3];
    return start === undefined || end === undefined ? null : text.slice(start, end);
  });
}

/** What one character may take at worst: each instruction is tried, and each save copies all. */
function stepsPerCharacter({ root, captureCount }: RegexTree, program: readonly Instruction[]) {
  const saves = program.filter(({ kind }) => kind === 'save').length;
  const work = root.size + saves * 2 * (captureCount + 1);
  return 1 + Math.floor(work / WORK_PER_STEP);
}

/**
 * The size of a regular expression, which is about what compiling it takes.
 *
 * @throws MqlError with the place `at` for a malformed, unsupported or too large one
 */
export function checkRegex(pattern: string, options: string, at: string): number {
  return sizeOf(pattern, parseRegex(pattern, options, at));
}

function sizeOf(pattern: string, { root }: RegexTree): number {
  return 1 + pattern.length + root.size;
}

/**
 * Compiles a regular expression.
 *
 * @throws MqlError with the place `at` for a malformed, unsupported or too large one
 */
export function compileRegex(pattern: string, options: string, at: string): Matcher {
  const tree = parseRegex(pattern, options, at);
  const program = assemble(tree);
  const automaton = new Automaton(program, tree.root.size);
  const steps = stepsPerCharacter(tree, program);
  let threads: readonly [Threads, Threads] | null = null;
  return {
    size: sizeOf(pattern, tree),
    test: (text, context) => automaton.test(text, context),
    find(text, from, context) {
      threads ??= [new Threads(program.length), new Threads(program.length)];
      const slots = new Run(program, threads, text).find(from, steps, context);
      if (slots === null) return null;
      const [start = 0, end = 0] = slots;
      return { start, end, captures: capturesOf(text, slots, tree.captureCount) };
    },
  };
}
