// Long because each table or route has an entry, and they are read side by side.
import { admitted, insiders, type People, type Role } from './people.ts';
import type { Secrets } from './secrets.ts';

/**
 * What each role may do to one row of each table by SQL, as the application's role with its own key.
 * One entry per table; a table without one fails the build. Partitions need none: nobody touches
 * them by themselves.
 */
export interface TableRights {
  /** The row: columns and their values. */
  row: (secrets: Secrets, people: People) => Record<string, unknown>;
  /** Who sees the row; nobody with a key that is nobody's ever does. */
  sees: readonly Role[];
  /** Who changes some column of it. */
  changes?: readonly Role[];
  /** A change to try where setting a column to what it is would not do. */
  change?: (actorId: number) => string;
  removes?: readonly Role[];
  /** A row such as somebody might add, and who does. */
  adds?: {
    row: (secrets: Secrets, people: People, actorId: number) => Record<string, unknown>;
    by: readonly Role[];
  };
}

const everyone = admitted;
const member: readonly Role[] = ['member', 'member, token without permissions'];
const superAdmin: readonly Role[] = ['super admin'];
const group: readonly Role[] = [...insiders, 'super admin'];
const groupManagers: readonly Role[] = ['group admin', 'super admin', 'stranger, Manage groups'];
const groupKnowers: readonly Role[] = [...group, 'stranger, Manage groups'];
/** The Group admin role carries Manage users. */
const userManagers: readonly Role[] = [
  'stranger, Group admin role',
  'stranger, Manage users',
  'super admin',
];
/** The Group admin role carries Manage teams. */
const teamManagers: readonly Role[] = ['stranger, Group admin role', 'super admin'];
/** Who may change things of the group's: not who may only view. */
const workers: readonly Role[] = ['member', 'member, cannot save', 'group admin', 'super admin'];
/** Whose the spectrum is, and who may change everything. */
const spectrumOwners: readonly Role[] = ['member', 'super admin'];
/** Whoever has Upload data. */
const dataUploaders: readonly Role[] = [
  ...workers,
  'stranger',
  'stranger, Group admin role',
  'stranger, Manage users',
  'stranger, Manage groups',
];
const savers: readonly Role[] = ['member', 'group admin', 'super admin'];
/** Of what the member wrote. */
const authors: readonly Role[] = ['member', 'super admin'];

