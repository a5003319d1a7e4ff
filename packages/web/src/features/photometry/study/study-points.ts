import { extinctionMag, flatKCorrectionMag, magToFluxUjy } from '@fritz/sky';
import type { PhotometryPoint } from '../../../api/types.ts';
import {
  isAlertDetection,
  isForcedOrigin,
  type PlotPoint,
  shapePoint,
  shortBand,
} from '../light-curve.ts';
import { originName, phaseOf, type StudyFacts, type StudyView } from './study-view.ts';

/** A point where the view puts it: x, y and the error of y stand in `mjd`, `mag` and `magErr`. */
export type StudyPoint = PlotPoint & { readonly row: PhotometryPoint };

/** What a point is in flux, µJy; a limit is the flux that would just have been seen. */
function fluxPoint(row: PhotometryPoint, isTotal: boolean) {
  const flux = isTotal ? row.tot_flux : row.flux;
  const error = isTotal ? row.tot_fluxerr : row.fluxerr;
  if (typeof flux === 'number') {
    return { y: flux, error: error ?? null, kind: 'detection' as const };
  }
  if (isTotal || row.limiting_mag === null) return null;
  return { y: magToFluxUjy(row.limiting_mag), error: null, kind: 'limit' as const };
}

function magPoint(row: PhotometryPoint, isTotal: boolean) {
  const value = shapePoint(row, isTotal);
  return value && { y: value.mag, error: value.magErr, kind: value.kind };
}

type Value = NonNullable<ReturnType<typeof magPoint>>;

/**
 * What is added to an AB magnitude in a filter, but for the dust: distance, and another system; null
 * where it is not known.
 */
export function magOffset(filter: string, view: StudyView, facts: StudyFacts): number | null {
  let offset = 0;
  if (view.isVega) {
    const vega = facts.vegaOffsetOf?.(filter) ?? null;
    if (vega === null) return null;
    offset -= vega;
  }
  if (view.quantity === 'absolute') {
    if (facts.distanceModulus === null) return null;
    offset -= facts.distanceModulus;
    if (view.isKCorrected) offset -= flatKCorrectionMag(facts.redshift ?? 0);
  }
  return offset;
}

/** What dust, distance and system do to a value; null where one of them is not known in the band. */
function correct(value: Value, row: PhotometryPoint, view: StudyView, facts: StudyFacts) {
  let { y, error } = value;
  if (view.isDereddened && facts.ebv !== null) {
    const mag = extinctionMag(row.filter, facts.ebv);
    if (mag === null) return null;
    const factor = 10 ** (0.4 * mag);
    if (view.quantity === 'flux') [y, error] = [y * factor, error && error * factor];
    else y -= mag;
  }
  if (view.quantity !== 'flux') {
    const offset = magOffset(row.filter, view, facts);
    if (offset === null) return null;
    y += offset;
  }
  return { ...value, y, error };
}

/** The time from which the axis counts; 0 for MJD. */
export function originOf(
  rows: readonly PhotometryPoint[],
  view: StudyView,
  facts: StudyFacts,
): number {
  if (view.timeAxis === 'mjd') return 0;
  if (view.timeAxis === 'now') return facts.nowMjd;
  const seen = rows.filter(
    (row) =>
      isAlertDetection(row) && typeof row.mag === 'number' && !facts.overlaid?.has(row.obj_id),
  );
  const [first] = [...seen].sort((a, b) => a.mjd - b.mjd);
  if (first === undefined) return facts.nowMjd;
  if (view.timeAxis !== 'peak') return first.mjd;
  return seen.reduce((best, row) => ((row.mag ?? 99) < (best.mag ?? 99) ? row : best)).mjd;
}

/** Whether anything is left out at all: of thousands of points none need be asked then. */
function leavesOut({ showsForced, hiddenBands, hiddenOrigins, hiddenSurveys }: StudyView): boolean {
  const hidden = [...hiddenBands, ...hiddenOrigins, ...hiddenSurveys];
  return !showsForced || hidden.length > 0;
}

function isWanted(row: PhotometryPoint, view: StudyView, facts: StudyFacts): boolean {
  const survey = facts.linked?.get(row.obj_id) ?? facts.survey;
  return (
    (survey === undefined || !view.hiddenSurveys.includes(survey)) &&
    (view.showsForced || !isForcedOrigin(row.origin)) &&
    !view.hiddenBands.includes(shortBand(row.filter)) &&
    !view.hiddenOrigins.includes(originName(row.origin))
  );
}

/** Points as the view wants them, in the order of their x. */
export function makeStudyPoints(
  rows: readonly PhotometryPoint[],
  view: StudyView,
  facts: StudyFacts,
  origin = originOf(rows, view, facts),
): readonly StudyPoint[] {
  const { periodDays } = view;
  const isFolded = view.timeAxis === 'phase' && periodDays !== null;
  // Where the reference has no source anywhere, the difference is all there is.
  const isTotal = view.isTotal && rows.some(({ magtot }) => typeof magtot === 'number');
  const read = view.quantity === 'flux' ? fluxPoint : magPoint;
  const isChoosy = leavesOut(view);
  const linked = facts.linked?.size === 0 ? undefined : facts.linked;
  const points: StudyPoint[] = [];
  for (const row of rows) {
    if (isChoosy && !isWanted(row, view, facts)) continue;
    const raw = read(row, isTotal);
    if (raw === null || (raw.kind === 'limit' && !view.showsLimits)) continue;
    const value = correct(raw, row, view, facts);
    if (value === null) continue;
    const place = (x: number): StudyPoint => ({
      mjd: x,
      mag: value.y,
      magErr: value.error,
      kind: value.kind,
      band: shortBand(row.filter),
      isForced: isForcedOrigin(row.origin),
      candid: row.candid,
      survey: linked?.get(row.obj_id) ?? null,
      row,
    });
    if (!isFolded) {
      points.push(place(row.mjd - origin));
      continue;
    }
    const phase = phaseOf(row.mjd, periodDays, origin, view.phaseShift);
    points.push(place(phase));
    if (view.isDouble) points.push(place(phase + 1));
  }
  return points.sort((a, b) => a.mjd - b.mjd);
}
