import { TableError } from '../table/table.ts';
import type { Hdf5Type } from './datatype.ts';
import type { TextHeap } from './text-heap.ts';

/** A single value; what is no number is null, and an integer that a double does not hold a bigint. */
export type Hdf5Cell = number | bigint | string | null;

/** @throws TableError for a kind that is no single value */
export function readCell(view: DataView, at: number, type: Hdf5Type, texts: TextHeap): Hdf5Cell {
  if (at + type.size > view.byteLength) {
    throw new TableError('truncated', 'the HDF5 file ends before its values do');
  }
  if (type.kind === 'float') return readFloat(view, at, type);
  if (type.kind === 'integer') return readInteger(view, at, type);
  if (type.kind === 'heapText') return texts.read(view, at);
  if (type.kind !== 'text') {
    throw new TableError('unsupported', 'the HDF5 file has values of a kind that is not read');
  }
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, type.size);
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end)).trimEnd();
}

function readFloat(view: DataView, at: number, { size, isLittleEndian }: Hdf5Type): number | null {
  if (size !== 4 && size !== 8) throw unknownSize(size);
  const value =
    size === 8 ? view.getFloat64(at, isLittleEndian) : view.getFloat32(at, isLittleEndian);
  return Number.isFinite(value) ? value : null;
}

function readInteger(view: DataView, at: number, type: Hdf5Type): number | bigint {
  const { size, isSigned, isLittleEndian: little } = type;
  if (size === 1) return isSigned ? view.getInt8(at) : view.getUint8(at);
  if (size === 2) return isSigned ? view.getInt16(at, little) : view.getUint16(at, little);
  if (size === 4) return isSigned ? view.getInt32(at, little) : view.getUint32(at, little);
  if (size !== 8) throw unknownSize(size);
  const value = isSigned ? view.getBigInt64(at, little) : view.getBigUint64(at, little);
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

function unknownSize(size: number): TableError {
  return new TableError('unsupported', `the HDF5 file has numbers of ${size} bytes`);
}
