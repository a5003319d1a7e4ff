import type { AvroObject, AvroRecordSchema } from '@fritz/formats';
import type { FeatureBands } from '../features/curve-properties.ts';
import type { AlertWords, CutoutKind, PhotometryPoint } from '../survey.ts';

/** The decoded record of a packet without its histories and stamps. */
export type PacketRecord = Readonly<Record<string, unknown>>;

/** What identifies an alert among all, in our words. */
export interface AlertIdentity {
  readonly candid: bigint;
  readonly objectId: string;
  readonly programId: number;
  readonly ra: number;
  readonly dec: number;
  /** Julian date, UTC; of the same moment of the exposure in all of the survey's packets. */
  readonly jd: number;
}

export type PointKind = 'detection' | 'forced';

/** The columns of every alerts table that hold what a packet says, too. */
export type KeyColumn = 'candid' | 'object_id' | 'programid';

/**
 * A survey whose packets are Avro records with lists of earlier points, declared: all that Fritz
 * has to know of it. `AvroAdapter` does the rest; ../../../docs/guides/add-a-survey.md shows how.
 */
export interface AvroSurvey {
  /** As tables, streams and commands name it: `pgir`. */
  readonly name: string;
  /** As people name it: `PGIR`. */
  readonly title: string;
  /** As Kowalski's clients name it: `PGIR_alerts`. */
  readonly collection: string;
  /** The streams that a new installation has of it. */
  readonly streams: readonly {
    readonly name: string;
    readonly programIds: readonly number[];
    readonly autoJoin: boolean;
  }[];
  /** How many candids one partition of the tables spans. */
  readonly partitionCandids: bigint;
  /** Dotted fields that a record schema has if, and only if, it is this survey's. */
  readonly marks: readonly string[];
  /**
   * The newest packet schema that the tables were made for. Packets of other versions are read by
   * their own schema, field by field: what has no column is kept in `extra`.
   */
  readonly schema: AvroRecordSchema;
  /** The records of the packet whose fields are columns, and what these columns begin with. */
  readonly records: Readonly<Record<string, string>>;
  /** What the columns of the packet's own fields begin with. */
  readonly topPrefix: string;
  /** Dotted fields that are stored in the key columns. */
  readonly keys: Readonly<Record<string, KeyColumn>>;
  /** The lists of points in the packet. */
  readonly histories: { readonly detections: string; readonly forced: string | null };
  readonly stamps: Readonly<Record<CutoutKind, string>>;
  /** Whether stamps come compressed (gzip), as FITS, or in either way. */
  readonly stampForm: 'gzip' | 'any';
  /** How far back filters see an object's history. */
  readonly historyDays: number;
  /** Dotted fields that documents need whatever filters read. */
  readonly always: readonly string[];
  /** @throws PacketError for values that cannot be */
  identify(packet: PacketRecord): AlertIdentity;
  /** The alert's own detection as the point of a history that it will be in later packets. */
  ownPoint(packet: PacketRecord): Readonly<Record<string, unknown>>;
  /** The fields of a point that `pointId` and `pointJd` read. */
  readonly pointKeys: Readonly<Record<PointKind, readonly string[]>>;
  /** The candid of a detection; text for a limit or a forced point, the same for all its versions. */
  pointId(point: AvroObject, kind: PointKind): bigint | string;
  /** Julian date (UTC) of the same moment as the alert's. */
  pointJd(point: AvroObject): number;
  /** The fields of a point that `photometry` reads, beside its keys. */
  readonly photometryFields: Readonly<Record<PointKind, readonly string[]>>;
  /** A point in the marshal's units; null for one without band or measurement. */
  photometry(point: AvroObject, kind: PointKind): PointPhotometry | null;
  /** What the document shows of the packet's fields, and by which name; the alert as `candidate`. */
  readonly shown: Readonly<Record<string, string>>;
  /** What is computed of the alert and of its points as filters see them; null for nothing. */
  readonly pointExtras: PointExtras | null;
  /** What the `properties` of documents are made of, beside the points. */
  readonly properties: SurveyProperties;
  /** Dotted fields that `words` reads. */
  readonly wordFields: readonly string[];
  /** What a list of candidates says of an alert. */
  words(packet: PacketRecord): AlertWords;
}

export type PointPhotometry = Omit<PhotometryPoint, 'programId' | 'origin'>;

/** Values that are computed of a point. */
export interface PointExtras {
  /** The fields of the point that they come from, beside its keys. */
  readonly from: readonly string[];
  readonly fields: readonly (readonly [name: string, type: 'double' | 'bool'])[];
  add(point: Record<string, unknown>): void;
}

/** The features of a survey's documents; docs/reference/features.md has them in words. */
export interface SurveyProperties extends FeatureBands {
  /** A band's short name by its name in photometry. */
  readonly shortBands: Readonly<Record<string, string>>;
  /** Dotted fields that `flags` and `startedJd` read. */
  readonly from: readonly string[];
  /** Those of the flags that packets do not tell: null. */
  readonly unknown: readonly string[];
  flags(packet: PacketRecord): PropertyFlags;
  /** The light of the whole source, where the survey measures it; else it is made of photometry. */
  totalFlux?(own: AvroObject): Pick<PhotometryPoint, 'fluxUjy' | 'fluxErrUjy'>;
  /** When the survey first saw the object, JD; null where it does not say so. */
  startedJd(packet: PacketRecord): number | null;
}

/** What an alert says of itself; null where packets do not tell. */
export interface PropertyFlags {
  readonly rock: boolean;
  readonly star: boolean | null;
  readonly near_brightstar: boolean | null;
  readonly sso: {
    readonly is_sso: boolean;
    readonly designation: string | null;
    readonly separation_arcsec: number | null;
    readonly predicted_mag: number | null;
    readonly source: string | null;
  };
}
