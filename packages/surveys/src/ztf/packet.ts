import { AvroError, type ContainerHeader, ContainerReader } from '@fritz/formats';
import { angToPix, jdToMjd } from '@fritz/sky';
import { packetErrorOf } from '../packet-codes.ts';
import { type Alert, type Cutouts, PacketError } from '../survey.ts';
import { CANDIDATE_FIELDS } from './candidate-fields.ts';
import { checkStamp } from './stamp-check.ts';
import { HISTORY_FIELDS, type HistoryField, WriterSchema } from './writer-schema.ts';

/** The fields of `candidate` that the code names; the rest is reached through the columns. */
export interface ZtfCandidate {
  readonly jd: number;
  readonly fid: number;
  readonly pid: bigint;
  readonly programid: number;
  readonly candid: bigint;
  readonly isdiffpos: string;
  readonly ra: number;
  readonly dec: number;
  readonly magpsf: number;
  readonly sigmapsf: number;
  readonly [field: string]: unknown;
}

export interface PointKey {
  readonly jd: number;
  readonly fid: number;
  readonly pid: bigint;
  readonly programid: number;
  /** Null for an upper limit, absent for a forced point. */
  readonly candid?: bigint | null;
}

/** The verbatim byte range of one point in a packet. */
export interface PointSlices {
  readonly bytes: Uint8Array;
  /** `[start0, end0, start1, end1, …]`, one pair per entry of the array. */
  readonly prvCandidates: Int32Array;
  readonly fpHists: Int32Array;
}

export interface ZtfPacket {
  readonly schemavsn: string;
  readonly publisher: string;
  readonly candidate: ZtfCandidate;
  readonly [field: string]: unknown;
}

export interface ZtfAlert extends Alert {
  readonly survey: 'ztf';
  readonly packet: ZtfPacket;
  readonly schema: WriterSchema;
  /** The alert's own detection as the point of a history that it will be in later packets. */
  readonly ownPoint: Uint8Array;
  /** Where the points of its history lie; `pointKeys` reads what identifies them. */
  readonly slices: PointSlices;
  /** Julian date of the first exposure that the packet tells of. */
  readonly earliestJd: number;
}

/** What identifies each point of an alert's history, in the order of its slices. */
export function pointKeys(alert: ZtfAlert, field: HistoryField): PointKey[] {
  const { bytes, prvCandidates, fpHists } = alert.slices;
  const spans = field === 'prv_candidates' ? prvCandidates : fpHists;
  const decoder = alert.schema.keys[field];
  const keys: PointKey[] = [];
  for (let i = 0; decoder && i < spans.length; i += 2) {
    keys.push(decoder.decode(bytes, spans[i]).value as unknown as PointKey);
  }
  return keys;
}

const NO_SPANS = new Int32Array(0);
const OBJECT_ID = /^[A-Za-z0-9_;:+.-]{1,64}$/;
const REQUIRED = CANDIDATE_FIELDS.filter((field) => !field.nullable).map((field) => field.name);
/** Julian dates of the years 1990 to 2100: outside them a clock was wrong. */
const JD_RANGE = { from: 2447892.5, to: 2488069.5 };

/** Reads ZTF packets; keeps what it compiled for each version of the schema. */
export class ZtfPacketReader {
  private readonly containers = new ContainerReader();
  private readonly schemas = new WeakMap<ContainerHeader, WriterSchema>();

  /** @throws PacketError with a reason for a person */
  read(bytes: Uint8Array): ZtfAlert {
    try {
      return this.readChecked(bytes);
    } catch (error) {
      throw error instanceof AvroError ? packetErrorOf(error) : error;
    }
  }

  private schemaOf(header: ContainerHeader): WriterSchema {
    let schema = this.schemas.get(header);
    if (!schema) {
      schema = new WriterSchema(header.schema);
      this.schemas.set(header, schema);
    }
    return schema;
  }

  private readChecked(bytes: Uint8Array): ZtfAlert {
    const { header, record } = this.containers.readSingleRecord(bytes);
    const schema = this.schemaOf(header);
    const { value, spans } = schema.decoder.decodeExact(record);
    const packet = value as unknown as ZtfPacket & Record<string, unknown>;
    const { candidate } = packet;
    checkRequired(candidate);
    checkIdentity(packet);
    checkPlace(candidate);
    const stamps = readStamps(packet);
    const earliestJd = takeEarliest(packet);
    return {
      survey: 'ztf',
      candid: candidate.candid,
      objectId: packet.objectId as string,
      programId: candidate.programid,
      ra: candidate.ra,
      dec: candidate.dec,
      jd: candidate.jd,
      mjd: jdToMjd(candidate.jd),
      hpx: angToPix(29, candidate.ra, candidate.dec),
      packet,
      schema,
      earliestJd,
      ...stamps,
      ownPoint: encodeOwnPoint(schema, candidate),
      slices: {
        bytes: record,
        prvCandidates: spans.prv_candidates ?? NO_SPANS,
        fpHists: spans.fp_hists ?? NO_SPANS,
      },
    };
  }
}

