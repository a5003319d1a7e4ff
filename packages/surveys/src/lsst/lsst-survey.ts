import type { AvroObject } from '@fritz/formats';
import { fluxErrUjyToMagErr, fluxUjyToMag, JD_OF_MJD_ZERO, taiToUtcMjd } from '@fritz/sky';
import type {
  AvroSurvey,
  PointKind,
  PointPhotometry,
  PropertyFlags,
} from '../avro-survey/avro-survey.ts';
import { numberOf } from '../avro-survey/flux.ts';
import { PacketError } from '../survey.ts';
import { LSST_SCHEMA } from './lsst-schema.ts';

/** Rubin's fluxes are nanojansky, AB (LSE-163, Data Products Definition Document). */
const UJY_PER_NJY = 1e-3;

/**
 * The alert stream is world-public and has no programmes (LDM-612); a packet that names one all
 * the same, as the survey's own example does, is of that.
 */
const PUBLIC = 1;

/**
 * A diaSourceId holds, from its low bits on, a counter (19), the detector (8), the exposure's number
 * in its night (15) and the night's number since 2010-01-01 (Rubin technote "Components of LSST
 * image and catalog row IDs"): so 2^42 ids a night. A partition has thirty nights.
 */
const IDS_PER_NIGHT = 2n ** 42n;
const PARTITION_NIGHTS = 30n;

interface DiaSource {
  readonly diaSourceId: bigint;
  readonly diaObjectId?: bigint | null;
  readonly ssObjectId?: bigint | null;
  readonly midpointMjdTai: number;
  readonly ra: number;
  readonly dec: number;
  readonly [field: string]: unknown;
}

/** Julian date (UTC) of mid-exposure, of which Rubin gives the modified one in TAI. */
function utcJd(midpointMjdTai: unknown): number {
  return taiToUtcMjd(midpointMjdTai as number) + JD_OF_MJD_ZERO;
}

/** The Vera C. Rubin Observatory's alerts: packet schemas from version 9 on, read by their own. */
export const LSST: AvroSurvey = {
  name: 'lsst',
  title: 'LSST',
  collection: 'LSST_alerts',
  streams: [{ name: 'LSST Public', programIds: [PUBLIC], autoJoin: true }],
  partitionCandids: IDS_PER_NIGHT * PARTITION_NIGHTS,
  marks: ['diaSource.diaSourceId', 'diaSource.midpointMjdTai', 'prvDiaSources'],
  schema: LSST_SCHEMA,
  records: { diaSource: '', diaObject: 'diaobject_', ssSource: 'ss_', mpc_orbits: 'orbit_' },
  topPrefix: 'alert_',
  keys: { 'diaSource.diaSourceId': 'candid' },
  histories: { detections: 'prvDiaSources', forced: 'prvDiaForcedSources' },
  stamps: { science: 'cutoutScience', template: 'cutoutTemplate', difference: 'cutoutDifference' },
  stampForm: 'any',
  historyDays: 365,
  always: ['midpointMjdTai', 'psfFlux', 'psfFluxErr'].map((field) => `diaSource.${field}`),
  identify,
  ownPoint: (packet) => packet.diaSource as DiaSource,
  pointKeys: {
    detection: ['diaSourceId', 'midpointMjdTai'],
    forced: ['diaForcedSourceId', 'midpointMjdTai'],
  },
  pointId: (point, kind) =>
    (kind === 'forced' ? point.diaForcedSourceId : point.diaSourceId) as bigint,
  pointJd: ({ midpointMjdTai }) => utcJd(midpointMjdTai),
  photometryFields: {
    detection: ['psfFlux', 'psfFluxErr', 'band', 'ra', 'dec', 'templateFlux', 'templateFluxErr'],
    forced: ['psfFlux', 'psfFluxErr', 'band', 'ra', 'dec'],
  },
  photometry,
  shown: {
    diaSource: 'candidate',
    diaObject: 'diaObject',
    ssSource: 'ssSource',
    mpc_orbits: 'mpc_orbits',
    observation_reason: 'observation_reason',
    target_name: 'target_name',
  },
  pointExtras: {
    from: ['psfFlux', 'psfFluxErr'],
    // As BOOM's filters know them.
    fields: [
      ['jd', 'double'],
      ['magpsf', 'double'],
      ['sigmapsf', 'double'],
      ['isdiffpos', 'bool'],
    ],
    add: addMagnitude,
  },
  properties: {
    bands: ['u', 'g', 'r', 'i', 'z', 'y'],
    colours: [
      ['u', 'g'],
      ['g', 'r'],
      ['r', 'i'],
      ['i', 'z'],
      ['z', 'y'],
      ['g', 'i'],
    ],
    shortBands: Object.fromEntries([...'ugrizy'].map((band) => [`lsst${band}`, band])),
    from: [
      ...['ssObjectId', 'scienceFlux', 'scienceFluxErr'].map((field) => `diaSource.${field}`),
      ...['ssObjectId', 'designation', 'ephOffset', 'ephVmag'].map((field) => `ssSource.${field}`),
      'diaObject.firstDiaSourceMjdTai',
    ],
    unknown: ['star', 'near_brightstar'],
    flags: flagsOf,
    // Of the visit image itself.
    totalFlux: ({ scienceFlux, scienceFluxErr }) => ({
      fluxUjy: inUjy(scienceFlux),
      fluxErrUjy: inUjy(scienceFluxErr),
    }),
    startedJd({ diaObject }) {
      const first = (diaObject as DiaObject | null | undefined)?.firstDiaSourceMjdTai;
      return numberOf(first) === null ? null : utcJd(first);
    },
  },
  wordFields: ['psfFlux', 'band', 'reliability'].map((field) => `diaSource.${field}`),
  words(packet) {
    const { psfFlux, band, reliability } = packet.diaSource as DiaSource;
    const flux = numberOf(psfFlux);
    return {
      mag: flux === null ? null : fluxUjyToMag(Math.abs(flux) * UJY_PER_NJY),
      band: bandOf(band),
      drb: null,
      rb: numberOf(reliability),
    };
  },
};

