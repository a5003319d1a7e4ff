import { readField, readPath } from '../compile-expression.ts';
import { type Context, type Evaluate, spend } from '../context.ts';
import type { CompileExpression } from '../expressions/define.ts';
import { isInherited } from '../field-paths.ts';
import { compileTest, WHOLE_ARRAY_TESTS } from '../query/compile-query.ts';
import { matchFrom, type ValueTest } from '../query/match-path.ts';
import {
  addToValue,
  excludeValue,
  includeValue,
  type Plan,
  planProjection,
} from '../stages/projection.ts';
import type { CallNode, Test } from '../tree.ts';
import { isPlainObject, isTruthy } from '../values.ts';
import type { Sharing } from './cells.ts';
import {
  ALL,
  ANY,
  dataOf,
  ELEMENTS,
  FIELD,
  INPUT,
  INTO,
  NONE,
  NOT,
  PROJECT,
  type ProjectionForm,
  TEST,
  type TestForm,
  UNLESS_ARRAY,
  VIEW,
} from './forms.ts';

type CompileForm = (node: CallNode, compile: CompileExpression, sharing: Sharing) => Evaluate;

const compileInput: CompileForm = (node, _compile, sharing) => {
  const fields = dataOf<readonly string[]>(node);
  const [first = '', second = ''] = fields;
  if (fields.length === 0) return () => sharing.document;
  if (fields.length === 1 && !isInherited(first)) return () => sharing.document[first];
  if (fields.length === 2 && !isInherited(first) && !isInherited(second)) {
    return (context) => {
      const value = sharing.document[first];
      return isPlainObject(value) ? value[second] : readPath(value, fields, 1, context);
    };
  }
  return (context) => readPath(readField(sharing.document, first), fields, 1, context);
};

const compileInto: CompileForm = (node, compile) => {
  const base = argument(node, 0, compile);
  const fields = dataOf<readonly string[]>(node);
  return (context) => readPath(base(context), fields, 0, context);
};

function argument(node: CallNode, index: number, compile: CompileExpression): Evaluate {
  const expression = node.args[index];
  return expression === undefined ? () => undefined : compile(expression);
}

function projectorOf(
  { mode, node }: ProjectionForm,
  compile: CompileExpression,
): (value: unknown, context: Context) => unknown {
  const plan: Plan = planProjection(node, compile);
  if (mode === 'exclude') return (value, context) => excludeValue(plan, value, context);
  if (mode === 'add') return (value, context) => addToValue(plan, value, context);
  if (!plan.computes) return (value, context) => includeValue(plan, value, context);
  return (value, context) => addToValue(plan, includeValue(plan, value, context), context);
}

const compileProject: CompileForm = (node, compile) => {
  const base = argument(node, 0, compile);
  const project = projectorOf(dataOf<ProjectionForm>(node), compile);
  return (context) => project(base(context), context);
};

/** The elements as they are where all are documents: who asks looks at kept fields only. */
const compileView: CompileForm = (node, compile) => {
  const base = argument(node, 0, compile);
  const project = projectorOf(dataOf<ProjectionForm>(node), compile);
  return (context) => {
    const value = base(context);
    if (!Array.isArray(value)) return project(value, context);
    spend(context, value.length);
    return value.every(isPlainObject) ? value : project(value, context);
  };
};

/** Projects the elements of an array; what is no array stays. */
const compileElements: CompileForm = (node, compile) => {
  const base = argument(node, 0, compile);
  const project = projectorOf(dataOf<ProjectionForm>(node), compile);
  return (context) => {
    const value = base(context);
    return Array.isArray(value) ? project(value, context) : value;
  };
};

const compileUnlessArray: CompileForm = (node, compile) => {
  const guard = argument(node, 0, compile);
  const picked = argument(node, 1, compile);
  const whole = argument(node, 2, compile);
  return (context) => (Array.isArray(guard(context)) ? whole(context) : picked(context));
};

/** The test of a value that is no array: the same answer, for texts and booleans at less cost. */
function scalarTest(test: Test): ValueTest {
  if (test.kind === 'compare' && test.operator === '$eq') {
    const { value: wanted } = test;
    if (typeof wanted === 'boolean' || typeof wanted === 'string') {
      return (value) => value === wanted;
    }
  }
  return compileTest(test);
}

const compileValueTest: CompileForm = (node, compile, sharing) => {
  const { fields, isOnInput, test: leaf } = dataOf<TestForm>(node);
  const test = scalarTest(leaf);
  const path = { fields, expandsLeaf: !WHOLE_ARRAY_TESTS.has(leaf.kind), test };
  const value = argument(node, 0, compile);
  return (context) => {
    const found = value(context);
    if (isOnInput) {
      // Only without arrays on its way a path gives such a value.
      if (typeof found !== 'object' && found !== undefined) return test(found, context);
      return matchFrom(path, sharing.document, 0, context);
    }
    if (typeof found !== 'object' || found === null) {
      return test(fields.length === 0 ? found : undefined, context);
    }
    return matchFrom(path, found, 0, context);
  };
};

function compileList(isAnswer: boolean, answer: boolean): CompileForm {
  return (node, compile) => {
    const parts = node.args.map(compile);
    return (context) => {
      for (const part of parts) if (isTruthy(part(context)) === isAnswer) return answer;
      return !answer;
    };
  };
}

const compileNot: CompileForm = (node, compile) => {
  const part = argument(node, 0, compile);
  return (context) => !isTruthy(part(context));
};

/** The forms by name. */
export const FORMS: ReadonlyMap<string, CompileForm> = new Map([
  [INPUT, compileInput],
  [INTO, compileInto],
  [FIELD, (node, compile) => argument(node, 0, compile)],
  [PROJECT, compileProject],
  [VIEW, compileView],
  [ELEMENTS, compileElements],
  [UNLESS_ARRAY, compileUnlessArray],
  [TEST, compileValueTest],
  [ALL, compileList(false, false)],
  [ANY, compileList(true, true)],
  [NONE, compileList(true, false)],
  [NOT, compileNot],
]);
