/**
 * The common alert and what a survey's adapter must provide. Survey vocabulary (`fid`, `magpsf`,
 * `isdiffpos` …) stays inside the adapter's folder; the rest of Fritz sees these types.
 */

/** The three postage stamps of an alert, as the survey sent them (gzipped FITS), or null. */
export interface Cutouts {
  readonly science: Uint8Array | null;
  readonly template: Uint8Array | null;
  readonly difference: Uint8Array | null;
}

export type CutoutKind = keyof Cutouts;

/** One alert of any survey, decoded and checked. */
export interface Alert {
  readonly survey: string;
  /** The survey's 64-bit id of this detection. */
  readonly candid: bigint;
  readonly objectId: string;
  /** Which of the survey's programmes (data rights) the alert belongs to. */
  readonly programId: number;
  /** ICRS, degrees. */
  readonly ra: number;
  readonly dec: number;
  /** Start of exposure, Julian date (UTC) exactly as the survey sent it. */
  readonly jd: number;
  /** Start of exposure, modified Julian date (UTC). */
  readonly mjd: number;
  /** HEALPix order 29, nested. */
  readonly hpx: bigint;
  readonly cutouts: Cutouts;
  /** The names of the cutouts' files, at most 255 bytes each. */
  readonly cutoutNames: Readonly<Record<keyof Cutouts, string | null>>;
  /** The decoded record, in the survey's own words. Only the adapter looks inside. */
  readonly packet: Readonly<Record<string, unknown>>;
}

/** What filters see of an alert, decoded from its packet or read from the archive. */
export type SeenAlert = Pick<
  Alert,
  'candid' | 'objectId' | 'programId' | 'ra' | 'dec' | 'jd' | 'packet'
>;

/** A stretch of time, Julian dates (UTC): from ≤ jd < to. Either may be infinite. */
export interface JdWindow {
  readonly fromJd: number;
  readonly toJd: number;
}

/** What stands in the way of reading one packet; `message` is for a person at the telescope. */
export class PacketError extends Error {
  /** Stable code, for grouping in the quarantine: `truncated`, `not_avro`, `wrong_schema` … */
  readonly code: PacketErrorCode;

  constructor(code: PacketErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'PacketError';
    this.code = code;
  }
}

export type PacketErrorCode =
  | 'not_avro'
  | 'truncated'
  | 'trailing_bytes'
  | 'wrong_schema'
  | 'unknown_schema'
  | 'null_not_allowed'
  | 'bad_candid'
  | 'bad_position'
  | 'bad_time'
  | 'bad_cutout'
  | 'bad_value'
  | 'unreadable';

// ── what the archive and the pipeline ask of an adapter ─────────────────────────────────────────

export type ColumnType =
  | 'bool'
  | 'int2'
  | 'int4'
  | 'int8'
  | 'float4'
  | 'float8'
  | 'text'
  | 'bytea'
  | 'jsonb';

export interface Column {
  readonly name: string;
  readonly type: ColumnType;
}

/** What an alert was the first to bring to its object's light curve: one piece per programme. */
export interface NewPoints {
  readonly programId: number;
  /** One bundle of the survey's light-curve codec. */
  readonly bundle: Uint8Array;
}

/** One point of a light curve in the marshal's units: µJy, AB zero point 23.9, signed. */
export interface PhotometryPoint {
  readonly instrument: string;
  /** `alert`, or `alert_fp` for forced photometry. */
  readonly origin: 'alert' | 'alert_fp';
  readonly band: string;
  /** Start of exposure, UTC. */
  readonly mjd: number;
  readonly exptimeS: number | null;
  /** Null for a limit. */
  readonly fluxUjy: number | null;
  readonly fluxErrUjy: number | null;
  readonly refFluxUjy: number | null;
  readonly refFluxErrUjy: number | null;
  readonly limitingMag: number | null;
  /** Of `limitingMag`. */
  readonly limitingMagSigma: number | null;
  readonly ra: number | null;
  readonly dec: number | null;
  readonly candid: bigint | null;
  readonly programId: number;
}

