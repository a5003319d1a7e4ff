import { hashKeys, Rng, unitOf } from '../random.ts';

/** Passbands in the order in which a field is visited. */
export const BANDS = ['g', 'r', 'i', 'z', 'r', 'i', 'u', 'y'] as const;
export type LsstBand = (typeof BANDS)[number];

/** A thing in the sky that is detected again and again; all of it follows from seed and number. */
export interface LsstObject {
  readonly number: number;
  readonly diaObjectId: bigint;
  readonly kind: 'sn_ia' | 'eclipsing' | 'agn';
  readonly ra: number;
  readonly dec: number;
  /** Of the day at which it is first visited; from then on every third. */
  readonly phaseDays: number;
  /** Nanojansky at its brightest, above the template. */
  readonly peakNjy: number;
  readonly periodDays: number;
  readonly startDay: number;
}

/** Days between two visits of a field. */
export const CADENCE_DAYS = 3;
/** A transient comes again after this, somewhere: the sky stays as crowded as it is. */
const SEASON_DAYS = 400;
const TRANSIENT_DAYS = 90;

export function lsstObject(seed: number, number: number): LsstObject {
  const rng = new Rng(hashKeys(seed, 0x157, number));
  const kinds = ['sn_ia', 'eclipsing', 'agn'] as const;
  return {
    number,
    // As the survey's, a diaObjectId is that of the diaSource that made it.
    diaObjectId: 170_000_000_000_000_000n + BigInt(number) * 4096n,
    kind: kinds[rng.weighted([0.5, 0.35, 0.15])] ?? 'agn',
    ra: 360 * rng.unit(),
    dec: (Math.asin(rng.between(-0.95, 0.4)) * 180) / Math.PI,
    phaseDays: rng.integer(0, CADENCE_DAYS - 1),
    peakNjy: 10 ** rng.between(3.2, 5),
    periodDays: rng.between(0.3, 80),
    startDay: rng.between(0, SEASON_DAYS),
  };
}

/** The difference flux at a time, nanojansky; the colours of a black body that cools are left out. */
export function differenceNjy(object: LsstObject, mjd: number): number {
  const { kind, peakNjy, periodDays, startDay } = object;
  if (kind === 'eclipsing') return peakNjy * Math.sin((2 * Math.PI * mjd) / periodDays);
  if (kind === 'agn') {
    const slow = Math.sin((2 * Math.PI * mjd) / (periodDays + 60));
    return 0.5 * peakNjy * (slow + 0.3 * Math.sin((2 * Math.PI * mjd) / 17.3));
  }
  const age = (((mjd - startDay) % SEASON_DAYS) + SEASON_DAYS) % SEASON_DAYS;
  if (age > TRANSIENT_DAYS) return 0;
  // A rise of two weeks and a slower decline: Bazin et al. 2009, A&A 499, 653, equation 1.
  return (2.2 * peakNjy * Math.exp(-(age - 18) / 28)) / (1 + Math.exp(-(age - 16) / 4));
}

/** One look at an object. */
export interface LsstVisit {
  readonly object: LsstObject;
  /** The day of it, MJD (UTC). */
  readonly day: number;
  readonly mjd: number;
  readonly band: LsstBand;
  readonly visit: bigint;
  readonly detector: number;
  readonly diaSourceId: bigint;
  readonly fluxNjy: number;
  readonly errorNjy: number;
}

const DETECTORS = 189;
const SEQUENCE_PER_DAY = 2200;
/** A night begins after 0 h UT at Cerro Pachón and ends before 10 h. */
const NIGHT = { from: 0.03, to: 0.4 } as const;
const DETECTION_SNR = 5;
const MJD_OF_UNIX_EPOCH = 40_587;
const MJD_2010 = 55_197;

/** The visit of a day; null on days on which the object's field is not looked at. */
export function visitOf(seed: number, object: LsstObject, day: number): LsstVisit | null {
  const since = day - object.phaseDays;
  if (since % CADENCE_DAYS !== 0) return null;
  const key = hashKeys(seed, object.number, day);
  const fraction = NIGHT.from + (NIGHT.to - NIGHT.from) * unitOf(key);
  const sequence = Math.floor(fraction * SEQUENCE_PER_DAY);
  // The observatory's day ends at noon UT−12.
  const observingDay = day - 1;
  const date = new Date((observingDay - MJD_OF_UNIX_EPOCH) * 86_400_000).toISOString();
  const detector = hashKeys(object.number, 7) % DETECTORS;
  const image =
    BigInt(detector + 256 * sequence) + 256n * 32_768n * BigInt(observingDay - MJD_2010);
  const mjd = day + fraction;
  const errorNjy = 120 + 80 * unitOf(hashKeys(key, 1));
  return {
    ...{ object, day, mjd, detector, errorNjy },
    band: BANDS[(since / CADENCE_DAYS) % BANDS.length] ?? 'r',
    visit: BigInt(date.slice(0, 10).replaceAll('-', '')) * 100_000n + BigInt(sequence),
    diaSourceId: image * 524_288n + BigInt(object.number % 524_288) + 1n,
    fluxNjy: differenceNjy(object, mjd) + errorNjy * new Rng(hashKeys(key, 2)).normal(),
  };
}

export function isDetected({ fluxNjy, errorNjy }: LsstVisit): boolean {
  return Math.abs(fluxNjy) >= DETECTION_SNR * errorNjy;
}
