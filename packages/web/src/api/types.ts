import type { Int64 } from './exact-json.ts';

/** Shapes of the API as the pages read them. Times are naive UTC in ISO form, angles ICRS degrees. */

export type GroupRef = { readonly id: number; readonly name: string };

export type ProfileGroup = GroupRef & {
  readonly nickname?: string | null;
  readonly single_user_group?: boolean;
  readonly admin?: boolean;
  readonly can_save?: boolean;
};

export type StreamRef = { readonly id: number; readonly name: string };

export type Profile = {
  readonly id: number;
  readonly username: string;
  readonly first_name?: string | null;
  readonly last_name?: string | null;
  readonly roles?: readonly string[];
  readonly acls?: readonly string[];
  readonly permissions?: readonly string[];
  readonly groups: readonly ProfileGroup[];
  readonly streams?: readonly StreamRef[];
};

export type Annotation = {
  readonly origin: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly filter_id?: number | null;
};

export type PassingAlert = {
  readonly filter_id: number;
  readonly passing_alert_id: Int64;
  readonly passed_at: string;
};

export type Candidate = {
  readonly id: string;
  readonly ra: number;
  readonly dec: number;
  readonly filter_ids: readonly number[];
  readonly passing_alerts: readonly PassingAlert[];
  readonly candid: Int64;
  readonly programid: number | null;
  readonly last_passed_at: string;
  readonly is_source: boolean;
  readonly saved_groups: readonly GroupRef[];
  readonly annotations: readonly Annotation[];
  readonly scores: { readonly drb: number | null; readonly rb: number | null };
  readonly detections: number | null;
  readonly first_detected_mjd?: number | null;
  readonly last_detected_mjd: number | null;
  readonly last_mag: number | null;
  readonly last_band: string | null;
};

export type CandidatePage = {
  readonly candidates: readonly Candidate[];
  readonly totalMatches: number;
  readonly pageNumber: number;
  readonly numPerPage: number;
};

export type PhotometryPoint = {
  readonly id: Int64;
  readonly mjd: number;
  readonly filter: string;
  readonly mag: number | null;
  readonly magerr: number | null;
  readonly limiting_mag: number | null;
  readonly flux?: number | null;
  readonly fluxerr?: number | null;
  readonly snr?: number | null;
  readonly origin: string | null;
  readonly instrument_name?: string | null;
};

export type Source = {
  readonly id: string;
  readonly ra: number;
  readonly dec: number;
  readonly groups?: readonly (GroupRef & { readonly saved_at?: string | null })[];
  readonly annotations?: readonly Annotation[];
};

export type SourcePage = {
  readonly sources: readonly (Source & { readonly created_at?: string })[];
  readonly totalMatches: number;
};

/** One detection in the survey's own words. */
export type Detection = {
  readonly candid: Int64;
  readonly objectId: string;
  readonly candidate: {
    readonly jd: number;
    readonly fid: number;
    readonly magpsf: number;
    readonly sigmapsf: number;
    readonly isdiffpos?: string | null;
    readonly drb?: number | null;
    readonly rb?: number | null;
    readonly programid?: number;
  };
};

export type FilterSummary = {
  readonly id: number;
  readonly name: string;
  readonly group_id: number;
  readonly stream_id: number;
};

export type FilterVersion = {
  readonly fid: string;
  readonly pipeline: unknown;
  readonly created_at: string;
};

export type FilterHistory = FilterSummary & {
  readonly active: boolean;
  readonly active_fid: string | null;
  readonly fv: readonly FilterVersion[];
  readonly counts?: Readonly<Record<string, unknown>> | null;
};

export type GroupMember = {
  readonly id: number;
  readonly username: string;
  readonly first_name?: string | null;
  readonly last_name?: string | null;
  readonly admin?: boolean;
  readonly can_save?: boolean;
};

export type GroupDetail = ProfileGroup & {
  readonly users?: readonly GroupMember[];
  readonly streams?: readonly StreamRef[];
  readonly filters?: readonly FilterSummary[];
};

export type GroupLists = {
  readonly user_groups: readonly ProfileGroup[];
  readonly user_accessible_groups: readonly ProfileGroup[];
  readonly all_groups: readonly ProfileGroup[] | null;
};

export type Token = {
  readonly id: string;
  readonly name: string;
  readonly acls?: readonly string[];
  readonly created_at?: string;
};
