import { join } from 'node:path';
import { type Position, pixToAng, separationArcsec } from '@fritz/sky';
import type { CatalogColumn } from '../catalogs/catalog.ts';
import { BoundedCache } from '../catalogs/hats/bounded-cache.ts';
import { HatsRows } from '../catalogs/hats/hats-rows.ts';
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

  /** Rows of these numbers. */
  async numbered(ids: readonly bigint[], columns: readonly string[]): Promise<FileRow[]> {
    if (this.#rows === null) {
      return (await this.#index.find(ids, columns)).map(({ id, cells }) => ({
        ...{ id, ra: null, dec: null },
        cell: (name) => (name === 'lc_id' ? id : cells[columns.indexOf(name)]),
      }));
    }
    const found = await this.#index.find(ids, ['_healpix_29']);
    const cones = found.flatMap(({ cells: [hpx] }) =>
      typeof hpx === 'bigint' ? [{ ...pixToAng(29, hpx), radiusArcsec: PLACE_ARCSEC }] : [],
    );
    const wanted = new Set(ids);
    const rows = (await this.#read(cones, columns)).filter(({ id }) => wanted.has(id));
    return [...new Map(rows.map((row) => [row.id, row])).values()];
  }

  close(): void {
    this.#rows?.close();
    this.#index.close();
  }

  async #read(cones: readonly SearchCone[], names: readonly string[]): Promise<FileRow[]> {
    if (cones.length === 0 || this.#rows === null) return [];
    const columns = names.map(
      (name): CatalogColumn => ({
        name,
        column: name,
        type: 'json',
        unit: null,
        ucd: null,
        description: null,
      }),
    );
    const found = await this.#rows.near(cones, columns, null);
    return found.map(({ id, ra, dec, values }) => ({
      ...{ id: BigInt(id), ra, dec },
      cell: (name) => (name === 'lc_id' ? BigInt(id) : values[names.indexOf(name)]),
    }));
  }
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

/** Does something with a programme's files of a release, which the viewer was told of. */
export function withPart<T>(
  { location, isPlaced }: { readonly location: string; readonly isPlaced: boolean },
  release: Pick<Release, 'id' | 'name'>,
  work: (part: StoredPart) => Promise<T>,
): Promise<T> {
  const make = async () => new StoredPart(location, release, isPlaced);
  return open.use(`${release.id} ${location}`, make, work);
}
