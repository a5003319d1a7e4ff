import type { ResultColumn } from '@fritz/archive';
import type { Cell } from '@fritz/formats';

/** What a result ends with. */
export interface ResultEnd {
  /** Whether there are rows that were left out. */
  readonly isOverflow: boolean;
}

/** Writes a result piece by piece. */
export interface ResultWriter {
  begin(): string | Uint8Array;
  rows(rows: readonly (readonly Cell[])[]): string | Uint8Array;
  end(end: ResultEnd): string | Uint8Array | Promise<string | Uint8Array>;
  /** How it ends where it went wrong under way; null: this format cannot say it. */
  fail(message: string): string | null;
}

/** A format of results. */
export interface ResultFormat {
  readonly mime: string;
  /** What else it is asked for by. */
  readonly aliases: readonly string[];
  /** Ending of a file's name. */
  readonly extension: string;
  make(columns: readonly ResultColumn[], about: ResultAbout): ResultWriter;
}

/** What a result says of itself. */
export interface ResultAbout {
  readonly query: string;
}

/** A value as text: null is empty, lists have blanks between. */
export function textOf(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '';
  if (Array.isArray(cell)) return cell.map((part) => textOf(part)).join(' ');
  if (typeof cell === 'object') return JSON.stringify(cell);
  return String(cell);
}