/** What active filters read of the document; what nobody reads is not built. */
export interface DocumentNeeds {
  /** Fields of `prv_candidates`; `all` for whole entries, null where no filter looks at them. */
  readonly detections: readonly string[] | 'all' | null;
  /** Fields of `fp_hists`, likewise. */
  readonly forced: readonly string[] | 'all' | null;
  readonly coordinates: boolean;
  /** Whether those of `properties` are read that are made of the light curve; false by default. */
  readonly features?: boolean;
}

/**
 * An object's light curve while a batch is under way: what is stored, and what the batch adds. Of
 * what is stored only the end may be at hand: the bundles of alerts from some candid on.
 */
export interface ObjectCurve<A extends Alert = Alert> {
  /** The bundles of this candid and all later ones are at hand; 0 for all there are. */
  readonly since: bigint;
  /** How many alerts from `since` on it is made of: those stored, and those that were added. */
  readonly alerts: number;
  /** Adds stored bundles so that all from this candid on are at hand. */
  extend(stored: Uint8Array | null, since: bigint): void;
  /**
   * Takes an alert in and returns what of its points has to be stored so that the merged light
   * curve is the same whatever the order in which alerts come.
   */
  add(alert: A): readonly NewPoints[];
  /**
   * The document that a filter with rights on these programmes sees of an alert that was added, or
   * that is stored: the object's history as of this alert, nothing later. Reading a history of
   * which a part is not at hand throws MissingHistoryError.
   */
  document(alert: SeenAlert, programIds: ReadonlySet<number>): Record<string, unknown>;
  /**
   * One list of the history as filters of other surveys see it: every point at hand of these
   * programmes that is not later than this date, nor older than filters see; none where `needs` has
   * nothing of it.
   */
  history(
    jd: number,
    programIds: ReadonlySet<number>,
    kind: 'detections' | 'forced',
  ): readonly unknown[];
  /** Every point at hand, merged, in the marshal's units. */
  photometry(): readonly PhotometryPoint[];
  /** The points that `add(alert)` brought or bettered. */
  photometryOf(alert: A): readonly PhotometryPoint[];
  /** The whole merged light curve in the survey's words, of these programmes. */
  words(programIds: ReadonlySet<number> | null): Record<string, readonly unknown[]>;
  /**
   * Lets go of all points; the curve is spent, and histories of its documents that were not read
   * cannot be read any more. Without it, a curve that outlived a garbage collection of the young
   * generation would take with it all that was hung on it since.
   */
  release(): void;
}

/** A field of the document that filters see, or of the records of one of its lists. */
export interface DocumentField {
  /** Dotted: `candidate.drb`, `prv_candidates.magpsf`. */
  readonly path: string;
  readonly type:
    | 'bool'
    | 'int'
    | 'long'
    | 'float'
    | 'double'
    | 'string'
    | 'list'
    | 'object'
    | 'any';
  /** Whether it may be null or missing. */
  readonly nullable: boolean;
  /** Of `cross_matches.<catalog>`: how far around alerts it is matched. */
  readonly radiusArcsec?: number;
  /** Only past alerts have it: of a catalog that is not matched, a model that is not run any more. */
  readonly isPast?: true;
}

/** The fields of a survey's document; below one of type `any` there may be anything. */
export type DocumentSchema = readonly DocumentField[];

/** What a list of candidates says of an alert: magnitude (AB), band, how likely it is real. */
export interface AlertWords {
  readonly mag: number | null;
  readonly band: string | null;
  readonly drb: number | null;
  readonly rb: number | null;
  /** A known object of the solar system that was near; absent or null: none, or the survey says nothing. */
  readonly solarSystem?: NearbyRock | null;
}

/** A known object of the solar system near an alert, at its time. */
export interface NearbyRock {
  readonly name: string;
  readonly distanceArcsec: number;
  /** Predicted; null: unknown. */
  readonly mag: number | null;
}

/** Where a field of the document is stored in the alerts table. */
export interface FieldColumn {
  readonly column: Column;
  /**
   * Null where the column has every value of the field; else the name that a value goes by among the
   * extra fields, where a writer sent it in another type and the column is null.
   */
  readonly extraKey: string | null;
}

