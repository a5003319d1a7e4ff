import {
  type AvroRecordSchema,
  type AvroSchema,
  canonicalForm,
  compileEncoder,
  writeContainer,
} from '@fritz/formats';
import { isoToMjd, utcToTaiMjd } from '@fritz/sky';
import { LSST_SCHEMA } from '../../lsst/lsst-schema.ts';
import { withoutNull } from '../../nullable.ts';
import type { SimulatedPacket } from '../night.ts';
import { isDetected, type LsstVisit, lsstObject, visitOf } from './objects.ts';
import { lsstStamps } from './stamps.ts';

export interface LsstSimulation {
  /** Names the sky: the same seed gives the same objects on every night. */
  readonly seed: number;
  /** UT date YYYYMMDD. */
  readonly night: string;
  readonly alerts: number;
  /** A schema's number: the packets are bare records in Confluent's wire format, not containers. */
  readonly schemaId?: number | null;
  /** How far back a packet tells of its object, 365 days by default. */
  readonly historyDays?: number;
}

/** The schema of the packets, as a registry has it. */
export const LSST_SCHEMA_JSON = canonicalForm(LSST_SCHEMA);

const SYNC = new Uint8Array(16).fill(0x4c);
const HISTORY_DAYS = 365;
const MJD_OF_JD_ZERO = 2_400_000.5;

/** Alerts of a night in the order of their exposures, of the survey's schema 10.0 and its size. */
export function* simulateLsstNight(options: LsstSimulation): Generator<SimulatedPacket> {
  const { seed, night, alerts, schemaId = null, historyDays = HISTORY_DAYS } = options;
  if (!Number.isInteger(alerts) || alerts < 0) throw new RangeError('alerts must be 0 or more');
  const day = isoToMjd(night.replace(/^(\d{4})(\d{2})(\d{2})$/, '$1-$2-$3'));
  if (day === null) throw new RangeError(`${night} is no date`);
  const encoder = compileEncoder(LSST_SCHEMA);
  for (const visit of detectionsOf(seed, day, alerts)) {
    const record = encoder.encode(describe(seed, visit, historyDays));
    yield {
      bytes: schemaId === null ? contain(record) : bare(schemaId, record),
      objectId: String(visit.object.diaObjectId),
      candid: visit.diaSourceId,
      jd: visit.mjd + MJD_OF_JD_ZERO,
      programId: 1,
      kind: visit.object.kind,
    };
  }
}

function detectionsOf(seed: number, day: number, alerts: number): LsstVisit[] {
  const found: LsstVisit[] = [];
  for (let number = 0; found.length < alerts; number++) {
    const visit = visitOf(seed, lsstObject(seed, number), day);
    if (visit && isDetected(visit)) found.push(visit);
  }
  return found.sort((a, b) => (a.diaSourceId < b.diaSourceId ? -1 : 1));
}

function contain(record: Uint8Array): Uint8Array {
  return writeContainer({ schemaJson: LSST_SCHEMA_JSON, records: [record], sync: SYNC });
}

function bare(schemaId: number, record: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(5 + record.length);
  new DataView(bytes.buffer).setUint32(1, schemaId);
  bytes.set(record, 5);
  return bytes;
}

function describe(seed: number, visit: LsstVisit, historyDays: number): Record<string, unknown> {
  const past: LsstVisit[] = [];
  for (let day = visit.day - 1; day > visit.day - historyDays; day--) {
    const earlier = visitOf(seed, visit.object, day);
    if (earlier) past.push(earlier);
  }
  past.reverse();
  const detections = past.filter(isDetected);
  const first = detections[0]?.mjd ?? visit.mjd;
  const { science, template, difference } = lsstStamps(visit);
  return {
    ...empty(LSST_SCHEMA),
    diaSourceId: visit.diaSourceId,
    diaSource: describeSource(visit),
    prvDiaSources: detections.map(describeSource),
    // Forced photometry begins with the first detection.
    prvDiaForcedSources: past.filter(({ mjd }) => mjd >= first).map(describeForced),
    diaObject: describeObject([...detections, visit]),
    cutoutScience: science,
    cutoutTemplate: template,
    cutoutDifference: difference,
  };
}

