import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { open, readdir, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { inflateSync } from 'node:zlib';
import {
  openParquetFile,
  type ReleaseContents,
  type ReleaseFile,
  type ReleaseKind,
} from '@fritz/archive';
import { Hdf5File, isHdf5, type ParquetTable, TableError } from '@fritz/formats';
import {
  type CurveRecord,
  classificationColumn,
  PUBLIC_CURVE_COLUMNS,
  readClassificationFile,
  readFeatureFile,
  readMatchfile,
  readPublicCurve,
} from '@fritz/surveys';
import { UserError } from '../user-error.ts';

const BLOCK_ROWS = 2000;
const EXTENSIONS = /\.(?:h5|hdf5|pytable|parquet)$/i;

/** The files that are named, and those in folders that are, by their paths. @throws UserError */
export async function findReleaseFiles(paths: readonly string[]): Promise<ReleaseFile[]> {
  const found = new Map<string, number>();
  for (const given of paths) {
    const path = resolve(given);
    const entry = await stat(path).catch(() => null);
    if (!entry) throw new UserError(`there is no ${given}.`);
    if (!entry.isDirectory()) {
      found.set(path, entry.size);
      continue;
    }
    for (const name of await readdir(path, { recursive: true })) {
      if (!EXTENSIONS.test(name)) continue;
      const file = await stat(join(path, name));
      if (file.isFile()) found.set(join(path, name), file.size);
    }
  }
  if (found.size === 0) throw new UserError('there is no .h5, .pytable or .parquet file.');
  return [...found]
    .map(([path, bytes]) => ({ path, bytes }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** Opens a file of a release: matchfiles, the public Parquet files, features, classifications. */
export async function openReleaseFile(
  { path }: ReleaseFile,
  column: string | null,
): Promise<{ contents: ReleaseContents; close(): void | Promise<void> }> {
  try {
    if (!isHdf5(await headOf(path))) return await openParquet(path);
    const { file, close } = openHdf5(path);
    try {
      return { contents: contentsOf(file, path, column), close };
    } catch (error) {
      close();
      throw error;
    }
  } catch (error) {
    throw error instanceof TableError ? new UserError(`${path}: ${error.message}.`) : error;
  }
}

/**
 * What files are a release of. All are looked at before anything is begun.
 * @throws UserError for a file that is none, and for files of several kinds
 */
export async function kindOfFiles(files: readonly ReleaseFile[]): Promise<ReleaseKind> {
  let kind: ReleaseKind | null = null;
  for (const file of files) {
    const its = await kindOfFile(file);
    if (kind !== null && its !== kind) {
      throw new UserError(
        `${file.path} holds ${its.replaceAll('_', ' ')}, the files before it ${kind.replaceAll('_', ' ')}: load each kind under a name of its own.`,
      );
    }
    kind = its;
  }
  if (kind === null) throw new UserError('there is no file to load.');
  return kind;
}

async function kindOfFile({ path }: ReleaseFile): Promise<ReleaseKind> {
  const head = await headOf(path);
  if (String.fromCharCode(...head.subarray(0, 4)) === 'PAR1') return 'light_curves';
  if (!isHdf5(head)) throw new UserError(`${path} is neither HDF5 nor Parquet.`);
  const { file, close } = openHdf5(path);
  try {
    const names = file.names();
    if (names.includes('matches')) return 'light_curves';
    if (names.includes('stats')) return 'features';
    if (names.includes('preds')) return 'classifications';
    throw new UserError(
      `${path} is neither a matchfile nor a file of features or classifications.`,
    );
  } catch (error) {
    throw error instanceof TableError ? new UserError(`${path}: ${error.message}.`) : error;
  } finally {
    close();
  }
}

function contentsOf(file: Hdf5File, path: string, given: string | null): ReleaseContents {
  const names = file.names();
  if (names.includes('matches')) return { curves: spoken(path, readMatchfile(file)) };
  if (names.includes('stats')) {
    const { columns, rows } = readFeatureFile(file);
    return { columns, values: rows() };
  }
  const column = given ?? classificationColumn(path);
  if (column === null) {
    throw new UserError(
      `${path}: its folders do not tell the class (xgb/d15.vnv.c/…, dnn/vnv-…/…): say --column`,
    );
  }
  const { columns, rows } = readClassificationFile(file, column);
  return { columns, values: rows() };
}

/** What is found wrong while reading, with the name of the file. */
function* spoken<T>(path: string, records: Iterable<T>): Generator<T> {
  try {
    yield* records;
  } catch (error) {
    throw error instanceof TableError ? new UserError(`${path}: ${error.message}.`) : error;
  }
}

async function openParquet(path: string) {
  const { table, close } = await openParquetFile(path);
  const missing = PUBLIC_CURVE_COLUMNS.filter(
    (name) => !table.columns.some((column) => column.name === name),
  );
  if (missing.length > 0) {
    await close();
    throw new UserError(`${path} has no light curves: it lacks the columns ${missing.join(', ')}.`);
  }
  return { contents: { curves: publicCurves(table) }, close };
}

async function* publicCurves(table: ParquetTable): AsyncGenerator<CurveRecord> {
  for (let from = 0; from < table.rowCount; from += BLOCK_ROWS) {
    const to = Math.min(table.rowCount, from + BLOCK_ROWS);
    const rows = await table.read({ from, to, columns: PUBLIC_CURVE_COLUMNS });
    for (const [i, row] of rows.entries()) yield readPublicCurve(row, from + i + 1);
  }
}

/** Its first 8 bytes, by which formats are told apart; zeros where it is shorter. */
async function headOf(path: string): Promise<Uint8Array> {
  const handle = await open(path, 'r');
  try {
    const head = new Uint8Array(8);
    await handle.read(head, 0, 8, 0);
    return head;
  } finally {
    await handle.close();
  }
}

function openHdf5(path: string): { file: Hdf5File; close: () => void } {
  const handle = openSync(path, 'r');
  const close = () => closeSync(handle);
  try {
    const { size: byteLength } = fstatSync(handle);
    const read = (from: number, count: number) => {
      const bytes = Buffer.alloc(Math.max(0, Math.min(count, byteLength - from)));
      return bytes.subarray(0, readSync(handle, bytes, 0, bytes.length, from));
    };
    const inflate = (bytes: Uint8Array, maxOutputLength: number) => {
      try {
        return inflateSync(bytes, { maxOutputLength });
      } catch (cause) {
        throw new TableError('bad_format', 'what is compressed in it is damaged', { cause });
      }
    };
    return { file: new Hdf5File({ byteLength, read }, inflate), close };
  } catch (error) {
    close();
    throw error;
  }
}
