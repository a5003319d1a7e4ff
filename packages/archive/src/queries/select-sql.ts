import { coneRanges, type HealpixRange, smallConeOrder, smallConeRanges } from '@fritz/sky';
import { rangesSql, type SkyCone } from './geo.ts';
import type { QueryPlan } from './plan-query.ts';
import { QueryError } from './query-error.ts';

/** A statement, with its values. */
export interface Select {
  readonly text: string;
  readonly values: readonly unknown[];
}

/**
 * The statement of a plan. Rows have `q_ra` and `q_dec` where cones are asked for, and `cone`, the number
 * of theirs.
 */
export function selectOf(plan: QueryPlan, cones: readonly SkyCone[] | null = null): Select {
  const { collection, parameters, orderBy, limit, offset, gives, reads } = plan;
  const around = cones ?? (plan.cone === null ? null : [plan.cone]);
  if (around !== null) return coneSelect(plan, around);
  const filtered = fromSql(plan);
  const { values } = parameters;
  if (gives === 'rows') {
    const order = orderBy === null ? '' : ` ORDER BY ${orderBy}`;
    const text = `SELECT ${collection.columns(reads).join(', ')} ${filtered}${order}${cut(limit, offset)}`;
    return { text, values };
  }
  if ('count' in gives) {
    const isCut = limit !== null || offset > 0;
    const text = isCut
      ? `SELECT count(*) AS count FROM (SELECT 1 ${filtered}${cut(limit, offset)}) AS t`
      : `SELECT count(*) AS count ${filtered}`;
    return { text, values };
  }
  const by = gives.by.length === 0 ? ' HAVING count(*) > 0' : ` GROUP BY ${gives.by.join(', ')}`;
  const select = gives.select.length === 0 ? '1 AS one' : gives.select.join(', ');
  return { text: `SELECT ${select} ${filtered}${by}`, values };
}

/** The rows that are meant, as `a`; of a region by its ranges, each of which is looked up apart. */
function fromSql({ collection, region, where, parameters }: QueryPlan): string {
  const { from, place } = collection;
  if (region === undefined || place === null) {
    return where.length === 0 ? `FROM ${from} a` : `FROM ${from} a WHERE ${where.join(' AND ')}`;
  }
  const { bind } = parameters;
  const ranges = `unnest(${bind(region.lows)}::bigint[], ${bind(region.highs)}::bigint[])`;
  const within = [
    `${place.hpx} BETWEEN w.low AND w.high`,
    ...where,
    `${place.hpx} <@ ${bind(region.multirange)}::int8multirange`,
  ];
  return `FROM ${ranges} AS w (low, high) CROSS JOIN LATERAL (
    SELECT a.* FROM ${from} a WHERE ${within.join(' AND ')} OFFSET 0) AS a`;
}

/** Up to here the quicker way to the ranges will do. */
const SMALL_ARCSEC = 300;
const ranges = new WeakMap<SkyCone, readonly HealpixRange[]>();

/** The ranges of a cone, worked out once for all collections that are asked. */
function rangesOf(cone: SkyCone): readonly HealpixRange[] {
  const known = ranges.get(cone);
  if (known !== undefined) return known;
  const { ra, dec, radiusArcsec } = cone;
  const found =
    radiusArcsec > SMALL_ARCSEC ? coneRanges(ra, dec, radiusArcsec) : smallRangesOf(cone);
  ranges.set(cone, found);
  return found;
}

function smallRangesOf({ ra, dec, radiusArcsec }: SkyCone): HealpixRange[] {
  const order = smallConeOrder(radiusArcsec);
  const bits = BigInt(2 * (29 - order));
  const pixels = smallConeRanges(ra, dec, radiusArcsec, order);
  const found: HealpixRange[] = [];
  for (let i = 0; i < pixels.length; i += 2) {
    const [low, high] = [BigInt(pixels[i] ?? 0), BigInt(pixels[i + 1] ?? 0)];
    found.push({ from: low << bits, to: (high << bits) - 1n });
  }
  return found;
}

function cut(limit: number | null, offset: number): string {
  return `${limit === null ? '' : ` LIMIT ${limit}`}${offset === 0 ? '' : ` OFFSET ${offset}`}`;
}

/** OFFSET keeps the look-up of each range apart: without it the planner may sort and merge all rows. */
function coneSelect(plan: QueryPlan, cones: readonly SkyCone[]): Select {
  const { collection, where, parameters, reads } = plan;
  const { place } = collection;
  if (place === null) {
    throw new QueryError('bad_query', `${collection.name} has no positions`);
  }
  const around = cones.flatMap((one, cone) =>
    rangesOf(one).map(({ from, to }) => ({ cone, from, to })),
  );
  const columns = [...collection.columns(reads), `${place.ra} AS q_ra`, `${place.dec} AS q_dec`];
  const within = [`${place.hpx} BETWEEN w.low AND w.high`, ...where].join(' AND ');
  const joined = rangesSql(around, parameters.bind);
  const text = `SELECT w.cone, t.* FROM ${joined} CROSS JOIN LATERAL (
    SELECT ${columns.join(', ')} FROM ${collection.from} a WHERE ${within} OFFSET 0) AS t`;
  return { text, values: parameters.values };
}
