import { type Cell, type ParquetTable, TableError } from '@fritz/formats';
import { angToPix, coneRanges, type HealpixRange, MAX_HEALPIX_ORDER } from '@fritz/sky';
import type { CatalogRows, Cone, MotionCut, NearObject } from '../../crossmatch/ports.ts';
import type { Catalog, CatalogColumn } from '../catalog.ts';
import { CatalogError } from '../catalog-error.ts';
import type { ParquetFile } from '../parquet-file.ts';
import { BoundedCache } from './bounded-cache.ts';
import { type HatsFolder, type HatsPartition, readHatsFolder } from './hats-folder.ts';
import { type HatsPlace, placeOf } from './hats-place.ts';

/** Files that are kept open, and rows whose places are kept in memory: some 80 MB. */
const MAX_FILES = 64;
const MAX_ROWS = 2_000_000;

/** Rows that a scan reads at a time. */
const SCANNED_ROWS = 2048;

/** A row of a scan, with its order-29 index. */
export type ScannedObject = Omit<NearObject, 'cone'> & { readonly hpx: bigint };

/** The places of a row group's rows, from the first of the group on. */
interface Places {
  readonly from: number;
  readonly ra: Float64Array;
  readonly dec: Float64Array;
  readonly hpx: BigInt64Array;
  /** Whether `hpx` grows from row to row. */
  readonly isSorted: boolean;
}

/** Which row of a group is near which cone. */
interface Hit {
  readonly cone: number;
  readonly row: number;
}

export type Mounted = Pick<Catalog, 'location' | 'raColumn' | 'decColumn' | 'idColumn' | 'idType'>;

/**
 * The objects of a mounted catalog, read from its files where they lie: of the partitions and row
 * groups that a cone touches, first the places, then the columns of the rows in it.
 */
