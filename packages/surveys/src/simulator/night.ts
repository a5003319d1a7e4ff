/** Plays nights of the simulated survey as a stream of alert packets. */
import { nightToNid } from './calendar.ts';
import { calibrate } from './calibration.ts';
import { measurePast } from './history.ts';
import { candidOf, type Measurement, measure } from './measurement.ts';
import { describePacket, encodePacket } from './packet.ts';
import { DEFAULT_KIND_WEIGHTS, type KindWeights, Population } from './population.ts';
import { type Exposure, Observatory, type ProgramWeights } from './schedule.ts';
import type { SimulatedKind } from './sky-object.ts';

export interface SimulationOptions {
  /** Names the sky: the same seed gives the same objects on every night and every machine. */
  readonly seed: number;
  /** First night, UT date YYYYMMDD. */
  readonly night: string;
  /** Alerts per night. The sky is as crowded as this needs, so keep it from night to night. */
  readonly alerts: number;
  /** Consecutive nights to play, 1 by default. */
  readonly nights?: number;
  /** Shares of exposures by programme; 60 % public by default. Part of the sky, like the seed. */
  readonly programIds?: Partial<ProgramWeights>;
  /** Shares of kinds among the alerts; what is left out keeps its default. Part of the sky. */
  readonly kinds?: Partial<KindWeights>;
  /** How far back a packet tells of its object, 30 days by default. */
  readonly historyDays?: number;
}

export interface SimulatedPacket {
  /** An Avro object container with one record of ZTF's schema 4.02. */
  readonly bytes: Uint8Array;
  readonly objectId: string;
  readonly candid: bigint;
  /** Start of exposure, Julian date (UTC). */
  readonly jd: number;
  readonly programId: number;
  /** What it truly is: nothing in the packet tells. */
  readonly kind: SimulatedKind;
}

const DEFAULT_PROGRAMS: ProgramWeights = { 1: 0.6, 2: 0.25, 3: 0.15 };
const DEFAULT_HISTORY_DAYS = 30;

function checkCount(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 0) throw new RangeError(`${name} must be 0 or more`);
}

/**
 * Alerts of a night in the order of their exposures, made one at a time as they are asked for.
 * Deterministic: the same options give the same records (the gzip bytes of the cutouts may differ
 * between zlib versions, their pixels do not). Throws RangeError for a date before the survey or a
 * count that is no whole number.
 */
export function* simulateNight(options: SimulationOptions): Generator<SimulatedPacket> {
  for (const { measurement, record } of describeNights(options)) {
    const { object, exposure } = measurement;
    yield {
      bytes: encodePacket(record),
      objectId: object.objectId,
      candid: candidOf(measurement),
      jd: exposure.jd,
      programId: exposure.programId,
      kind: object.kind,
    };
  }
}

/** The same packets before they are encoded, in the survey's words. */
export function* simulateRecords(options: SimulationOptions): Generator<Record<string, unknown>> {
  for (const { record } of describeNights(options)) yield record;
}

interface DescribedPacket {
  readonly measurement: Measurement;
  readonly record: Record<string, unknown>;
}

function* describeNights(options: SimulationOptions): Generator<DescribedPacket> {
  const { seed, alerts, nights = 1, historyDays = DEFAULT_HISTORY_DAYS } = options;
  checkCount('alerts', alerts);
  checkCount('nights', nights);
  const firstNid = nightToNid(options.night);
  const programs = options.programIds
    ? { 1: 0, 2: 0, 3: 0, ...options.programIds }
    : DEFAULT_PROGRAMS;
  const observatory = new Observatory(seed, programs);
  const kinds = { ...DEFAULT_KIND_WEIGHTS, ...options.kinds };
  const population = new Population(seed, kinds, alerts);
  for (let nid = firstNid; nid < firstNid + nights; nid++) {
    for (const measurement of detectionsOf(observatory, population, nid, alerts)) {
      const record = recordOf(observatory, measurement, historyDays);
      yield { measurement, record };
    }
  }
}

/** Detections of a night: lasting objects first, filled up with things seen once. */
function* detectionsOf(
  observatory: Observatory,
  population: Population,
  nid: number,
  alerts: number,
): Generator<Measurement> {
  const { exposures } = observatory.nightOf(nid);
  let sent = 0;
  for (const [index, exposure] of exposures.entries()) {
    const wanted = Math.round((alerts * (index + 1)) / exposures.length);
    const found = detectLasting(population, exposure);
    for (let number = 0; sent + found.length < wanted; number++) {
      const single = population.singleOf(exposure, number);
      found.push(measure(single, exposure, calibrate(exposure, single.rcid)));
    }
    found.sort((a, b) => a.object.rcid - b.object.rcid || a.object.tblid - b.object.tblid);
    for (const detection of found) {
      if (sent === alerts) return;
      sent++;
      yield detection;
    }
  }
}

function detectLasting(population: Population, exposure: Exposure): Measurement[] {
  const detections: Measurement[] = [];
  for (const object of population.objectsOf(exposure.field, exposure.jd)) {
    const detection = measure(object, exposure, calibrate(exposure, object.rcid));
    if (detection.isDetected) detections.push(detection);
  }
  return detections;
}

function recordOf(observatory: Observatory, measurement: Measurement, historyDays: number) {
  const { object, exposure } = measurement;
  const windowJd = exposure.jd - historyDays;
  const pastFromJd = object.isTransient ? Math.min(object.startJd, windowJd) : windowJd;
  const past = measurePast(observatory, object, exposure, pastFromJd);
  return describePacket({ measurement, past, pastFromJd, historyDays });
}
