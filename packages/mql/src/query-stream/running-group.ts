import { ACCUMULATORS } from '../accumulators/registry.ts';
import { canonicalKey } from '../canonical-key.ts';
import { compareValues } from '../compare.ts';
import { compileExpression } from '../compile-expression.ts';
import type { Context, Evaluate } from '../context.ts';
import { MqlError } from '../errors.ts';
import { CompensatedSum } from '../numbers.ts';
import type { CallNode, SetStage } from '../tree.ts';
import { isNullish, isNumeric, type PlainObject } from '../values.ts';
import type { Step } from './step.ts';

/** What one output of one group has come to. */
interface Running {
  add(value: unknown): void;
  result(id: unknown, context: Context): unknown;
}

/** An output: what it takes of each document, and a beginning for each group. */
interface RunningOutput {
  readonly name: string;
  readonly take: Evaluate;
  readonly keepsAll: boolean;
  begin(): Running;
}

function runningSum(): Running {
  const total = new CompensatedSum();
  return {
    add(value) {
      if (isNumeric(value)) total.add(value);
    },
    result: () => total.total(),
  };
}

function runningAverage(): Running {
  const total = new CompensatedSum();
  let count = 0;
  return {
    add(value) {
      if (!isNumeric(value)) return;
      total.add(value);
      count += 1;
    },
    result: () => (count === 0 ? null : total.double() / count),
  };
}

function runningExtreme(sign: 1 | -1): Running {
  let best: unknown = null;
  return {
    add(value) {
      if (isNullish(value)) return;
      if (best === null || compareValues(value, best) * sign > 0) best = value;
    },
    result: () => best,
  };
}

function runningCount(): Running {
  let count = 0;
  return {
    add() {
      count += 1;
    },
    result: () => count,
  };
}

function runningEnd(which: 'first' | 'last'): Running {
  let kept: unknown = null;
  let isEmpty = true;
  return {
    add(value) {
      if (which === 'last' || isEmpty) kept = value ?? null;
      isEmpty = false;
    },
    result: () => kept,
  };
}

/** Those that need not keep what they were given. */
const RUNNING: ReadonlyMap<string, () => Running> = new Map([
  ['$sum', runningSum],
  ['$avg', runningAverage],
  ['$min', () => runningExtreme(-1)],
  ['$max', () => runningExtreme(1)],
  ['$count', runningCount],
  ['$first', () => runningEnd('first')],
  ['$last', () => runningEnd('last')],
]);

function compileOutput(name: string, call: CallNode): RunningOutput {
  const accumulator = ACCUMULATORS.get(call.operator);
  if (accumulator === undefined) {
    throw new MqlError('unknown_operator', call.at, `unknown group operator '${call.operator}'`);
  }
  const { take, finish } = accumulator.compile(call, compileExpression);
  const running = RUNNING.get(call.operator);
  if (running !== undefined) return { name, take, keepsAll: false, begin: running };
  const begin = (): Running => {
    const taken: unknown[] = [];
    return {
      add: (value) => taken.push(value),
      result: (id, context) => finish(taken, id, context),
    };
  };
  return { name, take, keepsAll: true, begin };
}

interface Group {
  readonly id: unknown;
  readonly outputs: readonly Running[];
}

/** A `$group` that keeps of each group what its outputs need, not the documents. */
export function runningGroup(
  stage: Extract<SetStage, { kind: 'group' }>,
  context: Context,
  hold: (count: number) => void,
): Step {
  const idOf = compileExpression(stage.id);
  const outputs = stage.outputs.map(({ fields, call }) => compileOutput(fields[0] ?? '', call));
  const kept = outputs.filter(({ keepsAll }) => keepsAll).length;
  const groups = new Map<string, Group>();
  return {
    push(documents) {
      for (const document of documents) {
        context.root = document;
        const id = idOf(context) ?? null;
        const key = canonicalKey(id, context);
        let group = groups.get(key);
        if (group === undefined) {
          hold(1);
          group = { id, outputs: outputs.map((output) => output.begin()) };
          groups.set(key, group);
        }
        for (const [index, output] of outputs.entries()) {
          group.outputs[index]?.add(output.take(context));
        }
      }
      if (kept > 0) hold(kept * documents.length);
      return [];
    },
    finish: () =>
      [...groups.values()].map((group) => {
        const result: PlainObject = { _id: group.id };
        for (const [index, { name }] of outputs.entries()) {
          result[name] = group.outputs[index]?.result(group.id, context);
        }
        return result;
      }),
    isDone: () => false,
  };
}