export class HatsRows implements CatalogRows {
  readonly #catalog: Mounted;
  readonly #place: HatsPlace;
  readonly #files = new BoundedCache<ParquetFile>(
    MAX_FILES,
    () => 1,
    (file) => void file.close(),
  );
  readonly #places = new BoundedCache<Places>(MAX_ROWS, ({ ra }) => Math.max(1, ra.length));
  #folder: Promise<HatsFolder> | null = null;

  constructor(catalog: Mounted) {
    const { location } = catalog;
    if (location === null) throw new Error('a mounted catalog lies somewhere');
    this.#catalog = catalog;
    this.#place = placeOf(location);
  }

  async near(
    cones: readonly Cone[],
    columns: readonly CatalogColumn[],
    cut: MotionCut | null,
  ): Promise<NearObject[]> {
    const folder = await this.#readFolder();
    const byPartition = new Map<HatsPartition, { cone: number; ranges: HealpixRange[] }[]>();
    for (const [cone, { ra, dec, radiusArcsec }] of cones.entries()) {
      const ranges = coneRanges(ra, dec, radiusArcsec, { maxRanges: 16 });
      for (const partition of touched(folder.partitions, ranges)) {
        const list = byPartition.get(partition) ?? [];
        list.push({ cone, ranges });
        byPartition.set(partition, list);
      }
    }
    const found: NearObject[] = [];
    try {
      for (const [partition, wanted] of byPartition) {
        found.push(...(await this.#nearIn(folder, partition, wanted, { columns, cut })));
      }
    } catch (error) {
      throw whatFailed(error);
    }
    return found;
  }

  /** All rows that have a number and a place, some at a time: by partition, in the order of its file. */
  async *scan(
    columns: readonly CatalogColumn[],
    batchRows = SCANNED_ROWS,
  ): AsyncGenerator<readonly ScannedObject[]> {
    const folder = await this.#readFolder();
    for (const { path } of folder.partitions) {
      const file = await this.#place.openParquet(path);
      try {
        for (const group of file.table.groups(folder.hpxColumn)) {
          yield* this.#scanGroup(file.table, group, folder, { columns, batchRows });
        }
      } catch (error) {
        throw whatFailed(error);
      } finally {
        await file.close();
      }
    }
  }

  async *#scanGroup(
    table: ParquetTable,
    group: { readonly from: number; readonly to: number },
    folder: HatsFolder,
    { columns, batchRows }: { columns: readonly CatalogColumn[]; batchRows: number },
  ): AsyncGenerator<readonly ScannedObject[]> {
    const places = await this.#readPlaces(table, group, folder);
    // Without an index of its pages a group is unpacked whole, however few of its rows are asked for.
    const step = table.hasPageIndex ? batchRows : places.ra.length;
    for (let first = 0; first < places.ra.length; first += step) {
      const count = Math.min(step, places.ra.length - first);
      const hits = Array.from({ length: count }, (_, i) => ({ cone: 0, row: first + i }));
      const found = await this.#readObjects(table, places, hits, { columns, cut: null });
      yield found.map(({ row, cone: _cone, ...object }) => ({
        ...object,
        hpx: places.hpx[row] ?? -1n,
      }));
    }
  }

  /** Lets go of files and memory. */
  close(): void {
    this.#files.clear();
    this.#places.clear();
  }

  /** Kept for as long as the mount; what could not be read is tried again. */
  async #readFolder(): Promise<HatsFolder> {
    this.#folder ??= readHatsFolder(this.#place);
    try {
      return await this.#folder;
    } catch (error) {
      this.#folder = null;
      throw error;
    }
  }

  async #nearIn(
    folder: HatsFolder,
    partition: HatsPartition,
    wanted: readonly { cone: number; ranges: HealpixRange[] }[],
    asked: { columns: readonly CatalogColumn[]; cut: MotionCut | null },
  ): Promise<NearObject[]> {
    return this.#files.use(
      partition.path,
      () => this.#place.openParquet(partition.path),
      async ({ table }) => {
        const found: NearObject[] = [];
        for (const group of table.groups(folder.hpxColumn)) {
          const { min, max } = group;
          const near = wanted.filter(({ ranges }) =>
            ranges.some(
              ({ from, to }) => (max === null || from <= max) && (min === null || to >= min),
            ),
          );
          if (near.length === 0) continue;
          const key = `${partition.path}:${group.from}`;
          const places = await this.#places.get(key, () => this.#readPlaces(table, group, folder));
          const hits = near.flatMap(({ cone, ranges }) => hitsIn(places, cone, ranges));
          if (hits.length === 0) continue;
          const objects = await this.#readObjects(table, places, hits, asked);
          for (const { row: _row, ...object } of objects) found.push(object);
        }
        return found;
      },
    );
  }

  async #readPlaces(
    table: ParquetTable,
    { from, to }: { from: number; to: number },
    { hpxColumn }: HatsFolder,
  ): Promise<Places> {
    const hasIndex = table.columns.some(({ name, type }) => name === hpxColumn && type === 'int8');
    const { raColumn, decColumn } = this.#catalog;
    const columns = [raColumn ?? '', decColumn ?? '', ...(hasIndex ? [hpxColumn] : [])];
    const rows = await table.read({ from, to, columns });
    const places = {
      from,
      ra: new Float64Array(rows.length),
      dec: new Float64Array(rows.length),
      hpx: new BigInt64Array(rows.length),
    };
    let isSorted = true;
    for (const [i, [ra, dec, hpx]] of rows.entries()) {
      // A row without a place is near nothing.
      const isPlaced = typeof ra === 'number' && typeof dec === 'number' && Math.abs(dec) <= 90;
      places.ra[i] = isPlaced ? ra : Number.NaN;
      places.dec[i] = isPlaced ? dec : Number.NaN;
      const computed = () => (isPlaced ? angToPix(MAX_HEALPIX_ORDER, ra, dec) : -1n);
      places.hpx[i] = typeof hpx === 'bigint' ? hpx : computed();
      if (i > 0 && (places.hpx[i] ?? 0n) < (places.hpx[i - 1] ?? 0n)) isSorted = false;
    }
    return { ...places, isSorted };
  }

  async #readObjects(
    table: ParquetTable,
    places: Places,
    hits: readonly Hit[],
    { columns, cut }: { columns: readonly CatalogColumn[]; cut: MotionCut | null },
  ): Promise<(NearObject & { readonly row: number })[]> {
    const { idColumn } = this.#catalog;
    const moving = cut ? [cut.raColumn.name, cut.decColumn.name] : [];
    const names = [idColumn ?? '', ...moving, ...columns.map(({ name }) => name)];
    const distinct = [...new Set(names)];
    const rows = new Map<number, readonly (Cell | undefined)[]>();
    for (const { first, last } of runsOf(hits, table.hasPageIndex)) {
      const from = places.from + first;
      const read = await table.read({ from, to: places.from + last + 1, columns: distinct });
      for (const [i, cells] of read.entries()) rows.set(first + i, cells);
    }
    const valueAt = (row: number, name: string): Cell =>
      rows.get(row)?.[distinct.indexOf(name)] ?? null;
    return hits.flatMap(({ cone, row }) => {
      const id = this.#idOf(valueAt(row, idColumn ?? ''));
      const [ra, dec] = [places.ra[row], places.dec[row]];
      if (id === null || ra === undefined || dec === undefined || Number.isNaN(ra)) return [];
      if (cut && !passes(cut, valueAt(row, cut.raColumn.name), valueAt(row, cut.decColumn.name)))
        return [];
      const values = columns.map(({ name }) => valueAt(row, name));
      return [{ cone, row, id, ra, dec, values }];
    });
  }

  #idOf(value: Cell): bigint | string | null {
    if (this.#catalog.idType === 'text') return value === null ? null : String(value);
    return typeof value === 'bigint' || typeof value === 'number' ? BigInt(value) : null;
  }
}

