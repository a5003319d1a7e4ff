import type { AvroValue } from '@fritz/formats';
import {
  MAG_PER_RELATIVE_FLUX,
  magErrToFluxErrUjy,
  magToFluxUjy,
  totalMagnitude,
} from '@fritz/sky';
import {
  allBandsOf,
  coloursOf,
  type FeatureBands,
  photstatsOf,
  type SeenPoints,
  type SignedPoint,
  seenPoints,
} from '../features/curve-properties.ts';
import { isStationary } from '../features/light-curve-features.ts';
import { FORCED_DETECTION_SNR, type MagnitudePoint } from '../features/magnitude-point.ts';
import { alertFlags, FLAG_FIELDS, solarSystemMatch } from './alert-flags.ts';
import type { ZtfSeenAlert } from './document.ts';
import { defineLazy } from './lazy-fields.ts';
import type { ZtfCandidate } from './packet.ts';
import { bandOf, forcedNumber, isPositive, numberOf } from './photometry.ts';
import type { CurvePoint } from './point-set.ts';
import { referenceFlux } from './reference.ts';

/** The fields of points that features are computed of, besides those that identify a point. */
export const FEATURE_FIELDS = {
  detections: ['magpsf', 'sigmapsf', 'isdiffpos'],
  forced: ['procstatus', 'forcediffimflux', 'forcediffimfluxunc', 'magzpsci'],
} as const;

/** The fields of `candidate` that `properties` are made of. */
export const PROPERTY_CANDIDATE_FIELDS: readonly string[] = [
  ...['jd', 'fid', 'magpsf', 'sigmapsf', 'isdiffpos', 'jdstarthist'],
  ...['distnr', 'magnr', 'sigmagnr'],
  ...FLAG_FIELDS,
];

/** Those of `properties` for which no history is needed. */
export const OWN_PROPERTIES: ReadonlySet<string> = new Set([
  ...['rock', 'star', 'near_brightstar', 'sso', 'total_mag', 'total_mag_err'],
]);

/** The histories as of the alert that the filter may see. */
export interface PropertyHistory {
  readonly detections: readonly CurvePoint[];
  readonly forced: readonly CurvePoint[];
}

export const ZTF_FEATURE_BANDS: FeatureBands = {
  bands: ['g', 'r', 'i'],
  colours: [
    ['g', 'r'],
    ['r', 'i'],
    ['g', 'i'],
  ],
};

/**
 * The features of an alert and of its light curve as of then, in BOOM's words where it has them:
 * docs/reference/features.md. What needs the history is made when it is read.
 *
 * @param history null where no filter reads what needs it
 */
export function alertProperties(
  alert: ZtfSeenAlert,
  history: (() => PropertyHistory) | null,
): Record<string, unknown> {
  const { candidate } = alert.packet;
  const total = totalOf(candidate);
  const properties: Record<string, unknown> = {
    ...alertFlags(candidate),
    sso: solarSystemMatch(candidate),
    total_mag: total.mag,
    total_mag_err: total.magErr,
  };
  const curve = history && new SeenCurve(candidate, history);
  defineLazy(properties, {
    stationary: () => curve && isStationary(curve.all),
    photstats: () => curve?.photstats ?? null,
    // There are no matches with other surveys' objects yet: the same, as BOOM has it then.
    multisurvey_photstats: () => curve?.photstats ?? null,
    all_bands: () => curve?.allBands ?? null,
    colors: () => curve?.colors ?? null,
  });
  return properties;
}

function totalOf(candidate: ZtfCandidate) {
  const size = magToFluxUjy(candidate.magpsf);
  return totalMagnitude({
    fluxUjy: isPositive(candidate.isdiffpos) ? size : -size,
    fluxErrUjy: magErrToFluxErrUjy(candidate.sigmapsf, size),
    ...referenceFlux({
      distanceArcsec: measured(candidate.distnr),
      mag: measured(candidate.magnr),
      magErr: measured(candidate.sigmagnr),
    }),
  });
}

function measured(value: unknown): number | null {
  return typeof value === 'number' ? numberOf(value) : null;
}

/** The light curve that a filter sees with an alert, the alert itself included. */
class SeenCurve {
  private readonly candidate: ZtfCandidate;
  private readonly history: () => PropertyHistory;
  private made: SeenPoints | null = null;
  private stats: Record<string, unknown> | null = null;

  constructor(candidate: ZtfCandidate, history: () => PropertyHistory) {
    this.candidate = candidate;
    this.history = history;
  }

  /** Every detection as BOOM has them: of negative differences the magnitude of what is lacking. */
  get all(): readonly MagnitudePoint[] {
    return this.points.all;
  }

  get photstats(): Record<string, unknown> {
    this.stats ??= photstatsOf(this.points.all, ZTF_FEATURE_BANDS);
    return this.stats;
  }

  get allBands(): Record<string, unknown> | null {
    const { jd, jdstarthist } = this.candidate;
    return allBandsOf(this.points.positive, { jd, startedJd: measured(jdstarthist) });
  }

  get colors(): Record<string, unknown> {
    return coloursOf(this.points.positive, ZTF_FEATURE_BANDS);
  }

  private get points() {
    this.made ??= pointsOf(this.candidate, this.history());
    return this.made;
  }
}

function pointsOf(candidate: ZtfCandidate, { detections, forced }: PropertyHistory) {
  const alerts: SignedPoint[] = [];
  const measuredAgain: SignedPoint[] = [];
  // Loops, for they are run over the whole history of many an alert.
  for (const { record } of detections) pushPoint(alerts, detectionPoint(record));
  pushPoint(alerts, detectionPoint(candidate));
  for (const { record } of forced) pushPoint(measuredAgain, forcedPoint(record));
  return seenPoints(alerts, measuredAgain);
}

function pushPoint(points: SignedPoint[], point: SignedPoint | null): void {
  if (point) points.push(point);
}

const SHORT_BANDS: readonly (string | undefined)[] = [undefined, 'g', 'r', 'i'];

/** `g` for `ztfg`, as BOOM names bands. */
function shortBandOf(fid: number): string {
  return SHORT_BANDS[fid] ?? bandOf(fid);
}

interface DetectionRecord {
  readonly jd: number;
  readonly fid: number;
  readonly magpsf?: AvroValue;
  readonly sigmapsf?: AvroValue;
  readonly isdiffpos?: AvroValue;
}

/** Null for a limit. */
function detectionPoint(record: DetectionRecord): SignedPoint | null {
  const { jd, fid, magpsf, sigmapsf, isdiffpos } = record;
  if (typeof magpsf !== 'number' || typeof sigmapsf !== 'number') return null;
  const isLight = isPositive(isdiffpos);
  return { day: jd, band: shortBandOf(fid), mag: magpsf, magErr: sigmapsf, isPositive: isLight };
}

/** Null below 3σ. */
function forcedPoint(record: CurvePoint['record']): SignedPoint | null {
  const flux = forcedNumber(record.forcediffimflux);
  const error = forcedNumber(record.forcediffimfluxunc);
  const zeroPoint = numberOf(record.magzpsci);
  if (flux === null || error === null || zeroPoint === null) return null;
  const size = Math.abs(flux);
  if (!(size > FORCED_DETECTION_SNR * error)) return null;
  return {
    day: record.jd,
    band: shortBandOf(record.fid),
    mag: -2.5 * Math.log10(size) + zeroPoint,
    magErr: (MAG_PER_RELATIVE_FLUX * error) / size,
    isPositive: flux > 0,
  };
}
