import type { CurveFacts } from './curve-columns.ts';
import type { StoredCurve } from './light-curves.queries.ts';
import type { PackedPoint } from './points.ts';

/** A programme's points of a light curve. */
export interface CurvePart {
  readonly facts: CurveFacts;
  readonly programid: number;
  readonly points: readonly PackedPoint[];
}

/** Light curves in the order of their numbers, each of its programmes' parts. */
export function gatherCurves(
  wanted: readonly bigint[],
  parts: readonly CurvePart[],
): StoredCurve[] {
  const byId = Map.groupBy(parts, ({ facts }) => facts.lc_id);
  return wanted.flatMap((id) => {
    const own = byId.get(id);
    byId.delete(id);
    return own ? [curveOf(id, own)] : [];
  });
}

/** Puts the programmes' points together. */
function curveOf(id: bigint, parts: readonly CurvePart[]): StoredCurve {
  const points = parts
    .flatMap(({ programid, points: own }) => own.map((point) => ({ ...point, programid })))
    .toSorted((a, b) => a.hjd - b.hjd);
  const [first] = parts;
  if (!first) throw new Error('a light curve has a row');
  const { lc_id: _id, ...rest } = first.facts;
  return { id, ...rest, points };
}
