import type { LinkedSurveys } from '../joint/joint-points.ts';

/** What the vertical axis tells. */
export type Quantity = 'mag' | 'flux' | 'absolute';
/** What the horizontal axis counts. */
export type TimeAxis = 'mjd' | 'now' | 'first' | 'peak' | 'phase';

/** How a light curve is looked at. */
export type StudyView = {
  readonly quantity: Quantity;
  readonly timeAxis: TimeAxis;
  /** Whether magnitudes are of the Vega system; else AB. */
  readonly isVega: boolean;
  /** All the light, not its difference from the reference image. */
  readonly isTotal: boolean;
  readonly showsForced: boolean;
  readonly showsLimits: boolean;
  readonly hiddenBands: readonly string[];
  readonly hiddenOrigins: readonly string[];
  /** Of the object's own survey, and of those that it is linked with. */
  readonly hiddenSurveys: readonly string[];
  /** Whether the Milky Way's extinction is taken out. */
  readonly isDereddened: boolean;
  /** Whether absolute magnitudes allow for the redder light that a redshift brings into the band. */
  readonly isKCorrected: boolean;
  /** Days; null: nothing to fold by. */
  readonly periodDays: number | null;
  /** A part of a period that is added to each phase. */
  readonly phaseShift: number;
  /** Two periods beside each other, so that what is at phase 0 is seen whole. */
  readonly isDouble: boolean;
  /** Whether a smoothed line goes through the points of each band. */
  readonly isSmoothed: boolean;
  /** σ of the smoothing. */
  readonly smoothDays: number;
  /** The same where phases are shown, a part of the period. */
  readonly smoothPhase: number;
  /** Other objects of which the points are shown, too. */
  readonly overlaid: readonly string[];
};

export const FIRST_VIEW: StudyView = {
  quantity: 'mag',
  timeAxis: 'now',
  isVega: false,
  isTotal: false,
  showsForced: true,
  showsLimits: true,
  hiddenBands: [],
  hiddenOrigins: [],
  hiddenSurveys: [],
  isDereddened: false,
  isKCorrected: false,
  periodDays: null,
  phaseShift: 0,
  isDouble: true,
  isSmoothed: false,
  smoothDays: 2,
  smoothPhase: 0.03,
  overlaid: [],
};

/** What is known of the object that the view may need; null: not known. */
export type StudyFacts = {
  readonly ebv: number | null;
  readonly distanceModulus: number | null;
  readonly redshift: number | null;
  readonly nowMjd: number;
  /** What the object's own survey is called among the others. */
  readonly survey?: string;
  /** Surveys of the objects that it is linked with. */
  readonly linked?: LinkedSurveys;
  /** Objects that are shown beside it for comparison: nothing is measured by them. */
  readonly overlaid?: ReadonlySet<string>;
  /** What a Vega magnitude of a filter lacks to an AB one; absent until it is asked for. */
  readonly vegaOffsetOf?: (filter: string) => number | null;
};

/** The origin that one toggles: an empty one has a name, too. */
export function originName(origin: string): string {
  return origin === '' ? 'unnamed' : origin;
}

/** A period as somebody typed it, in days, or with `h` or `min` behind it; undefined for none. */
export function readPeriod(text: string): number | null | undefined {
  const match = /^([0-9.,eE+-]+)\s*(d|h|min|m|s)?$/.exec(text.trim());
  if (text.trim() === '') return null;
  if (!match) return undefined;
  const unit = { d: 1, h: 1 / 24, min: 1 / 1440, m: 1 / 1440, s: 1 / 86_400 }[match[2] ?? 'd'];
  const days = Number((match[1] ?? '').replace(',', '.')) * (unit ?? 1);
  return Number.isFinite(days) && days > 0 ? days : undefined;
}

/** The phase of a time: from 0 up to 1, of an epoch. */
export function phaseOf(mjd: number, periodDays: number, epochMjd: number, shift: number): number {
  const phase = ((mjd - epochMjd) / periodDays + shift) % 1;
  // A hair below zero would come out as 1.
  return phase < 0 ? (phase + 1) % 1 : phase;
}
