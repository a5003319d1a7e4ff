import { join } from 'node:path';
import { type Position, pixToAng, separationArcsec } from '@fritz/sky';
import type { CatalogColumn } from '../catalogs/catalog.ts';
import { BoundedCache } from '../catalogs/hats/bounded-cache.ts';
import { HatsRows } from '../catalogs/hats/hats-rows.ts';
import type { NearObject } from '../crossmatch/ports.ts';
import { NumberIndex } from './number-index.ts';
import type { Release } from './release.ts';
import { indexName } from './store-in-files.ts';

type SearchCone = Position & { readonly radiusArcsec: number };

/** A row of a programme's files: its number and the columns that were asked for. */
export interface FileRow {
  readonly id: bigint;
  readonly ra: number | null;
  readonly dec: number | null;
  cell(name: string): unknown;
}

/** Within this all that is found is read at once; in a wider cone the nearest are found first. */
const SMALL_ARCSEC = 15;
/** At the place of a row: order-29 pixels are 0.0004″ wide. */
const PLACE_ARCSEC = 0.001;
const MAX_OPEN = 16;

/** A programme's files of a release, open. */
export class StoredPart {
  readonly #rows: HatsRows | null;
  readonly #index: NumberIndex;

  constructor(location: string, release: Pick<Release, 'name'>, isPlaced: boolean) {
    this.#index = new NumberIndex(join(location, indexName(release.name)));
    this.#rows = isPlaced
      ? new HatsRows({
          ...{ location, raColumn: 'ra', decColumn: 'dec', idColumn: 'lc_id', idType: 'int8' },
        })
      : null;
  }

  /** Rows around a place, the nearest first. */
  async near(cone: SearchCone, columns: readonly string[], limit: number): Promise<FileRow[]> {
    if (this.#rows === null) return [];
    if (cone.radiusArcsec <= SMALL_ARCSEC) {
      return nearestOf(cone, await this.#read([cone], columns)).slice(0, limit);
    }
    const near = nearestOf(cone, await this.#read([cone], [])).slice(0, limit);
    const cones = near.map(({ ra, dec }) => ({
      ra: ra ?? 0,
      dec: dec ?? 0,
      radiusArcsec: PLACE_ARCSEC,
    }));
    const rows = new Map((await this.#read(cones, columns)).map((row) => [row.id, row]));
    return near.flatMap(({ id }) => rows.get(id) ?? []);
  }

  /** Rows in cones, each with the number of its own. */
  async around(
    cones: readonly SearchCone[],
    columns: readonly string[],
  ): Promise<(FileRow & { readonly cone: number })[]> {
    return this.#read(cones, columns);
  }

  /** The rows of these numbers, which are at these places. */
  async placed(
    wanted: readonly (Position & { readonly id: bigint })[],
    columns: readonly string[],
  ): Promise<FileRow[]> {
    const cones = wanted.map(({ ra, dec }) => ({ ra, dec, radiusArcsec: PLACE_ARCSEC }));
    const ids = new Set(wanted.map(({ id }) => id));
    const rows = (await this.#read(cones, columns)).filter(({ id }) => ids.has(id));
    return [...new Map(rows.map((row) => [row.id, row])).values()];
  }

  /** All rows, some at a time, by place where they have such. */
  async *scan(
    columns: readonly string[],
    batchRows?: number,
  ): AsyncGenerator<readonly (FileRow & { readonly hpx: bigint })[]> {
    if (this.#rows === null) {
      for await (const rows of this.#index.scan(columns)) {
        yield rows.map(({ id, cells }) => ({ ...unplaced(id, cells, columns), hpx: -1n }));
      }
      return;
    }
    for await (const rows of this.#rows.scan(columnsOf(columns), batchRows)) {
      yield rows.map((row) => ({ ...fileRow(row, columns), hpx: row.hpx }));
    }
  }

  /** Rows of these numbers. */
  async numbered(ids: readonly bigint[], columns: readonly string[]): Promise<FileRow[]> {
    if (this.#rows === null) {
      const found = await this.#index.find(ids, columns);
      return found.map(({ id, cells }) => unplaced(id, cells, columns));
    }
    const found = await this.#index.find(ids, ['_healpix_29']);
    const wanted = found.flatMap(({ id, cells: [hpx] }) =>
      typeof hpx === 'bigint' ? [{ ...pixToAng(29, hpx), id }] : [],
    );
    return this.placed(wanted, columns);
  }

  close(): void {
    this.#rows?.close();
    this.#index.close();
  }

  async #read(
    cones: readonly SearchCone[],
    names: readonly string[],
  ): Promise<(FileRow & { readonly cone: number })[]> {
    if (cones.length === 0 || this.#rows === null) return [];
    const found = await this.#rows.near(cones, columnsOf(names), null);
    return found.map((row) => ({ ...fileRow(row, names), cone: row.cone }));
  }
}

function columnsOf(names: readonly string[]): CatalogColumn[] {
  return names.map((name) => ({
    ...{ name, column: name, type: 'json' },
    ...{ unit: null, ucd: null, description: null },
  }));
}

function fileRow(
  { id: number, ra, dec, values }: Omit<NearObject, 'cone'>,
  names: readonly string[],
): FileRow {
  const id = BigInt(number);
  const cell = (name: string) => (name === 'lc_id' ? id : values[names.indexOf(name)]);
  return { id, ra, dec, cell };
}

function unplaced(id: bigint, cells: readonly unknown[], names: readonly string[]): FileRow {
  const cell = (name: string) => (name === 'lc_id' ? id : cells[names.indexOf(name)]);
  return { id, ra: null, dec: null, cell };
}

function nearestOf(cone: SearchCone, rows: readonly FileRow[]): FileRow[] {
  const near = rows.flatMap((row) => {
    const { ra, dec } = row;
    if (ra === null || dec === null) return [];
    const distance = separationArcsec(cone, { ra, dec });
    return distance <= cone.radiusArcsec ? [{ row, distance }] : [];
  });
  near.sort((a, b) => a.distance - b.distance || (a.row.id < b.row.id ? -1 : 1));
  return near.map(({ row }) => row);
}

/** Files stay open, and places in memory, from one search to the next. */
const open = new BoundedCache<StoredPart>(
  MAX_OPEN,
  () => 1,
  (part) => part.close(),
);

/** A programme's files of its own, for who reads all of them; he closes them. */
export function openPart(
  { location, isPlaced }: { readonly location: string; readonly isPlaced: boolean },
  release: Pick<Release, 'name'>,
): StoredPart {
  return new StoredPart(location, release, isPlaced);
}

/** Does something with a programme's files of a release, which the viewer was told of. */
export function withPart<T>(
  { location, isPlaced }: { readonly location: string; readonly isPlaced: boolean },
  release: Pick<Release, 'id' | 'name'>,
  work: (part: StoredPart) => Promise<T>,
): Promise<T> {
  const make = async () => new StoredPart(location, release, isPlaced);
  return open.use(`${release.id} ${location}`, make, work);
}
