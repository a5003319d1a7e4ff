import type { Cell, CellType, TableColumn } from '../table/table.ts';
import { textOfCell, type WritableTable } from '../table/writable-table.ts';
import { CARD_BYTES, formatCard, roundUpToBlock } from './header.ts';

/** Null integers are these; a null number is NaN, a null text is empty. */
const NULLS = { int2: -32_768, int4: -2_147_483_648, int8: -9_223_372_036_854_775_808n } as const;

interface Field {
  readonly column: TableColumn;
  readonly form: string;
  readonly bytes: number;
  readonly write: (view: DataView, offset: number, cell: Cell | undefined) => void;
}

const encoder = new TextEncoder();

/**
 * A FITS file with one binary table. Text is UTF-8, of which ASCII is what the standard has.
 * Source: FITS Standard 4.0 (IAU FITS Working Group, 2018), sections 3, 4.4.1 and 7.3.
 */
export function writeFitsTable({ columns, rows }: WritableTable): Uint8Array {
  const fields = columns.map((column, index) =>
    fieldOf(
      column,
      rows.map((row) => row[index]),
    ),
  );
  const rowBytes = fields.reduce((sum, { bytes }) => sum + bytes, 0);
  const header = primaryHeader() + tableHeader(fields, rows.length, rowBytes);
  const dataBytes = roundUpToBlock(rowBytes * rows.length);
  const bytes = new Uint8Array(header.length + dataBytes);
  bytes.set(encoder.encode(header));
  const view = new DataView(bytes.buffer, header.length);
  rows.forEach((row, place) => {
    let offset = place * rowBytes;
    fields.forEach((field, index) => {
      field.write(view, offset, row[index]);
      offset += field.bytes;
    });
  });
  return bytes;
}

function primaryHeader(): string {
  return toBlocks([
    formatCard('SIMPLE', true, 'conforms to the FITS standard'),
    formatCard('BITPIX', 8),
    formatCard('NAXIS', 0),
    formatCard('EXTEND', true),
  ]);
}

function tableHeader(fields: readonly Field[], rowCount: number, rowBytes: number): string {
  const cards = [
    formatCard('XTENSION', 'BINTABLE', 'binary table'),
    formatCard('BITPIX', 8),
    formatCard('NAXIS', 2),
    formatCard('NAXIS1', rowBytes, 'bytes of a row'),
    formatCard('NAXIS2', rowCount, 'rows'),
    formatCard('PCOUNT', 0),
    formatCard('GCOUNT', 1),
    formatCard('TFIELDS', fields.length),
  ];
  fields.forEach(({ column, form }, index) => {
    const { name, unit, type } = column;
    const number = index + 1;
    cards.push(formatCard(`TTYPE${number}`, name), formatCard(`TFORM${number}`, form));
    if (unit !== null) cards.push(formatCard(`TUNIT${number}`, unit));
    if (type === 'int2' || type === 'int4') cards.push(formatCard(`TNULL${number}`, NULLS[type]));
    // Beyond what a number of JavaScript's holds: written as the digits that it has.
    if (type === 'int8')
      cards.push(`TNULL${number}`.padEnd(8).concat(`= ${NULLS.int8}`).padEnd(CARD_BYTES));
  });
  return toBlocks(cards);
}

function toBlocks(cards: readonly string[]): string {
  const text = [...cards, 'END'.padEnd(CARD_BYTES)].join('');
  return text.padEnd(roundUpToBlock(text.length));
}

function fieldOf(column: TableColumn, cells: readonly (Cell | undefined)[]): Field {
  const writer = NUMBERS[column.type];
  if (writer) return { column, ...writer };
  const longest = Math.max(1, ...cells.map((cell) => encoder.encode(textOfCell(cell)).length));
  return {
    column,
    form: `${longest}A`,
    bytes: longest,
    write: (view, offset, cell) =>
      new Uint8Array(view.buffer, view.byteOffset + offset, longest).set(
        encoder.encode(textOfCell(cell)),
      ),
  };
}

const numberOf = (cell: Cell | undefined, missing: number) =>
  typeof cell === 'number' || typeof cell === 'bigint' ? Number(cell) : missing;

const NUMBERS: Readonly<Partial<Record<CellType, Omit<Field, 'column'>>>> = {
  bool: {
    form: '1L',
    bytes: 1,
    write: (view, at, cell) => {
      const code = cell === true ? 'T' : cell === false ? 'F' : '\0';
      view.setUint8(at, code.charCodeAt(0));
    },
  },
  int2: {
    form: '1I',
    bytes: 2,
    write: (view, at, cell) => view.setInt16(at, numberOf(cell, NULLS.int2)),
  },
  int4: {
    form: '1J',
    bytes: 4,
    write: (view, at, cell) => view.setInt32(at, numberOf(cell, NULLS.int4)),
  },
  int8: {
    form: '1K',
    bytes: 8,
    write: (view, at, cell) => {
      const isWhole = typeof cell === 'bigint' || typeof cell === 'number';
      view.setBigInt64(at, isWhole ? BigInt(cell) : NULLS.int8);
    },
  },
  float4: {
    form: '1E',
    bytes: 4,
    write: (view, at, cell) => view.setFloat32(at, numberOf(cell, Number.NaN)),
  },
  float8: {
    form: '1D',
    bytes: 8,
    write: (view, at, cell) => view.setFloat64(at, numberOf(cell, Number.NaN)),
  },
};
