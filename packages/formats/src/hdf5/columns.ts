import { TableError } from '../table/table.ts';
import { type Hdf5Cell, readCell } from './cells.ts';
import type { Hdf5Dataset, Inflate } from './dataset.ts';
import type { Hdf5Type } from './datatype.ts';
import { Hdf5File } from './file.ts';

/** Columns by name; what is no number is null. */
export type Hdf5Columns = Map<string, Hdf5Cell[]>;

const maxDepth = 4;
const maxCells = 50_000_000;

/** A file in memory. */
export function openHdf5(file: Uint8Array, inflate: Inflate): Hdf5File {
  const read = (from: number, count: number) => file.subarray(from, from + count);
  return new Hdf5File({ byteLength: file.length, read }, inflate);
}

/** All values of an array, one after another. @throws TableError */
export function hdf5Values(file: Hdf5File, dataset: Hdf5Dataset): Hdf5Cell[] {
  const { type, shape } = dataset;
  const count = shape.reduce((product, axis) => product * axis, 1);
  if (!(count <= maxCells) || type.size === 0) {
    throw new TableError('too_large', 'the HDF5 file has more values than are read');
  }
  const view = viewOf(dataset);
  return Array.from({ length: count }, (_, at) => readCell(view, at * type.size, type, file.texts));
}

function viewOf(dataset: Hdf5Dataset): DataView {
  const bytes = dataset.read(0, dataset.rows);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * The table of an HDF5 file: a data frame that pandas wrote, in either of its formats; an array of
 * records; or arrays of one axis beside each other. The one of this name, or the first that there is.
 *
 * @throws TableError where it has none
 */
export function readHdf5Columns(
  bytes: Uint8Array,
  inflate: Inflate,
  name: string | null = null,
): Hdf5Columns {
  const file = openHdf5(bytes, inflate);
  const isNamed = name !== null && file.names().includes(name);
  const columns = findTable(file, isNamed ? name : '', 0);
  if (columns === null) throw new TableError('bad_format', 'the HDF5 file has no table');
  return columns;
}

function findTable(file: Hdf5File, path: string, depth: number): Hdf5Columns | null {
  if (depth > maxDepth) return null;
  const own = file.dataset(path);
  if (own !== null) return own.type.kind === 'compound' ? recordColumns(file, path, own) : null;
  const attributes = file.attributes(path);
  const kind = attributes.get('pandas_type');
  if (kind === 'frame') return fixedFrame(file, path, Number(attributes.get('nblocks') ?? 0));
  const at = (name: string) => (path === '' ? name : `${path}/${name}`);
  const table = kind === 'frame_table' ? file.dataset(at('table')) : null;
  if (table !== null) {
    const columns = recordColumns(file, at('table'), table);
    columns.delete('index');
    return columns;
  }
  const names = file.names(path);
  const arrays = names.flatMap((name) => {
    const one = file.dataset(at(name));
    const isColumn = one !== null && one.shape.length === 1 && one.type.kind !== 'compound';
    return isColumn ? [[name, hdf5Values(file, one)] as const] : [];
  });
  if (arrays.length > 0) return new Map(arrays);
  for (const name of names) {
    const found = findTable(file, at(name), depth + 1);
    if (found !== null) return found;
  }
  return null;
}

/** Of a block of several columns pandas keeps the names in attributes, as Python pickles a list. */
function namesOf(attributes: ReadonlyMap<string, Hdf5Cell>, member: string): string[] {
  const text = String(attributes.get(`${member}_kind`) ?? '');
  return [...text.matchAll(/^a?\(?V(.*)$/gm)].map(([, name = '']) => name);
}

function recordColumns(file: Hdf5File, path: string, dataset: Hdf5Dataset): Hdf5Columns {
  const { type } = dataset;
  const attributes = file.attributes(path);
  const view = viewOf(dataset);
  const rows = type.size > 0 ? Math.floor(view.byteLength / type.size) : 0;
  const read = (offset: number, of: Hdf5Type) =>
    Array.from({ length: rows }, (_, row) =>
      readCell(view, row * type.size + offset, of, file.texts),
    );
  const columns: Hdf5Columns = new Map();
  for (const { name, offset, type: own } of type.fields) {
    const { element } = own;
    if (own.kind !== 'array' || element === null) {
      columns.set(name, read(offset, own));
      continue;
    }
    const names = namesOf(attributes, name);
    for (let at = 0; at < own.length; at++) {
      columns.set(names[at] ?? `${name}_${at}`, read(offset + at * element.size, element));
    }
  }
  return columns;
}

/** pandas' fixed format: blocks of columns of one type, with their names beside them. */
function fixedFrame(file: Hdf5File, path: string, blocks: number): Hdf5Columns {
  const columns: Hdf5Columns = new Map();
  const within = new Set(file.names(path));
  for (let block = 0; block < blocks && within.has(`block${block}_items`); block++) {
    const [items, place] = [`${path}/block${block}_items`, `${path}/block${block}_values`];
    const [names, values] = [file.dataset(items), file.dataset(place)];
    if (names === null || values === null) continue;
    const known = hdf5Values(file, names).map(String);
    if (values.shape.length !== 2) {
      const message = `${known.join(', ')}: pandas pickles the texts of its fixed format: write format="table"`;
      throw new TableError('unsupported', message);
    }
    const cells = hdf5Values(file, values);
    const isByRow = file.attributes(place).get('transposed') === 1;
    const rows = Math.floor(cells.length / Math.max(known.length, 1));
    for (const [at, name] of known.entries()) {
      const column = Array.from({ length: rows }, (_, row) => {
        return cells[isByRow ? row * known.length + at : at * rows + row] ?? null;
      });
      columns.set(name, column);
    }
  }
  const order = file.dataset(`${path}/axis0`);
  const names = order === null ? [...columns.keys()] : hdf5Values(file, order).map(String);
  return new Map(names.flatMap((name) => [[name, columns.get(name) ?? []] as const]));
}
