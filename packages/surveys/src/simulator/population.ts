/** Fills the sky: which objects a field holds at a time, and what else an exposure shows. */
import { JD_OF_NID_ZERO, nidToNight, SURVEY_START_NID } from './calendar.ts';
import type { Field } from './field-grid.ts';
import { hashKeys, Rng, unitOf } from './random.ts';
import type { Exposure } from './schedule.ts';
import {
  type BogusShape,
  type Counterpart,
  LASTING_KINDS,
  type LastingKind,
  magToFlux,
  objectName,
  placeOnQuadrant,
  SINGLE_KINDS,
  type SimulatedKind,
  type SingleKind,
  type SkyObject,
} from './sky-object.ts';
import { cycleDaysOf, drawHost, type TransientKind, transientLightCurve } from './transients.ts';
import { drawVariable } from './variables.ts';

/** Wanted share of each kind among a night's alerts; they need not add up to 1. */
export type KindWeights = Readonly<Record<SimulatedKind, number>>;

export const DEFAULT_KIND_WEIGHTS: KindWeights = {
  sn_ia: 0.06,
  sn_ii: 0.03,
  sn_ibc: 0.015,
  slsn: 0.005,
  tde: 0.005,
  agn: 0.1,
  rr_lyrae: 0.18,
  cepheid: 0.03,
  eclipsing: 0.12,
  cv: 0.03,
  flare: 0.015,
  asteroid: 0.22,
  bogus: 0.19,
};

/** How often an object of the kind is seen when its field is exposed (measured on simulations). */
const DETECTED_SHARE: Readonly<Record<LastingKind, number>> = {
  sn_ia: 0.25,
  sn_ii: 0.25,
  sn_ibc: 0.25,
  slsn: 0.3,
  tde: 0.3,
  agn: 0.35,
  rr_lyrae: 0.9,
  cepheid: 0.95,
  eclipsing: 0.7,
  cv: 0.25,
};

/** A night of ordinary length has about this many exposures. */
const EXPOSURES_PER_NIGHT = 780;

const TRANSIENT_KINDS: ReadonlySet<SimulatedKind> = new Set([
  'sn_ia',
  'sn_ii',
  'sn_ibc',
  'slsn',
  'tde',
]);

function isTransientKind(kind: LastingKind): kind is TransientKind {
  return TRANSIENT_KINDS.has(kind);
}

/** Stars crowd towards the Galactic plane, which hides galaxies. */
function crowding(kind: LastingKind, field: Field): number {
  const b = Math.abs(field.galacticLatitudeDeg);
  if (isTransientKind(kind) || kind === 'agn') return b > 12 ? 1.2 : 0.05;
  return 0.4 + 1.8 * Math.exp(-b / 20);
}

interface LastingDraw {
  readonly kind: LastingKind;
  readonly slotKey: number;
  readonly field: Field;
  readonly slot: number;
}

export class Population {
  private readonly seed: number;
  private readonly weights: KindWeights;
  private readonly alerts: number;
  private readonly draws = new Map<number, readonly LastingDraw[]>();
  private readonly known = new Map<number, SkyObject>();
  private readonly capacity = 50000;

  constructor(seed: number, weights: KindWeights, alerts: number) {
    this.seed = seed;
    this.weights = weights;
    this.alerts = alerts;
  }

  /** How many lasting objects the field holds, so that a night has about the wanted alerts. */
  private slotsOf(field: Field): { readonly count: number; readonly shares: readonly number[] } {
    let total = 0;
    for (const kind of [...LASTING_KINDS, ...SINGLE_KINDS]) total += this.weights[kind];
    const shares = LASTING_KINDS.map(
      (kind) => (this.weights[kind] / total / DETECTED_SHARE[kind]) * crowding(kind, field),
    );
    const perExposure = this.alerts / EXPOSURES_PER_NIGHT;
    const expected = shares.reduce((sum, share) => sum + share, 0) * perExposure;
    const isOneMore = unitOf(hashKeys(this.seed, field.id, 40)) < expected % 1;
    return { count: Math.floor(expected) + (isOneMore ? 1 : 0), shares };
  }

  private drawsOf(field: Field): readonly LastingDraw[] {
    const known = this.draws.get(field.id);
    if (known) return known;
    const { count, shares } = this.slotsOf(field);
    const draws = Array.from({ length: count }, (_, slot) => {
      const slotKey = hashKeys(this.seed, field.id, slot, 41);
      const kind = LASTING_KINDS[new Rng(slotKey).weighted(shares)] ?? 'agn';
      return { kind, slotKey, field, slot };
    });
    this.draws.set(field.id, draws);
    return draws;
  }

  /** The lasting objects of a field that may be seen at a time. */
  objectsOf(field: Field, jd: number): SkyObject[] {
    return this.drawsOf(field).map((draw) => this.objectAt(draw, jd));
  }

  private objectAt(draw: LastingDraw, jd: number): SkyObject {
    const { kind, slotKey } = draw;
    let generation = 0;
    let startJd = JD_OF_NID_ZERO + SURVEY_START_NID + 100 + 700 * unitOf(slotKey + 1) ** 3;
    if (isTransientKind(kind)) {
      const cycleDays = cycleDaysOf(kind);
      const offset = JD_OF_NID_ZERO + cycleDays * unitOf(slotKey + 2);
      generation = Math.floor((jd - offset) / cycleDays);
      startJd = offset + generation * cycleDays;
    }
    const key = hashKeys(slotKey, generation, 42);
    const known = this.known.get(key);
    if (known && known.tblid === 2 * (draw.slot >> 6) && known.field === draw.field) return known;
    const made = makeLasting(draw, { key, generation, startJd, seed: this.seed });
    if (this.known.size >= this.capacity) this.known.clear();
    this.known.set(key, made);
    return made;
  }

