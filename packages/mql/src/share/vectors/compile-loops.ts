import { type Evaluate, spend } from '../../context.ts';
import type { CompileExpression } from '../../expressions/define.ts';
import { isInherited } from '../../field-paths.ts';
import { loopWeight } from '../../loop-weight.ts';
import type { CallNode, Expression } from '../../tree.ts';
import { isTruthy } from '../../values.ts';
import type { Sharing } from '../cells.ts';
import { isForm, VIEW } from '../forms.ts';
import { structureKey } from '../structure-key.ts';
import { Absolute, ARITHMETIC, Arithmetic, Choice, someIs, toArray } from './columns.ts';
import {
  AllOf,
  COMPARISONS,
  CompareColumns,
  CompareScalar,
  InList,
  mirrored,
  type Operand,
} from './masks.ts';
import { Column, Field, Frame, Mask, Scalar } from './vectors.ts';

/** What the loops of a set of filters need to know of its expressions. */
export interface LoopScope {
  readonly sharing: Sharing;
  readonly compile: CompileExpression;
  /** A number for each expression of the input alone; null for others. */
  idOf(expression: Expression): number | null;
  isConstant(expression: Expression): boolean;
}

/** A loop whose body is vectors. */
interface Loop {
  readonly frame: Frame;
  readonly input: Evaluate;
  readonly root: Operand;
  readonly scalars: readonly Scalar[];
  readonly weight: number;
}

/** Where the parts of one body are compiled. */
interface Body {
  readonly frame: Frame;
  readonly frameId: number;
  readonly slot: number;
  readonly scalars: Set<Scalar>;
}

/** An operand with what tells it from others. */
interface Keyed {
  readonly operand: Operand;
  readonly key: string;
}

/**
 * Compiles loops over arrays of documents to operations on whole columns. A body is taken apart: its
 * comparisons and sums each become a vector over the array, which all loops of all filters share,
 * and which costs a nanosecond or two per element where a closure takes fifty. What a vector cannot
 * hold, an array for example, or what throws, leaves the loop to the closures.
 */
export class LoopCompiler {
  private readonly scope: LoopScope;
  private readonly frames = new Map<Expression, Frame>();
  private readonly fields = new Map<Frame, Map<string, Field>>();
  private readonly operands = new Map<string, Operand>();
  private readonly scalars = new Map<string, Scalar>();

  constructor(scope: LoopScope) {
    this.scope = scope;
  }

  /**
   * @param plain the same expression as closures
   * @returns the expression as vectors where they can do it, else `plain`
   */
  compile(node: CallNode, plain: Evaluate): Evaluate {
    switch (node.operator) {
      case '$filter':
        return this.filter(node, plain);
      case '$map':
        return this.map(node, plain);
      case '$anyElementTrue':
        return this.quantifier(node, plain, true);
      case '$allElementsTrue':
        return this.quantifier(node, plain, false);
      default:
        return plain;
    }
  }

  private filter(node: CallNode, plain: Evaluate): Evaluate {
    if (node.named.limit !== undefined) return plain;
    const loop = this.loop(node, node.named.cond);
    if (loop === null) return plain;
    const { frame, root } = loop;
    const chosen = this.frameOf(node);
    const isChosen = (index: number): boolean => {
      return isTruthy(
        root instanceof Column ? root.at(index) : root instanceof Scalar && root.value,
      );
    };
    const mask = root instanceof Mask ? root : null;
    let indices = new Int32Array(128);
    return this.run(loop, plain, () => {
      const { array, length } = frame;
      if (indices.length < length) indices = new Int32Array(2 * length);
      const bits = mask?.bits ?? null;
      const result: unknown[] = [];
      for (let index = 0; index < length; index += 1) {
        if (bits === null ? !isChosen(index) : bits[index] === 0) continue;
        indices[result.length] = index;
        result.push(array[index]);
      }
      chosen.choose(result, indices);
      return result;
    });
  }

  private map(node: CallNode, plain: Evaluate): Evaluate {
    const loop = this.loop(node, node.named.in);
    if (loop === null) return plain;
    return this.run(loop, plain, () => toArray(loop.root, loop.frame.length));
  }

  private quantifier(node: CallNode, plain: Evaluate, wanted: boolean): Evaluate {
    const [map] = node.args;
    if (map?.kind !== 'call' || map.operator !== '$map') return plain;
    const loop = this.loop(map, map.named.in);
    if (loop === null) return plain;
    return this.run(loop, plain, () => {
      return someIs(loop.root, loop.frame.length, wanted) === wanted;
    });
  }

  private run(loop: Loop, plain: Evaluate, finish: () => unknown): Evaluate {
    const { frame, input, root, scalars, weight } = loop;
    return (context) => {
      const array = input(context);
      if (!Array.isArray(array) || !frame.load(array)) return plain(context);
      for (const scalar of scalars) scalar.value = scalar.evaluate(context);
      if (!(root instanceof Scalar) && !root.ready()) return plain(context);
      spend(context, weight * array.length);
      return finish();
    };
  }

