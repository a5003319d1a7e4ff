import { fluxErrUjyToLimitingMag, fluxUjyToMag } from '@fritz/sky';
import { isForced } from '../light-curve-features/features.service.ts';

/** What the statistics need of a point of photometry. */
export interface StatPoint {
  mjd: number;
  band: string;
  flux_ujy: number | null;
  fluxerr_ujy: number | null;
  limiting_mag: number | null;
  origin: string;
}

interface Detection extends StatPoint {
  mag: number;
}

/** SkyPortal's: significance above which a flux is a detection. */
const DETECTION_SNR = 3;
const LIMIT_SIGMA = 5;

/**
 * Statistics of a light curve, AB. Rates are the change of brightness in magnitudes per day:
 * positive while it brightens, from the first detection to the peak; negative while it fades, from
 * the peak to the last detection. Colours are of mean magnitudes.
 *
 * @param points by time
 */
export function statisticsOf(points: readonly StatPoint[]) {
  const detections = points.flatMap((point): Detection[] => {
    const mag = detectedMag(point);
    return mag === null ? [] : [{ ...point, mag }];
  });
  const own = detections.filter((point) => !isForced(point));
  const first = detections[0] ?? null;
  const limits = points.filter((point) => detectedMag(point) === null);
  const before = first === null ? limits : limits.filter(({ mjd }) => mjd < first.mjd);
  const lastLimit = before.at(-1)?.mjd ?? null;
  const peak = brightest(detections);
  const last = detections.at(-1) ?? null;
  const meanPerFilter = perBand(detections, meanMag);
  return {
    num_obs_global: points.length,
    num_obs_per_filter: perBand(points, (group) => group.length),
    num_det_global: detections.length,
    num_det_no_forced_phot_global: own.length,
    num_det_per_filter: perBand(detections, (group) => group.length),
    ...ends(detections),
    ...endsWithoutForced(own),
    recent_obs_mjd: points.at(-1)?.mjd ?? null,
    predetection_mjds: before.map(({ mjd }) => mjd),
    last_non_detection_mjd: lastLimit,
    time_to_non_detection: first === null || lastLimit === null ? null : first.mjd - lastLimit,
    mean_mag_global: meanMag(detections),
    mean_mag_per_filter: meanPerFilter,
    mean_color: coloursOf(meanPerFilter),
    peak_mjd_global: peak?.mjd ?? null,
    peak_mjd_per_filter: perBand(detections, (group) => brightest(group)?.mjd ?? null),
    peak_mag_global: peak?.mag ?? null,
    peak_mag_per_filter: perBand(detections, (group) => brightest(group)?.mag ?? null),
    faintest_mag_global: faintest(detections),
    faintest_mag_per_filter: perBand(detections, faintest),
    deepest_limit_global: deepest(limits),
    deepest_limit_per_filter: perBand(limits, deepest),
    rise_rate: brightening(first, peak),
    decay_rate: brightening(peak, last),
    mag_rms_global: rms(detections),
    mag_rms_per_filter: perBand(detections, rms),
  };
}

function detectedMag({ flux_ujy: flux, fluxerr_ujy: error }: StatPoint): number | null {
  if (flux === null || error === null || !(error > 0) || flux / error <= DETECTION_SNR) return null;
  return fluxUjyToMag(flux);
}

function ends(detections: readonly Detection[]) {
  const [first, last] = [detections[0], detections.at(-1)];
  return {
    first_detected_mjd: first?.mjd ?? null,
    first_detected_mag: first?.mag ?? null,
    first_detected_filter: first?.band ?? null,
    last_detected_mjd: last?.mjd ?? null,
    last_detected_mag: last?.mag ?? null,
    last_detected_filter: last?.band ?? null,
  };
}

function endsWithoutForced(detections: readonly Detection[]) {
  const [first, last] = [detections[0], detections.at(-1)];
  return {
    first_detected_no_forced_phot_mjd: first?.mjd ?? null,
    first_detected_no_forced_phot_mag: first?.mag ?? null,
    first_detected_no_forced_phot_filter: first?.band ?? null,
    last_detected_no_forced_phot_mjd: last?.mjd ?? null,
    last_detected_no_forced_phot_mag: last?.mag ?? null,
    last_detected_no_forced_phot_filter: last?.band ?? null,
  };
}

function perBand<P extends { band: string }, T>(
  points: readonly P[],
  summarize: (group: readonly P[]) => T,
): Record<string, T> {
  const groups = Map.groupBy(points, ({ band }) => band);
  return Object.fromEntries([...groups].map(([band, group]) => [band, summarize(group)]));
}

function brightest(points: readonly Detection[]): Detection | null {
  return points.reduce<Detection | null>(
    (best, point) => (best === null || point.mag < best.mag ? point : best),
    null,
  );
}

function faintest(points: readonly Detection[]): number | null {
  return points.length === 0 ? null : Math.max(...points.map(({ mag }) => mag));
}

/** A limit without one of its own is that of its flux's error. */
function deepest(points: readonly StatPoint[]): number | null {
  const limits = points.flatMap((point) => {
    const { limiting_mag: given, fluxerr_ujy: error } = point;
    return given ?? (error === null ? null : fluxErrUjyToLimitingMag(error, LIMIT_SIGMA)) ?? [];
  });
  return limits.length === 0 ? null : Math.max(...limits);
}

function meanMag(points: readonly Detection[]): number | null {
  if (points.length === 0) return null;
  return points.reduce((sum, { mag }) => sum + mag, 0) / points.length;
}

function rms(points: readonly Detection[]): number | null {
  const mean = meanMag(points);
  if (mean === null) return null;
  return Math.sqrt(points.reduce((sum, { mag }) => sum + (mag - mean) ** 2, 0) / points.length);
}

function coloursOf(means: Readonly<Record<string, number | null>>): Record<string, number> {
  const bands = Object.keys(means).sort();
  const pairs = bands.flatMap((blue, index) => bands.slice(index + 1).map((red) => [blue, red]));
  return Object.fromEntries(
    pairs.flatMap(([blue = '', red = '']) => {
      const [a, b] = [means[blue] ?? null, means[red] ?? null];
      return a === null || b === null ? [] : [[`${blue}-${red}`, a - b]];
    }),
  );
}

function brightening(from: Detection | null, to: Detection | null): number | null {
  if (from === null || to === null || to.mjd <= from.mjd) return null;
  return (from.mag - to.mag) / (to.mjd - from.mjd);
}
