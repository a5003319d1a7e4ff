/**
 * Which field is exposed when, in which filter and for which programme. Each night is a pure
 * function of the sky's seed and the night number, so that the history of any alert can be
 * recomputed. Fields come round every second night and are taken in g and in r within the hour,
 * as in ZTF's public survey (Bellm et al. 2019, PASP 131, 068003); private programmes add i.
 */
import {
  airmassAt,
  darkHours,
  JD_OF_NID_ZERO,
  moonIllumination,
  nidToNight,
  SURVEY_START_NID,
  siderealTimeDeg,
} from './calendar.ts';
import { FIELDS, type Field } from './field-grid.ts';
import { hashKeys, Rng, unitOf } from './random.ts';

/** ZTF's filter numbers: 1 g, 2 r, 3 i. */
export type FilterId = 1 | 2 | 3;

/** Shares of the exposures that belong to ZTF's programmes: 1 public, 2 partnership, 3 Caltech. */
export type ProgramWeights = Readonly<Record<1 | 2 | 3, number>>;

export interface Exposure {
  /** Place in the night, from 0. */
  readonly index: number;
  readonly key: number;
  readonly nid: number;
  /** UT date of the night, YYYYMMDD. */
  readonly night: string;
  readonly field: Field;
  readonly fid: FilterId;
  readonly programId: 1 | 2 | 3;
  readonly programPi: string;
  /** Start of exposure, Julian date (UTC), to 1e-7 day. */
  readonly jd: number;
  /** Fraction of the day in units of 1e-7 day: file names and ids are cut from it. */
  readonly dayFraction7: number;
  readonly seeingArcsec: number;
  readonly limitingMag: number;
  readonly airmass: number;
}

export interface NightSchedule {
  readonly nid: number;
  readonly exposures: readonly Exposure[];
  readonly byField: ReadonlyMap<number, readonly Exposure[]>;
}

export const EXPOSURE_S = 30;
const READOUT_S = 10;
const SECONDS_PER_DAY = 86400;
const BLOCK_FIELDS = 20;
const CADENCE_NIGHTS = 2;
const MAX_AIRMASS = 2.5;

const LIMIT_AT_ZENITH: Readonly<Record<FilterId, number>> = { 1: 20.9, 2: 20.7, 3: 20.2 };
const MOON_LOSS: Readonly<Record<FilterId, number>> = { 1: 0.7, 2: 0.4, 3: 0.2 };
const EXTINCTION: Readonly<Record<FilterId, number>> = { 1: 0.2, 2: 0.12, 3: 0.08 };
const INVESTIGATORS: Readonly<Record<1 | 2 | 3, readonly string[]>> = {
  1: ['Kulkarni'],
  2: ['Partnership_Survey', 'TESS'],
  3: ['Caltech_Survey', 'Caltech_Time'],
};

interface NightWeather {
  readonly seeingArcsec: number;
  readonly cloudMag: number;
  /** Share of the night that is open, from the start or to the end. */
  readonly openShare: number;
  readonly isOpenEarly: boolean;
}

function drawWeather(rng: Rng): NightWeather {
  const isPoor = rng.chance(0.2);
  return {
    seeingArcsec: 1.75 + 0.5 * Math.abs(rng.normal()),
    cloudMag: rng.chance(0.25) ? rng.between(0.1, 0.8) : 0,
    openShare: isPoor ? rng.between(0.4, 0.85) : 1,
    isOpenEarly: rng.chance(0.5),
  };
}

function fieldsOfNight(seed: number, nid: number, startJd: number, endJd: number): Field[] {
  const west = siderealTimeDeg(startJd) - 35;
  const spanDeg = (endJd - startJd) * 360.9856 + 70;
  const hoursEast = (field: Field) => (((field.raDeg - west) % 360) + 360) % 360;
  return FIELDS.filter((field) => {
    const phase = hashKeys(seed, field.id, 11) % CADENCE_NIGHTS;
    return (nid + phase) % CADENCE_NIGHTS === 0 && hoursEast(field) < spanDeg;
  }).sort((a, b) => hoursEast(a) - hoursEast(b) || a.id - b.id);
}

interface Visit {
  readonly field: Field;
  readonly fid: FilterId;
  readonly programId: 1 | 2 | 3;
  readonly programPi: string;
}

const PAIRS_OF_FILTERS: readonly (readonly FilterId[])[] = [
  [1, 2],
  [2, 1],
  [3, 2],
  [1, 3],
];
const PAIRS_PER_BLOCK = 2;

/** One pass over the block per filter; the first pair is always g and r. */
function planBlock(block: readonly Field[], weights: ProgramWeights, rng: Rng): Visit[] {
  const visits: Visit[] = [];
  for (let pair = 0; pair < PAIRS_PER_BLOCK; pair++) {
    const choice = rng.weighted([weights[1], weights[2], weights[3]]);
    const programId = choice === 0 ? 1 : choice === 1 ? 2 : 3;
    const names = INVESTIGATORS[programId];
    const programPi = names[rng.integer(0, names.length - 1)] ?? 'Kulkarni';
    const isPlain = pair === 0 || programId === 1;
    const filters = PAIRS_OF_FILTERS[rng.integer(0, isPlain ? 1 : 3)] ?? [1, 2];
    for (const fid of filters) {
      for (const field of block) visits.push({ field, fid, programId, programPi });
    }
  }
  return visits;
}