interface SsSource {
  readonly ssObjectId?: bigint | null;
  readonly designation?: string | null;
  readonly ephOffset?: number | null;
  readonly ephVmag?: number | null;
}

interface DiaObject {
  readonly firstDiaSourceMjdTai?: number | null;
}

/** Rubin attributes a source to a known object of the solar system; of stars its packets say nothing. */
function flagsOf(packet: Readonly<Record<string, unknown>>): PropertyFlags {
  const source = packet.ssSource as SsSource | null | undefined;
  const known = (packet.diaSource as DiaSource).ssObjectId || source?.ssObjectId;
  const isKnown = Boolean(known);
  return {
    rock: isKnown,
    star: null,
    near_brightstar: null,
    sso: {
      is_sso: isKnown,
      designation: source?.designation ?? null,
      separation_arcsec: numberOf(source?.ephOffset),
      predicted_mag: numberOf(source?.ephVmag),
      source: isKnown ? 'rubin' : null,
    },
  };
}

function identify(packet: Readonly<Record<string, unknown>>) {
  const source = packet.diaSource as DiaSource;
  const { diaSourceId: candid, ra, dec, midpointMjdTai, programId } = source;
  return {
    candid,
    objectId: objectIdOf(source, packet),
    programId: typeof programId === 'number' ? programId : PUBLIC,
    ra,
    dec,
    jd: utcJd(midpointMjdTai),
  };
}

/** The diaObject, or a solar-system object, that the source belongs to. */
function objectIdOf(
  { diaObjectId, ssObjectId }: DiaSource,
  { diaObject, ssSource }: Readonly<Record<string, unknown>>,
): string {
  const sky = diaObjectId || (diaObject as DiaSource | null | undefined)?.diaObjectId;
  if (sky) return String(sky);
  const solar = ssObjectId || (ssSource as DiaSource | null | undefined)?.ssObjectId;
  if (solar) return `sso${solar}`;
  throw new PacketError('bad_value', 'the packet names neither a diaObject nor an ssObject');
}

function bandOf(band: unknown): string | null {
  return typeof band === 'string' && /^[ugrizy]$/.test(band) ? `lsst${band}` : null;
}

/** The magnitude of a flux whatever its sign, which `isdiffpos` tells; nothing where there is none. */
function addMagnitude(point: Record<string, unknown>): void {
  point.jd = utcJd(point.midpointMjdTai);
  const flux = numberOf(point.psfFlux);
  if (flux === null || flux === 0) return;
  const size = Math.abs(flux) * UJY_PER_NJY;
  const error = numberOf(point.psfFluxErr);
  point.magpsf = fluxUjyToMag(size);
  if (error !== null) point.sigmapsf = fluxErrUjyToMagErr(error * UJY_PER_NJY, size);
  point.isdiffpos = flux > 0;
}

function inUjy(flux: unknown): number | null {
  const njy = numberOf(flux);
  return njy === null ? null : njy * UJY_PER_NJY;
}

function photometry(point: AvroObject, kind: PointKind): PointPhotometry | null {
  const band = bandOf(point.band);
  if (band === null) return null;
  return {
    instrument: 'LSST',
    band,
    mjd: utcJd(point.midpointMjdTai) - JD_OF_MJD_ZERO,
    exptimeS: null,
    fluxUjy: inUjy(point.psfFlux),
    fluxErrUjy: inUjy(point.psfFluxErr),
    refFluxUjy: inUjy(point.templateFlux),
    refFluxErrUjy: inUjy(point.templateFluxErr),
    limitingMag: null,
    limitingMagSigma: null,
    ra: numberOf(point.ra),
    dec: numberOf(point.dec),
    candid: kind === 'detection' ? (point.diaSourceId as bigint) : null,
  };
}
