import { TableError } from '../table/table.ts';
import {
  addGroup,
  addHeader,
  FileBuilder,
  type NewMessage,
  padded,
  putSuperblock,
} from './file-builder.ts';

type Cell = number | bigint | string | boolean | null | unknown;

const encoder = new TextEncoder();

const floatType = Uint8Array.of(
  ...[0x11, 0x20, 0x3f, 0, 8, 0, 0, 0],
  ...[0, 0, 64, 0, 52, 11, 0, 52, 0xff, 0x03, 0, 0],
);
const int64Type = Uint8Array.of(0x10, 8, 0, 0, 8, 0, 0, 0, 0, 0, 64, 0);
const byteType = Uint8Array.of(0x10, 0, 0, 0, 1, 0, 0, 0, 0, 0, 8, 0);
const textType = (size: number, isUtf8 = false) =>
  Uint8Array.of(0x13, isUtf8 ? 0x10 : 0, 0, 0, size & 255, size >> 8, 0, 0);

function dataspace(shape: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(8 + 8 * shape.length);
  bytes[0] = 1;
  bytes[1] = shape.length;
  const view = new DataView(bytes.buffer);
  for (const [axis, length] of shape.entries())
    view.setBigUint64(8 + 8 * axis, BigInt(length), true);
  return bytes;
}

/** An attribute of one value: a text, an integer, or whether something is so. */
function attribute(name: string, value: string | number | boolean): NewMessage {
  const label = encoder.encode(`${name}\0`);
  const text = encoder.encode(value === '' ? '\0' : String(value));
  const [type, data] =
    typeof value === 'string'
      ? [textType(text.length, true), text]
      : typeof value === 'boolean'
        ? [byteType, Uint8Array.of(value ? 1 : 0)]
        : [int64Type, new Uint8Array(BigInt64Array.of(BigInt(value)).buffer)];
  const space = dataspace([]);
  const head = new Uint8Array(8);
  head[0] = 1;
  const view = new DataView(head.buffer);
  view.setUint16(2, label.length, true);
  view.setUint16(4, type.length, true);
  view.setUint16(6, space.length, true);
  return { type: 12, body: padded(head, padded(label), padded(type), space, data) };
}

const arrayWords = [
  attribute('CLASS', 'ARRAY'),
  attribute('FLAVOR', 'numpy'),
  attribute('TITLE', ''),
  attribute('VERSION', '2.4'),
];
const groupWords = [
  attribute('CLASS', 'GROUP'),
  attribute('TITLE', ''),
  attribute('VERSION', '1.0'),
];

function addArray(
  builder: FileBuilder,
  array: { shape: number[]; type: Uint8Array; data: Uint8Array; words?: NewMessage[] },
): number {
  const { shape, type, data, words = [] } = array;
  const place = builder.allocate(data.length);
  builder.put(place, data);
  const layout = new Uint8Array(18);
  layout.set([3, 1]);
  const view = new DataView(layout.buffer);
  view.setBigUint64(2, BigInt(place), true);
  view.setBigUint64(10, BigInt(data.length), true);
  return addHeader(builder, [
    { type: 1, body: dataspace(shape) },
    { type: 3, body: type },
    { type: 8, body: layout },
    ...arrayWords,
    ...words,
  ]);
}

/** An index of pandas': names, or the numbers of the rows. */
const indexWords = (kind: 'string' | 'integer') => [
  attribute('kind', kind),
  ...(kind === 'string' ? [attribute('nan_rep', '')] : []),
  attribute('transposed', true),
];

function addNames(builder: FileBuilder, names: readonly string[]): number {
  const texts = names.map((name) => encoder.encode(name));
  const size = Math.max(1, ...texts.map((text) => text.length));
  const data = new Uint8Array(size * names.length);
  for (const [at, text] of texts.entries()) data.set(text, at * size);
  const words = indexWords('string');
  return addArray(builder, { shape: [names.length], type: textType(size), data, words });
}

interface Block {
  readonly names: readonly string[];
  readonly type: Uint8Array;
  readonly data: Uint8Array;
}

/** Numbers with what is missing as NaN; whole numbers that a double does not hold apart. */
function blocksOf(columns: ReadonlyMap<string, readonly Cell[]>, rows: number): Block[] {
  const [floats, integers]: [string[], string[]] = [[], []];
  for (const [name, values] of columns) {
    const isBig = values.length > 0 && values.every((value) => typeof value === 'bigint');
    const isNumeric = values.every((value) => value === null || typeof value === 'number');
    if (!isBig && !isNumeric)
      throw new TableError('unsupported', `${name} has other values than numbers`);
    (isBig ? integers : floats).push(name);
  }
  const numbers = new Float64Array(rows * floats.length);
  for (const [at, name] of floats.entries()) {
    const values = columns.get(name) ?? [];
    for (let row = 0; row < rows; row++) {
      const value = values[row];
      numbers[row * floats.length + at] = typeof value === 'number' ? value : Number.NaN;
    }
  }
  const longs = new BigInt64Array(rows * integers.length);
  for (const [at, name] of integers.entries()) {
    const values = columns.get(name) ?? [];
    for (let row = 0; row < rows; row++) {
      const value = values[row];
      longs[row * integers.length + at] = typeof value === 'bigint' ? value : 0n;
    }
  }
  const blocks = [
    { names: floats, type: floatType, data: new Uint8Array(numbers.buffer) },
    { names: integers, type: int64Type, data: new Uint8Array(longs.buffer) },
  ];
  return blocks.filter(({ names }) => names.length > 0);
}

/**
 * A table of numbers as the HDF5 file that `pandas.read_hdf` reads: a data frame in pandas' fixed
 * format, under a name.
 *
 * @throws TableError for a column of anything but numbers
 */
export function writeHdf5Frame(
  name: string,
  columns: ReadonlyMap<string, readonly Cell[]>,
): Uint8Array {
  const rows = Math.max(0, ...[...columns.values()].map((values) => values.length));
  const blocks = blocksOf(columns, rows);
  const builder = new FileBuilder();
  builder.allocate(96);
  const index = BigInt64Array.from({ length: rows }, (_, row) => BigInt(row));
  const items = new Map<string, number>([
    ['axis0', addNames(builder, [...columns.keys()])],
    [
      'axis1',
      addArray(builder, {
        shape: [rows],
        type: int64Type,
        data: new Uint8Array(index.buffer),
        words: indexWords('integer'),
      }),
    ],
  ]);
  for (const [at, { names, type, data }] of blocks.entries()) {
    items.set(`block${at}_items`, addNames(builder, names));
    const words = [attribute('transposed', true)];
    const values = { shape: [rows, names.length], type, data, words };
    items.set(`block${at}_values`, addArray(builder, values));
  }
  const frame = addGroup(builder, items, [
    ...groupWords,
    attribute('pandas_type', 'frame'),
    attribute('encoding', 'UTF-8'),
    attribute('errors', 'strict'),
    attribute('ndim', 2),
    attribute('nblocks', blocks.length),
    ...['axis0', 'axis1', ...blocks.map((_, at) => `block${at}_items`)].map((key) =>
      attribute(`${key}_variety`, 'regular'),
    ),
  ]);
  const words = [...groupWords, attribute('PYTABLES_FORMAT_VERSION', '2.1')];
  putSuperblock(builder, addGroup(builder, new Map([[name, frame.header]]), words));
  return builder.file;
}
