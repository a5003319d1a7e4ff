import type { Generated } from 'kysely';

/**
 * The marshal's tables as queries on behalf of a viewer see them: the columns that are used, with
 * the types that `pgTypes` gives. The migrations are the truth.
 */
export interface MarshalTables {
  users: {
    id: Generated<number>;
    username: string;
    first_name: string | null;
    last_name: string | null;
    contact_email: string | null;
    is_bot: Generated<boolean>;
    expires_at: Date | null;
  };
  user_roles: { user_id: number; role_id: string };
  groups: {
    id: Generated<number>;
    name: string;
    nickname: string | null;
    description: string | null;
    private: Generated<boolean>;
    single_user_id: number | null;
    sitewide: Generated<boolean>;
    created_at: Generated<Date>;
  };
  group_users: {
    group_id: number;
    user_id: number;
    admin: Generated<boolean>;
    can_save: Generated<boolean>;
  };
  streams: {
    id: Generated<number>;
    name: string;
    survey: string;
    program_ids: number[];
    auto_join: Generated<boolean>;
  };
  stream_users: { stream_id: number; user_id: number };
  group_streams: { group_id: number; stream_id: number };
  access_keys: {
    id: Generated<string>;
    key_hash: Buffer;
    kind: 'token' | 'session' | 'link';
    user_id: number;
    name: string | null;
    acls: string[] | null;
    created_at: Generated<Date>;
    expires_at: Date | null;
    revoked_at: Date | null;
  };
  filters: {
    id: Generated<number>;
    name: string;
    group_id: number;
    stream_id: number;
    audience_id: number;
    active: Generated<boolean>;
    active_version_id: number | null;
    created_by: number | null;
    created_at: Generated<Date>;
    modified_at: Generated<Date>;
  };
  filter_versions: {
    id: Generated<number>;
    filter_id: number;
    fid: string;
    pipeline: string;
    created_by: number | null;
    created_at: Generated<Date>;
  };
  objs: {
    id: string;
    survey: string;
    ra: number;
    dec: number;
    created_at: Generated<Date>;
  };
  obj_audiences: { obj_id: string; audience_id: number };
  candidates: {
    id: Generated<bigint>;
    obj_id: string;
    filter_id: number;
    filter_version_id: number;
    audience_id: number;
    survey: string;
    candid: bigint;
    passed_at: Generated<Date>;
    output: Generated<unknown>;
  };
  sources: {
    id: Generated<bigint>;
    obj_id: string;
    group_id: number;
    audience_id: number;
    saved_by: number | null;
    saved_at: Generated<Date>;
    active: Generated<boolean>;
    unsaved_by: number | null;
    unsaved_at: Date | null;
  };
  photometry: {
    id: Generated<bigint>;
    obj_id: string;
    instrument: string;
    origin: Generated<string>;
    band: string;
    mjd: number;
    exptime_s: number | null;
    flux_ujy: number | null;
    fluxerr_ujy: number | null;
    ref_flux_ujy: number | null;
    ref_fluxerr_ujy: number | null;
    limiting_mag: number | null;
    limiting_mag_nsigma: number | null;
    ra: number | null;
    dec: number | null;
    candid: bigint | null;
    audience_id: number;
    owner_id: number | null;
    created_at: Generated<Date>;
  };
}
