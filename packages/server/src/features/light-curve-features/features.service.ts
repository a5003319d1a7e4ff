import {
  type AlertArchive,
  findObj,
  listPhotometry,
  type PhotometryRow,
  type ViewerTx,
} from '@fritz/archive';
import { extinctionMag } from '@fritz/sky';
import {
  type BandFeatures,
  bandFeatures,
  detectionsOf,
  groupByBand,
  isStationary,
  type JointFeatures,
  jointFeatures,
  type MagnitudePoint,
  type PeakColour,
  peakColour,
  type ZtfCandidate,
  ztfAlertFlags,
  ztfSolarSystemMatch,
} from '@fritz/surveys';
import type { ServerContext } from '../../context.ts';
import { NotFoundError } from '../../http/fritz-error.ts';

/** SkyPortal's names of forced photometry, and ours. */
const FORCED_ORIGINS = new Set([
  ...['alert_fp', 'fp', 'forced photometry', 'forced_photometry', 'forcedphot'],
]);

export function isForced({ origin }: Pick<PhotometryRow, 'origin'>): boolean {
  return FORCED_ORIGINS.has(origin.toLowerCase());
}

export interface SourceFeatures {
  readonly objId: string;
  readonly ebv: number | null;
  /** What the map of dust says; null without one. */
  readonly mapEbv: number | null;
  readonly bands: readonly {
    readonly band: string;
    readonly extinction: number | null;
    readonly features: BandFeatures;
  }[];
  readonly joint: JointFeatures | null;
  readonly colours: readonly PeakColour[];
  readonly stationary: boolean;
  readonly flags: AlertFlags | null;
}

export interface AlertFlags {
  readonly candid: bigint;
  readonly flags: ReturnType<typeof ztfAlertFlags>;
  readonly solarSystem: ReturnType<typeof ztfSolarSystemMatch>;
}

/**
 * The features of what the viewer may see of an object's light curve.
 *
 * @param ebv E(B−V) to correct magnitudes for; null for none
 */
export async function loadFeatures(
  tx: ViewerTx,
  { alerts, dust }: Pick<ServerContext, 'alerts' | 'dust'>,
  { objId, ebv }: { readonly objId: string; readonly ebv: number | null },
): Promise<SourceFeatures> {
  const obj = await findObj(tx, objId);
  if (obj === null) throw new NotFoundError('source');
  const extinctionOf = (band: string) => (ebv === null ? null : extinctionMag(band, ebv));
  const points = detectionsOf(
    (await listPhotometry(tx, objId)).map(toPoint),
    (band) => extinctionOf(band) ?? 0,
  );
  const flags = obj.survey === 'ztf' ? await newestFlags(tx, alerts, objId) : null;
  const mapEbv = dust?.ebvAt({ ra: obj.ra, dec: obj.dec }) ?? null;
  return { objId, ebv, mapEbv, flags, ...featuresOf(points, extinctionOf) };
}

function featuresOf(
  points: readonly MagnitudePoint[],
  extinctionOf: (band: string) => number | null,
) {
  const byBand = groupByBand(points);
  const names = [...byBand.keys()].sort(byWavelength);
  const bands = names.flatMap((band) => {
    const features = bandFeatures(byBand.get(band) ?? []);
    return features ? [{ band, extinction: extinctionOf(band), features }] : [];
  });
  const colours = pairsOf(names).flatMap((pair) => peakColour(points, pair) ?? []);
  return { bands, joint: jointFeatures(points), colours, stationary: isStationary(points) };
}

function toPoint(row: PhotometryRow) {
  return {
    mjd: row.mjd,
    band: row.band,
    origin: isForced(row) ? ('alert_fp' as const) : ('alert' as const),
    fluxUjy: row.flux_ujy,
    fluxErrUjy: row.fluxerr_ujy,
  };
}

async function newestFlags(
  tx: ViewerTx,
  alerts: AlertArchive,
  objId: string,
): Promise<AlertFlags | null> {
  const newest = (await alerts.detections(tx, objId)).at(-1);
  if (!newest) return null;
  // A row of ZTF's alerts: it has the fields of its candidate.
  const candidate = newest.candidate as unknown as ZtfCandidate;
  return {
    candid: newest.candid,
    flags: ztfAlertFlags(candidate),
    solarSystem: ztfSolarSystemMatch(candidate),
  };
}

const WAVELENGTHS = 'ubgvrizyjhk';

/** From blue to red, as far as the last letter of a bandpass tells. */
function byWavelength(a: string, b: string): number {
  const place = (band: string) => WAVELENGTHS.indexOf(band.at(-1)?.toLowerCase() ?? '');
  return place(a) - place(b) || (a < b ? -1 : 1);
}

/** Neighbours in wavelength of one system: ztfg and ztfr, not ztfg and sdssr. */
function pairsOf(bands: readonly string[]): (readonly [string, string])[] {
  const systems = Map.groupBy(bands, (band) => band.slice(0, -1));
  return [...systems.values()].flatMap((ofSystem) =>
    ofSystem.slice(1).map((red, i) => [ofSystem[i] ?? red, red] as const),
  );
}
