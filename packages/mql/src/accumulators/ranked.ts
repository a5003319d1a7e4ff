import type { Context } from '../context.ts';
import { refuse } from '../errors.ts';
import {
  type CompileExpression,
  callNode,
  compileNamed,
  readNamed,
} from '../expressions/define.ts';
import {
  type Choose,
  extremes,
  parseInputAndCount,
  readCount,
  readKeys,
} from '../expressions/element-choice.ts';
import { parseSortKeys } from '../parse-sort-keys.ts';
import { sortBy } from '../sort-keys.ts';
import type { CallNode, Expression, SortKey } from '../tree.ts';
import { isPlainObject } from '../values.ts';
import type { Accumulator } from './define.ts';

/** `n` may use the fields of the group's `_id`. */
function compileCount(node: CallNode, compile: CompileExpression) {
  const n = compileNamed(node, 'n', compile);
  return (id: unknown, context: Context): number => {
    context.root = isPlainObject(id) ? id : { _id: id };
    return readCount(n(context), node.operator, node.at);
  };
}

/** The chosen ones of all inputs. */
function ofInputs(name: string, choose: Choose): Accumulator {
  return {
    name,
    parse: parseInputAndCount(name),
    compile: (node, compile) => {
      const countOf = compileCount(node, compile);
      return {
        take: compileNamed(node, 'input', compile),
        finish: (values, id, context) => choose(values, countOf(id, context), context),
      };
    },
  };
}

const withNulls = (values: readonly unknown[]): unknown[] =>
  values.map((value) => (value === undefined ? null : value));

interface Ranked {
  readonly document: unknown;
  readonly output: unknown;
}

function isRanked(value: unknown): value is Ranked {
  return isPlainObject(value) && Object.hasOwn(value, 'output');
}

/** `{sortBy, output[, n]}`: the output of the first (or last) documents in an order. */
function ofOrder(name: string, hasCount: boolean, isTop: boolean): Accumulator {
  return {
    name,
    parse: (argument, scope, at) => {
      const required = hasCount ? ['sortBy', 'output', 'n'] : ['sortBy', 'output'];
      const given = readNamed(argument, { required }, at);
      const keys = parseSortKeys(given.sortBy, `${at}.sortBy`);
      const named: Record<string, Expression> = {
        // What the keys read, for the analysis of what a filter reads.
        read: {
          kind: 'array',
          items: keys.map(({ fields }) => ({ kind: 'path', slot: null, fields })),
        },
        sortBy: { kind: 'constant', value: keys },
        output: scope.parse(given.output, `${at}.output`),
        n: hasCount ? scope.parse(given.n, `${at}.n`) : { kind: 'constant', value: 1 },
      };
      return callNode(name, at, { named });
    },
    compile: (node, compile) => {
      const keys = readKeys(node);
      if (keys.length === 0) refuse(node.at, `${name} needs sort keys`);
      const output = compileNamed(node, 'output', compile);
      const countOf = compileCount(node, compile);
      return {
        take: (context) => ({ document: context.root, output: output(context) }),
        finish: (taken, id, context) => {
          const ranked = taken.filter(isRanked);
          const n = countOf(id, context);
          const documents = ranked.map(({ document, output: value }, index) => {
            return { document, value, index };
          });
          const sorted = sortBy(documents, underDocument(keys), node.at, context);
          const chosen = isTop ? sorted.slice(0, n) : sorted.slice(-n);
          const outputs = withNulls(chosen.map(({ value }) => value));
          return hasCount ? outputs : outputs[0];
        },
      };
    },
  };
}

function underDocument(keys: readonly SortKey[]): readonly SortKey[] {
  return keys.map(({ fields, direction }) => ({ fields: ['document', ...fields], direction }));
}

export const RANKED: readonly Accumulator[] = [
  ofInputs('$firstN', (values, n) => withNulls(values.slice(0, n))),
  ofInputs('$lastN', (values, n) => withNulls(values.slice(-n))),
  ofInputs('$minN', extremes(1)),
  ofInputs('$maxN', extremes(-1)),
  ofOrder('$top', false, true),
  ofOrder('$topN', true, true),
  ofOrder('$bottom', false, false),
  ofOrder('$bottomN', true, false),
];