  /** The n-th thing of an exposure that is seen once: rock, flare or artefact. */
  singleOf(exposure: Exposure, number: number): SkyObject {
    const key = hashKeys(exposure.key, number, this.seed, 43);
    const rng = new Rng(key);
    const rocky = 0.25 + 1.5 * Math.exp(-Math.abs(exposure.field.eclipticLatitudeDeg) / 12);
    const shares = SINGLE_KINDS.map(
      (kind) => this.weights[kind] * (kind === 'asteroid' ? rocky : 1),
    );
    const hasAny = shares.some((share) => share > 0);
    const kind = hasAny ? (SINGLE_KINDS[rng.weighted(shares)] ?? 'bogus') : 'bogus';
    const rcid = (number * 29 + (exposure.key & 63)) & 63;
    const tblid = 2 * (number >> 6) + 1;
    const name = singleName(exposure, number, this.seed);
    const base = { key, kind, objectId: name, field: exposure.field, rcid, tblid };
    return {
      ...base,
      ...placeOnQuadrant(exposure.field, rcid, rng),
      startJd: exposure.jd,
      isTransient: true,
      ...drawSingle(kind, exposure, rng),
    };
  }
}

interface Occurrence {
  readonly key: number;
  readonly generation: number;
  readonly startJd: number;
  readonly seed: number;
}

/** Slots and exposures share the names of a year: slots take the first 2^31, singles the rest. */
const SLOTS_PER_FIELD = 16384;
const GENERATIONS = 128;
const SINGLE_NAMES_FROM = 1024 * SLOTS_PER_FIELD * GENERATIONS;
const SINGLES_PER_EXPOSURE = 8192;
const EXPOSURES_PER_NIGHT_MAX = 1200;

function yearOf(jd: number): number {
  return Number(nidToNight(Math.floor(jd - JD_OF_NID_ZERO)).slice(0, 4));
}

function singleName(exposure: Exposure, number: number, seed: number): string {
  const year = yearOf(exposure.jd);
  const firstNid = Math.floor((Date.UTC(year, 0, 1) - Date.UTC(2017, 0, 1)) / 86400000);
  const place = (exposure.nid - firstNid) * EXPOSURES_PER_NIGHT_MAX + exposure.index;
  return objectName(year, SINGLE_NAMES_FROM + place * SINGLES_PER_EXPOSURE + number, seed);
}

function makeLasting(draw: LastingDraw, occurrence: Occurrence): SkyObject {
  const { kind, field, slot } = draw;
  const { key, generation, startJd, seed } = occurrence;
  const rng = new Rng(hashKeys(key, 44));
  const rcid = (slot * 37 + hashKeys(seed, field.id, 45)) & 63;
  const number = (field.id * SLOTS_PER_FIELD + slot) * GENERATIONS + (generation % GENERATIONS);
  const base = {
    key,
    kind,
    objectId: objectName(yearOf(startJd), number, seed),
    field,
    rcid,
    tblid: 2 * (slot >> 6),
    ...placeOnQuadrant(field, rcid, rng),
    startJd,
    bogusShape: null,
    designation: null,
  };
  if (isTransientKind(kind)) {
    const counterpart = drawHost(kind, rng);
    const differenceFlux = transientLightCurve(kind, startJd, rng);
    return { ...base, isTransient: true, counterpart, differenceFlux };
  }
  return { ...base, isTransient: false, ...drawVariable(kind, key) };
}

const BOGUS_SHAPES: readonly BogusShape[] = ['dipole', 'cosmic_ray', 'hot_pixel', 'bad_column'];

function drawDesignation(rng: Rng): string {
  if (rng.chance(0.85)) return String(Math.floor(10 ** rng.between(2, 5.8)));
  const half = String.fromCharCode(65 + rng.integer(0, 23)).replace('I', 'Y');
  const second = String.fromCharCode(65 + rng.integer(0, 25));
  return `${rng.integer(1998, 2023)}${half}${second}${rng.integer(1, 399)}`;
}

function drawMDwarf(rng: Rng): Counterpart {
  const r = rng.between(16.5, 20.5);
  return {
    shape: 'star',
    mags: [0, r + 1.4, r, r - 1.1],
    eastArcsec: rng.normal(0, 0.12),
    northArcsec: rng.normal(0, 0.12),
  };
}

/** A blended or bright star whose subtraction went wrong. */
function drawBadlySubtracted(rng: Rng): Counterpart {
  const r = rng.between(12.8, 15.5);
  return {
    shape: 'star',
    mags: [0, r + 0.6, r, r - 0.2],
    eastArcsec: rng.normal(0, 0.8),
    northArcsec: rng.normal(0, 0.8),
  };
}

function drawSingle(kind: SingleKind, exposure: Exposure, rng: Rng) {
  const depth = kind === 'asteroid' ? 3 : 2.2;
  const mag = exposure.limitingMag - 0.35 - depth * rng.unit() ** 1.6;
  const bogusShape = kind === 'bogus' ? (BOGUS_SHAPES[rng.integer(0, 3)] ?? 'dipole') : null;
  const sign = kind === 'bogus' && rng.chance(0.3) ? -1 : 1;
  const flux = sign * magToFlux(mag);
  const differenceFlux = (jd: number) => (jd === exposure.jd ? flux : 0);
  const designation = kind === 'asteroid' ? drawDesignation(rng) : null;
  let counterpart: Counterpart | null = null;
  if (kind === 'flare') counterpart = drawMDwarf(rng);
  if (bogusShape === 'dipole') counterpart = drawBadlySubtracted(rng);
  return { bogusShape, differenceFlux, designation, counterpart };
}
