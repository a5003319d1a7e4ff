import { type Context, spend } from '../context.ts';
import { holds, type Surroundings } from './assertions.ts';
import { isWord } from './char-set.ts';
import type { Instruction } from './program.ts';

/**
 * A set of places in the program that all alternatives have come to, with what stood before: the
 * state of a deterministic automaton, of which the ways on are worked out when they are taken.
 */
interface State {
  readonly places: readonly number[];
  /** A code point of the kind that stood before; −1 at the start of the text. */
  readonly before: number;
  /** By ASCII code, then for a last newline, then for the end; undefined: not worked out yet. */
  readonly next: (State | null | undefined)[];
}

const NEWLINE = 0x0a;
const LAST_NEWLINE = 128;
const END = 129;
const MAX_STATES = 400;
/** Places that the states may hold together. */
const MAX_PLACES = 50_000;
/** A step pays for so many instructions that one character may be held against. */
const INSTRUCTIONS_PER_STEP = 16;

/** Tells whether a text matches, at a look-up per character; null among the ways on: it does. */
export class Automaton {
  private readonly program: readonly Instruction[];
  private readonly isAnchored: boolean;
  private readonly looksAround: boolean;
  private readonly states = new Map<string, State>();
  private readonly start: State;
  private readonly stepsPerCharacter: number;
  private placesHeld = 0;

  /** @param size of the regex, see RegexNode */
  constructor(program: readonly Instruction[], size: number) {
    const [first] = program;
    this.program = program;
    this.isAnchored = first?.kind === 'assertion' && first.assertion === 'textStart';
    this.looksAround = program.some(({ kind }) => kind === 'assertion');
    this.start = { places: [0], before: -1, next: [] };
    this.stepsPerCharacter = size / INSTRUCTIONS_PER_STEP;
  }

  /** Costs what it may take at worst, so that steps do not depend on what was worked out before. */
  test(text: string, context: Context): boolean {
    spend(context, 1 + Math.floor(text.length * this.stepsPerCharacter));
    let state = this.start;
    for (let position = 0; position < text.length; ) {
      const codePoint = text.codePointAt(position) ?? 0;
      const size = codePoint > 0xffff ? 2 : 1;
      const isLast = position + size === text.length;
      const next = this.advance(state, codePoint, isLast);
      if (next === null) return true;
      // Nothing is left that could match, and nothing begins later.
      if (next.places.length === 0) return false;
      state = next;
      position += size;
    }
    return this.advance(state, -1, false) === null;
  }

  private advance(state: State, codePoint: number, isLast: boolean): State | null {
    const around = { before: state.before, after: codePoint, isLast };
    const key = keyOf(codePoint, isLast);
    if (key === null) return this.work(state, around);
    const known = state.next[key];
    if (known !== undefined) return known;
    const found = this.work(state, around);
    state.next[key] = found;
    return found;
  }

  /** The state behind the next code point; null where the text matches without it. */
  private work(state: State, around: Surroundings): State | null {
    const seen = new Set<number>();
    const pending = [...state.places];
    const reached: number[] = [];
    for (let place = pending.pop(); place !== undefined; place = pending.pop()) {
      if (seen.has(place)) continue;
      seen.add(place);
      const instruction = this.program[place];
      if (instruction === undefined || instruction.kind === 'match') return null;
      if (instruction.kind === 'split') pending.push(instruction.first, instruction.second);
      else if (instruction.kind === 'jump') pending.push(instruction.to);
      else if (instruction.kind === 'save') pending.push(place + 1);
      else if (instruction.kind === 'assertion') {
        if (holds(instruction.assertion, around)) pending.push(place + 1);
      } else if (around.after !== -1 && instruction.test(around.after)) reached.push(place + 1);
    }
    return this.intern(reached, around.after);
  }

  private intern(reached: number[], before: number): State {
    // The search may begin anew at each place, unless it is bound to the start.
    if (!this.isAnchored) reached.push(0);
    const places = [...new Set(reached)].sort((a, b) => a - b);
    const kind = this.looksAround ? kindOf(before) : 0;
    const key = `${kind}:${places.join()}`;
    const known = this.states.get(key);
    if (known !== undefined) return known;
    if (this.states.size >= MAX_STATES || this.placesHeld > MAX_PLACES) {
      this.states.clear();
      this.start.next.length = 0;
      this.placesHeld = 0;
    }
    this.placesHeld += places.length;
    const state: State = { places, before: kind, next: [] };
    this.states.set(key, state);
    return state;
  }
}

function keyOf(codePoint: number, isLast: boolean): number | null {
  if (codePoint === -1) return END;
  if (codePoint === NEWLINE && isLast) return LAST_NEWLINE;
  return codePoint < 128 ? codePoint : null;
}

/** A code point that stands for its kind, as far as assertions look at what stood before. */
function kindOf(codePoint: number): number {
  if (codePoint === NEWLINE) return NEWLINE;
  return isWord(codePoint) ? 0x61 : 0x20;
}
