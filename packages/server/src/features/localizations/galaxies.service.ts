import {
  demandCollection,
  findLoadedCatalog,
  findPipeline,
  type KnownSkyMap,
  planAggregate,
  regionValues,
  runAggregate,
  type ViewerTx,
} from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';
import type { MqlDocument } from '@fritz/mql';
import { angToPix, distancesAt, MAX_HEALPIX_ORDER, volumeDensity } from '@fritz/sky';
import { InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import { DEG2_PER_STERADIAN, presentCell } from './localizations.presenter.ts';

type Query = Static<typeof routes.listLocalizationGalaxies.query>;
type Answer = Static<typeof routes.listLocalizationGalaxies.response>;
type Galaxy = Answer['galaxies'][number];
type LoadedCatalog = NonNullable<Awaited<ReturnType<typeof findLoadedCatalog>>>;

/** Where a catalog has what galaxies are ranked by. */
interface Columns {
  readonly distanceMpc: string | null;
  readonly redshift: string | null;
  readonly weight: string | null;
  readonly name: string | null;
}

interface Ranked {
  readonly document: MqlDocument;
  readonly place: { readonly ra: number; readonly dec: number };
  readonly cell: number;
  readonly distanceMpc: number | null;
  readonly weight: number | null;
  readonly rank: number;
}

const TIME_LIMIT_MS = 60_000;

/**
 * Galaxies in a region, those first that are the most probable hosts. With distances, as Singer et al.
 * 2016, ApJL 829, L15 rank them: by dP/dV at the galaxy, times what it is weighted with.
 */
export async function rankGalaxies(
  tx: ViewerTx,
  known: KnownSkyMap,
  query: Query,
): Promise<Answer> {
  const catalog = await findLoadedCatalog(tx, query.catalog);
  if (catalog === null) throw new NotFoundError('catalog');
  const columns = columnsOf(catalog, query);
  const isByVolume =
    known.map.distances !== null && (columns.distanceMpc !== null || columns.redshift !== null);
  const region = known.region(query.percent ?? 90);
  const collection = await demandCollection(tx, catalog.name);
  const wanted = Object.values(columns).filter((name) => name !== null);
  const projection = Object.fromEntries(['coordinates', ...wanted].map((name) => [name, 1]));
  const pipeline = findPipeline({ filter: {}, projection });
  const within = { ...regionValues(region), fraction: region.fraction };
  const limits = { deadlineMs: performance.now() + TIME_LIMIT_MS };
  const ranking = new Ranking(known, columns, isByVolume, query.limit ?? 100);
  const plan = planAggregate(collection, pipeline, within);
  for await (const documents of runAggregate(tx, plan, limits)) {
    for (const document of documents) ranking.add(document);
  }
  return {
    area_deg2: region.areaDeg2,
    in_region: ranking.count,
    without_distance: ranking.unranked,
    is_by_volume: isByVolume,
    galaxies: ranking.best(),
  };
}

/** Names by which catalogs call a galaxy. */
const NAMES = ['name', 'objname', 'Name', 'NAME', 'PGC'];
const DISTANCES = ['distmpc', 'DistMpc', 'dist_mpc', 'd_mpc', 'Dist'];
const REDSHIFTS = ['z', 'Z', 'redshift'];

function columnsOf(
  { columns, settings }: LoadedCatalog,
  { distanceColumn, weightColumn }: Query,
): Columns {
  const known = new Set(columns.map(({ name }) => name));
  const demand = (field: string, name: string | undefined): string | null => {
    if (name === undefined || known.has(name)) return name ?? null;
    throw new InvalidRequestError([
      { in: 'query', field, message: `is “${name}”, which is no column of the catalog` },
    ]);
  };
  const first = (...names: (string | undefined)[]): string | null =>
    names.find((name) => name !== undefined && known.has(name)) ?? null;
  const { distance } = settings;
  return {
    distanceMpc:
      demand('distanceColumn', distanceColumn) ?? first(distance?.distanceMpcColumn, ...DISTANCES),
    redshift: first(distance?.redshiftColumn, ...REDSHIFTS),
    weight: demand('weightColumn', weightColumn),
    name: first(...NAMES),
  };
}

/** The galaxies that come first, of many that come one after another. */
class Ranking {
  private readonly known: KnownSkyMap;
  private readonly columns: Columns;
  private readonly isByVolume: boolean;
  private readonly limit: number;
  private ranked: Ranked[] = [];
  private sum = 0;
  count = 0;
  unranked = 0;

  constructor(known: KnownSkyMap, columns: Columns, isByVolume: boolean, limit: number) {
    this.known = known;
    this.columns = columns;
    this.isByVolume = isByVolume;
    this.limit = limit;
  }

  add(document: MqlDocument): void {
    this.count += 1;
    const place = placeOf(document);
    const cell = this.known.map.cellWith(angToPix(MAX_HEALPIX_ORDER, place.ra, place.dec));
    const distanceMpc = this.distanceOf(document);
    const { weight: column } = this.columns;
    const weight = column === null ? null : numberOf(document[column]);
    const rank = this.rankOf(cell, distanceMpc);
    if (rank === null || (column !== null && !(weight !== null && weight >= 0))) {
      this.unranked += 1;
      return;
    }
    const one = { document, place, cell, distanceMpc, weight, rank: rank * (weight ?? 1) };
    this.sum += one.rank;
    this.ranked.push(one);
    if (this.ranked.length > 20 * this.limit + 1000) this.cut();
  }

  best(): Galaxy[] {
    this.cut();
    return this.ranked.map(({ document, place, cell, distanceMpc, weight, rank }) => ({
      id: idOf(document._id),
      name: this.columns.name === null ? null : textOf(document[this.columns.name]),
      ...place,
      distance_mpc: distanceMpc,
      weight,
      probability: this.sum > 0 ? rank / this.sum : 0,
      ...presentCell(this.known, cell),
    }));
  }

  private rankOf(cell: number, distanceMpc: number | null): number | null {
    const { map } = this.known;
    if (!this.isByVolume) return (map.densities[cell] ?? 0) / DEG2_PER_STERADIAN;
    return distanceMpc === null ? null : volumeDensity(map, cell, distanceMpc);
  }

  private distanceOf(document: MqlDocument): number | null {
    const { distanceMpc, redshift } = this.columns;
    const own = distanceMpc === null ? null : numberOf(document[distanceMpc]);
    if (own !== null && own > 0) return own;
    const z = redshift === null ? null : numberOf(document[redshift]);
    return z === null ? null : (distancesAt(z)?.luminosityMpc ?? null);
  }

  private cut(): void {
    this.ranked.sort((a, b) => b.rank - a.rank);
    this.ranked = this.ranked.slice(0, this.limit);
  }
}

function numberOf(value: unknown): number | null {
  const number = typeof value === 'bigint' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint'
    ? String(value)
    : null;
}

function idOf(id: unknown): Galaxy['id'] {
  if (typeof id === 'bigint') return id;
  return typeof id === 'number' && Number.isSafeInteger(id) ? BigInt(id) : String(id);
}

/** As a catalog's documents have it: longitudes are ra − 180. */
function placeOf({ coordinates }: MqlDocument): { ra: number; dec: number } {
  const { radec_geojson: point } = Object(coordinates) as { radec_geojson?: unknown };
  const { coordinates: pair } = Object(point) as { coordinates?: unknown };
  const [longitude, dec]: readonly unknown[] = Array.isArray(pair) ? pair : [];
  return { ra: Number(longitude) + 180, dec: Number(dec) };
}
