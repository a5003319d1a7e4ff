import type { ResultColumn } from '@fritz/archive';
import { type Cell, type CellType, type TableColumn, writeFitsTable } from '@fritz/formats';
import { VoError } from '../vo-error.ts';
import { type ResultWriter, textOf } from './result-writer.ts';

/** So many values fit into a file that is made as a whole. */
const MAX_CELLS = 20_000_000;

/** The columns of a file: what it has no type for is text. */
export function fileColumns(columns: readonly ResultColumn[]): TableColumn[] {
  return columns.map(({ name, type, unit, ucd, description }) => ({
    ...{ name, unit, ucd, description, type: fileType(type) },
  }));
}

function fileType(type: ResultColumn['type']): CellType {
  switch (type) {
    case 'timestamp':
    case 'point':
    case 'circle':
    case 'polygon':
      return 'text';
    default:
      return type;
  }
}

/** Keeps the rows, and writes them when all are there: such files say in front how many there are. */
export function wholeWriter(
  columns: readonly ResultColumn[],
  write: (columns: readonly TableColumn[], rows: readonly (readonly Cell[])[]) => Uint8Array,
): ResultWriter {
  const own = fileColumns(columns);
  const kept: (readonly Cell[])[] = [];
  return {
    begin: () => '',
    rows(rows) {
      kept.push(
        ...rows.map((row) => row.map((cell) => (Array.isArray(cell) ? textOf(cell) : cell))),
      );
      if (kept.length * own.length > MAX_CELLS) {
        throw new VoError(
          413,
          `a file of this format has at most ${MAX_CELLS} values: ask for CSV`,
        );
      }
      return '';
    },
    end: () => write(own, kept),
    fail: () => null,
  };
}

export function fitsWriter(columns: readonly ResultColumn[]): ResultWriter {
  return wholeWriter(columns, (own, rows) => writeFitsTable({ columns: own, rows }));
}
