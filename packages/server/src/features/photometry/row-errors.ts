import { FritzError } from '../../http/fritz-error.ts';

/** What is wrong with one row of an upload. */
export interface RowProblem {
  /** From 0, in the order given. */
  row: number;
  field: string;
  message: string;
}

const maxListed = 100;
const maxTold = 5;

/** Collects what is wrong with the rows of an upload: all of it is told at once. */
export class RowProblems {
  readonly #listed: RowProblem[] = [];
  readonly #badRows = new Set<number>();

  add(row: number, field: string, message: string): void {
    this.#badRows.add(row);
    if (this.#listed.length < maxListed) this.#listed.push({ row, field, message });
  }

  has(row: number): boolean {
    return this.#badRows.has(row);
  }

  get isEmpty(): boolean {
    return this.#badRows.size === 0;
  }

  /** @throws FritzError `invalid_rows` where there is anything wrong */
  demandNone(): void {
    if (this.isEmpty) return;
    const told = this.#listed
      .slice(0, maxTold)
      .map(({ row, field, message }) => `row ${row} ${field}: ${message}`);
    const rows = this.#badRows.size;
    const more = rows > maxTold ? ` (${rows} rows in all)` : '';
    throw new FritzError('invalid_rows', {
      message: `Nothing was stored. ${told.join('; ')}${more}`,
      details: { errors: this.#listed, bad_rows: rows },
    });
  }
}
