import type { PhotometryPoint } from '../../../api/types.ts';
import { shortBand } from '../light-curve.ts';
import {
  asMagnitudes,
  type CurvePoint,
  type FluxPoint,
  type SmoothPoint,
  smoothFluxes,
} from './smooth-bands.ts';
import { magOffset, makeStudyPoints, originOf } from './study-points.ts';
import type { StudyFacts, StudyView } from './study-view.ts';

/** A smoothed line through the points of a band, where the view puts them. */
export type StudyCurve = { readonly band: string; readonly points: readonly CurvePoint[] };

export function isFoldedView({ timeAxis, periodDays }: StudyView): boolean {
  return timeAxis === 'phase' && periodDays !== null;
}

/** Each phase once more a period before and after, so that a curve has no ends. */
function aroundPhases(points: readonly FluxPoint[]): readonly FluxPoint[] {
  return [-1, 0, 1].flatMap((turn) => points.map((one) => ({ ...one, x: one.x + turn })));
}

/** What is shown of curves through the phases. */
function withinPeriods(
  curves: readonly (readonly SmoothPoint[])[],
  isDouble: boolean,
): readonly (readonly SmoothPoint[])[] {
  const first = curves
    .map((curve) => curve.filter(({ x }) => x >= 0 && x <= 1))
    .filter(({ length }) => length > 1);
  const second = first.map((curve) => curve.map((point) => ({ ...point, x: point.x + 1 })));
  return isDouble ? [...first, ...second] : first;
}

/**
 * Smoothed lines of what the view shows, filter by filter. They are of fluxes, also where magnitudes are
 * shown: a mean of magnitudes is none of the light, and forced photometry that is no detection counts, too.
 */
export function makeStudyCurves(
  rows: readonly PhotometryPoint[],
  view: StudyView,
  facts: StudyFacts,
): readonly StudyCurve[] {
  if (!view.isSmoothed) return [];
  const overlaid = facts.overlaid ?? new Set();
  const own = overlaid.size === 0 ? rows : rows.filter(({ obj_id: id }) => !overlaid.has(id));
  const isFolded = isFoldedView(view);
  const asFlux: StudyView = { ...view, quantity: 'flux', showsLimits: false, isDouble: false };
  const byFilter = Map.groupBy(
    makeStudyPoints(own, asFlux, facts, originOf(rows, view, facts)),
    ({ row }) => row.filter,
  );
  const width = isFolded ? view.smoothPhase : view.smoothDays;
  return [...byFilter].flatMap(([filter, points]) => {
    const measured = points.flatMap(({ mjd: x, mag: flux, magErr: error, kind }) =>
      kind === 'limit' || error === null ? [] : [{ x, flux, error }],
    );
    const raw = smoothFluxes(isFolded ? aroundPhases(measured) : measured, width);
    const smooth = isFolded ? withinPeriods(raw, view.isDouble) : raw;
    return shownCurves(smooth, filter, view, facts).map((points) => ({
      band: shortBand(filter),
      points,
    }));
  });
}

function shownCurves(
  curves: readonly (readonly SmoothPoint[])[],
  filter: string,
  view: StudyView,
  facts: StudyFacts,
): readonly (readonly CurvePoint[])[] {
  if (view.quantity === 'flux') {
    return curves.map((curve) => curve.map(({ x, flux }): CurvePoint => [x, flux]));
  }
  const offset = magOffset(filter, view, facts);
  if (offset === null) return [];
  return asMagnitudes(curves).map((curve) =>
    curve.map(([x, mag]): CurvePoint => [x, mag + offset]),
  );
}