function planVisits(fields: readonly Field[], weights: ProgramWeights, rng: Rng): Visit[] {
  const visits: Visit[] = [];
  for (let first = 0; first < fields.length; first += BLOCK_FIELDS) {
    visits.push(...planBlock(fields.slice(first, first + BLOCK_FIELDS), weights, rng));
  }
  return visits;
}

function exposeVisit(visit: Visit, index: number, startJd: number, night: NightContext): Exposure {
  const { field, fid } = visit;
  const key = hashKeys(night.seed, night.nid, index, 12);
  const airmass = airmassAt(field.raDeg, field.decDeg, startJd);
  const seeingArcsec =
    night.weather.seeingArcsec * airmass ** 0.6 * (0.92 + 0.16 * unitOf(key + 1));
  const limitingMag =
    LIMIT_AT_ZENITH[fid] -
    MOON_LOSS[fid] * night.moon -
    EXTINCTION[fid] * (airmass - 1) -
    1.25 * Math.log10(seeingArcsec / 1.9) -
    night.weather.cloudMag * (0.5 + unitOf(key + 2));
  const dayFraction7 = Math.round((startJd - JD_OF_NID_ZERO - night.nid) * 1e7);
  const jd = Number((JD_OF_NID_ZERO + night.nid + dayFraction7 / 1e7).toFixed(7));
  const when = { nid: night.nid, night: night.night, jd, dayFraction7 };
  return { ...visit, ...when, index, key, seeingArcsec, limitingMag, airmass };
}

interface NightContext {
  readonly seed: number;
  readonly nid: number;
  readonly night: string;
  readonly moon: number;
  readonly weather: NightWeather;
}

function planNight(seed: number, nid: number, weights: ProgramWeights): NightSchedule {
  const rng = new Rng(hashKeys(seed, nid, 10));
  const { startJd, endJd } = darkHours(nid);
  const weather = drawWeather(rng);
  const visits = planVisits(fieldsOfNight(seed, nid, startJd, endJd), weights, rng);
  const night = nidToNight(nid);
  const context = { seed, nid, night, moon: moonIllumination((startJd + endJd) / 2), weather };
  // The list of visits is stretched or cut to the night, so that each field is taken near its
  // transit; a night with few visits idles between them, one with many drops every n-th.
  const slots = Math.floor(((endJd - startJd) * SECONDS_PER_DAY) / (EXPOSURE_S + READOUT_S + 1));
  const stepDays = (endJd - startJd) / Math.max(slots, 1);
  const closed = 1 - weather.openShare;
  const firstSlot = weather.isOpenEarly ? 0 : Math.floor(slots * closed);
  const lastSlot = weather.isOpenEarly ? Math.floor(slots * weather.openShare) : slots;
  const exposures: Exposure[] = [];
  let previousVisit = -1;
  for (let slot = firstSlot; slot < lastSlot; slot++) {
    const at = Math.floor((slot * Math.max(visits.length, 1)) / slots);
    const visit = visits[at];
    if (visit === undefined || at === previousVisit) continue;
    previousVisit = at;
    const jd = startJd + slot * stepDays + rng.unit() / SECONDS_PER_DAY;
    if (rng.chance(0.01)) continue;
    const exposure = exposeVisit(visit, exposures.length, jd, context);
    if (exposure.airmass < MAX_AIRMASS) exposures.push(exposure);
  }
  return { nid, exposures, byField: groupByField(exposures) };
}

function groupByField(exposures: readonly Exposure[]): Map<number, Exposure[]> {
  const byField = new Map<number, Exposure[]>();
  for (const exposure of exposures) {
    const list = byField.get(exposure.field.id);
    if (list) list.push(exposure);
    else byField.set(exposure.field.id, [exposure]);
  }
  return byField;
}

/** Remembers the nights it has planned (the oldest are forgotten after `capacity` nights). */
export class Observatory {
  readonly seed: number;
  private readonly weights: ProgramWeights;
  private readonly nights = new Map<number, NightSchedule>();
  private readonly capacity = 400;

  constructor(seed: number, weights: ProgramWeights) {
    this.seed = seed;
    this.weights = weights;
  }

  nightOf(nid: number): NightSchedule {
    const known = this.nights.get(nid);
    if (known) return known;
    const planned = planNight(this.seed, nid, this.weights);
    if (this.nights.size >= this.capacity) {
      const oldest = this.nights.keys().next().value;
      if (oldest !== undefined) this.nights.delete(oldest);
    }
    this.nights.set(nid, planned);
    return planned;
  }

  /** Exposures of a field that start in [fromJd, beforeJd), by rising time. */
  exposuresOf(fieldId: number, fromJd: number, beforeJd: number): Exposure[] {
    const found: Exposure[] = [];
    const firstNid = Math.max(SURVEY_START_NID, Math.floor(fromJd - JD_OF_NID_ZERO));
    const lastNid = Math.floor(beforeJd - JD_OF_NID_ZERO);
    for (let nid = firstNid; nid <= lastNid; nid++) {
      for (const exposure of this.nightOf(nid).byField.get(fieldId) ?? []) {
        if (exposure.jd >= fromJd && exposure.jd < beforeJd) found.push(exposure);
      }
    }
    return found;
  }
}
