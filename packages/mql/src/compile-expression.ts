import { createContext, type Evaluate } from './context.ts';
import { MqlError } from './errors.ts';
import type { CompileExpression } from './expressions/define.ts';
import { EXPRESSION_OPERATORS } from './expressions/registry.ts';
import { isInherited } from './field-paths.ts';
import { readArrayPath, readField, readPath } from './read-path.ts';
import type { ArrayNode, CallNode, Expression, ObjectNode, PathNode } from './tree.ts';
import { isPlainObject, type PlainObject } from './values.ts';

export { readField, readPath };

function compilePath({ slot, fields }: PathNode): Evaluate {
  const [first = ''] = fields;
  if (slot === null) {
    if (fields.length === 0) return (context) => context.root;
    if (fields.length === 1 && !isInherited(first)) return (context) => context.root[first];
    return (context) => readPath(readField(context.root, first), fields, 1, context);
  }
  if (fields.length === 0) return (context) => context.slots[slot];
  if (fields.length === 1 && !isInherited(first)) {
    return (context) => {
      const value = context.slots[slot];
      if (isPlainObject(value)) return value[first];
      return Array.isArray(value) ? readArrayPath(value, fields, 0, context) : undefined;
    };
  }
  return (context) => readPath(context.slots[slot], fields, 0, context);
}

function compileObject(node: ObjectNode, compile: CompileExpression): Evaluate {
  const fields = node.fields.map(([name, value]) => ({ name, evaluate: compile(value) }));
  return (context) => {
    const result: PlainObject = {};
    for (const { name, evaluate } of fields) {
      const value = evaluate(context);
      if (value !== undefined) result[name] = value;
    }
    return result;
  };
}

function compileArray(node: ArrayNode, compile: CompileExpression): Evaluate {
  const items = node.items.map((item) => compile(item));
  return (context) =>
    items.map((item) => {
      const value = item(context);
      return value === undefined ? null : value;
    });
}

function compileCall(node: CallNode, compile: CompileExpression): Evaluate {
  const operator = EXPRESSION_OPERATORS.get(node.operator);
  if (operator === undefined) {
    throw new MqlError('unknown_operator', node.at, `unrecognized operator '${node.operator}'`);
  }
  return operator.compile(node, compile);
}

/** True where no part depends on the document or on a variable. */
function isConstant(node: Expression): boolean {
  switch (node.kind) {
    case 'constant':
      return true;
    case 'path':
      return false;
    case 'object':
      return node.fields.every(([, value]) => isConstant(value));
    case 'array':
      return node.items.every(isConstant);
    case 'call':
      return (
        node.slots.length === 0 &&
        node.args.every(isConstant) &&
        Object.values(node.named).every(isConstant)
      );
  }
}

const FOLDING_STEPS = 10_000;

/** Evaluates a constant once; one that throws keeps throwing at run time, when it is reached. */
function fold(evaluate: Evaluate): Evaluate {
  try {
    const value = evaluate(createContext(0, FOLDING_STEPS));
    return () => value;
  } catch {
    return evaluate;
  }
}

/** Compiles an expression, its parts by `compile`. */
export function compileNode(node: Expression, compile: CompileExpression): Evaluate {
  switch (node.kind) {
    case 'constant': {
      const { value } = node;
      return () => value;
    }
    case 'path':
      return compilePath(node);
    case 'object':
      return compileObject(node, compile);
    case 'array':
      return compileArray(node, compile);
    case 'call':
      return compileCall(node, compile);
  }
}

/** Compiles an expression to a closure. */
export function compileExpression(node: Expression): Evaluate {
  const evaluate = compileNode(node, compileExpression);
  const isFolded = node.kind !== 'constant' && isConstant(node);
  return isFolded ? fold(evaluate) : evaluate;
}
