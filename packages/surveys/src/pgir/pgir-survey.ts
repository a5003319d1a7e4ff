import type { AvroObject } from '@fritz/formats';
import { jdToMjd, twoMassToAb } from '@fritz/sky';
import type { AvroSurvey, PointPhotometry, PropertyFlags } from '../avro-survey/avro-survey.ts';
import { differenceFlux, isPositive, magOf, numberOf, startOf } from '../avro-survey/flux.ts';
import { PGIR_SCHEMA } from './pgir-schema.ts';

/**
 * Palomar Gattini-IR observes in J alone; its magnitudes are of the Vega system, for they are
 * calibrated on 2MASS (De et al. 2020, PASP 132, 025001, §4; "J … Vega mag", Murakawa et al. 2024,
 * arXiv:2406.01720). The marshal knows its band by the name of the Carnegie Supernova Project's Js.
 */
const BAND = 'cspjs';
const TO_AB = twoMassToAb('J');

/** `diffmaglim` is an expected 5σ limit, says the survey's schema. */
const LIMIT_SIGMA = 5;

/** The packets name no programme that rights are given on: all of them are of this one. */
const PROGRAM = 1;

interface Candidate {
  readonly candid: bigint;
  readonly jd: number;
  readonly ra: number;
  readonly dec: number;
  readonly magpsf: number;
  readonly [field: string]: unknown;
}

function toAb(mag: unknown): number | null {
  const vega = magOf(mag);
  return vega === null ? null : vega + TO_AB;
}

/** Palomar Gattini-IR, packet schema 0.1. */
export const PGIR: AvroSurvey = {
  name: 'pgir',
  title: 'PGIR',
  collection: 'PGIR_alerts',
  streams: [{ name: 'PGIR', programIds: [PROGRAM], autoJoin: false }],
  // Candids are numbered one after another, some 250,000 a night.
  partitionCandids: 10_000_000n,
  marks: ['candidate.stackquadid', 'candidate.subquadpos'],
  schema: PGIR_SCHEMA,
  records: { candidate: '' },
  topPrefix: '',
  keys: { objectId: 'object_id', candid: 'candid', 'candidate.candid': 'candid' },
  histories: { detections: 'prv_candidates', forced: null },
  stamps: { science: 'cutoutScience', template: 'cutoutTemplate', difference: 'cutoutDifference' },
  stampForm: 'gzip',
  historyDays: 1000,
  always: [],
  identify(packet) {
    const { candid, ra, dec, jd } = packet.candidate as Candidate;
    return { candid, objectId: packet.objectId as string, programId: PROGRAM, ra, dec, jd };
  },
  ownPoint: (packet) => packet.candidate as Candidate,
  pointKeys: { detection: ['jd', 'subid', 'candid'], forced: [] },
  pointId: ({ candid, jd, subid }) =>
    typeof candid === 'bigint' ? candid : `limit ${jd} ${subid}`,
  pointJd: ({ jd }) => jd as number,
  photometryFields: {
    detection: ['magpsf', 'sigmapsf', 'isdiffpos', 'diffmaglim', 'ra', 'dec'],
    forced: [],
  },
  photometry,
  shown: { schemavsn: 'schemavsn', publisher: 'publisher', candidate: 'candidate' },
  pointExtras: null,
  properties: {
    bands: ['J'],
    colours: [],
    shortBands: { [BAND]: 'J' },
    from: [
      ...['jdstarthist', 'isstar', 'distnearbrstar', 'magnearbrstar'],
      ...['ssdistnr', 'ssmagnr', 'ssnamenr'],
    ].map((field) => `candidate.${field}`),
    unknown: [],
    flags: ({ candidate }) => flagsOf(candidate as Candidate),
    startedJd: ({ candidate }) => startOf((candidate as Candidate).jdstarthist),
  },
  wordFields: ['candidate.magpsf', 'candidate.drb'],
  words(packet) {
    const { magpsf, drb } = packet.candidate as Candidate;
    return { mag: toAb(magpsf), band: BAND, drb: numberOf(drb), rb: null };
  },
};

/** The survey writes "NONE" and −99 where no object of the solar system is near, and 99 for no star. */
function flagsOf(candidate: Candidate): PropertyFlags {
  const { ssnamenr: name, isstar } = candidate;
  const distance = numberOf(candidate.ssdistnr) ?? -99;
  const starArcsec = numberOf(candidate.distnearbrstar) ?? 99;
  const starMag = numberOf(candidate.magnearbrstar) ?? 99;
  const isThere = typeof name === 'string' && !['', 'NONE', 'null'].includes(name);
  return {
    rock: distance >= 0 && distance < 12 && (numberOf(candidate.ssmagnr) ?? -99) >= 0,
    star: isstar === 1,
    near_brightstar: starArcsec >= 0 && starArcsec <= 20 && starMag <= 12,
    sso: {
      is_sso: isThere,
      designation: isThere ? name : null,
      separation_arcsec: isThere && distance >= 0 ? distance : null,
      predicted_mag: isThere ? magOf(candidate.ssmagnr) : null,
      source: isThere ? 'pgir' : null,
    },
  };
}

function photometry(point: AvroObject): PointPhotometry {
  const limitingMag = toAb(point.diffmaglim);
  return {
    instrument: 'PGIR',
    band: BAND,
    mjd: jdToMjd(point.jd as number),
    // Of a point the packet tells no exposure time.
    exptimeS: null,
    ...differenceFlux({
      mag: typeof point.candid === 'bigint' ? toAb(point.magpsf) : null,
      magErr: numberOf(point.sigmapsf),
      isPositive: isPositive(point.isdiffpos),
      limitingMag,
      limitingMagSigma: LIMIT_SIGMA,
    }),
    refFluxUjy: null,
    refFluxErrUjy: null,
    limitingMag,
    limitingMagSigma: limitingMag === null ? null : LIMIT_SIGMA,
    ra: numberOf(point.ra),
    dec: numberOf(point.dec),
    candid: typeof point.candid === 'bigint' ? point.candid : null,
  };
}
