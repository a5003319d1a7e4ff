import { spend } from '../context.ts';
import { fixedUnitMs } from '../dates/units.ts';
import { fail, refuse } from '../errors.ts';
import { callNode, compileNamed, readNamed } from '../expressions/define.ts';
import { decodeExtendedJson } from '../extended-json.ts';
import { isInteger } from '../numbers.ts';
import type { Expression } from '../tree.ts';
import { isNullish, isNumeric, typeName } from '../values.ts';
import { findBounds, positionOf } from './bounds.ts';
import { takeAll, type WindowFunction } from './define.ts';
import { RANKING } from './ranking.ts';

function constant(value: unknown): Expression {
  return { kind: 'constant', value };
}

function constantOf(node: Expression | undefined): unknown {
  return node?.kind === 'constant' ? node.value : undefined;
}

/** `{output, by, default}`: the output of the document `by` places further on. */
const shift: WindowFunction = {
  name: '$shift',
  takesWindow: 'none',
  needsOrder: 'any',
  parse: (argument, scope, at) => {
    const keys = { required: ['output', 'by'], optional: ['default'] };
    const given = readNamed(argument, keys, at);
    const by = decodeExtendedJson(given.by);
    if (!isNumeric(by) || !isInteger(by)) refuse(`${at}.by`, "'by' must be a whole number");
    const otherwise = scope.parse(given.default ?? null, `${at}.default`);
    if (otherwise.kind === 'path') refuse(`${at}.default`, "'default' must be a constant");
    const output = scope.parse(given.output, `${at}.output`);
    return callNode('$shift', at, {
      named: { output, by: constant(Number(by)), default: otherwise },
    });
  },
  compile: (node, compile) => {
    const output = compileNamed(node, 'output', compile);
    const otherwise = compileNamed(node, 'default', compile);
    const by = Number(constantOf(node.named.by));
    return ({ documents }, context) => {
      const values = takeAll(output, documents, context);
      return values.map((_, index) => {
        const place = index + by;
        if (place < 0 || place >= values.length) return otherwise(context) ?? null;
        return values[place] ?? null;
      });
    };
  },
};

/** `{input, unit}`: a unit of fixed length where the order is by dates. */
function parseRate(name: string): WindowFunction['parse'] {
  return (argument, scope, at) => {
    const { input, unit } = readNamed(argument, { required: ['input'], optional: ['unit'] }, at);
    const unitMs = typeof unit === 'string' ? fixedUnitMs(unit) : null;
    if (unit !== undefined && unitMs === null) {
      refuse(`${at}.unit`, "'unit' must be week, day, hour, minute, second or millisecond");
    }
    const named = { input: scope.parse(input, `${at}.input`), unitMs: constant(unitMs) };
    return callNode(name, at, { named });
  };
}

interface Point {
  readonly x: number;
  /** null where the input is null or missing. */
  readonly y: number | null;
}

/** A function of the points in the window: place in the order and input. */
function ofPoints(
  name: string,
  apply: (points: readonly Point[], at: string) => number | null,
): WindowFunction {
  return {
    name,
    takesWindow: name === '$derivative' ? 'required' : 'optional',
    needsOrder: 'single',
    parse: parseRate(name),
    compile: (node, compile, { window }) => {
      const input = compileNamed(node, 'input', compile);
      const unit = constantOf(node.named.unitMs);
      const unitMs = typeof unit === 'number' ? unit : null;
      return (partition, context) => {
        const points = takeAll(input, partition.documents, context).map((value, index): Point => {
          if (!isNullish(value) && !isNumeric(value)) {
            fail(node.at, `${name} needs numbers, not ${typeName(value)}`);
          }
          const x = positionOf(partition.positions[index], unitMs, node.at);
          return { x, y: isNumeric(value) ? Number(value) : null };
        });
        return findBounds(window, partition, node.at).map(({ first, last }) => {
          spend(context, Math.max(0, last - first + 1));
          return apply(points.slice(first, last + 1), node.at);
        });
      };
    },
  };
}

/** From the first to the last point of the window; those between do not count. */
function slope(points: readonly Point[]): number | null {
  const [first] = points;
  const last = points.at(-1);
  if (first === undefined || last === undefined || first.x === last.x) return null;
  return first.y === null || last.y === null ? null : (last.y - first.y) / (last.x - first.x);
}

/** By trapezoids. */
function area(points: readonly Point[], at: string): number | null {
  if (points.length === 0) return null;
  let sum = 0;
  for (const [index, { x, y }] of points.entries()) {
    const before = points[index - 1];
    if (y === null) return fail(at, '$integral needs numbers, not null');
    if (before) sum += (((before.y ?? 0) + y) / 2) * (x - before.x);
  }
  return sum;
}

