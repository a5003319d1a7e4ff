/** What a packet tells about the past: detections, upper limits and forced photometry. */

import {
  archivePathOf,
  type Calibration,
  calibrate,
  processingId,
  referenceId,
} from './calibration.ts';
import { describeDetection, type Measurement, measure, referenceMatch } from './measurement.ts';
import { hashKeys, Rng } from './random.ts';
import { EXPOSURE_S, type Exposure, type Observatory } from './schedule.ts';
import type { SkyObject } from './sky-object.ts';

export const RB_VERSION = 't17_f5_c3';

/** ZTF writes this in forced photometry where nothing could be measured. */
const NOT_MEASURED = -99999;
const FORCED_UNC_RATIO = 0.78;

/** Public packets tell only of public images; private ones add their own programme's. */
function mayTell(packetProgram: number, pastProgram: number): boolean {
  return pastProgram === 1 || pastProgram === packetProgram;
}

/** All of the object's past on its field from `fromJd` on, before the exposure, rights apart. */
export function measurePast(
  observatory: Observatory,
  object: SkyObject,
  exposure: Exposure,
  fromJd: number,
): Measurement[] {
  return observatory
    .exposuresOf(object.field.id, fromJd, exposure.jd)
    .map((past) => measure(object, past, calibrate(past, object.rcid)));
}

export function visiblePast(past: readonly Measurement[], packet: Exposure): Measurement[] {
  return past.filter((m) => mayTell(packet.programId, m.exposure.programId));
}

function exposureFields(exposure: Exposure, calibration: Calibration) {
  return {
    jd: exposure.jd,
    fid: exposure.fid,
    pid: processingId(exposure, calibration.rcid),
    diffmaglim: calibration.limitingMag,
    pdiffimfilename: archivePathOf(exposure, calibration.rcid),
    programpi: exposure.programPi,
    programid: exposure.programId,
  };
}

function zeroPointFields(calibration: Calibration) {
  return {
    magzpsci: calibration.zeroPointMag,
    magzpsciunc: calibration.zeroPointUnc,
    magzpscirms: calibration.zeroPointRms,
    clrcoeff: calibration.colorCoeff,
    clrcounc: calibration.colorCoeffUnc,
  };
}

/** One entry of `prv_candidates`; in an upper limit all that is absent is null. */
export function describePast(m: Measurement): Record<string, unknown> {
  const { exposure, calibration } = m;
  const common = { ...exposureFields(exposure, calibration), ...zeroPointFields(calibration) };
  if (m.isDetected) {
    const solarSystem = { ssdistnr: null, ssmagnr: null, ssnamenr: null };
    return { ...describeDetection(m), ...solarSystem, ...common, rbversion: RB_VERSION };
  }
  return {
    ...common,
    nid: exposure.nid,
    rcid: calibration.rcid,
    field: exposure.field.id,
    rbversion: RB_VERSION,
  };
}

/** ZTF's codes: 0 good; 56 a bad pixel near; 57 few pixels; 55 no fit; 61 source off the image. */
const STATUSES = ['0', '61', '56', '57', '55'] as const;
const STATUS_SHARES = [0.8, 0.1, 0.06, 0.02, 0.02] as const;

/** One entry of `fp_hists`: flux at the object's place, found or not, in DN. */
export function describeForced(m: Measurement): Record<string, unknown> {
  const { object, exposure, calibration } = m;
  const rng = new Rng(hashKeys(object.key, exposure.key, 71));
  const status = STATUSES[rng.weighted(STATUS_SHARES)] ?? '0';
  const isMeasured = status !== '61' && status !== '55';
  const fluxUncDn = FORCED_UNC_RATIO * m.fluxUncDn;
  const sloppiness = status === '0' ? 0.2 : 1;
  const fluxDn = m.fluxDn + sloppiness * fluxUncDn * rng.normal();
  const hasReference = isMeasured && object.counterpart !== null;
  const reference = hasReference ? referenceMatch(object, exposure.fid) : null;
  return {
    field: exposure.field.id,
    rcid: calibration.rcid,
    fid: exposure.fid,
    pid: processingId(exposure, calibration.rcid),
    rfid: referenceId(exposure, calibration.rcid),
    sciinpseeing: calibration.seeingPx,
    scibckgnd: calibration.skyDn,
    scisigpix: calibration.skySigmaDn,
    ...zeroPointFields(calibration),
    exptime: EXPOSURE_S,
    adpctdif1: 0.08 + 0.012 * Math.abs(rng.normal()),
    adpctdif2: 0.08 + 0.012 * Math.abs(rng.normal()),
    diffmaglim: calibration.limitingMag,
    programid: exposure.programId,
    jd: exposure.jd,
    forcediffimflux: isMeasured ? fluxDn : NOT_MEASURED,
    forcediffimfluxunc: isMeasured ? fluxUncDn : NOT_MEASURED,
    procstatus: status,
    distnr: reference?.distnr ?? NOT_MEASURED,
    ranr: reference?.raDeg ?? NOT_MEASURED,
    decnr: reference?.decDeg ?? NOT_MEASURED,
    magnr: reference?.magnr ?? NOT_MEASURED,
    sigmagnr: reference?.sigmagnr ?? NOT_MEASURED,
    chinr: reference?.chinr ?? NOT_MEASURED,
    sharpnr: reference?.sharpnr ?? NOT_MEASURED,
  };
}
