import type { CharTest } from './char-set.ts';
import type { Assertion, RegexNode, RegexTree } from './syntax.ts';

/** One instruction of the matcher; those without a target go on with the next. */
export type Instruction =
  | { readonly kind: 'set'; readonly test: CharTest }
  | { readonly kind: 'assertion'; readonly assertion: Assertion }
  | { readonly kind: 'save'; readonly slot: number }
  /** Tries `first` before `second`. */
  | { readonly kind: 'split'; first: number; second: number }
  | { readonly kind: 'jump'; to: number }
  | { readonly kind: 'match' };

class Emitter {
  readonly instructions: Instruction[] = [];

  private push<T extends Instruction>(instruction: T): T {
    this.instructions.push(instruction);
    return instruction;
  }

  private get next(): number {
    return this.instructions.length;
  }

  emit(node: RegexNode): void {
    switch (node.kind) {
      case 'set':
        this.push({ kind: 'set', test: node.test });
        return;
      case 'assertion':
        this.push({ kind: 'assertion', assertion: node.assertion });
        return;
      case 'sequence':
        for (const part of node.parts) this.emit(part);
        return;
      case 'choice':
        this.emitChoice(node.parts);
        return;
      case 'capture':
        this.push({ kind: 'save', slot: node.index * 2 });
        this.emit(node.part);
        this.push({ kind: 'save', slot: node.index * 2 + 1 });
        return;
      case 'repeat':
        this.emitRepeat(node);
    }
  }

  finish(): readonly Instruction[] {
    this.push({ kind: 'match' });
    return this.instructions;
  }

  private emitChoice(parts: readonly RegexNode[]): void {
    const jumps: { to: number }[] = [];
    for (const [index, part] of parts.entries()) {
      if (index === parts.length - 1) this.emit(part);
      else {
        const split = this.push({ kind: 'split', first: this.next + 1, second: 0 });
        this.emit(part);
        jumps.push(this.push({ kind: 'jump', to: 0 }));
        split.second = this.next;
      }
    }
    for (const jump of jumps) jump.to = this.next;
  }

  private emitRepeat({ part, min, max, isGreedy }: Extract<RegexNode, { kind: 'repeat' }>): void {
    for (let count = 0; count < min; count += 1) this.emit(part);
    if (max === Number.POSITIVE_INFINITY) {
      const start = this.next;
      const split = this.push({ kind: 'split', first: 0, second: 0 });
      this.emit(part);
      this.push({ kind: 'jump', to: start });
      aim(split, isGreedy, { into: start + 1, past: this.next });
      return;
    }
    const splits: { split: { first: number; second: number }; into: number }[] = [];
    for (let count = min; count < max; count += 1) {
      const split = this.push({ kind: 'split', first: 0, second: 0 });
      splits.push({ split, into: this.next });
      this.emit(part);
    }
    for (const { split, into } of splits) aim(split, isGreedy, { into, past: this.next });
  }
}

function aim(
  split: { first: number; second: number },
  isGreedy: boolean,
  { into, past }: { readonly into: number; readonly past: number },
): void {
  split.first = isGreedy ? into : past;
  split.second = isGreedy ? past : into;
}

/** The instructions of a tree: no more than its size. */
export function assemble({ root }: RegexTree): readonly Instruction[] {
  const emitter = new Emitter();
  emitter.emit(root);
  return emitter.finish();
}
