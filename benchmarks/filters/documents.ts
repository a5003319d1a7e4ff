/** Real and simulated alerts as filters see them, each with a history of so many points. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContainerReader, compileDecoder } from '@fritz/formats';
import type { MqlDocument } from '@fritz/mql';
import { coordinatesOf, simulateNight } from '@fritz/surveys';
import { Choices } from './random.ts';

interface Point extends Record<string, unknown> {
  readonly jd: number;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isPoint(value: unknown): value is Point {
  return isRecord(value) && typeof value.jd === 'number';
}

/** A point without its nulls, as filters see it. */
function withoutNulls(point: Point): Point {
  const entries = Object.entries(point).filter(([, value]) => value !== null);
  return { ...Object.fromEntries(entries), jd: point.jd };
}

/** The latest points; where there are too few, they repeat further back in time. */
function historyOf(points: readonly Point[], wanted: number): Point[] {
  const history: Point[] = [];
  for (let copy = 0; history.length < wanted && points.length > 0; copy += 1) {
    const shifted = points.map((point) => ({ ...withoutNulls(point), jd: point.jd - copy * 30 }));
    history.unshift(...shifted);
  }
  return history.slice(-wanted);
}

/** Every tenth alert lies in M31, every fifth beside another galaxy. */
function neighboursOf(choices: Choices): Record<string, unknown> {
  const distance = choices.between(1, 250);
  const near = (name: string) => [{ name, z: 0.001, coordinates: { distance_arcsec: distance } }];
  const roll = choices.next();
  if (roll < 0.1) return { CLU_20190625: near('MESSIER 031') };
  return roll < 0.3 ? { CLU_20190625: near('NGC 0205'), Gaia_DR2: near('star') } : {};
}

function toDocument(value: unknown, wanted: number, choices: Choices): MqlDocument | null {
  if (!isRecord(value) || !isPoint(value.candidate)) return null;
  const past = Array.isArray(value.prv_candidates) ? value.prv_candidates.filter(isPoint) : [];
  if (past.length === 0) return null;
  const { schemavsn, publisher, objectId, candid } = value;
  // Filters ask for scores that only saturated ones have.
  const isCertain = choices.chance(0.1);
  const candidate = { ...withoutNulls(value.candidate), ...(isCertain ? { drb: 1 } : {}) };
  return {
    schemavsn,
    publisher,
    objectId,
    candid,
    candidate,
    classifications: { braai: 0.99, acai_h: 0.9, acai_v: 0.1, acai_o: 0.1, acai_n: 0.1, acai_b: 0 },
    coordinates: coordinatesOf(Number(value.candidate.ra), Number(value.candidate.dec)),
    cross_matches: neighboursOf(choices),
    prv_candidates: historyOf(past, wanted),
    fp_hists: [],
  };
}

class Decoder {
  private readonly reader = new ContainerReader();

  decode(bytes: Uint8Array): unknown {
    const { header, record } = this.reader.readSingleRecord(bytes);
    return compileDecoder(header.schema).decode(record).value;
  }
}

/** @param root the folder of real packets; without it there are simulated ones only */
export function readDocuments(root: string, wanted: number, simulated: number): MqlDocument[] {
  const choices = new Choices(20);
  const decoder = new Decoder();
  const folder = join(root, 'data', 'ztf');
  const files = existsSync(folder) ? globSync('**/*.avro', { cwd: folder }).sort() : [];
  const values = files.map((file) => decoder.decode(readFileSync(join(folder, file))));
  // More false alerts and asteroids than a night has, so that one evaluation in ten goes far.
  const kinds = { bogus: 0.42, asteroid: 0.34 };
  const night = { seed: 3, night: '20240501', alerts: simulated, historyDays: 200, kinds };
  for (const packet of simulateNight(night)) values.push(decoder.decode(packet.bytes));
  return values
    .map((value) => toDocument(value, wanted, choices))
    .filter((document) => document !== null);
}
