/**
 * Documents of Kowalski's and BOOM's collections of ZTF alerts as what a packet has: the survey's
 * fields, in the survey's types.
 */
import {
  AvroError,
  type AvroSchema,
  compileDecoder,
  compileEncoder,
  parseSchema,
  writeContainer,
} from '@fritz/formats';
import { ZTF_ALERT_SCHEMA_4_02 } from '../schema/ztf-4-02.ts';

const SCHEMA = parseSchema(ZTF_ALERT_SCHEMA_4_02);
const SCHEMA_JSON = JSON.stringify(ZTF_ALERT_SCHEMA_4_02);
const encoder = compileEncoder(SCHEMA);
const decoder = compileDecoder(SCHEMA);
/** Any 16 bytes do: the same for the same packet. */
const SYNC = new TextEncoder().encode('fritz-of-a-dump.');

export type Fields = Readonly<Record<string, unknown>>;

/** What is wrong with a document of a dump. */
export class DumpError extends Error {
  override readonly name = 'DumpError';
}

export interface DumpedAlert {
  readonly objectId: string;
  readonly candid: bigint;
  /** A packet without a history, encoded. */
  readonly record: Uint8Array;
}

/** An alert's document as a packet without its history. @throws DumpError */
export function readDumpedAlert(document: Fields): DumpedAlert {
  const { candidate } = document;
  if (!isFields(candidate)) throw new DumpError('it has no candidate');
  const candid = document.candid ?? candidate.candid ?? document._id;
  const { objectId } = document;
  if (typeof objectId !== 'string') throw new DumpError('it has no objectId');
  const packet = {
    schemavsn: '4.02',
    publisher: 'ZTF (www.ztf.caltech.edu)',
    ...document,
    ...{ objectId, candid, prv_candidates: null, fp_hists: null },
    candidate: { ...candidate, candid },
  };
  const record = inTypes(SCHEMA, packet, '');
  if (!isFields(record)) throw new DumpError('it is no alert');
  return { objectId, candid: BigInt(record.candid as bigint), record: encode(record) };
}

/** Points of an object's light curve, as `ZTF_alerts_aux` has them. */
export interface DumpedHistory {
  /** Detections, and limits where `candid` is null. */
  readonly prvCandidates: readonly Fields[];
  /** With `alert_mag`, `alert_ra` and `alert_dec`: the alert that brought them. */
  readonly fpHists: readonly Fields[];
  /** Points that lack what identifies them. */
  readonly bad: number;
}

/** What a document of `ZTF_alerts_aux` has of an object; BOOM's limits are a list of their own. */
export function readDumpedHistory(document: Fields): DumpedHistory & { objectId: string } {
  const objectId = document._id;
  if (typeof objectId !== 'string') throw new DumpError('its _id is no name of an object');
  const listOf = (name: string) => {
    const list = document[name];
    return Array.isArray(list) ? list.filter(isFields) : [];
  };
  const points = [...listOf('prv_candidates'), ...listOf('prv_nondetections')];
  const forced = listOf('fp_hists');
  const prvCandidates = points.filter((point) => fits('prv_candidates', point));
  const fpHists = forced.filter((point) => fits('fp_hists', point));
  const bad = points.length + forced.length - prvCandidates.length - fpHists.length;
  return { objectId, prvCandidates, fpHists, bad };
}

/** A packet of an alert and what it brings of the history. @throws DumpError */
export function packetOf(
  record: Uint8Array,
  { prvCandidates, fpHists }: Pick<DumpedHistory, 'prvCandidates' | 'fpHists'>,
): Uint8Array {
  const packet = {
    ...(decoder.decode(record).value as unknown as Fields),
    prv_candidates: listIn('prv_candidates', prvCandidates),
    fp_hists: listIn('fp_hists', fpHists),
  };
  return writeContainer({ schemaJson: SCHEMA_JSON, records: [encode(packet)], sync: SYNC });
}

/** What tells an alert among those of its object. */
export function headOf(record: Uint8Array): { jd: number; mag: number; ra: number } {
  const { candidate } = decoder.decode(record).value as unknown as { candidate: Fields };
  return { jd: Number(candidate.jd), mag: Number(candidate.magpsf), ra: Number(candidate.ra) };
}

type History = 'prv_candidates' | 'fp_hists';

/** The schema of a history's points, with what writes one. */
function pointsOf(name: History) {
  const field = SCHEMA.type === 'record' ? SCHEMA.fields.find((one) => one.name === name) : null;
  const list =
    field?.schema.type === 'union'
      ? field.schema.branches.find((branch) => branch.type === 'array')
      : null;
  if (list?.type !== 'array') throw new Error(`a packet has no list ${name}`);
  return { items: list.items, encoder: compileEncoder(list.items) };
}

const POINTS = { prv_candidates: pointsOf('prv_candidates'), fp_hists: pointsOf('fp_hists') };

function listIn(name: History, points: readonly Fields[]): unknown {
  return points.length === 0 ? null : points.map((point) => pointIn(name, point));
}

/** Of forced photometry brokers leave out what has no value; packets say it so. */
const NO_VALUE = -99999;
const NO_VALUES: Fields = { ranr: NO_VALUE, decnr: NO_VALUE };
const NO_DETECTION: Fields = { candid: null, isdiffpos: null };

function pointIn(name: History, point: Fields): unknown {
  const whole = { ...(name === 'fp_hists' ? NO_VALUES : NO_DETECTION), ...point };
  return inTypes(POINTS[name].items, whole, name);
}

/** Whether a point has what every point must have. */
function fits(name: History, point: Fields): boolean {
  try {
    POINTS[name].encoder.encode(pointIn(name, point) as Fields);
    return true;
  } catch (error) {
    if (!(error instanceof AvroError)) throw error;
    return false;
  }
}

function encode(record: Fields): Uint8Array {
  try {
    return encoder.encode(record);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DumpError(reason, { cause });
  }
}

/** A value in the type of the schema: what a dump's writer made of it is turned back. */
function inTypes(schema: AvroSchema, value: unknown, name: string): unknown {
  if (schema.type === 'union') {
    if (value === null || value === undefined || isNotANumber(value)) return null;
    const branch = schema.branches.find(({ type }) => type !== 'null');
    return branch ? inTypes(branch, value, name) : null;
  }
  switch (schema.type) {
    case 'record':
      if (!isFields(value)) return value;
      return Object.fromEntries(
        schema.fields.map((field) => [
          field.name,
          inTypes(field.schema, value[field.name], field.name),
        ]),
      );
    case 'array':
      return Array.isArray(value) ? value.map((one) => inTypes(schema.items, one, name)) : value;
    case 'long':
      return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : value;
    case 'int':
    case 'float':
    case 'double':
      return typeof value === 'bigint' ? Number(value) : value;
    case 'string':
      // BOOM keeps the sign of a difference as a truth value.
      if (typeof value === 'boolean') return value ? 't' : 'f';
      return typeof value === 'number' || typeof value === 'bigint' ? String(value) : value;
    default:
      return value;
  }
}

function isNotANumber(value: unknown): boolean {
  return typeof value === 'number' && Number.isNaN(value);
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