/** @throws PacketError where the history's points have what the candidate has not */
function encodeOwnPoint(schema: WriterSchema, candidate: ZtfCandidate): Uint8Array {
  try {
    return schema.encodeOwnPoint.encode(candidate);
  } catch (cause) {
    if (!(cause instanceof AvroError)) throw cause;
    throw new PacketError(
      'wrong_schema',
      `candidate cannot be a point of prv_candidates: ${cause.message.trim()}`,
      { cause },
    );
  }
}

/** Takes the dates of the history off the packet, which does not keep them. */
function takeEarliest(packet: ZtfPacket & Record<string, unknown>): number {
  let earliest = packet.candidate.jd;
  for (const field of HISTORY_FIELDS) {
    const dates = packet[field] as readonly { readonly jd: number }[] | null | undefined;
    for (const { jd } of dates ?? []) earliest = Math.min(earliest, jd);
    packet[field] = null;
  }
  return earliest;
}

function checkRequired(candidate: ZtfCandidate): void {
  for (const name of REQUIRED) {
    if (candidate[name] === null || candidate[name] === undefined) {
      throw new PacketError(
        'null_not_allowed',
        `candidate.${name} is null, but it must have a value`,
      );
    }
  }
}

function checkIdentity(packet: ZtfPacket): void {
  const { candidate, candid, objectId } = packet;
  if (typeof candid !== 'bigint' || candid <= 0n) {
    throw new PacketError(
      'bad_candid',
      `candid ${String(candid)} is not a positive 64-bit integer`,
    );
  }
  if (candidate.candid !== candid) {
    throw new PacketError(
      'bad_candid',
      `the packet says candid ${candid}, its candidate says ${candidate.candid}`,
    );
  }
  if (typeof objectId !== 'string' || !OBJECT_ID.test(objectId)) {
    throw new PacketError('bad_value', `objectId ${JSON.stringify(objectId)} is no object name`);
  }
  if (candidate.programid < 0 || candidate.programid > 32767) {
    throw new PacketError('bad_value', `programid ${candidate.programid} is out of range`);
  }
}

function checkPlace({ ra, dec, jd }: ZtfCandidate): void {
  if (!(ra >= 0 && ra <= 360 && dec >= -90 && dec <= 90)) {
    throw new PacketError('bad_position', `ra ${ra}, dec ${dec} is no place on the sky`);
  }
  if (!(jd >= JD_RANGE.from && jd <= JD_RANGE.to)) {
    throw new PacketError('bad_time', `jd ${jd} is no date between 1990 and 2100`);
  }
}

const STAMPS = {
  science: 'cutoutScience',
  template: 'cutoutTemplate',
  difference: 'cutoutDifference',
} as const;

const MAX_NAME_BYTES = 255;

function readStamps(packet: ZtfPacket): Pick<ZtfAlert, 'cutouts' | 'cutoutNames'> {
  const cutouts: Record<keyof Cutouts, Uint8Array | null> = {
    science: null,
    template: null,
    difference: null,
  };
  const cutoutNames: Record<keyof Cutouts, string | null> = { ...cutouts } as Record<
    keyof Cutouts,
    null
  >;
  for (const kind of ['science', 'template', 'difference'] as const) {
    // The fields are those of the writer's schema, which may be any.
    const stamp = packet[STAMPS[kind]] as { fileName?: unknown; stampData?: unknown } | null;
    if (!stamp) continue;
    const { fileName, stampData } = stamp;
    if (!(stampData instanceof Uint8Array) || typeof fileName !== 'string') {
      throw new PacketError(
        'bad_cutout',
        `${STAMPS[kind]} has no fileName and stampData as the survey's schema has them`,
      );
    }
    if (Buffer.byteLength(fileName) > MAX_NAME_BYTES) {
      throw new PacketError('bad_cutout', `${STAMPS[kind]}.fileName is too long for a file's name`);
    }
    checkStamp(stampData, STAMPS[kind]);
    cutouts[kind] = stampData;
    cutoutNames[kind] = fileName;
  }
  return { cutouts, cutoutNames };
}