function recordOf(name: string): AvroRecordSchema {
  const field = LSST_SCHEMA.fields.find((one) => one.name === name);
  const schema = field && withoutNull(field.schema).schema;
  const record = schema?.type === 'array' ? schema.items : schema;
  if (record?.type !== 'record') throw new Error(`the LSST schema has no record ${name}`);
  return record;
}

/** A record without anything: nulls where these are allowed, else zeros. */
function empty(schema: AvroRecordSchema): Record<string, unknown> {
  return Object.fromEntries(schema.fields.map(({ name, schema: type }) => [name, nothing(type)]));
}

function nothing(schema: AvroSchema): unknown {
  if (withoutNull(schema).nullable) return null;
  const values: Record<string, unknown> = { long: 0n, string: '', boolean: false };
  return values[schema.type] ?? 0;
}

const SOURCE = empty(recordOf('diaSource'));
const FORCED = empty(recordOf('prvDiaForcedSources'));
const OBJECT = empty(recordOf('diaObject'));

/** A minute after the shutter closed. */
const PROCESSING_DAYS = 1 / 1440;

function describeMoment(visit: LsstVisit) {
  const midpointMjdTai = utcToTaiMjd(visit.mjd);
  return {
    diaObjectId: visit.object.diaObjectId,
    ...{ visit: visit.visit, detector: visit.detector, band: visit.band, midpointMjdTai },
    ...{ ra: visit.object.ra, dec: visit.object.dec },
    ...{ psfFlux: visit.fluxNjy, psfFluxErr: visit.errorNjy },
    timeProcessedMjdTai: midpointMjdTai + PROCESSING_DAYS,
  };
}

function describeSource(visit: LsstVisit): Record<string, unknown> {
  const { fluxNjy, errorNjy } = visit;
  const snr = Math.abs(fluxNjy) / errorNjy;
  return {
    ...SOURCE,
    ...describeMoment(visit),
    diaSourceId: visit.diaSourceId,
    ...{ x: 2000, y: 1900, raErr: 1e-5, decErr: 1e-5, snr, isNegative: fluxNjy < 0 },
    ...{ apFlux: 1.02 * fluxNjy, apFluxErr: 1.3 * errorNjy, scienceFlux: fluxNjy + errorNjy },
    ...{ psfChi2: 1680, psfNdata: 1681, extendedness: 0, reliability: 1 - 1 / (1 + snr / 5) },
    ...{ isDipole: false, pixelFlags: false, glint_trail: false },
  };
}

function describeForced(visit: LsstVisit): Record<string, unknown> {
  return {
    ...FORCED,
    ...describeMoment(visit),
    // Every visit has one, also those without a detection.
    diaForcedSourceId: visit.diaSourceId + 262_144n,
    ...{ scienceFlux: visit.fluxNjy, scienceFluxErr: visit.errorNjy },
  };
}

function describeObject(visits: readonly LsstVisit[]): Record<string, unknown> {
  const [first] = visits;
  const last = visits.at(-1);
  if (!first || !last) throw new Error('an object has a detection');
  const means = [...Map.groupBy(visits, ({ band }) => band)].flatMap(([band, ofBand]) => {
    const fluxes = ofBand.map(({ fluxNjy }) => fluxNjy);
    const mean = fluxes.reduce((sum, flux) => sum + flux, 0) / fluxes.length;
    return [
      [`${band}_psfFluxMean`, mean],
      [`${band}_psfFluxMin`, Math.min(...fluxes)],
      [`${band}_psfFluxMax`, Math.max(...fluxes)],
      [`${band}_psfFluxNdata`, fluxes.length],
    ] as const;
  });
  const { object } = last;
  return {
    ...OBJECT,
    ...{ diaObjectId: object.diaObjectId, ra: object.ra, dec: object.dec },
    validityStartMjdTai: utcToTaiMjd(last.mjd) + PROCESSING_DAYS,
    ...Object.fromEntries(means),
    firstDiaSourceMjdTai: utcToTaiMjd(first.mjd),
    lastDiaSourceMjdTai: utcToTaiMjd(last.mjd),
    nDiaSources: visits.length,
  };
}
