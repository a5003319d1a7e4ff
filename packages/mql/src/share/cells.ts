import { type Context, type Evaluate, spend } from '../context.ts';
import type { PlainObject } from '../values.ts';

/** A value that is computed once per document, for whoever asks first. */
export interface Cell {
  readonly evaluate: Evaluate;
  /** The document that `value` belongs to. */
  epoch: number;
  value: unknown;
  /** Steps that computing it took, without those of the cells that it used. */
  steps: number;
  uses: readonly Cell[];
  hasCost: boolean;
  /** The evaluation that was charged for it last. */
  run: number;
  /** The computation that noted it last as one of its uses. */
  notedBy: number;
}

/**
 * What the cells of a set of filters share. Each evaluation is charged for every cell that it uses,
 * once, whoever computed it: so the steps of a filter do not depend on which others are active.
 */
export class Sharing {
  document: PlainObject = {};
  /** Counts documents. */
  epoch = 0;
  /** Counts evaluations of a filter. */
  run = 0;
  /** Of the cell that is being computed: its number, the cells it used, and their steps. */
  computation = 0;
  uses: Cell[] = [];
  stepsOfUses = 0;
  private computations = 0;

  begin(document: PlainObject): void {
    this.document = document;
    this.epoch += 1;
  }

  beginRun(): void {
    this.run += 1;
    this.computations += 1;
    this.computation = this.computations;
    if (this.uses.length > 0) this.uses = [];
    this.stepsOfUses = 0;
  }

  /** The value of an expression, kept until the next document. */
  cell(evaluate: Evaluate): Evaluate {
    const cell: Cell = {
      evaluate,
      epoch: -1,
      value: undefined,
      steps: 0,
      uses: NO_CELLS,
      hasCost: false,
      run: -1,
      notedBy: -1,
    };
    return (context) => {
      if (cell.epoch !== this.epoch) return this.compute(cell, context);
      if (cell.hasCost && cell.notedBy !== this.computation) this.note(cell, context);
      return cell.value;
    };
  }

  private compute(cell: Cell, context: Context): unknown {
    const { computation, uses, stepsOfUses } = this;
    const before = context.steps;
    this.computations += 1;
    this.computation = this.computations;
    this.uses = [];
    this.stepsOfUses = 0;
    const value = cell.evaluate(context);
    const steps = context.steps - before;
    cell.steps = steps - this.stepsOfUses;
    cell.uses = this.uses.length === 0 ? NO_CELLS : this.uses;
    cell.hasCost = cell.steps > 0 || cell.uses.length > 0;
    cell.value = value;
    cell.epoch = this.epoch;
    cell.run = this.run;
    this.computation = computation;
    this.uses = uses;
    this.stepsOfUses = stepsOfUses + steps;
    if (cell.hasCost) {
      cell.notedBy = computation;
      uses.push(cell);
    }
    return value;
  }

  private note(cell: Cell, context: Context): void {
    cell.notedBy = this.computation;
    this.uses.push(cell);
    this.charge(cell, context);
  }

  private charge(cell: Cell, context: Context): void {
    if (cell.run === this.run) return;
    cell.run = this.run;
    this.stepsOfUses += cell.steps;
    spend(context, cell.steps);
    for (const use of cell.uses) this.charge(use, context);
  }
}

const NO_CELLS: readonly Cell[] = [];