/** So many rows between two are read with them, rather than by a look of its own. */
const MAX_GAP_ROWS = 128;

/** Rows to be read together: where pages can be found by their rows, not what lies far between. */
function runsOf(hits: readonly Hit[], isByPages: boolean): { first: number; last: number }[] {
  const sorted = hits.map(({ row }) => row).sort((a, b) => a - b);
  const runs: { first: number; last: number }[] = [];
  for (const row of sorted) {
    const run = runs.at(-1);
    if (run && (!isByPages || row - run.last <= MAX_GAP_ROWS)) run.last = row;
    else runs.push({ first: row, last: row });
  }
  return runs;
}

/** The decoder tells of a host that is down as of a file that it cannot read. */
function whatFailed(error: unknown): unknown {
  const cause = error instanceof TableError ? error.cause : null;
  return cause instanceof CatalogError ? cause : error;
}

/** As the index of the tables of loaded catalogs has it: what has no motion is slow. */
function passes({ which, limitMasYr }: MotionCut, ra: Cell, dec: Cell): boolean {
  const isFast =
    typeof ra === 'number' && typeof dec === 'number' && ra * ra + dec * dec > limitMasYr ** 2;
  return isFast === (which === 'fast');
}

/** The partitions that ranges reach into; both are sorted. */
export function touched(
  partitions: readonly HatsPartition[],
  ranges: readonly HealpixRange[],
): HatsPartition[] {
  const found: HatsPartition[] = [];
  for (const { from, to } of ranges) {
    for (let at = firstBeyond(partitions, from); at < partitions.length; at++) {
      const partition = partitions[at];
      if (!partition || partition.from > to) break;
      if (found.at(-1) !== partition) found.push(partition);
    }
  }
  return found;
}

/** The first partition that ends beyond a place. */
function firstBeyond(partitions: readonly HatsPartition[], place: bigint): number {
  let low = 0;
  let high = partitions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((partitions[middle]?.to ?? 0n) > place) high = middle;
    else low = middle + 1;
  }
  return low;
}

function hitsIn(places: Places, cone: number, ranges: readonly HealpixRange[]): Hit[] {
  const { hpx, isSorted } = places;
  const hits: Hit[] = [];
  for (const { from, to } of ranges) {
    for (let row = isSorted ? lowerBound(hpx, from) : 0; row < hpx.length; row++) {
      const place = hpx[row] ?? -1n;
      if (place >= from && place <= to) hits.push({ cone, row });
      else if (isSorted) break;
    }
  }
  return hits;
}

function lowerBound(values: BigInt64Array, wanted: bigint): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((values[middle] ?? 0n) >= wanted) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** The columns and the size of a HATS catalog, in a folder or of the web, for mounting it. */
export async function lookAtHats(folder: string): Promise<{
  readonly columns: ParquetTable['columns'];
  readonly warnings: readonly string[];
  readonly folder: HatsFolder;
}> {
  const place = placeOf(folder);
  const found = await readHatsFolder(place);
  const [first] = found.partitions;
  if (!first) throw new CatalogError('bad_plan', `${folder} has no partition`);
  const file = await place.openParquet(first.path);
  try {
    const { columns, warnings } = file.table;
    return { columns, warnings, folder: found };
  } finally {
    await file.close();
  }
}

/** Files stay open, and places in memory, from one search to the next. */
const mounted = new Map<number, { readonly version: number; readonly rows: HatsRows }>();

/** The objects of a mounted catalog in its version; what an earlier version held is let go of. */
export function mountedRows(catalog: Mounted & Pick<Catalog, 'id' | 'version'>): HatsRows {
  const known = mounted.get(catalog.id);
  if (known?.version === catalog.version) return known.rows;
  known?.rows.close();
  const rows = new HatsRows(catalog);
  mounted.set(catalog.id, { version: catalog.version, rows });
  return rows;
}
