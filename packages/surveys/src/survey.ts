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
  /** The decoded record, in the survey's own words. Only the adapter looks inside. */
  readonly packet: Readonly<Record<string, unknown>>;
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
  | 'null_not_allowed'
  | 'bad_candid'
  | 'bad_position'
  | 'bad_time'
  | 'bad_cutout'
  | 'bad_value'
  | 'unreadable';
