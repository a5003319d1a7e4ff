import { countComparisonsFor } from '../compare.ts';
import { type Context, createContext } from '../context.ts';
import { MqlError, toMqlError } from '../errors.ts';
import type { MqlDocument } from '../filter-options.ts';
import { sortBy } from '../sort-keys.ts';
import { compileSetStage, type RunSet } from '../stages/compile-sets.ts';
import { compileStage } from '../stages/compile-stage.ts';
import { isDocumentStage, type SortKey, type Stage } from '../tree.ts';
import type { PlainObject } from '../values.ts';
import { runningGroup } from './running-group.ts';
import type { Step } from './step.ts';

/** Documents on their way through stages. */
export interface QueryStream {
  /** What comes out of these at once. @throws MqlError 'budget', 'runtime' */
  push(documents: readonly MqlDocument[]): readonly MqlDocument[];
  /** What comes out when there are no more. */
  finish(): readonly MqlDocument[];
  /** Whether more documents would change nothing: a limit is reached. */
  isDone(): boolean;
}

export interface StreamOptions {
  /** How many variables the stages bind. */
  readonly slotCount: number;
  /** How many documents, groups and kept values all stages together may hold. */
  readonly maxHeld?: number;
  /** How long the work on documents may take in all, milliseconds. */
  readonly maxMs?: number;
}

const DEFAULT_MAX_HELD = 250_000;

/** Compiles stages to a stream: they hold no more than what comes out of them needs. */
export function compileStream(stages: readonly Stage[], options: StreamOptions): QueryStream {
  const { slotCount, maxHeld = DEFAULT_MAX_HELD, maxMs = Number.POSITIVE_INFINITY } = options;
  const context = createContext(slotCount, Number.POSITIVE_INFINITY, maxMs);
  let held = 0;
  const steps = stages.map((stage, index) => {
    const hold = (count: number): void => {
      held += count;
      if (held <= maxHeld) return;
      const message = `the stages hold more than ${maxHeld} documents or values at once`;
      throw new MqlError('budget', stage.at, message, 'match less, or project less before');
    };
    return { step: compileStep(stage, stages[index + 1], context, hold), at: stage.at };
  });
  const through = (
    documents: readonly PlainObject[],
    first: number,
    isEnd: boolean,
  ): readonly PlainObject[] => {
    let current = documents;
    for (const { step, at } of steps.slice(first)) {
      try {
        const passed = current.length > 0 ? step.push(current) : current;
        current = isEnd ? [...passed, ...step.finish()] : passed;
      } catch (error) {
        throw toMqlError(error, at);
      }
    }
    return current;
  };
  const counted = (work: () => readonly PlainObject[]): readonly PlainObject[] => {
    countComparisonsFor(context);
    try {
      return work();
    } finally {
      countComparisonsFor(null);
    }
  };
  return {
    push: (documents) => counted(() => through(documents, 0, false)),
    finish: () => counted(() => through([], 0, true)),
    isDone: () => steps.some(({ step }) => step.isDone()),
  };
}

function compileStep(
  stage: Stage,
  next: Stage | undefined,
  context: Context,
  hold: (count: number) => void,
): Step {
  if (isDocumentStage(stage)) {
    const run = compileStage(stage);
    return passing((documents) =>
      documents.flatMap((document): readonly PlainObject[] => {
        context.root = document;
        context.alert = document;
        const result = run(document, context);
        return result === null ? [] : [result];
      }),
    );
  }
  switch (stage.kind) {
    case 'unwind': {
      const run = compileSetStage(stage);
      return passing((documents) => run(documents, context));
    }
    case 'limit':
      return limiting(stage.count);
    case 'skip':
      return skipping(stage.count);
    case 'count':
      return counting(stage.name);
    case 'group':
      return runningGroup(stage, context, hold);
    case 'sort':
      return sorting(stage.keys, stage.at, topOf(next), { context, hold });
    default:
      return collecting(compileSetStage(stage), context, hold);
  }
}

function passing(run: (documents: readonly PlainObject[]) => readonly PlainObject[]): Step {
  return { push: run, finish: () => [], isDone: () => false };
}

function limiting(count: number): Step {
  let left = count;
  return {
    push(documents) {
      const passed = documents.slice(0, left);
      left -= passed.length;
      return passed;
    },
    finish: () => [],
    isDone: () => left === 0,
  };
}

function skipping(count: number): Step {
  let left = count;
  return passing((documents) => {
    const skipped = Math.min(left, documents.length);
    left -= skipped;
    return documents.slice(skipped);
  });
}

function counting(name: string): Step {
  let count = 0;
  return {
    push(documents) {
      count += documents.length;
      return [];
    },
    finish: () => (count === 0 ? [] : [{ [name]: count }]),
    isDone: () => false,
  };
}

/** How many of a sort's documents are wanted, where the stage behind it says. */
function topOf(next: Stage | undefined): number {
  return next?.kind === 'limit' ? next.count : Number.POSITIVE_INFINITY;
}

interface Holding {
  readonly context: Context;
  readonly hold: (count: number) => void;
}

function sorting(
  keys: readonly SortKey[],
  at: string,
  top: number,
  { context, hold }: Holding,
): Step {
  let kept: PlainObject[] = [];
  let counted = 0;
  // Sorted now and then, so that no more than twice what is wanted is kept.
  const most = Math.max(1000, 2 * top);
  return {
    push(documents) {
      for (const document of documents) kept.push(document);
      if (kept.length > most) kept = sortBy(kept, keys, at, context).slice(0, top);
      if (kept.length > counted) {
        hold(kept.length - counted);
        counted = kept.length;
      }
      return [];
    },
    finish: () => sortBy(kept, keys, at, context).slice(0, top),
    isDone: () => false,
  };
}

function collecting(run: RunSet, context: Context, hold: (count: number) => void): Step {
  const kept: PlainObject[] = [];
  return {
    push(documents) {
      hold(documents.length);
      for (const document of documents) kept.push(document);
      return [];
    },
    finish: () => run(kept, context),
    isDone: () => false,
  };
}
