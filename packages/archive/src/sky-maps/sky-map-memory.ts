import {
  type CellDistances,
  CredibleLevels,
  type CredibleParts,
  type Moc,
  SkyMap,
} from '@fritz/sky';

/** The columns of a map and what was worked out of them, as another thread takes them. */
export interface KnownSkyMapParts {
  readonly cells: Pick<SkyMap, 'starts' | 'orders'>;
  readonly densities: Float64Array;
  readonly distances: CellDistances | null;
  readonly levels: CredibleParts;
}

/** A map with what was worked out of it. */
export class KnownSkyMap {
  readonly map: SkyMap;
  private known: CredibleLevels | null;
  private readonly regions = new Map<number, Moc>();

  constructor(map: SkyMap, levels: CredibleLevels | null = null) {
    this.map = map;
    this.known = levels;
  }

  static of({ cells, densities, distances, levels }: KnownSkyMapParts): KnownSkyMap {
    const map = SkyMap.ofCells(cells, { values: densities, distances });
    return new KnownSkyMap(map, new CredibleLevels(map, levels));
  }

  get parts(): KnownSkyMapParts {
    const { starts, orders, densities, distances } = this.map;
    return { cells: { starts, orders }, densities, distances, levels: this.levels.parts };
  }

  get levels(): CredibleLevels {
    this.known ??= new CredibleLevels(this.map);
    return this.known;
  }

  /** The credible region of so many per cent. */
  region(percent: number): Moc {
    const found = this.regions.get(percent);
    if (found !== undefined) return found;
    const made = this.levels.region(percent / 100);
    if (this.regions.size >= MOST_REGIONS) this.regions.clear();
    this.regions.set(percent, made);
    return made;
  }
}

const MOST_REGIONS = 8;
/** Cells of all maps that are kept: some 300 megabytes. */
const MOST_CELLS = 4_000_000;

/** Maps that were asked for last, by the digests of their files: whoever may see one is looked up first. */
const memory = new Map<string, KnownSkyMap>();

export function recallSkyMap(digest: string): KnownSkyMap | null {
  const found = memory.get(digest);
  if (found === undefined) return null;
  memory.delete(digest);
  memory.set(digest, found);
  return found;
}

export function rememberSkyMap(digest: string, known: KnownSkyMap): void {
  memory.delete(digest);
  memory.set(digest, known);
  let cells = 0;
  for (const one of memory.values()) cells += one.map.length;
  for (const [oldest, { map }] of memory) {
    if (cells <= MOST_CELLS || oldest === digest) break;
    memory.delete(oldest);
    cells -= map.length;
  }
}