/** `{input, N}` or `{input, alpha}`. */
const expMovingAvg: WindowFunction = {
  name: '$expMovingAvg',
  takesWindow: 'none',
  needsOrder: 'any',
  parse: (argument, scope, at) => {
    const given = readNamed(argument, { required: ['input'], optional: ['N', 'alpha'] }, at);
    const N = decodeExtendedJson(given.N);
    const alpha = decodeExtendedJson(given.alpha);
    if ((N === undefined) === (alpha === undefined)) refuse(at, 'takes either N or alpha');
    const isCount = isNumeric(N) && isInteger(N) && N > 0;
    const isFraction = isNumeric(alpha) && alpha > 0 && alpha < 1;
    if (!isCount && !isFraction) {
      refuse(at, 'N must be a positive integer, or alpha between 0 and 1');
    }
    const weight = isCount ? 2 / (Number(N) + 1) : Number(alpha);
    const named = { input: scope.parse(given.input, `${at}.input`), weight: constant(weight) };
    return callNode('$expMovingAvg', at, { named });
  },
  compile: (node, compile) => {
    const input = compileNamed(node, 'input', compile);
    const weight = Number(constantOf(node.named.weight));
    return ({ documents }, context) => {
      let average: number | null = null;
      return takeAll(input, documents, context).map((value) => {
        // What is no number changes nothing.
        if (isNumeric(value)) {
          const x = Number(value);
          average = average === null ? x : x * weight + average * (1 - weight);
        }
        return average;
      });
    };
  },
};

/** `[a, b]` over the documents of the window where both are numbers. */
function covariance(name: string, missingDegrees: number): WindowFunction {
  return {
    name,
    takesWindow: 'optional',
    needsOrder: 'no',
    parse: (argument, scope, at) => {
      if (!Array.isArray(argument) || argument.length !== 2) {
        refuse(at, `${name} takes exactly 2 expressions`);
      }
      const args = argument.map((part: unknown, index) => scope.parse(part, `${at}.${index}`));
      return callNode(name, at, { args });
    },
    compile: (node, compile, { window }) => {
      const [left, right] = node.args.map(compile);
      return (partition, context) => {
        if (!left || !right) return [];
        const a = takeAll(left, partition.documents, context);
        const b = takeAll(right, partition.documents, context);
        const pairs = a.map((value, index) => [value, b[index]] as const);
        return findBounds(window, partition, node.at).map(({ first, last }) => {
          spend(context, Math.max(0, last - first + 1));
          return covarianceOf(pairs.slice(first, last + 1), missingDegrees);
        });
      };
    },
  };
}

function covarianceOf(
  pairs: readonly (readonly [unknown, unknown])[],
  missingDegrees: number,
): number | null {
  let count = 0;
  let meanX = 0;
  let meanY = 0;
  let sum = 0;
  for (const [a, b] of pairs) {
    if (!isNumeric(a) || !isNumeric(b)) continue;
    count += 1;
    const dx = Number(a) - meanX;
    meanX += dx / count;
    meanY += (Number(b) - meanY) / count;
    sum += dx * (Number(b) - meanY);
  }
  const degrees = count - missingDegrees;
  return degrees <= 0 ? null : sum / degrees;
}

/** An expression of which missing values are filled in. */
function filling(
  name: string,
  fill: (values: readonly unknown[], positions: readonly unknown[], at: string) => unknown[],
): WindowFunction {
  return {
    name,
    takesWindow: 'none',
    needsOrder: name === '$locf' ? 'no' : 'single',
    parse: (argument, scope, at) => callNode(name, at, { args: [scope.parse(argument, at)] }),
    compile: (node, compile) => {
      const input = compile(node.args[0] ?? constant(null));
      return ({ documents, positions }, context) =>
        fill(takeAll(input, documents, context), positions, node.at);
    },
  };
}

/** The last one that was observed is carried forward. */
function carryForward(values: readonly unknown[]): unknown[] {
  let last: unknown = null;
  return values.map((value) => {
    if (!isNullish(value)) last = value;
    return last;
  });
}

/** On a line between the neighbours that have a value; null before the first and after the last. */
function interpolate(
  values: readonly unknown[],
  positions: readonly unknown[],
  at: string,
): unknown[] {
  const unitMs = positions[0] instanceof Date ? 1 : null;
  const places = positions.map((value) => positionOf(value, unitMs, at));
  if (places.some((place, index) => index > 0 && place === places[index - 1])) {
    fail(at, 'needs a sort key without repeats');
  }
  const numbers = values.map((value) => {
    if (isNullish(value)) return null;
    return isNumeric(value) ? Number(value) : fail(at, `needs numbers, not ${typeName(value)}`);
  });
  let before = -1;
  let after = -1;
  return numbers.map((value, index) => {
    if (value !== null) {
      before = index;
      return values[index];
    }
    if (after < index) after = numbers.findIndex((next, place) => place > index && next !== null);
    const [start, end] = [numbers[before] ?? null, numbers[after] ?? null];
    if (start === null || end === null) return null;
    const [x, x0, x1] = [places[index] ?? 0, places[before] ?? 0, places[after] ?? 0];
    return start + ((end - start) * (x - x0)) / (x1 - x0);
  });
}

/** The window functions that are no accumulators, by name. */
export const WINDOW_FUNCTIONS: ReadonlyMap<string, WindowFunction> = new Map(
  [
    ...RANKING,
    shift,
    ofPoints('$derivative', slope),
    ofPoints('$integral', area),
    expMovingAvg,
    covariance('$covariancePop', 0),
    covariance('$covarianceSamp', 1),
    filling('$locf', carryForward),
    filling('$linearFill', interpolate),
  ].map((one) => [one.name, one]),
);