export const tableRights: Record<string, TableRights> = {
  // People.
  users: {
    row: (_, p) => ({ id: p.member.id }),
    sees: everyone,
    changes: userManagers,
    adds: { row: () => ({ username: 'newcomer' }), by: userManagers },
  },
  user_roles: {
    row: (_, p) => ({ user_id: p.member.id, role_id: 'Full user' }),
    sees: [...member, ...userManagers],
    removes: userManagers,
    adds: { row: (_, p) => ({ user_id: p.member.id, role_id: 'View only' }), by: userManagers },
  },
  user_acls: {
    row: (_, p) => ({ user_id: p['stranger, Manage users'].id, acl_id: 'Manage users' }),
    sees: userManagers,
    removes: userManagers,
    // Only the system's admins have it to give.
    adds: {
      row: (_, p) => ({ user_id: p.member.id, acl_id: 'Manage groups' }),
      by: superAdmin,
    },
  },
  access_keys: {
    row: (s) => ({ id: s.tokenId }),
    sees: [...member, 'super admin'],
    changes: ['member', 'super admin'],
    adds: {
      row: (_, p) => ({
        key_hash: Buffer.from('x'),
        kind: 'token',
        user_id: p.member.id,
        name: 'n',
      }),
      by: ['member', 'super admin'],
    },
  },
  // Not by a key that is narrowed: it would tell what other ways in there are.
  identities: { row: (s) => ({ id: s.identityId }), sees: ['member'] },
  sign_in_keys: { row: () => ({}), sees: [] },
  invitations: { row: (s) => ({ id: s.invitationId }), sees: superAdmin },
  invitation_groups: { row: (s) => ({ invitation_id: s.invitationId }), sees: superAdmin },
  invitation_streams: { row: (s) => ({ invitation_id: s.invitationId }), sees: superAdmin },

  installation_settings: { row: () => ({ id: true }), sees: everyone, changes: superAdmin },

  // Groups and streams.
  groups: {
    row: (s) => ({ id: s.group.id }),
    sees: groupKnowers,
    changes: groupManagers,
    removes: groupManagers,
  },
  group_users: {
    row: (s, p) => ({ group_id: s.group.id, user_id: p.member.id }),
    sees: groupKnowers,
    changes: groupManagers,
    removes: [...groupManagers, ...member],
    adds: {
      row: (s, p) => ({ group_id: s.group.id, user_id: p['super admin'].id }),
      by: groupManagers,
    },
  },
  group_admission_requests: {
    row: (s) => ({ id: s.requestId }),
    sees: groupManagers,
    changes: groupManagers,
    adds: { row: (s, _, id) => ({ group_id: s.group.id, user_id: id }), by: [] },
  },
  streams: {
    row: (s) => ({ id: s.stream.id }),
    sees: group,
    changes: superAdmin,
    removes: superAdmin,
    adds: { row: () => ({ name: 'new', survey: 'ztf', program_ids: [1] }), by: superAdmin },
  },
  stream_users: {
    row: (s, p) => ({ stream_id: s.stream.id, user_id: p.member.id }),
    sees: [...member, 'super admin'],
    removes: superAdmin,
    adds: {
      row: (s, _, id) => ({ stream_id: s.stream.id, user_id: id }),
      by: superAdmin,
    },
  },
  group_streams: {
    row: (s) => ({ group_id: s.group.id, stream_id: s.stream.id }),
    sees: groupKnowers,
    removes: groupManagers,
    adds: {
      row: (s) => ({ group_id: s.group.id, stream_id: s.stream.id }),
      // Who manages groups gives them only streams that he reads.
      by: ['group admin', 'super admin'],
    },
  },

  // Who sees what.
  audiences: { row: (s) => ({ id: s.audienceId }), sees: group },
  audience_groups: { row: (s) => ({ audience_id: s.audienceId }), sees: group },
  audience_streams: { row: (s) => ({ stream_id: s.stream.id }), sees: group },
  audience_viewers: {
    row: (s, p) => ({ audience_id: s.audienceId, user_id: p.member.id }),
    sees: member,
  },
  audit_log: {
    row: (s) => ({ kind: 'group', table_name: 'groups', subject_id: String(s.group.id) }),
    sees: ['group admin', 'super admin'],
  },

  // Filters and what they found.
  filters: {
    row: (s) => ({ id: s.filter.id }),
    sees: group,
    changes: workers,
    removes: ['group admin', 'super admin'],
    adds: {
      row: (s, _, id) => ({
        name: 'f',
        group_id: s.group.id,
        stream_id: s.stream.id,
        audience_id: s.audienceId,
        created_by: id,
      }),
      by: workers,
    },
  },
  filter_versions: {
    row: (s) => ({ filter_id: s.filter.id }),
    sees: group,
    adds: {
      row: (s, _, id) => ({
        filter_id: s.filter.id,
        fid: 'abcdef',
        pipeline: '[]',
        created_by: id,
      }),
      by: workers,
    },
  },
  filter_counts: { row: (s) => ({ batch_id: s.batchId }), sees: group },
  candidates: {
    row: (s) => ({ id: s.candidateId }),
    sees: group,
    removes: workers,
    adds: {
      row: (s, _, id) => ({
        obj_id: s.objId,
        filter_id: s.filter.id,
        audience_id: s.audienceId,
        passed_at: new Date(),
        posted: true,
        uploader_id: id,
      }),
      by: workers,
    },
  },

  // Objects and what groups did with them.
  obj_names: { row: (s) => ({ id: s.objId }), sees: group },
  obj_editions: { row: (s) => ({ id: s.objId }), sees: group, changes: workers },
  // How often it was looked at: not by whom.
  source_views: { row: (s) => ({ obj_id: s.objId }), sees: group },
  super_objs: {
    row: (s) => ({ id: s.superObjId }),
    sees: group,
    changes: workers,
    removes: superAdmin,
    adds: { row: (_, __, id) => ({ name: 'n', created_by: id }), by: dataUploaders },
  },
  super_obj_members: {
    row: (s) => ({ super_obj_id: s.superObjId }),
    sees: group,
    removes: workers,
    adds: {
      row: (s, _, id) => ({ super_obj_id: s.superObjId, obj_id: s.objId, added_by: id }),
      by: workers,
    },
  },
  // A view under the viewer's rights on the editions.
  objs: { row: (s) => ({ id: s.objId }), sees: group, changes: workers },
  obj_audiences: { row: (s) => ({ obj_id: s.objId }), sees: group },
  sources: {
    row: (s) => ({ obj_id: s.objId, group_id: s.group.id }),
    sees: group,
    changes: savers,
    change: () => 'active = NOT active',
    adds: {
      row: (s, _, id) => ({
        obj_id: s.objId,
        group_id: s.group.id,
        audience_id: s.audienceId,
        saved_by: id,
      }),
      by: savers,
    },
  },
  photometry: {
    row: (s) => ({ id: s.uploadId }),
    sees: group,
    // One's own; who manages photometry, what he sees.
    changes: ['member', 'super admin'],
    removes: ['member', 'super admin'],
    // Uploads and alerts' points come by functions alone.
    adds: {
      row: (s) => ({
        obj_id: s.objId,
        instrument: 'ZTF',
        origin: 'alert',
        band: 'ztfr',
        mjd: 61_000,
        audience_id: s.programAudienceId,
      }),
      by: [],
    },
  },
  // Made of points by triggers alone.
  photometry_sums: { row: (s, p) => ({ obj_id: s.objId, owner_id: p.member.id }), sees: group },
  photometry_upkeep: { row: () => ({ xact: '3' }), sees: [] },
  // What objects are said to be, by the member.
  taxonomies: {
    row: (s) => ({ id: s.unusedTaxonomyId }),
    sees: group,
    // Full users post no taxonomies; strangers who do are not in the group.
    changes: superAdmin,
    removes: superAdmin,
    adds: {
      row: (s, _, id) => ({
        name: 't',
        version: '1',
        hierarchy: '{"class":"c"}',
        audience_id: s.audienceId,
        created_by: id,
      }),
      by: superAdmin,
    },
  },
  taxonomy_classes: { row: (s) => ({ taxonomy_id: s.taxonomyId }), sees: group },
  classifications: {
    row: (s) => ({ id: s.classificationId }),
    sees: group,
    changes: ['member', 'group admin', 'super admin'],
    adds: {
      row: (s, _, id) => ({
        obj_id: s.objId,
        taxonomy_id: s.taxonomyId,
        class: s.className,
        audience_id: s.audienceId,
        author_id: id,
      }),
      by: workers,
    },
  },
  classification_history: {
    row: (s) => ({ classification_id: s.classificationId }),
    sees: group,
  },
  classification_votes: {
    row: (s) => ({ id: s.voteId }),
    sees: group,
    changes: member,
    removes: member,
    adds: {
      row: (s, _, id) => ({ classification_id: s.classificationId, voter_id: id, vote: 1 }),
      by: group,
    },
  },
  answered_requests: {
    row: (_, p) => ({ user_id: p.member.id }),
    sees: member,
    change: () => 'answer = $$1$$',
    changes: member,
    removes: member,
    adds: {
      row: (_, p, id) => ({
        user_id: id,
        key: `key-${p.member.id}-${id}`,
        request: 'r'.repeat(43),
      }),
      by: everyone,
    },
  },
  source_labels: {
    row: (s) => ({ obj_id: s.objId, group_id: s.group.id }),
    sees: group,
    removes: member,
    adds: {
      row: (s, _, id) => ({ obj_id: s.objId, group_id: s.group.id, labeller_id: id }),
      by: group,
    },
  },
  obj_summaries: {
    row: (s) => ({ id: s.summaryId }),
    sees: group,
    adds: {
      row: (s, _, id) => ({
        obj_id: s.objId,
        summary: 's',
        set_by: id,
        audience_id: s.audienceId,
      }),
      by: workers,
    },
  },
  photometric_series: {
    row: (s) => ({ id: s.seriesId }),
    sees: group,
    changes: ['member', 'super admin'],
    change: () => "channel = 'other'",
    removes: ['member', 'super admin'],
    adds: {
      row: (s, _, id) => ({
        ...{ obj_id: s.objId, series_name: 'n', series_obj_id: 'o', instrument_id: s.ztfId },
        ...{ band: 'ztfg', ra: 1, dec: 2, exptime_s: 3, data: '{}', summary: '{}', hash: 'x' },
        ...{ mjd_first: 1, mjd_last: 2, num_exp: 2, audience_id: s.audienceId, owner_id: id },
      }),
      // A series is for its owner's own group, too: that is how routes add one.
      by: [],
    },
  },
  photometry_validations: {
    row: (s) => ({ photometry_id: s.uploadId }),
    sees: group,
    changes: superAdmin,
    change: (id) => `validator_id = ${id}`,
    removes: superAdmin,
    adds: {
      row: (s, _, id) => ({ photometry_id: s.pointId, validated: true, validator_id: id }),
      by: superAdmin,
    },
  },
  // Services outside, and what they found, by the member. Full users make no services known.
  analysis_services: {
    row: (s) => ({ id: s.serviceId }),
    sees: group,
    changes: superAdmin,
    removes: superAdmin,
    adds: {
      row: (s, _, id) => ({
        name: 'n',
        url: 'https://example.org',
        authentication_type: 'none',
        analysis_type: 'meta_analysis',
        input_data_types: '{}',
        audience_id: s.audienceId,
        created_by: id,
      }),
      by: superAdmin,
    },
  },
  obj_analyses: {
    row: (s) => ({ id: s.analysisId }),
    sees: group,
    removes: ['member', 'group admin', 'super admin'],
    adds: {
      row: (s, _, id) => ({
        obj_id: s.objId,
        analysis_service_id: s.serviceId,
        audience_id: s.audienceId,
        author_id: id,
      }),
      by: workers,
    },
  },
  obj_analysis_products: {
    row: (s) => ({ analysis_id: s.analysisId }),
    sees: group,
    adds: {
      row: (s) => ({
        analysis_id: s.analysisId,
        kind: 'plot',
        number: 9,
        format: 'x',
        content: '',
      }),
      by: ['member'],
    },
  },
  default_analyses: {
    row: (s) => ({ id: s.defaultAnalysisId }),
    sees: group,
    changes: ['member', 'group admin', 'super admin'],
    removes: ['member', 'group admin', 'super admin'],
    adds: {
      row: (s, _, id) => ({
        analysis_service_id: s.serviceId,
        source_filter: '{}',
        audience_id: s.audienceId,
        author_id: id,
      }),
      by: workers,
    },
  },
  // For the server's own work alone.
  followup_requests: {
    row: (s) => ({ id: s.followupId }),
    sees: group,
    changes: workers,
    adds: {
      row: (s, _, id) => ({
        obj_id: s.objId,
        allocation_id: s.allocationId,
        requester_id: id,
        payload: '{}',
      }),
      by: workers,
    },
  },
  followup_events: { row: (s) => ({ request_id: s.followupId }), sees: group },
  facility_transactions: { row: (s) => ({ followup_request_id: s.followupId }), sees: group },
  followup_watchers: {
    row: (s) => ({ request_id: s.followupId }),
    sees: group,
    removes: member,
    adds: {
      row: (s, _, id) => ({ request_id: s.followupId, user_id: id }),
      by: group,
    },
  },
  default_followup_requests: {
    row: (s) => ({ id: s.defaultFollowupId }),
    sees: group,
    removes: ['member', 'super admin'],
    adds: {
      row: (s, _, id) => ({
        ...{ name: 'n', allocation_id: s.allocationId, requester_id: id },
        ...{ payload: '{}', source_filter: '{}' },
      }),
      by: workers,
    },
  },
  followup_rule_runs: {
    row: (s) => ({ id: s.ruleRunId }),
    sees: group,
    adds: {
      row: (s) => ({ default_id: s.defaultFollowupId, obj_id: s.objId, outcome: 'refused' }),
      by: workers,
    },
  },
  // What one was told is one's own.
  notifications: {
    row: (s) => ({ id: s.notificationId }),
    sees: member,
    changes: member,
    removes: member,
  },
  notification_mails: { row: () => ({}), sees: [] },
  followup_jobs: { row: () => ({}), sees: [] },
  observing_runs: {
    row: (s) => ({ id: s.runId }),
    sees: group,
    changes: authors,
    removes: authors,
    adds: {
      row: (s, _, id) => ({
        ...{ instrument_id: s.instrumentId, group_id: s.group.id, owner_id: id },
        ...{ calendar_date: '2026-12-02', ends_at: '2026-12-03T13:00Z' },
      }),
      by: workers,
    },
  },
  assignments: {
    row: (s) => ({ id: s.assignmentId }),
    sees: group,
    changes: workers,
    removes: workers,
    adds: {
      row: (s, _, id) => ({
        ...{ run_id: s.otherRunId, obj_id: s.objId, requester_id: id },
        priority: 1,
      }),
      by: workers,
    },
  },
  calendar_keys: { row: (_, p) => ({ user_id: p.member.id }), sees: member, removes: member },
  observing_log: {
    row: (s) => ({ run_id: s.runId }),
    sees: group,
    adds: { row: (s, _, id) => ({ run_id: s.runId, author_id: id, note: 'n' }), by: workers },
  },
  // What a member asks the archive; the query he shares with his group.
  saved_queries: {
    row: (s) => ({ id: s.savedQueryId }),
    sees: insiders,
    changes: member,
    removes: member,
    adds: { row: (_, __, id) => ({ owner_id: id, name: 'n', asked: '{}' }), by: everyone },
  },
  query_jobs: { row: (s) => ({ id: s.queryJobId }), sees: member, removes: member },
  query_job_parts: { row: (s) => ({ job_id: s.queryJobId }), sees: member },
  // Said by the member of an alert of the second programme.
  alert_labels: {
    row: (s) => ({ candid: s.candid, kind: 'human_labels' }),
    sees: group,
    changes: ['member'],
    removes: authors,
    adds: {
      row: (s, _, id) => ({
        ...{ survey: 'ztf', candid: 5, object_id: 'ZTF26x', audience_id: s.programAudienceId },
        ...{ kind: 'ml_scores', name: 'n', value: 1, author_id: id },
      }),
      by: workers,
    },
  },
  // For the server's own work.
  acting_for: { row: () => ({}), sees: [] },
  analysis_jobs: { row: () => ({}), sees: [] },
  analysis_tokens: { row: () => ({}), sees: [] },
  work_keys: { row: () => ({}), sees: [] },
  // By the member.
  obj_adoptions: { row: (s) => ({ obj_id: s.objId }), sees: [...member, 'super admin'] },

  // Facilities: everybody sees them.
  // A name for groups: everybody knows it, not which of them are private.
  teams: {
    row: (s) => ({ id: s.teamId }),
    sees: everyone,
    changes: teamManagers,
    removes: teamManagers,
    adds: {
      row: (_, __, id) => ({ name: `team of ${id}`, created_by: id }),
      by: teamManagers,
    },
  },
  team_groups: {
    row: (s) => ({ team_id: s.teamId, group_id: s.group.id }),
    sees: groupKnowers,
    removes: superAdmin,
    adds: { row: (s) => ({ team_id: s.teamId, group_id: s.otherGroup.id }), by: superAdmin },
  },
  telescopes: {
    row: (s) => ({ id: s.telescopeId }),
    sees: everyone,
    changes: superAdmin,
    removes: superAdmin,
    adds: { row: () => ({ name: 'new', nickname: 'n', diameter_m: 1 }), by: superAdmin },
  },
  instruments: {
    row: (s) => ({ id: s.instrumentId }),
    sees: everyone,
    changes: superAdmin,
    removes: superAdmin,
    adds: {
      row: (s) => ({ name: 'new', type: 'imager', telescope_id: s.telescopeId }),
      by: superAdmin,
    },
  },
  instrument_fields: {
    row: (s) => ({ instrument_id: s.instrumentId }),
    sees: everyone,
    removes: superAdmin,
    adds: {
      row: (s) => ({
        instrument_id: s.instrumentId,
        field_id: 2,
        ra: 1,
        dec: 1,
        contour: '{}',
        contour_summary: '{}',
      }),
      by: superAdmin,
    },
  },
  instrument_logs: {
    row: (s) => ({ instrument_id: s.instrumentId }),
    sees: everyone,
    changes: superAdmin,
    adds: {
      row: (s) => ({
        instrument_id: s.instrumentId,
        start_date: new Date(1e12),
        end_date: new Date(1e12),
        log: '{}',
      }),
      by: superAdmin,
    },
  },

  allocations: {
    row: (s) => ({ id: s.allocationId }),
    sees: group,
    changes: superAdmin,
    removes: superAdmin,
    adds: {
      row: (s, _, id) => ({
        group_id: s.group.id,
        instrument_id: s.instrumentId,
        hours_allocated: 1,
        created_by: id,
      }),
      by: superAdmin,
    },
  },
  allocation_users: {
    row: (s) => ({ allocation_id: s.allocationId }),
    sees: group,
    removes: superAdmin,
    adds: {
      row: (s, _, id) => ({ allocation_id: s.allocationId, user_id: id }),
      by: superAdmin,
    },
  },
  allocation_credentials: {
    row: (s) => ({ allocation_id: s.allocationId }),
    sees: superAdmin,
    changes: superAdmin,
    removes: superAdmin,
    adds: {
      row: (s) => ({ allocation_id: s.allocationId, sealed: Buffer.from('x') }),
      by: superAdmin,
    },
  },

  // Spectra.
  spectra: {
    row: (s) => ({ id: s.spectrumId }),
    sees: group,
    changes: spectrumOwners,
    removes: spectrumOwners,
    adds: {
      row: (s, _, id) => ({
        obj_id: s.objId,
        instrument_id: s.instrumentId,
        observed_at: '2026-11-22',
        wavelengths: [4000],
        fluxes: [1],
        owner_id: id,
        audience_id: s.audienceId,
      }),
      by: workers,
    },
  },
  spectrum_people: {
    row: (s) => ({ spectrum_id: s.spectrumId }),
    sees: group,
    removes: spectrumOwners,
    adds: {
      row: (s, p) => ({
        spectrum_id: s.spectrumId,
        role: 'reducer',
        user_id: p.member.id,
        place: 1,
      }),
      by: spectrumOwners,
    },
  },
  spectrum_files: {
    row: (s) => ({ spectrum_id: s.spectrumId }),
    sees: group,
    adds: {
      row: (s) => ({ spectrum_id: s.spectrumId, content: Buffer.from('x') }),
      by: spectrumOwners,
    },
  },

  // Sky maps.
  sky_maps: {
    row: (s) => ({ id: s.skyMapId }),
    sees: group,
    removes: spectrumOwners,
    adds: {
      row: (s, _, id) => ({
        ...{ dateobs: '2026-11-22', name: `map of ${id}`, kind: 'cone', digest: '0'.repeat(64) },
        ...{ cells: 1, max_order: 0, has_distances: false, peak_ra: 1, peak_dec: 1 },
        ...{ area_50_deg2: 1, area_90_deg2: 1, owner_id: id, audience_id: s.audienceId },
      }),
      // He knows of every group.
      by: [...workers, 'stranger, Manage groups'],
    },
  },
  sky_map_files: {
    row: (s) => ({ sky_map_id: s.skyMapId }),
    sees: group,
    adds: {
      row: (s) => ({ sky_map_id: s.skyMapId, content: Buffer.from('x') }),
      by: spectrumOwners,
    },
  },
  sky_map_regions: {
    row: (s) => ({ sky_map_id: s.skyMapId }),
    sees: group,
    adds: {
      row: (s) => ({
        ...{ sky_map_id: s.skyMapId, percent: 12, area_deg2: 1, region: '{[1,2)}', outline: '[]' },
      }),
      by: spectrumOwners,
    },
  },

  // What people attach to them.
  comments: {
    row: (s) => ({ id: s.commentId }),
    sees: group,
    changes: authors,
    removes: authors,
    adds: {
      row: (s, _, id) => ({
        subject_type: 'photometry',
        subject_id: String(s.uploadId),
        author_id: id,
        audience_id: s.audienceId,
        text: 't',
      }),
      by: workers,
    },
  },
  comment_attachments: {
    row: (s) => ({ comment_id: s.commentId }),
    sees: group,
    changes: authors,
    removes: authors,
    adds: {
      row: (s) => ({ comment_id: s.pointCommentId, name: 'n', content: Buffer.from('x') }),
      by: authors,
    },
  },
  comment_mentions: {
    row: (s) => ({ comment_id: s.commentId }),
    sees: group,
    removes: authors,
    adds: { row: (s, _, id) => ({ comment_id: s.pointCommentId, user_id: id }), by: authors },
  },
  comment_versions: { row: (s) => ({ comment_id: s.commentId }), sees: group },
  annotation_versions: { row: (s) => ({ annotation_id: s.annotationId }), sees: group },
  annotations: {
    row: (s) => ({ id: s.annotationId }),
    sees: group,
    changes: authors,
    removes: authors,
    adds: {
      row: (s, _, id) => ({
        subject_type: 'sources',
        subject_id: s.objId,
        author_id: id,
        audience_id: s.audienceId,
        origin: 'o',
        data: '{}',
      }),
      by: workers,
    },
  },
  annotation_values: { row: (s) => ({ annotation_id: s.annotationId }), sees: [] },
  obj_tag_options: {
    row: (s) => ({ id: s.tagOptionId }),
    sees: everyone,
    changes: ['stranger, Group admin role', 'super admin'],
    removes: ['stranger, Group admin role', 'super admin'],
    adds: {
      row: () => ({ name: 'Fresh' }),
      by: ['stranger, Group admin role', 'super admin'],
    },
  },
  obj_tags: {
    row: (s) => ({ id: s.objTagId }),
    sees: group,
    changes: workers,
    removes: workers,
    adds: {
      row: (s, _, id) => ({
        option_id: s.tagOptionId,
        obj_id: s.objId,
        author_id: id,
        audience_id: s.audienceId,
      }),
      by: workers,
    },
  },
  // Whose the query is; what came of it goes with it.
  tap_jobs: {
    row: (s) => ({ id: s.tapJobId }),
    sees: member,
    changes: member,
    removes: member,
    adds: {
      row: (_s, _p, id) => ({ owner_id: id, duration_s: 60, destroy_at: new Date(4e12) }),
      by: everyone,
    },
  },
  tap_job_parts: {
    row: (s) => ({ job_id: s.tapJobId }),
    sees: member,
    removes: member,
    adds: {
      row: (s) => ({ job_id: s.tapJobId, name: 'result', part: 1, bytes: Buffer.from('x') }),
      by: member,
    },
  },
  listings: {
    row: (s) => ({ id: s.listingId }),
    sees: member,
    changes: member,
    removes: member,
    adds: {
      row: (s, _, id) => ({ user_id: id, obj_id: s.objId, list_name: 'favorites' }),
      by: group,
    },
  },
  thumbnails: {
    row: (s) => ({ id: s.thumbnailId }),
    sees: group,
    changes: authors,
    removes: superAdmin,
    adds: {
      row: (s, _, id) => ({
        obj_id: s.objId,
        type: 'ls',
        owner_id: id,
        audience_id: s.audienceId,
        public_url: 'https://example.org/picture',
      }),
      by: workers,
    },
  },

  source_interests: {
    row: (s) => ({ id: s.interestId }),
    sees: group,
    removes: authors,
    adds: {
      row: (s, _, id) => ({ obj_id: s.objId, user_id: id, title: 't' }),
      by: workers,
    },
  },
  scan_reports: {
    row: (s) => ({ id: s.reportId }),
    sees: group,
    removes: ['member', 'group admin', 'super admin'],
    adds: {
      row: (s, _, id) => ({ author_id: id, audience_id: s.audienceId, options: '{}' }),
      by: workers,
    },
  },
  scan_report_items: {
    row: (s) => ({ id: s.reportItemId }),
    sees: group,
    changes: workers,
    change: (actorId) => `commented_by = ${actorId}`,
    adds: {
      row: (s) => ({ report_id: s.emptyReportId, obj_id: s.objId, decision: 'saved' }),
      by: ['member'],
    },
  },
  scan_report_saves: {
    row: (s) => ({ item_id: s.reportItemId }),
    sees: group,
    adds: {
      row: (s) => ({
        item_id: s.reportItemId,
        group_id: s.otherGroup.id,
        saved_at: new Date(1e12),
      }),
      by: ['member'],
    },
  },

  // Written by triggers; what changed is told to who sees it.
  source_news: { row: (s) => ({ obj_id: s.objId, part: 'spectra' }), sees: group },

  // The archive.
  ztf_alerts: { row: (s) => ({ candid: s.candid }), sees: group },
  ztf_cutout_parts: { row: (s) => ({ candid: s.candid }), sees: group },
  // A view under the viewer's rights on the parts.
  ztf_cutouts: { row: (s) => ({ candid: s.candid }), sees: group },
  ztf_light_curves: { row: (s) => ({ candid: s.candid }), sees: group },
  archive_light_curves: { row: (s) => ({ lc_id: s.lcId }), sees: group },
  archive_curve_values: { row: (s) => ({ lc_id: s.lcId }), sees: group },
  archive_parts: { row: (s) => ({ location: s.partLocation }), sees: group },
  ztf_scores: { row: (s) => ({ candid: s.candid }), sees: group },
  model_files: { row: () => ({}), sees: [] },
  ...surveyTables('lsst', 'pgir', 'winter'),
  // Made at the place of an alert: for who sees its programme.
  cross_matches: { row: (s) => ({ object_id: s.objId }), sees: group },

  survey_objects: { row: (s) => ({ object_id: s.objId, survey: 'ztf' }), sees: group },
  // For who sees alerts of both.
  object_links: { row: (s) => ({ other_id: s.objId }), sees: group },
  // What filters saw at an alert: for who sees it, and what it is linked with.
  joint_looks: { row: (s) => ({ candid: s.candid }), sees: group },
  joint_links: { row: (s) => ({ candid: s.candid }), sees: group },
  joint_points: { row: (s) => ({ candid: s.candid }), sees: group },
  link_decisions: {
    row: (s) => ({ other_id: s.objId }),
    sees: group,
    adds: {
      row: (s, _, actorId) => ({
        ...{ object_id: s.linkedId, survey: 'lsst', other_id: s.objId, other_survey: 'ztf' },
        ...{ is_linked: false, decided_by: actorId },
      }),
      by: workers,
    },
  },

  // The broker's books.
  link_backlogs: { row: () => ({ survey: 'ztf' }), sees: superAdmin },
  // They count packets of every programme: for who sees all.
  batches: { row: (s) => ({ id: s.batchId }), sees: group },
  stream_offsets: { row: () => ({ consumer: 'test' }), sees: superAdmin },
  quarantine: { row: () => ({ survey: 'ztf' }), sees: superAdmin },
  // How far it is names an object of whatever programme.
  match_lacks: { row: () => ({ survey: 'ztf' }), sees: superAdmin },
  match_backlogs: { row: () => ({ survey: 'ztf' }), sees: superAdmin },
  migrated_documents: { row: () => ({ kind: 'followup_request' }), sees: superAdmin },
};

/** The tables of surveys that are declared are all alike. */
function surveyTables(...surveys: readonly string[]): Record<string, TableRights> {
  const rights: TableRights = { row: (s) => ({ candid: s.candid }), sees: group };
  const tables = ['alerts', 'cutout_parts', 'cutouts', 'light_curves'];
  const names = surveys.flatMap((survey) => tables.map((table) => `${survey}_${table}`));
  return Object.fromEntries(names.map((name) => [name, rights]));
}

/** Tables that say nothing of anyone: also who has no key reads them. */
export const openTables: readonly string[] = [
  'acls',
  'bandpasses',
  'roles',
  'role_acls',
  'avro_schemas',
  'models',
  'score_sets',
  'surveys',
  'catalogs',
  'archive_releases',
  'match_configs',
  'match_lists',
  'match_periods',
  'fritz_migrations',
  'note_subjects',
];

/** Views run with their reader's rights; the tables beneath them have entries. */
export const views: readonly string[] = [
  'audience_membership',
  'user_permissions',
  'ztf_classifications',
];
