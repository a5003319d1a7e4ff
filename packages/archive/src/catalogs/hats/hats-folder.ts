/**
 * The folder of a HATS catalog: Parquet files by HEALPix pixel.
 * Source: HATS, IVOA Note of 2025-08-22 (version 0.9.2 of the format); older folders (HiPSCat) have no
 * `dataset`.
 */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CatalogError } from '../catalog-error.ts';

export interface HatsPartition {
  readonly order: number;
  readonly pix: bigint;
  /** Order-29 nested indices, the last one not included. */
  readonly from: bigint;
  readonly to: bigint;
  readonly path: string;
}

export interface HatsFolder {
  /** Sorted by place, no two overlapping. */
  readonly partitions: readonly HatsPartition[];
  readonly raColumn: string | null;
  readonly decColumn: string | null;
  /** The column of order-29 indices by which rows are sorted. */
  readonly hpxColumn: string;
  readonly rows: bigint | null;
}

const HATS_ORDER = 29;
const MAX_PROPERTIES_CHARS = 1 << 20;

/**
 * Reads what a folder says of itself: the catalog's own, or that of a collection, whose primary table
 * is taken.
 * @throws CatalogError `bad_plan` for what is no HATS catalog
 */
export async function readHatsFolder(folder: string): Promise<HatsFolder> {
  const collection = await readProperties(join(folder, 'collection.properties'));
  const primary = collection?.get('hats_primary_table_url');
  if (primary !== undefined) {
    // A name within the collection: no way out of it.
    if (!/^[\w.-]+$/.test(primary) || /^\.+$/.test(primary)) {
      throw new CatalogError(
        'bad_plan',
        `${folder}: its primary table is not in it, but at ${primary}`,
      );
    }
    return readHatsFolder(join(folder, primary));
  }
  const properties =
    (await readProperties(join(folder, 'hats.properties'))) ??
    (await readProperties(join(folder, 'properties')));
  if (!properties) {
    throw new CatalogError('bad_plan', `${folder} is no HATS catalog: it has no hats.properties`);
  }
  const kind = properties.get('dataproduct_type') ?? 'object';
  if (kind !== 'object' && kind !== 'source') {
    throw new CatalogError('bad_plan', `${folder} is a HATS ${kind}: mount its object catalog`);
  }
  const rows = properties.get('hats_nrows') ?? '';
  return {
    partitions: await readPartitions(folder, properties.get('hats_npix_suffix') ?? '.parquet'),
    raColumn: properties.get('hats_col_ra') ?? null,
    decColumn: properties.get('hats_col_dec') ?? null,
    hpxColumn: properties.get('hats_col_healpix') ?? '_healpix_29',
    rows: /^\d{1,18}$/.test(rows) ? BigInt(rows) : null,
  };
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** Lines `key = value`; null where there is no such file. */
async function readProperties(path: string): Promise<ReadonlyMap<string, string> | null> {
  const text = await readText(path);
  if (text === null) return null;
  const lines = text.slice(0, MAX_PROPERTIES_CHARS).split('\n');
  return new Map(
    lines.flatMap((line) => {
      const match = /^\s*([^#!=\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(line);
      return match ? [[match[1] ?? '', match[2] ?? ''] as const] : [];
    }),
  );
}

async function readPartitions(folder: string, suffix: string): Promise<HatsPartition[]> {
  const text = await readText(join(folder, 'partition_info.csv'));
  if (text === null) {
    throw new CatalogError(
      'bad_plan',
      `${folder} has no partition_info.csv, which tells its files`,
    );
  }
  if (suffix !== '.parquet') {
    throw new CatalogError(
      'bad_plan',
      `${folder}: partitions that are folders of files are not read`,
    );
  }
  const [head = '', ...lines] = text.trim().split(/\r?\n/);
  const names = head.split(',').map((name) => name.trim());
  const [orderAt, pixAt] = [names.indexOf('Norder'), names.indexOf('Npix')];
  const root = existsSync(join(folder, 'dataset')) ? join(folder, 'dataset') : folder;
  const partitions = lines.map((line) => {
    const fields = line.split(',');
    return makePartition(root, fields[orderAt] ?? '', fields[pixAt] ?? '', line);
  });
  partitions.sort((a, b) => (a.from < b.from ? -1 : 1));
  const overlap = partitions.find((one, i) => one.to > (partitions[i + 1]?.from ?? one.to));
  if (overlap) throw new CatalogError('bad_plan', `${overlap.path} overlaps the next partition`);
  if (partitions.length === 0) throw new CatalogError('bad_plan', `${folder} has no partition`);
  return partitions;
}

function makePartition(root: string, norder: string, npix: string, line: string): HatsPartition {
  const order = /^\d{1,2}$/.test(norder.trim()) ? Number(norder) : -1;
  const pix = /^\d{1,19}$/.test(npix.trim()) ? BigInt(npix) : -1n;
  if (order < 0 || order > HATS_ORDER || pix < 0n || pix >= 12n << BigInt(2 * order)) {
    throw new CatalogError('bad_plan', `partition_info.csv: "${line.slice(0, 80)}" is no pixel`);
  }
  const shift = BigInt(2 * (HATS_ORDER - order));
  const dir = (pix / 10_000n) * 10_000n;
  return {
    ...{ order, pix, from: pix << shift, to: (pix + 1n) << shift },
    path: join(root, `Norder=${order}`, `Dir=${dir}`, `Npix=${pix}.parquet`),
  };
}
