import { TableError } from '../table/table.ts';
import type { Hdf5Dataset } from './dataset.ts';
import type { Hdf5Type } from './datatype.ts';

/** Reads a number out of a row: by the view on the rows and where the row begins. */
export type ReadNumber = (view: DataView, row: number) => number;

/** The reader of a table's column, or of one value of an array in it. @throws TableError */
export function numberField(dataset: Hdf5Dataset, name: string, index = 0): ReadNumber {
  const field = dataset.type.fields.find((one) => one.name === name);
  if (!field) throw new TableError('bad_format', `the table has no column "${name}"`);
  const { element } = field.type;
  const type = element ?? field.type;
  if (index >= field.type.length) {
    throw new TableError('bad_format', `column "${name}" has no value ${index}`);
  }
  return numberAt(type, field.offset + index * type.size, name);
}

/** The same for an array of numbers: by its place in the row. */
export function numberCell(dataset: Hdf5Dataset, index: number): ReadNumber {
  return numberAt(dataset.type, index * dataset.type.size, String(index));
}

function numberAt(type: Hdf5Type, offset: number, name: string): ReadNumber {
  const { kind, size, isSigned, isLittleEndian: little } = type;
  if (kind === 'float' && size === 4) return (view, row) => view.getFloat32(row + offset, little);
  if (kind === 'float' && size === 8) return (view, row) => view.getFloat64(row + offset, little);
  if (kind === 'integer') {
    const key = `${isSigned ? 'i' : 'u'}${size}`;
    const readers: Readonly<Record<string, ReadNumber>> = {
      i1: (view, row) => view.getInt8(row + offset),
      u1: (view, row) => view.getUint8(row + offset),
      i2: (view, row) => view.getInt16(row + offset, little),
      u2: (view, row) => view.getUint16(row + offset, little),
      i4: (view, row) => view.getInt32(row + offset, little),
      u4: (view, row) => view.getUint32(row + offset, little),
      i8: (view, row) => Number(view.getBigInt64(row + offset, little)),
      u8: (view, row) => Number(view.getBigUint64(row + offset, little)),
    };
    const reader = readers[key];
    if (reader) return reader;
  }
  throw new TableError('unsupported', `column "${name}" is no number`);
}
