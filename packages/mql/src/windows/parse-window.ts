import { ACCUMULATORS } from '../accumulators/registry.ts';
import { fixedUnitMs } from '../dates/units.ts';
import { joinPath, refuse } from '../errors.ts';
import { readNamed } from '../expressions/define.ts';
import { decodeExtendedJson } from '../extended-json.ts';
import { parseFieldPath } from '../field-paths.ts';
import { isInteger } from '../numbers.ts';
import { type Frame, parseExpression, rootScope } from '../parse-expression.ts';
import { parseSortKeys } from '../parse-sort-keys.ts';
import { parseAccumulator } from '../stages/parse-group.ts';
import { suggestName } from '../suggest.ts';
import type { SetStage, SortKey, Window, WindowBound, WindowOutput } from '../tree.ts';
import { isNumeric, isPlainObject } from '../values.ts';
import { WINDOW_FUNCTIONS } from './functions.ts';

const WHOLE: Window = { by: 'documents', lower: null, upper: null, unitMs: null };

function parseBound(value: unknown, by: Window['by'], at: string): WindowBound {
  if (value === 'unbounded') return null;
  if (value === 'current') return 'current';
  if (isNumeric(value) && (by === 'range' || isInteger(value))) return Number(value);
  return refuse(at, "a bound is 'unbounded', 'current' or a number");
}

function offsetOf(bound: WindowBound, open: number): number {
  if (bound === null) return open;
  return bound === 'current' ? 0 : bound;
}

function parseUnit(unit: unknown, at: string): number | null {
  if (unit === undefined) return null;
  const unitMs = typeof unit === 'string' ? fixedUnitMs(unit) : null;
  if (unitMs !== null) return unitMs;
  return refuse(joinPath(at, 'unit'), 'a range can be in weeks, days, hours or less');
}

/** `{documents: [lower, upper]}` or `{range: [lower, upper], unit}`. */
function parseWindow(argument: unknown, keys: readonly SortKey[], at: string): Window {
  const given = readNamed(
    decodeExtendedJson(argument),
    { required: [], optional: ['documents', 'range', 'unit'] },
    at,
  );
  const by = Object.hasOwn(given, 'range') ? 'range' : 'documents';
  const bounds = given[by];
  if (bounds === undefined || (by === 'range' && given.documents !== undefined)) {
    refuse(at, 'a window has either documents or a range');
  }
  if (by === 'documents' && given.unit !== undefined) refuse(at, 'only a range has a unit');
  if (!Array.isArray(bounds) || bounds.length !== 2) {
    return refuse(joinPath(at, by), 'the bounds are a list of two');
  }
  const [lower, upper] = bounds.map((bound: unknown) => parseBound(bound, by, joinPath(at, by)));
  const window = { by, lower: lower ?? null, upper: upper ?? null } as const;
  const [open, close] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  if (offsetOf(window.lower, open) > offsetOf(window.upper, close)) {
    refuse(joinPath(at, by), 'the lower bound must not lie above the upper');
  }
  const isWhole = window.lower === null && window.upper === null;
  if (by === 'documents' && !isWhole && keys.length === 0) refuse(at, 'bounds need a sortBy');
  const isAscending = keys.length === 1 && keys[0]?.direction === 1;
  if (by === 'range' && !isAscending) refuse(at, 'a range needs a sortBy of one ascending key');
  return { ...window, unitMs: parseUnit(given.unit, at) };
}

function parseOutput(
  name: string,
  value: unknown,
  { frame, keys, at }: { frame: Frame; keys: readonly SortKey[]; at: string },
): WindowOutput {
  if (!isPlainObject(value)) return refuse(at, 'an output must be an object with a function');
  const { window, ...functions } = value;
  const [operator = ''] = Object.keys(functions);
  const fields = parseFieldPath(name, at);
  const special = WINDOW_FUNCTIONS.get(operator);
  if (special === undefined) {
    if (!ACCUMULATORS.has(operator)) {
      const known = [...WINDOW_FUNCTIONS.keys(), ...ACCUMULATORS.keys()];
      refuse(
        joinPath(at, operator),
        `'${operator}' is no window function`,
        suggestName(operator, known),
      );
    }
    const call = parseAccumulator(functions, frame, at);
    const bounds = window === undefined ? WHOLE : parseWindow(window, keys, joinPath(at, 'window'));
    return { fields, call, window: bounds };
  }
  if (Object.keys(functions).length > 1) refuse(at, 'an output has exactly one function');
  if (special.needsOrder !== 'no' && keys.length === 0) refuse(at, `${operator} needs a sortBy`);
  if (special.needsOrder === 'single' && keys.length !== 1) {
    refuse(at, `${operator} needs a sortBy of one key`);
  }
  if (special.takesWindow === 'none' && window !== undefined)
    refuse(at, `${operator} has no window`);
  if (special.takesWindow === 'required' && window === undefined) {
    refuse(at, `${operator} needs a window`);
  }
  const call = special.parse(functions[operator], rootScope(frame), joinPath(at, operator));
  const bounds = window === undefined ? WHOLE : parseWindow(window, keys, joinPath(at, 'window'));
  return { fields, call, window: bounds };
}

/** `{partitionBy, sortBy, output: {field: {$function: …, window: …}}}`. */
export function parseWindowFields(argument: unknown, frame: Frame, at: string): SetStage {
  const given = readNamed(
    argument,
    { required: ['output'], optional: ['partitionBy', 'sortBy'] },
    at,
  );
  const keys =
    given.sortBy === undefined ? [] : parseSortKeys(given.sortBy, joinPath(at, 'sortBy'));
  const { output } = given;
  const place = joinPath(at, 'output');
  if (!isPlainObject(output) || Object.keys(output).length === 0) {
    return refuse(place, "'output' must be an object with at least one field");
  }
  const outputs = Object.keys(output).map((name) =>
    parseOutput(name, output[name], { frame, keys, at: joinPath(place, name) }),
  );
  const partitionBy = parseExpression(
    given.partitionBy ?? null,
    frame,
    joinPath(at, 'partitionBy'),
  );
  return { kind: 'window', partitionBy, keys, outputs, at };
}
