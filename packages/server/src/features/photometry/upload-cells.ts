import type { RowProblems } from './row-errors.ts';
import type { UploadTable } from './upload-columns.ts';

/** What a number may be. */
export interface NumberRule {
  min?: number;
  max?: number;
  /** Whether the bounds themselves are left out. */
  above?: number;
  hint?: string;
}

const numberText = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Reads the cells of one row, and notes what is wrong with them. */
export class RowReader {
  readonly table: UploadTable;
  readonly row: number;
  readonly #problems: RowProblems;

  constructor(table: UploadTable, row: number, problems: RowProblems) {
    this.table = table;
    this.row = row;
    this.#problems = problems;
  }

  /** Notes a problem; what is returned stands for the value that there is none of. */
  refuse(field: string, message: string): null {
    this.#problems.add(this.row, field, message);
    return null;
  }

  /** A finite number, or text of one; null where there is none. */
  number(field: string, rule: NumberRule = {}): number | null {
    const cell = this.table.cell(field, this.row);
    if (cell === null) return null;
    const value = typeof cell === 'string' ? readNumber(cell) : cell;
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      return this.refuse(field, 'must be a finite number');
    }
    const { min = -Infinity, max = Infinity, above = -Infinity, hint } = rule;
    if (value >= min && value <= max && value > above) return value;
    return this.refuse(field, hint ?? describe(rule));
  }

  /** The same, where there must be one. */
  demandNumber(field: string, rule: NumberRule = {}): number | null {
    if (this.table.cell(field, this.row) === null) return this.refuse(field, 'is missing');
    return this.number(field, rule);
  }

  text(field: string): string | null {
    const cell = this.table.cell(field, this.row);
    if (cell === null) return null;
    if (typeof cell !== 'string') return this.refuse(field, 'must be a text');
    if (cell.includes('\0') || !cell.isWellFormed()) {
      return this.refuse(field, 'has characters that cannot be stored');
    }
    return cell;
  }

  demandText(field: string): string | null {
    if (this.table.cell(field, this.row) === null) return this.refuse(field, 'is missing');
    const text = this.text(field);
    return text === '' ? this.refuse(field, 'is missing') : text;
  }

  record(field: string): Record<string, unknown> | null {
    const cell = this.table.cell(field, this.row);
    if (cell === null) return null;
    if (typeof cell !== 'object' || Array.isArray(cell)) {
      return this.refuse(field, 'must be an object');
    }
    return Object.keys(cell).length === 0 ? null : Object.fromEntries(Object.entries(cell));
  }
}

/** NaN where the text is none: words such as Infinity are not numbers here. */
function readNumber(text: string): number {
  const trimmed = text.trim();
  return numberText.test(trimmed) ? Number(trimmed) : Number.NaN;
}

function describe({ min, max, above }: NumberRule): string {
  if (above !== undefined) return `must be above ${above}`;
  if (max === undefined) return `must not be below ${min}`;
  return `must be from ${min} to ${max}`;
}
