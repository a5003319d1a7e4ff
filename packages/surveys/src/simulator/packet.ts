/** Puts one alert packet together: the record of schema 4.02, in an Avro object container. */
import { compileEncoder, type Encoder, parseSchema, writeContainer } from '@fritz/formats';
import { ZTF_ALERT_SCHEMA_4_02, ZTF_SCHEMA_VERSION } from '../ztf/schema/ztf-4-02.ts';
import { JD_OF_NID_ZERO, SURVEY_START_NID } from './calendar.ts';
import { fileNameOf, processingId, referenceId, referenceImage } from './calibration.ts';
import { describeForced, describePast, RB_VERSION, visiblePast } from './history.ts';
import { candidOf, describeDetection, type Measurement } from './measurement.ts';
import { neighboursOf, type Ps1Source } from './neighbours.ts';
import { hashKeys, Rng, unitOf } from './random.ts';
import { EXPOSURE_S } from './schedule.ts';
import { drawStamps } from './stamps.ts';

const PUBLISHER = 'ZTF (www.ztf.caltech.edu)';
const DRB_VERSION = 'd6_m7';
const ABSENT = -999;

/** Deep-learning score, 0 bogus to 1 real: piled up near the ends, as the real one is. */
function drawDrb(m: Measurement, rng: Rng): number {
  if (m.object.kind === 'bogus') return 0.75 * rng.unit() ** 3;
  const steepness = m.object.counterpart?.shape === 'star' ? 1.4 : 2.4;
  return Math.max(0.05, 1 - 10 ** -Math.abs(rng.normal(steepness, 1)));
}

function ps1Fields(source: Ps1Source | undefined, place: 1 | 2 | 3): Record<string, unknown> {
  return {
    [`objectidps${place}`]: source?.id ?? BigInt(ABSENT),
    [`sgmag${place}`]: source?.g ?? ABSENT,
    [`srmag${place}`]: source?.r ?? ABSENT,
    [`simag${place}`]: source?.i ?? ABSENT,
    [`szmag${place}`]: source?.z ?? ABSENT,
    [`sgscore${place}`]: source?.starScore ?? ABSENT,
    [`distpsnr${place}`]: source?.distanceArcsec ?? ABSENT,
  };
}

function catalogFields(m: Measurement): Record<string, unknown> {
  const { ps1, ps1Count, gaia, brightGaia } = neighboursOf(m.object);
  return {
    ...ps1Fields(ps1[0], 1),
    ...ps1Fields(ps1[1], 2),
    ...ps1Fields(ps1[2], 3),
    nmtchps: ps1Count,
    neargaia: gaia?.distanceArcsec ?? ABSENT,
    neargaiabright: brightGaia?.distanceArcsec ?? ABSENT,
    maggaia: gaia?.mag ?? ABSENT,
    maggaiabright: brightGaia?.mag ?? ABSENT,
  };
}

/** Per day, for the years before a packet's history, which are estimated; upper ends. */
const VARIABLE_DETECTIONS_PER_DAY = 0.3;
const COVERAGE_PER_DAY = 0.9;

/**
 * Counts over the survey. A transient's are exact since its first light; a variable's are exact
 * within `past` and estimated before it.
 */
function countFields(m: Measurement, past: readonly Measurement[], pastFromJd: number) {
  const { object, exposure } = m;
  const detections = past.filter((old) => old.isDetected);
  const activity = VARIABLE_DETECTIONS_PER_DAY * (0.02 + 0.98 * unitOf(object.key + 1) ** 2);
  const coverage = COVERAGE_PER_DAY * (0.4 + 0.6 * unitOf(object.key + 2));
  const surveyDays = exposure.jd - JD_OF_NID_ZERO - SURVEY_START_NID;
  const earlierDays = object.isTransient ? 0 : Math.max(0, pastFromJd - object.startJd);
  const firstJd = object.isTransient
    ? (detections[0]?.exposure.jd ?? exposure.jd)
    : Number(object.startJd.toFixed(7));
  return {
    ndethist: 1 + detections.length + Math.floor(activity * earlierDays),
    ncovhist: past.length + 60 + Math.floor(coverage * surveyDays),
    jdstarthist: firstJd,
    jdendhist: exposure.jd,
  };
}

