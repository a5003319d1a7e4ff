import { type CompiledFilter, compileFilter, parsePipeline } from '@fritz/mql';
import type { Catalog, CatalogColumn, CatalogKind, CatalogSettings } from '../catalogs/catalog.ts';

/** A catalog in one version, with what it is matched by. */
export interface MatchConfig {
  readonly id: number;
  readonly catalogId: number;
  readonly name: string;
  readonly version: number;
  readonly kind: CatalogKind;
  readonly location: string | null;
  readonly columns: readonly CatalogColumn[];
  readonly idColumn: string | null;
  readonly idType: Catalog['idType'];
  readonly raColumn: string | null;
  readonly decColumn: string | null;
  readonly epochMjd: number | null;
  readonly radiusArcsec: number;
  readonly settings: CatalogSettings;
}

/** What is read of a catalog for matches, and what becomes of it. */
export interface MatchPlan {
  /** Columns that are read, those of matches first. */
  readonly columns: readonly CatalogColumn[];
  /** How many of them, from the first, are fields of a match. */
  readonly shown: number;
  /** A condition on the catalog's own document. */
  readonly filter: CompiledFilter | null;
  readonly motion: { readonly ra: number; readonly dec: number; readonly epochMjd: number } | null;
  /** Places of columns among those that are read; −1 where there is none. */
  readonly redshift: number;
  readonly distanceMpc: number;
  readonly ellipse: { readonly a: number; readonly b2a: number; readonly pa: number } | null;
}

/** The parts of a catalog that a plan is made of. */
export type Planned = Pick<Catalog, 'columns' | 'epochMjd' | 'settings'>;

/** Settings name columns as the file does. What the catalog does not have is left out. */
export function planMatch({ columns, epochMjd, settings }: Planned): MatchPlan {
  const { projection, filter, properMotion, distance } = settings;
  const byName = new Map(columns.map((column) => [column.name, column]));
  const find = (names: readonly string[]) => names.flatMap((name) => byName.get(name) ?? []);
  const read = projection ? find(projection) : [...columns];
  const shown = read.length;
  const placeOf = (name: string | undefined): number => {
    const column = name === undefined ? undefined : byName.get(name);
    if (!column) return -1;
    if (!read.includes(column)) read.push(column);
    return read.indexOf(column);
  };
  const compiled = filter
    ? compileFilter(parsePipeline([{ $match: filter }]), { computedOnly: true })
    : null;
  // A dotted path may go into a column of JSON.
  const wanted = compiled?.reads?.map((path) => path.split('.')[0] ?? path);
  for (const name of wanted ?? (compiled ? byName.keys() : [])) placeOf(name);
  const motion = [placeOf(properMotion?.raColumn), placeOf(properMotion?.decColumn)] as const;
  const axes = (['a', 'b2a', 'pa'] as const).map((axis) => placeOf(distance?.ellipse?.[axis]));
  const [a = -1, b2a = -1, pa = -1] = axes;
  return {
    filter: compiled,
    motion:
      epochMjd !== null && motion[0] >= 0 && motion[1] >= 0
        ? { ra: motion[0], dec: motion[1], epochMjd }
        : null,
    redshift: placeOf(distance?.redshiftColumn),
    distanceMpc: placeOf(distance?.distanceMpcColumn),
    ellipse: axes.every((place) => place >= 0) ? { a, b2a, pa } : null,
    columns: read,
    shown,
  };
}
