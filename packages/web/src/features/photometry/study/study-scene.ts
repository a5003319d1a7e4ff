import type { PhotometryPoint } from '../../../api/types.ts';
import type { Range, Scene } from '../../../ui/plot/plot-kind.ts';
import { listBands } from '../light-curve.ts';
import { isFoldedView, makeStudyCurves, type StudyCurve } from './smooth-curves.ts';
import { makeStudyPoints, originOf, type StudyPoint } from './study-points.ts';
import type { StudyFacts, StudyView } from './study-view.ts';

/** Colours of a light curve. */
export type StudyInk = {
  readonly colorOf: (band: string) => string;
  readonly background: string;
  /** Of what is not a band. */
  readonly text: string;
};

export type StudyScene = Scene & {
  readonly points: readonly StudyPoint[];
  /** Smoothed lines through them. */
  readonly curves: readonly StudyCurve[];
  readonly bands: readonly string[];
  /** Of linked objects, as far as they are shown. */
  readonly surveys: readonly string[];
  readonly quantity: StudyView['quantity'];
  readonly ink: StudyInk;
};

const AXIS_WORDS = {
  mjd: () => 'MJD',
  now: () => 'days from now',
  first: (origin: string) => `days since the first detection, MJD ${origin}`,
  peak: (origin: string) => `days since the peak, MJD ${origin}`,
  phase: (origin: string) => `phase since MJD ${origin}`,
} as const;

/** What the vertical axis tells, in words. */
export function describeQuantity(view: StudyView): string {
  const corrected = `${view.isDereddened ? ', without extinction' : ''}${describeSmoothing(view)}`;
  if (view.quantity === 'flux') return `${view.isTotal ? 'total ' : ''}flux, µJy${corrected}`;
  const system = view.isVega ? 'Vega' : 'AB';
  if (view.quantity === 'absolute') {
    const kCorrected = view.isKCorrected ? 'K = −2.5 log₁₀(1 + z)' : 'no K-correction';
    return `absolute magnitude, ${system}, ${kCorrected}${corrected}`;
  }
  return `${view.isTotal ? 'total ' : ''}magnitude, ${system}${corrected}`;
}

function describeSmoothing(view: StudyView): string {
  if (!view.isSmoothed) return '';
  const width = isFoldedView(view) ? `${view.smoothPhase} of the period` : `${view.smoothDays} d`;
  return `; lines: flux smoothed over ${width}`;
}

function rangeOf(points: readonly StudyPoint[], view: StudyView): Range {
  if (view.timeAxis === 'phase' && view.periodDays !== null) return [0, view.isDouble ? 2 : 1];
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return [0, 1];
  const margin = Math.max((last.mjd - first.mjd) / 20, 0.5);
  return [first.mjd - margin, last.mjd + margin];
}

/** All that the plot of a light curve shows. */
export function makeStudyScene(
  rows: readonly PhotometryPoint[],
  view: StudyView,
  facts: StudyFacts,
  ink: StudyInk,
): StudyScene {
  const origin = originOf(rows, view, facts);
  const points = makeStudyPoints(rows, view, facts, origin);
  return {
    points,
    curves: makeStudyCurves(rows, view, facts),
    bands: listBands(points),
    surveys: [...new Set(points.flatMap(({ survey }) => survey ?? []))].sort(),
    quantity: view.quantity,
    ink,
    xRange: rangeOf(points, view),
    xLabel: AXIS_WORDS[view.timeAxis](origin.toFixed(3)),
    yLabel: describeQuantity(view),
  };
}
