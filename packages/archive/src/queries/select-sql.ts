import { coneRanges } from '@fritz/sky';
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
  const { collection, where, parameters, orderBy, limit, offset, gives, reads } = plan;
  const around = cones ?? (plan.cone === null ? null : [plan.cone]);
  if (around !== null) return coneSelect(plan, around);
  const from = `FROM ${collection.from} a`;
  const filtered = where.length === 0 ? from : `${from} WHERE ${where.join(' AND ')}`;
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
  const ranges = cones.flatMap(({ ra, dec, radiusArcsec }, cone) =>
    coneRanges(ra, dec, radiusArcsec).map((range) => ({ cone, ...range })),
  );
  const columns = [...collection.columns(reads), `${place.ra} AS q_ra`, `${place.dec} AS q_dec`];
  const within = [`${place.hpx} BETWEEN w.low AND w.high`, ...where].join(' AND ');
  const joined = rangesSql(ranges, parameters.bind);
  const text = `SELECT w.cone, t.* FROM ${joined} CROSS JOIN LATERAL (
    SELECT ${columns.join(', ')} FROM ${collection.from} a WHERE ${within} OFFSET 0) AS t`;
  return { text, values: parameters.values };
}
