/**
 * The folder of a HATS catalog: Parquet files by HEALPix pixel.
 * Source: HATS, IVOA Note of 2025-08-22 (version 0.9.2 of the format); older folders (HiPSCat) have no
 * `dataset`.
 */
import { CatalogError } from '../catalog-error.ts';
import type { HatsPlace } from './hats-place.ts';

export interface HatsPartition {
  readonly order: number;
  readonly pix: bigint;
  /** Order-29 nested indices, the last one not included. */
  readonly from: bigint;
  readonly to: bigint;
  /** Within the catalog's place. */
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
 * @throws CatalogError `bad_plan` for what is no HATS catalog, `unreachable` where it cannot be read
 */
export async function readHatsFolder(place: HatsPlace): Promise<HatsFolder> {
  const collection = await readProperties(place, 'collection.properties');
  const primary = collection?.get('hats_primary_table_url');
  if (primary === undefined) return readCatalog(place, '');
  // A name within the collection: no way out of it.
  if (!/^[\w.-]+$/.test(primary) || /^\.+$/.test(primary)) {
    throw new CatalogError(
      'bad_plan',
      `${place.name}: its primary table is not in it, but at ${primary}`,
    );
  }
  return readCatalog(place, `${primary}/`);
}

/** @param folder within the place: empty, or ending in a slash */
async function readCatalog(place: HatsPlace, folder: string): Promise<HatsFolder> {
  const properties =
    (await readProperties(place, `${folder}hats.properties`)) ??
    (await readProperties(place, `${folder}properties`));
  if (!properties) {
    throw new CatalogError(
      'bad_plan',
      `${place.name} is no HATS catalog: it has no hats.properties`,
    );
  }
  const kind = properties.get('dataproduct_type') ?? 'object';
  if (kind !== 'object' && kind !== 'source') {
    throw new CatalogError('bad_plan', `${place.name} is a HATS ${kind}: mount its object catalog`);
  }
  const rows = properties.get('hats_nrows') ?? '';
  const suffix = properties.get('hats_npix_suffix') ?? '.parquet';
  return {
    partitions: await readPartitions(place, folder, suffix),
    raColumn: properties.get('hats_col_ra') ?? null,
    decColumn: properties.get('hats_col_dec') ?? null,
    hpxColumn: properties.get('hats_col_healpix') ?? '_healpix_29',
    rows: /^\d{1,18}$/.test(rows) ? BigInt(rows) : null,
  };
}

/** Lines `key = value`; null where there is no such file. */
async function readProperties(
  place: HatsPlace,
  path: string,
): Promise<ReadonlyMap<string, string> | null> {
  const text = await place.readText(path);
  if (text === null) return null;
  const lines = text.slice(0, MAX_PROPERTIES_CHARS).split('\n');
  return new Map(
    lines.flatMap((line) => {
      const match = /^\s*([^#!=\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(line);
      return match ? [[match[1] ?? '', match[2] ?? ''] as const] : [];
    }),
  );
}

async function readPartitions(
  place: HatsPlace,
  folder: string,
  suffix: string,
): Promise<HatsPartition[]> {
  const text = await place.readText(`${folder}partition_info.csv`);
  const refuse = (message: string) => new CatalogError('bad_plan', message);
  if (text === null) {
    throw refuse(`${place.name} has no partition_info.csv, which tells its files`);
  }
  if (suffix !== '.parquet') {
    throw refuse(`${place.name}: partitions that are folders of files are not read`);
  }
  const [head = '', ...lines] = text.trim().split(/\r?\n/);
  const names = head.split(',').map((name) => name.trim());
  const [orderAt, pixAt] = [names.indexOf('Norder'), names.indexOf('Npix')];
  const partitions = lines.map((line) => {
    const fields = line.split(',');
    return makePartition(fields[orderAt] ?? '', fields[pixAt] ?? '', line);
  });
  partitions.sort((a, b) => (a.from < b.from ? -1 : 1));
  const overlap = partitions.find((one, i) => one.to > (partitions[i + 1]?.from ?? one.to));
  if (overlap) throw refuse(`${overlap.path} overlaps the next partition`);
  const [first] = partitions;
  if (!first) throw refuse(`${place.name} has no partition`);
  // Of the web there are no folders: the first file tells.
  const root = (await place.has(`${folder}dataset/${first.path}`)) ? `${folder}dataset/` : folder;
  return partitions.map((one) => ({ ...one, path: root + one.path }));
}

function makePartition(norder: string, npix: string, line: string): HatsPartition {
  const order = /^\d{1,2}$/.test(norder.trim()) ? Number(norder) : -1;
  const pix = /^\d{1,19}$/.test(npix.trim()) ? BigInt(npix) : -1n;
  if (order < 0 || order > HATS_ORDER || pix < 0n || pix >= 12n << BigInt(2 * order)) {
    throw new CatalogError('bad_plan', `partition_info.csv: "${line.slice(0, 80)}" is no pixel`);
  }
  const shift = BigInt(2 * (HATS_ORDER - order));
  const dir = (pix / 10_000n) * 10_000n;
  return {
    ...{ order, pix, from: pix << shift, to: (pix + 1n) << shift },
    path: `Norder=${order}/Dir=${dir}/Npix=${pix}.parquet`,
  };
}
