import type { AvroObject } from '@fritz/formats';
import { jdToMjd, twoMassToAb } from '@fritz/sky';
import type { AvroSurvey, PointPhotometry } from '../avro-survey/avro-survey.ts';
import { differenceFlux, isPositive, magOf, numberOf, startOf } from '../avro-survey/flux.ts';
import { PacketError } from '../survey.ts';
import { alertFlags, FLAG_FIELDS, solarSystemMatch } from '../ztf/alert-flags.ts';
import type { ZtfCandidate } from '../ztf/packet.ts';
import { WINTER_SCHEMA } from './winter-schema.ts';

interface WinterBand {
  readonly band: string;
  readonly toAb: number;
}

/**
 * WINTER's bands by its filter id. The survey's pipeline (mirar, `winter_filters_map` and
 * `winter_photometric_catalog_generator`) numbers Y 1, J 2, Hs 3 and darks 4, whatever the text in
 * the packet's schema says; it calibrates J and Hs on 2MASS, so that their magnitudes are of the
 * Vega system, and Y on Pan-STARRS1's y, which is AB (Tonry et al. 2012, ApJ 750, 99). The bands' names are those
 * that the marshal has for the instrument.
 */
const BANDS: Readonly<Record<number, WinterBand>> = {
  1: { band: 'desy', toAb: 0 },
  2: { band: '2massj', toAb: twoMassToAb('J') },
  3: { band: '2massh', toAb: twoMassToAb('H') },
};

/** `diffmaglim` is an expected 5σ limit, says the survey's schema. */
const LIMIT_SIGMA = 5;

interface Candidate {
  readonly candid: bigint;
  readonly fid: number;
  readonly programid: number;
  readonly jd: number;
  readonly ra: number;
  readonly dec: number;
  readonly magpsf: number;
  readonly [field: string]: unknown;
}

/** WINTER at Palomar, packet schema 0.1 of its pipeline, mirar. */
export const WINTER: AvroSurvey = {
  name: 'winter',
  title: 'WINTER',
  collection: 'WNTR_alerts',
  streams: [{ name: 'WINTER', programIds: [1, 2, 3], autoJoin: false }],
  // Candids are numbered one after another.
  partitionCandids: 10_000_000n,
  marks: ['objectid', 'candidate.progname', 'cutout_science'],
  schema: WINTER_SCHEMA,
  records: { candidate: '' },
  topPrefix: '',
  keys: {
    objectid: 'object_id',
    candid: 'candid',
    'candidate.candid': 'candid',
    'candidate.programid': 'programid',
  },
  histories: { detections: 'prv_candidates', forced: null },
  stamps: {
    science: 'cutout_science',
    template: 'cutout_template',
    difference: 'cutout_difference',
  },
  stampForm: 'gzip',
  historyDays: 1000,
  always: [],
  identify(packet) {
    const { candid, programid: programId, ra, dec, jd, fid } = packet.candidate as Candidate;
    if (!BANDS[fid]) throw new PacketError('bad_value', `fid ${fid} is no band of WINTER's`);
    return { candid, objectId: packet.objectid as string, programId, ra, dec, jd };
  },
  // The points of a history name the field otherwise.
  ownPoint(packet) {
    const candidate = packet.candidate as Candidate;
    return { ...candidate, fieldid: candidate.field };
  },
  pointKeys: { detection: ['jd', 'fid', 'candid'], forced: [] },
  pointId: ({ candid, jd, fid }) => (typeof candid === 'bigint' ? candid : `limit ${jd} ${fid}`),
  pointJd: ({ jd }) => jd as number,
  photometryFields: { detection: ['magpsf', 'sigmapsf', 'isdiffpos', 'ra', 'dec'], forced: [] },
  photometry,
  shown: { schemavsn: 'schemavsn', publisher: 'publisher', candidate: 'candidate' },
  pointExtras: null,
  properties: {
    bands: ['Y', 'J', 'Hs'],
    colours: [
      ['Y', 'J'],
      ['J', 'Hs'],
    ],
    shortBands: { desy: 'Y', '2massj': 'J', '2massh': 'Hs' },
    from: ['jdstarthist', 'fid', ...FLAG_FIELDS].map((field) => `candidate.${field}`),
    unknown: [],
    // Its candidates have ZTF's fields of neighbours.
    flags(packet) {
      const candidate = packet.candidate as ZtfCandidate;
      return { ...alertFlags(candidate), sso: solarSystemMatch(candidate, 'winter') };
    },
    startedJd: ({ candidate }) => startOf((candidate as Candidate).jdstarthist),
  },
  wordFields: ['candidate.magpsf', 'candidate.fid', 'candidate.rb'],
  words(packet) {
    const { magpsf, fid, rb } = packet.candidate as Candidate;
    const mag = magOf(magpsf);
    const known = BANDS[fid];
    if (!known) return { mag: null, band: null, drb: null, rb: numberOf(rb) };
    const { band, toAb } = known;
    return { mag: mag === null ? null : mag + toAb, band, drb: null, rb: numberOf(rb) };
  },
};

function photometry(point: AvroObject): PointPhotometry | null {
  const known = BANDS[point.fid as number];
  if (!known) return null;
  const mag = magOf(point.magpsf);
  return {
    instrument: 'WNTR',
    band: known.band,
    mjd: jdToMjd(point.jd as number),
    // Of a point the packet tells neither exposure time nor limit.
    exptimeS: null,
    ...differenceFlux({
      mag: mag === null ? null : mag + known.toAb,
      magErr: numberOf(point.sigmapsf),
      isPositive: isPositive(point.isdiffpos),
      limitingMag: null,
      limitingMagSigma: LIMIT_SIGMA,
    }),
    refFluxUjy: null,
    refFluxErrUjy: null,
    limitingMag: null,
    limitingMagSigma: null,
    ra: numberOf(point.ra),
    dec: numberOf(point.dec),
    candid: typeof point.candid === 'bigint' ? point.candid : null,
  };
}
