import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { constants, zstdCompressSync } from 'node:zlib';
import { type ParquetColumn, type ParquetPacking, ParquetWriter } from '@fritz/formats';
import type { HatsCell } from './hats-table.ts';

/** How rows are put together in a file. */
export interface ParquetShape {
  readonly groupRows: number;
  readonly pageRows: number;
  readonly pageValues: number;
}

/** A row group ends with so many values at the latest, whatever its rows: what is held in memory. */
const MAX_GROUP_VALUES = 2_000_000;

export const zstdPacking: ParquetPacking = {
  codec: 'ZSTD',
  compress: (bytes) =>
    zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 3 } }),
};

/** A Parquet file that has its name when it is whole. */
export class ParquetOut {
  readonly #path: string;
  readonly #handle: FileHandle;
  readonly #writer: ParquetWriter;
  readonly #groupRows: number;
  #columns: HatsCell[][];
  #rows = 0;
  #values = 0;

  private constructor(path: string, handle: FileHandle, writer: ParquetWriter, groupRows: number) {
    this.#path = path;
    this.#handle = handle;
    this.#writer = writer;
    this.#groupRows = groupRows;
    this.#columns = writer.columns.map(() => []);
  }

  static async create(
    path: string,
    columns: readonly ParquetColumn[],
    { groupRows, pageRows, pageValues }: ParquetShape,
  ): Promise<ParquetOut> {
    await mkdir(dirname(path), { recursive: true });
    const handle = await open(`${path}.part`, 'w');
    const writer = new ParquetWriter(columns, { packing: zstdPacking, pageRows, pageValues });
    return new ParquetOut(path, handle, writer, groupRows);
  }

  get rows(): number {
    return this.#writer.rows + this.#rows;
  }

  get byteLength(): number {
    return this.#writer.byteLength;
  }

  /** Adds a row; its cells are those of the columns. */
  async add(cells: readonly HatsCell[]): Promise<void> {
    for (const [i, column] of this.#columns.entries()) {
      const cell = cells[i] ?? null;
      column.push(cell);
      this.#values += isList(cell) ? cell.length : 1;
    }
    this.#rows++;
    if (this.#rows >= this.#groupRows || this.#values >= MAX_GROUP_VALUES) await this.#flush();
  }

  /** Ends the file, which is then on the disk under its name. */
  async finish(): Promise<{ rows: number; bytes: number }> {
    await this.#flush();
    await this.#write(this.#writer.end());
    await this.#handle.sync();
    await this.#handle.close();
    await rename(`${this.#path}.part`, this.#path);
    return { rows: this.#writer.rows, bytes: this.#writer.byteLength };
  }

  /** Lets go of a file that will not be whole. */
  async abandon(): Promise<void> {
    await this.#handle.close().catch(() => {});
    await rm(`${this.#path}.part`, { force: true });
  }

  async #flush(): Promise<void> {
    if (this.#rows === 0) return;
    const pieces = this.#writer.rowGroup(this.#columns, this.#rows);
    this.#columns = this.#columns.map(() => []);
    this.#rows = 0;
    this.#values = 0;
    await this.#write(pieces);
  }

  async #write(pieces: readonly Uint8Array[]): Promise<void> {
    await this.#handle.writeFile(Buffer.concat(pieces));
  }
}

function isList(cell: HatsCell): cell is ArrayLike<HatsCell> & HatsCell {
  return typeof cell === 'object' && cell !== null && 'length' in cell;
}