  private loop(node: CallNode, body: Expression | undefined): Loop | null {
    const [slot] = node.slots;
    const { input } = node.named;
    if (slot === undefined || input === undefined || body === undefined) return null;
    const source = sourceOf(input);
    const frameId = this.scope.idOf(source);
    if (frameId === null) return null;
    const scalars = new Set<Scalar>();
    const frame = this.frameOf(source);
    const root = this.operand(body, { frame, frameId, slot, scalars });
    if (root === null) return null;
    return {
      frame,
      input: this.scope.compile(source),
      root: root.operand,
      scalars: [...scalars],
      weight: loopWeight(body),
    };
  }

  private frameOf(source: Expression): Frame {
    let frame = this.frames.get(source);
    if (frame === undefined) {
      const isChoice = source.kind === 'call' && source.operator === '$filter';
      const from = isChoice ? source.named.input : undefined;
      const parent = from === undefined ? null : this.frameOf(sourceOf(from));
      frame = new Frame(this.scope.sharing, parent);
      this.frames.set(source, frame);
    }
    return frame;
  }

  private field(frame: Frame, name: string): Field {
    let ofFrame = this.fields.get(frame);
    if (ofFrame === undefined) {
      ofFrame = new Map();
      this.fields.set(frame, ofFrame);
    }
    let field = ofFrame.get(name);
    if (field === undefined) {
      const source = frame.parent === null ? null : this.field(frame.parent, name);
      field = new Field(frame, this.scope.sharing, name, source);
      ofFrame.set(name, field);
    }
    return field;
  }

  private operand(node: Expression, body: Body): Keyed | null {
    if (node.kind === 'path' && node.slot === body.slot) {
      const [name = ''] = node.fields;
      if (node.fields.length !== 1 || isInherited(name)) return null;
      return { operand: this.field(body.frame, name), key: `.${JSON.stringify(name)}` };
    }
    const id = this.scope.idOf(node);
    if (id !== null || this.scope.isConstant(node)) {
      const key = id === null ? `=${structureKey(node)}` : `#${id}`;
      return { operand: this.scalar(node, key, body), key };
    }
    return node.kind === 'call' ? this.call(node, body) : null;
  }

  private scalar(node: Expression, key: string, body: Body): Scalar {
    let scalar = this.scalars.get(key);
    if (scalar === undefined) {
      scalar = new Scalar(this.scope.compile(node));
      this.scalars.set(key, scalar);
    }
    body.scalars.add(scalar);
    return scalar;
  }

  private call(node: CallNode, body: Body): Keyed | null {
    if (Object.keys(node.named).length > 0 || node.slots.length > 0) return null;
    const parts: Keyed[] = [];
    for (const argument of node.args) {
      const part = this.operand(argument, body);
      if (part === null) return null;
      parts.push(part);
    }
    const key = `${node.operator}(${parts.map((part) => part.key).join()})`;
    const known = this.operands.get(`${body.frameId}${key}`);
    if (known !== undefined) return { operand: known, key };
    const operand = this.build(
      node.operator,
      parts.map((part) => part.operand),
      body.frame,
    );
    if (operand === null) return null;
    this.operands.set(`${body.frameId}${key}`, operand);
    return { operand, key };
  }

  private build(operator: string, operands: readonly Operand[], frame: Frame): Operand | null {
    const { sharing } = this.scope;
    const [first, second, third] = operands;
    if (operator === '$and' || operator === '$or') {
      const rule = operator === '$and' ? ALL_TRUE : ANY_TRUE;
      return new AllOf(frame, sharing, operands, rule);
    }
    if (first === undefined) return null;
    if (operator === '$not') return new AllOf(frame, sharing, [first], NOT_TRUE);
    if (operator === '$abs' && operands.length === 1) {
      return first instanceof Column ? new Absolute(sharing, first) : null;
    }
    if (second === undefined) return null;
    if (operator === '$cond' && third !== undefined) {
      return new Choice(frame, sharing, [first, second, third]);
    }
    return operands.length === 2 ? buildPair(operator, [first, second], frame, sharing) : null;
  }
}

const ALL_TRUE = { wanted: 1, isNegated: false } as const;
const ANY_TRUE = { wanted: 0, isNegated: true } as const;
const NOT_TRUE = { wanted: 0, isNegated: false } as const;

/** The array itself, for a loop that looks at kept fields only. */
function sourceOf(input: Expression): Expression {
  return (isForm(input, VIEW) ? input.args[0] : undefined) ?? input;
}

function buildPair(
  operator: string,
  [left, right]: readonly [Operand, Operand],
  frame: Frame,
  sharing: Sharing,
): Operand | null {
  if (left instanceof Mask || right instanceof Mask) return null;
  const apply = ARITHMETIC.get(operator);
  if (apply !== undefined) return new Arithmetic(frame, sharing, [left, right], apply);
  if (operator === '$in') {
    const isList = left instanceof Column && right instanceof Scalar;
    return isList ? new InList(sharing, left, right) : null;
  }
  const orders = COMPARISONS.get(operator);
  if (orders === undefined) return null;
  if (left instanceof Column) {
    return right instanceof Column
      ? new CompareColumns(sharing, left, right, orders)
      : new CompareScalar(sharing, left, right, orders);
  }
  return right instanceof Column ? new CompareScalar(sharing, right, left, mirrored(orders)) : null;
}
