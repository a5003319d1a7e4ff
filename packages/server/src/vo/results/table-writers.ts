import { zstdCompressSync } from 'node:zlib';
import type { ResultColumn } from '@fritz/archive';
import {
  type Cell,
  type CellType,
  ParquetWriter,
  type TableColumn,
  writeFitsTable,
} from '@fritz/formats';
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
      kept.push(...rows.map((row) => row.map(textCell)));
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

/** Rows that a Parquet file keeps together. */
const GROUP_ROWS = 50_000;

/** Row groups as they are full: of the file no more is held. */
export function parquetWriter(columns: readonly ResultColumn[]): ResultWriter {
  const own = fileColumns(columns).map(({ name, type }) => ({ name, type }));
  const packing = {
    codec: 'ZSTD',
    compress: (bytes: Uint8Array) => zstdCompressSync(bytes),
  } as const;
  const writer = new ParquetWriter(own, { packing });
  let kept: (readonly Cell[])[] = [];
  const group = (): Uint8Array => {
    if (kept.length === 0) return new Uint8Array(0);
    const values = own.map((_, i) => kept.map((row) => textCell(row[i] ?? null)));
    const pieces = writer.rowGroup(values, kept.length);
    kept = [];
    return Buffer.concat(pieces);
  };
  return {
    begin: () => '',
    rows(rows) {
      kept.push(...rows);
      return kept.length < GROUP_ROWS ? '' : group();
    },
    end: () => Buffer.concat([group(), ...writer.end()]),
    fail: () => null,
  };
}

const textCell = (cell: Cell): Cell => (Array.isArray(cell) ? textOf(cell) : cell);
