import { ByteSource } from '../table/byte-source.ts';
import { type Cell, type TableBatch, TableError } from '../table/table.ts';
import { cellOfBytes, MAX_VALUE_ELEMENTS, type VotField, valueBytes } from './fields.ts';

const BATCH_ROWS = 2000;

/**
 * Rows of a BINARY or BINARY2 stream (VOTable 1.5, 5.3 and 5.4): fields one after another, those of
 * variable length with their count in front; of BINARY2 each row begins with a bit per field that
 * is set where the value is missing.
 */
export async function* readBinaryRows(
  bytes: AsyncIterable<Uint8Array>,
  fields: readonly VotField[],
  hasNullBits: boolean,
): AsyncGenerator<TableBatch> {
  const source = new ByteSource(bytes);
  const nullBytes = hasNullBits ? Math.ceil(fields.length / 8) : 0;
  const fixed = fixedBytes(fields, nullBytes);
  let rows: Cell[][] = [];
  let places: number[] = [];
  for (let number = 1; ; number++) {
    const row = await readRow(source, fields, { nullBytes, fixed, number });
    if (row !== null) {
      rows.push(row);
      places.push(number);
    }
    if (rows.length > 0 && (row === null || rows.length >= BATCH_ROWS)) {
      yield { rows, places, bad: [], records: rows.length };
      rows = [];
      places = [];
    }
    if (row === null) return;
  }
}

interface RowShape {
  readonly nullBytes: number;
  readonly fixed: number | null;
  readonly number: number;
}

/** Bytes of a row, if every row has as many. */
function fixedBytes(fields: readonly VotField[], nullBytes: number): number | null {
  let sum = nullBytes;
  for (const field of fields) {
    if (field.count === null) return null;
    sum += valueBytes(field, field.count);
  }
  return sum;
}

/** Null at the end of the stream. */
async function readRow(
  source: ByteSource,
  fields: readonly VotField[],
  { nullBytes, fixed, number }: RowShape,
): Promise<Cell[] | null> {
  const first = await source.read(Math.max(1, fixed ?? nullBytes));
  if (first.length === 0) return null;
  const what = `row ${number}`;
  const cursor = new RowCursor(source, first, what);
  const nulls = await cursor.take(nullBytes);
  const row: Cell[] = [];
  for (const [i, field] of fields.entries()) {
    let { count } = field;
    if (count === null) {
      const said = await cursor.take(4);
      count = said.getInt32(0);
      if (count < 0 || count > MAX_VALUE_ELEMENTS) {
        throw new TableError('bad_format', `${what}: ${field.name} has ${count} elements`);
      }
    }
    const view = await cursor.take(valueBytes(field, count));
    const isNull = nullBytes > 0 && ((nulls.getUint8(i >> 3) >> (7 - (i & 7))) & 1) === 1;
    row.push(isNull ? null : cellOfBytes(view, 0, field, count));
  }
  return row;
}

/** Takes from bytes at hand, then from the source. */
class RowCursor {
  readonly #source: ByteSource;
  readonly #what: string;
  #bytes: Uint8Array;

  constructor(source: ByteSource, bytes: Uint8Array, what: string) {
    this.#source = source;
    this.#bytes = bytes;
    this.#what = what;
  }

  async take(count: number): Promise<DataView> {
    if (this.#bytes.length < count) {
      const more = await this.#source.readExactly(count - this.#bytes.length, this.#what);
      const joined = new Uint8Array(count);
      joined.set(this.#bytes);
      joined.set(more, this.#bytes.length);
      this.#bytes = joined;
    }
    const view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, count);
    this.#bytes = this.#bytes.subarray(count);
    return view;
  }
}
