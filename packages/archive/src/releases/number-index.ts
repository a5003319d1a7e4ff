/**
 * Rows by their numbers: Parquet files sorted by number, as HATS has an index catalog, and a list of
 * which numbers are in which file.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Cell, type ParquetColumn, type ParquetTable, ParquetWriter } from '@fritz/formats';
import { BoundedCache } from '../catalogs/hats/bounded-cache.ts';
import { openParquetFile, type ParquetFile } from '../catalogs/parquet-file.ts';
import type { HatsCell } from '../hats/hats-table.ts';
import { ParquetOut, type ParquetShape } from '../hats/parquet-out.ts';

const NUMBER: ParquetColumn = { name: 'lc_id', type: 'int8' };
const RANGES = 'number_ranges.csv';
const PART_ROWS = 4_000_000;
const SHAPE: ParquetShape = { groupRows: 16_384, pageRows: 2048, pageValues: 100_000 };
const MAX_FILES = 16;
/** Numbers that are kept in memory: some 16 MB. */
const MAX_NUMBERS = 2_000_000;

interface Part {
  readonly file: string;
  readonly min: bigint;
  readonly max: bigint;
}

export interface NumberedRow {
  readonly id: bigint;
  /** In the order of the columns. */
  readonly cells: readonly HatsCell[];
}

/** Writes rows that come in the order of their numbers. */
export async function writeNumberIndex(
  folder: string,
  { columns, primary }: { columns: readonly ParquetColumn[]; primary: string },
  rows: AsyncIterable<readonly NumberedRow[]>,
): Promise<{ rows: number; bytes: number }> {
  await mkdir(join(folder, 'dataset/index'), { recursive: true });
  const parts: Part[] = [];
  const total = { rows: 0, bytes: 0 };
  const all = [NUMBER, ...columns];
  let out: ParquetOut | null = null;
  let part: { file: string; min: bigint; max: bigint } | null = null;
  const finish = async () => {
    if (out === null || part === null) return;
    const { rows: count, bytes } = await out.finish();
    total.rows += count;
    total.bytes += bytes;
    parts.push(part);
    out = null;
  };
  for await (const batch of rows) {
    for (const { id, cells } of batch) {
      if (out === null || part === null) {
        const file = `dataset/index/part.${parts.length}.parquet`;
        out = await ParquetOut.create(join(folder, file), all, SHAPE);
        part = { file, min: id, max: id };
      }
      await out.add([id, ...cells]);
      part.max = id;
      if (out.rows >= PART_ROWS) await finish();
    }
  }
  await finish();
  await writeHead(folder, { all, primary, parts, rows: total.rows });
  return total;
}

async function writeHead(
  folder: string,
  {
    all,
    primary,
    parts,
    rows,
  }: {
    readonly all: readonly ParquetColumn[];
    readonly primary: string;
    readonly parts: readonly Part[];
    readonly rows: number;
  },
): Promise<void> {
  const extra = all.slice(1).map(({ name }) => name);
  const lines = [
    '#HATS catalog',
    `obs_collection=${primary}_${NUMBER.name}`,
    'dataproduct_type=index',
    `hats_nrows=${rows}`,
    `hats_primary_table_url=${primary}`,
    `hats_index_column=${NUMBER.name}`,
    ...(extra.length > 0 ? [`hats_index_extra_column=${extra.join(' ')}`] : []),
    'hats_builder=Fritz',
    'hats_version=v1.0',
  ];
  for (const name of ['hats.properties', 'properties']) {
    await writeFile(join(folder, name), `${lines.join('\n')}\n`);
  }
  const ranges = parts.map(({ file, min, max }) => `${file},${min},${max}`);
  await writeFile(join(folder, RANGES), `${['file,min,max', ...ranges].join('\n')}\n`);
  const schema = new ParquetWriter(all).end();
  await writeFile(join(folder, 'dataset/_common_metadata'), Buffer.concat(schema));
}

interface Found {
  readonly id: bigint;
  readonly cells: readonly (Cell | undefined)[];
}

/** Finds rows of such files. */
export class NumberIndex {
  readonly #folder: string;
  readonly #files = new BoundedCache<ParquetFile>(
    MAX_FILES,
    () => 1,
    (file) => void file.close(),
  );
  readonly #numbers = new BoundedCache<BigInt64Array>(MAX_NUMBERS, ({ length }) =>
    Math.max(1, length),
  );
  #parts: Promise<readonly Part[]> | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The rows of these numbers that there are, in their order. */
  async find(ids: readonly bigint[], columns: readonly string[]): Promise<Found[]> {
    this.#parts ??= readRanges(this.#folder);
    const parts = await this.#parts;
    const sorted = [...new Set(ids)].sort((a, b) => (a < b ? -1 : 1));
    const found: Found[] = [];
    for (const part of parts) {
      const inside = sorted.filter((id) => id >= part.min && id <= part.max);
      if (inside.length > 0) found.push(...(await this.#findIn(part.file, inside, columns)));
    }
    return found;
  }

  /** All rows, some at a time, in the order of their numbers. */
  async *scan(columns: readonly string[]): AsyncGenerator<readonly Found[]> {
    this.#parts ??= readRanges(this.#folder);
    for (const { file } of await this.#parts) {
      const { table, close } = await openParquetFile(join(this.#folder, file));
      try {
        for (let from = 0; from < table.rowCount; from += SHAPE.pageRows) {
          const to = Math.min(from + SHAPE.pageRows, table.rowCount);
          const rows = await table.read({ from, to, columns: [NUMBER.name, ...columns] });
          yield rows.flatMap(([id, ...cells]) => (typeof id === 'bigint' ? [{ id, cells }] : []));
        }
      } finally {
        await close();
      }
    }
  }

  close(): void {
    this.#files.clear();
    this.#numbers.clear();
  }

  async #findIn(file: string, ids: readonly bigint[], columns: readonly string[]) {
    const path = join(this.#folder, file);
    return this.#files.use(
      path,
      () => openParquetFile(path),
      ({ table }) => this.#findInTable(table, file, ids, columns),
    );
  }

  async #findInTable(
    table: ParquetTable,
    file: string,
    ids: readonly bigint[],
    columns: readonly string[],
  ) {
    const found: Found[] = [];
    for (const { from, to, min, max } of table.groups(NUMBER.name)) {
      const inside = ids.filter((id) => (min === null || id >= min) && (max === null || id <= max));
      if (inside.length === 0) continue;
      const numbers = await this.#numbers.get(`${file}:${from}`, async () => {
        const rows = await table.read({ from, to, columns: [NUMBER.name] });
        return BigInt64Array.from(rows, ([id]) => (typeof id === 'bigint' ? id : -1n));
      });
      for (const id of inside) {
        const row = numbers.indexOf(id);
        if (row < 0) continue;
        const at = from + row;
        const [cells = []] = await table.read({ from: at, to: at + 1, columns });
        found.push({ id, cells });
      }
    }
    return found;
  }
}

async function readRanges(folder: string): Promise<Part[]> {
  const [, ...lines] = (await readFile(join(folder, RANGES), 'utf8')).trim().split('\n');
  return lines.map((line) => {
    const [file = '', min = '0', max = '0'] = line.split(',');
    return { file, min: BigInt(min), max: BigInt(max) };
  });
}