/** How a record was sent: those of its fields that are named, in its order. */
export interface SentSchema {
  fieldsAmong(names: ReadonlySet<string>): readonly {
    readonly name: string;
    read(row: Readonly<Record<string, unknown>>): unknown;
  }[];
}

export interface SurveyAdapter<A extends Alert = Alert> {
  /** As tables, streams and commands name it: `ztf`. */
  readonly name: string;
  /** How many candids a partition of its tables spans. */
  readonly partitionCandids: bigint;
  /** Makes a schema known that packets name by its number in a schema registry. */
  learnWriter?(schemaId: number, schemaText: string): void;
  /** What is said of a stored alert in a list, from these columns of its row. */
  readonly wordColumns: readonly string[];
  wordsOf(row: Readonly<Record<string, unknown>>): AlertWords;
  /** The fields of `candidate` that a list of alerts has where not all are asked for; null: all. */
  readonly listedFields: readonly string[] | null;
  /** Reads and checks one packet. @throws PacketError */
  decode(bytes: Uint8Array): A;
  /** The columns of the alerts table after its key columns, and an alert's values for them. */
  readonly columns: readonly Column[];
  values(alert: A): readonly unknown[];
  /** The `candidate` (with candid and programme) of a stored row of the alerts table. */
  candidateOf(row: Readonly<Record<string, unknown>>): Record<string, unknown>;
  /**
   * The alert that a stored row was, digit for digit; its schema must have been learned. Of the
   * columns those of `columnsFor` must be there, or all.
   */
  seenAlert(row: Readonly<Record<string, unknown>>): SeenAlert;
  /**
   * How the candidate of a stored row was sent; its schema must have been learned. Only of ZTF, whose documents
   * begin with `schemavsn`, `publisher`, `objectId`, `candid` and `candidate`.
   */
  sentSchema?(row: Readonly<Record<string, unknown>>): SentSchema;
  /** The columns of the alerts table that documents need for filters that read these paths. */
  columnsFor(reads: readonly (readonly string[] | null)[]): readonly string[];
  /** Where a field of the document (dotted) is stored; null where no column has it. */
  columnAt(path: string): FieldColumn | null;
  /** The candids that alerts of these times have, and few others: since ≤ candid < before. */
  candidsOf(window: JdWindow): { readonly since: bigint; readonly before: bigint };
  /** Every field that the document of a filter may have. */
  readonly documentSchema: DocumentSchema;
  /** Schemas of light-curve points, by fingerprint, that stored bundles may be in. */
  readonly schemas: CurveSchemas;
  /**
   * What has to be built of the document for filters that read these dotted paths of it.
   *
   * @param reads one list per filter; null for a filter that looks at everything
   */
  needs(reads: readonly (readonly string[] | null)[]): DocumentNeeds;
  /** Fields of the document that are made only when a filter reads them. */
  readonly lazyFields: readonly string[];
  /** The lowest candid whose bundle may hold a point that this alert brings again. */
  reach(alert: A): bigint;
  /** The lowest candid whose bundle may hold a point of the history that filters see of this alert. */
  historySince(alert: A): bigint;
  /**
   * @param stored the object's bundles, one after another, in any order; null for a new object
   * @param since all bundles from this candid on are among them; 0 (the default) for all there are
   */
  curve(stored: Uint8Array | null, needs: DocumentNeeds, since?: bigint): ObjectCurve<A>;
}

/** Somebody read a history that is stored and not at hand: extend the curve and begin again. */
export class MissingHistoryError extends Error {
  override readonly name = 'MissingHistoryError';
  /** From which candid on the bundles are needed. */
  readonly since: bigint;

  constructor(since: bigint) {
    // One is thrown for many an alert and caught by the pipeline: where it came from is not asked.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(`the stored light curve is needed from candid ${since} on`);
    Error.stackTraceLimit = stackTraceLimit;
    this.since = since;
  }
}

/** The registry of the schemas that a survey's light-curve bundles are written in. */
export interface CurveSchemas {
  /** Makes a stored schema known. */
  learn(schemaText: string): void;
  has(fingerprint: bigint): boolean;
  /** The schemas seen so far, as [fingerprint, text]. */
  known(): readonly (readonly [bigint, string])[];
}
