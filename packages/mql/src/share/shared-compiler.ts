import { compileExpression, compileNode } from '../compile-expression.ts';
import type { Evaluate } from '../context.ts';
import type { Expression } from '../tree.ts';
import type { Sharing } from './cells.ts';
import { FORMS } from './compile-forms.ts';
import { costOf } from './cost.ts';
import { dataOf, FIELD, INPUT, isForm } from './forms.ts';
import { Interner } from './interner.ts';
import { Resolver } from './resolver.ts';
import { LoopCompiler } from './vectors/compile-loops.ts';

/** Compiles the expressions of a set of filters: what is used more than once becomes a cell. */
export class SharedCompiler {
  private readonly sharing: Sharing;
  private readonly interner = new Interner();
  private readonly constants = new WeakSet<Expression>();
  private readonly compiled = new Map<Expression, Evaluate>();
  private readonly loops: LoopCompiler;
  private readonly costsByFields = new Map<string, Map<Expression, number>>();
  private slots = 0;

  constructor(sharing: Sharing) {
    this.sharing = sharing;
    this.loops = new LoopCompiler({
      sharing,
      compile: (expression) => this.compile(expression),
      idOf: (expression) => this.interner.infoOf(expression)?.id ?? null,
      isConstant: (expression) => expression.kind === 'constant' || this.constants.has(expression),
    });
  }

  /** Slots of all variables. */
  get slotCount(): number {
    return this.slots;
  }

  /** @param slotCount the slots that the pipeline's own variables take */
  resolver(slotCount: number): Resolver {
    const resolver = new Resolver(this.interner, this.constants, this.slots);
    this.slots += slotCount;
    return resolver;
  }

  /** A text that two resolved expressions share where they are the same. */
  keyOf(expression: Expression): string {
    return this.interner.keyFor(expression);
  }

  /** How much work expressions may be, where these fields of the input are made when read. */
  costs(costly: readonly string[]): (expression: Expression) => number {
    const key = costly.join('\0');
    const known = this.costsByFields.get(key) ?? new Map<Expression, number>();
    this.costsByFields.set(key, known);
    const names = new Set(costly);
    return (expression) => costOf(expression, names, known);
  }

  count(expression: Expression, isRepeated: boolean): void {
    this.interner.count(expression, isRepeated);
  }

  readonly compile = (expression: Expression): Evaluate => {
    const info = this.interner.infoOf(expression);
    if (info === undefined) return this.compilePlainly(expression);
    const known = this.compiled.get(expression);
    if (known !== undefined) return known;
    const plain = this.compileLoop(expression, this.compilePlainly(expression));
    const isCell = (info.uses > 1 || info.isRepeated) && !isCheap(expression);
    const evaluate = isCell ? this.sharing.cell(plain) : plain;
    this.compiled.set(expression, evaluate);
    return evaluate;
  };

  private compileLoop(expression: Expression, plain: Evaluate): Evaluate {
    return expression.kind === 'call' ? this.loops.compile(expression, plain) : plain;
  }

  private compilePlainly(expression: Expression): Evaluate {
    if (this.constants.has(expression)) return compileExpression(expression);
    const compileForm = expression.kind === 'call' ? FORMS.get(expression.operator) : undefined;
    if (expression.kind === 'call' && compileForm !== undefined) {
      return compileForm(expression, this.compile, this.sharing);
    }
    return compileNode(expression, this.compile);
  }
}

/** Reading one field costs less than looking whether it was read; a name costs nothing. */
function isCheap(expression: Expression): boolean {
  if (isForm(expression, FIELD)) return true;
  return isForm(expression, INPUT) && dataOf<readonly string[]>(expression).length < 2;
}