function exposureFields(m: Measurement): Record<string, unknown> {
  const { exposure, calibration, object } = m;
  const rng = new Rng(hashKeys(exposure.key, calibration.rcid, 91));
  const reference = referenceImage(exposure.field.id, exposure.fid, object.rcid);
  return {
    jd: exposure.jd,
    fid: exposure.fid,
    pid: processingId(exposure, calibration.rcid),
    diffmaglim: calibration.limitingMag,
    pdiffimfilename: fileNameOf(exposure, calibration.rcid),
    programpi: exposure.programPi,
    programid: exposure.programId,
    tooflag: null,
    rfid: referenceId(exposure, calibration.rcid),
    jdstartref: reference.startJd,
    jdendref: reference.endJd,
    nframesref: reference.frames,
    rbversion: RB_VERSION,
    magzpsci: calibration.zeroPointMag,
    magzpsciunc: calibration.zeroPointUnc,
    magzpscirms: calibration.zeroPointRms,
    nmatches: calibration.nmatches,
    clrcoeff: calibration.colorCoeff,
    clrcounc: calibration.colorCoeffUnc,
    zpclrcov: -0.9 * calibration.zeroPointUnc,
    zpmed: calibration.zeroPointMag + rng.normal(0, 0.05),
    clrmed: calibration.colorMedian,
    clrrms: calibration.colorRms,
    exptime: EXPOSURE_S,
    drbversion: DRB_VERSION,
  };
}

function significanceFields(m: Measurement, rng: Rng): Record<string, unknown> {
  const dsnrms = 0.45 * m.snr * rng.between(0.7, 1.2);
  const ssnrms = (dsnrms + m.referenceFluxDn / m.fluxUncDn / 3) * rng.between(1.6, 3);
  return { dsnrms, ssnrms, dsdiff: dsnrms - ssnrms, drb: drawDrb(m, rng) };
}

export interface PacketContent {
  readonly measurement: Measurement;
  /** Before the alert, by rising time, from `pastFromJd` on; all programmes. */
  readonly past: readonly Measurement[];
  readonly pastFromJd: number;
  readonly historyDays: number;
}

/** The packet's record, in the survey's words. */
export function describePacket(content: PacketContent): Record<string, unknown> {
  const { measurement: m, past, pastFromJd, historyDays } = content;
  const { exposure, calibration, object } = m;
  const rng = new Rng(hashKeys(object.key, exposure.key, 92));
  const candid = candidOf(m);
  const recent = visiblePast(past, exposure).filter(
    (old) => old.exposure.jd >= exposure.jd - historyDays,
  );
  const forced = recent.filter((old) => old.exposure.nid < exposure.nid).reverse();
  const stamps = drawStamps(m);
  const subtraction = m.fluxDn > 0 ? 'scimref' : 'refmsci';
  const stem = `candid${candid}_pid${processingId(exposure, calibration.rcid)}_targ_`;
  return {
    schemavsn: ZTF_SCHEMA_VERSION,
    publisher: PUBLISHER,
    objectId: object.objectId,
    candid,
    candidate: {
      ...describeDetection(m),
      ...exposureFields(m),
      ...catalogFields(m),
      ...countFields(m, past, pastFromJd),
      ...significanceFields(m, rng),
    },
    prv_candidates: recent.length === 0 ? null : recent.map(describePast),
    fp_hists: forced.length === 0 ? null : forced.map(describeForced),
    cutoutScience: { fileName: `${stem}sci.fits.gz`, stampData: stamps.science },
    cutoutTemplate: { fileName: `candid${candid}_ref.fits.gz`, stampData: stamps.template },
    cutoutDifference: { fileName: `${stem}${subtraction}.fits.gz`, stampData: stamps.difference },
  };
}

let encoder: Encoder | null = null;
const SCHEMA_JSON = JSON.stringify(ZTF_ALERT_SCHEMA_4_02);
/** Any 16 bytes do: they must only be the same for the same packet. */
const SYNC = new TextEncoder().encode('fritz-simulator.');

export function encodePacket(record: Record<string, unknown>): Uint8Array {
  encoder ??= compileEncoder(parseSchema(ZTF_ALERT_SCHEMA_4_02));
  return writeContainer({ schemaJson: SCHEMA_JSON, records: [encoder.encode(record)], sync: SYNC });
}
