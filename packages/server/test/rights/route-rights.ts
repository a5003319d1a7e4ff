// Long because each table or route has an entry, and they are read side by side.
import type { RouteName } from '@fritz/contract';
import { writeFitsSpectrum } from '@fritz/formats';
import type { RequestOptions } from '../harness.ts';
import { type Actor, admitted, insiders, type People, type Role } from './people.ts';
import type { Secrets } from './secrets.ts';

/**
 * What each route answers to each role that asks for a thing of the private group's, or of one
 * person's. One entry per route; a route without one fails the build. What need not be said: keys
 * that are nobody's get 401 and who lacks the route's permission 403.
 */
export interface RouteRights {
  request: (secrets: Secrets, people: People, actor: Actor) => RequestOptions;
  /** Who gets what he asks for. */
  to: readonly Role[];
  /** Who is told that he may not (403); the others are told that there is no such thing (404). */
  refused?: readonly Role[];
  /** Other answers, by their status. */
  except?: Partial<Record<Role, number>>;
  /** A success that is no 200. */
  success?: number;
  /** What a public route says to everybody. */
  everybody?: number;
}

const none = () => ({});
const everyone = admitted;
const superAdmin: readonly Role[] = ['super admin'];
const group: readonly Role[] = [...insiders, 'super admin'];
const groupManagers: readonly Role[] = ['group admin', 'super admin', 'stranger, Manage groups'];
const savers: readonly Role[] = ['member', 'group admin', 'super admin'];
const member: readonly Role[] = ['member', 'member, token without permissions'];
/** Of what the member wrote. */
const authors: readonly Role[] = ['member', 'super admin'];

/** Who names an object that he does not see is told that his request is wrong. */
const strangersWrong: Partial<Record<Role, number>> = {
  stranger: 422,
  'stranger, Group admin role': 422,
  'stranger, Manage users': 422,
  'stranger, Manage groups': 422,
};

/** The UTC date of an alert of ZTF: its number tells. */
const nightOfCandid = (candid: bigint) =>
  new Date(Date.UTC(2017, 0, 1) + Number(candid / 1_000_000_000_000_000n) * 86_400_000)
    .toISOString()
    .slice(0, 10)
    .replaceAll('-', '');
const ofGroup = (s: Secrets) => ({ params: { id: s.group.id } });
const ofTeam = (s: Secrets) => ({ params: { id: s.teamId } });
const ofFilter = (s: Secrets) => ({ params: { id: s.filter.id } });
const ofObj = (s: Secrets) => ({ params: { id: s.objId } });
const ofBroker = (s: Secrets) => ({ params: { broker_id: 1, alert_id: s.objId } });
const onObj = (s: Secrets) => ({ resource_type: 'sources', resource_id: s.objId });
const ofComment = (s: Secrets) => ({ params: { ...onObj(s), comment_id: s.commentId } });
const ofAnnotation = (s: Secrets) => ({ params: { ...onObj(s), annotation_id: s.annotationId } });
const ofThumbnail = (s: Secrets) => ({ params: { id: s.thumbnailId } });
/** A picture of 16 by 16 grey pixels. */
const picture =
  'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAAAAAA6mKC9AAAAD0lEQVR42mNoQAMMI1sAAAUMgAHjM1mKAAAAAElFTkSuQmCC';
const ofUpload = (s: Secrets) => ({
  body: {
    obj_id: s.objId,
    instrument_id: s.ztfId,
    filter: 'ztfg',
    mjd: 61_000 + Math.random(),
    mag: 19,
    magerr: 0.1,
    group_ids: [s.group.id],
  },
});
const ofFile = (s: Secrets) => {
  const { mjd, ...rest } = ofUpload(s).body;
  return { body: { ...rest, file: `mjd\n${mjd}\n` } };
};
const ofSeries = (s: Secrets) => ({ params: { id: s.seriesId } });
const ofVerdict = (s: Secrets) => ({
  params: { id: s.uploadId },
  body: { validated: false, explanation: 'a ghost' },
});
/** Of the group, who may do more than view. */
const workers: readonly Role[] = ['member', 'member, cannot save', 'group admin', 'super admin'];
const ofQuery = { query_type: 'find', query: { catalog: 'ZTF_alerts', filter: { candid: 5 } } };
const ofSavedQuery = (s: Secrets) => ({ params: { id: s.savedQueryId } });
const ofQueryJob = (s: Secrets) => ({ params: { id: s.queryJobId } });
const ofStream = (s: Secrets) => ({ params: { id: s.stream.id } });
const ofInstrument = (s: Secrets) => ({ params: { id: s.instrumentId } });
const ofAllocation = (s: Secrets) => ({ params: { id: s.allocationId } });
const ofClassification = (s: Secrets) => ({ params: { id: s.classificationId } });
const ofAnalysis = (s: Secrets) => ({ params: { id: s.analysisId } });
const ofDefault = (s: Secrets) => {
  return { params: { serviceId: s.serviceId, id: s.defaultAnalysisId } };
};
const ofFollowup = (s: Secrets) => ({ params: { id: s.followupId } });
const newFollowup = (s: Secrets) => ({
  body: { obj_id: s.objId, allocation_id: s.allocationId, payload: {} },
});
/** Its instrument is asked through no interface. */
const notAsked: Partial<Record<Role, number>> = Object.fromEntries(
  workers.map((role) => [role, 409]),
);
const ofRun = (s: Secrets) => ({ params: { id: s.runId } });
const ofAssignment = (s: Secrets) => ({ params: { id: s.assignmentId } });
const ofNotification = (s: Secrets) => ({ params: { id: s.notificationId } });
const ofAsking = (s: Secrets) => ({ params: { id: s.askingId } });

const ofSpectrum = (s: Secrets) => ({ params: { id: s.spectrumId } });
/** The same probability everywhere. */
const evenSky = {
  uniq: Array.from({ length: 12 }, (_, face) => 4 + face),
  probdensity: Array.from({ length: 12 }, () => 1 / (4 * Math.PI)),
};
const ofSkyMap = (s: Secrets) => ({ params: { dateobs: s.skyMapDateobs, name: s.skyMapName } });
const newSpectrum = (s: Secrets) => ({
  obj_id: s.objId,
  instrument_id: s.instrumentId,
  observed_at: '2026-11-22',
});
const tinyFits = Buffer.from(
  writeFitsSpectrum({ wavelengths: [4000], fluxes: [1], errors: null, units: null }),
).toString('base64');

export const routeRights: Record<RouteName, RouteRights> = {
  // Without a viewer.
  getSysinfo: { request: none, to: everyone, everybody: 200 },
  redeemLoginLink: { request: () => ({ query: { code: 'x' } }), to: [], everybody: 401 },
  login: { request: () => ({ body: { token: 'x' } }), to: [], everybody: 401 },
  logout: { request: none, to: everyone, everybody: 200 },
  listLoginProviders: { request: none, to: everyone, everybody: 200 },
  startSignIn: { request: () => ({ params: { provider: 'x' } }), to: [], everybody: 404 },
  completeSignIn: { request: () => ({ params: { provider: 'x' } }), to: [], everybody: 404 },
  previewInvitation: {
    // Whoever has the link reads what it gives: that is what it is for.
    request: (s) => ({ query: { token: s.invitationToken } }),
    to: everyone,
    everybody: 200,
  },

  // One's own.
  getConfig: { request: none, to: everyone },
  getInstallationSettings: { request: none, to: superAdmin },
  updateInstallationSettings: {
    request: () => ({ body: { survey_images: false } }),
    to: superAdmin,
  },
  // Off here: installation.test.ts has who gets one.
  getSurveyImage: { request: (s) => ({ params: { obj_id: s.objId, survey: 'ps1' } }), to: [] },
  getWeather: { request: (s) => ({ query: { telescope_id: s.telescopeId } }), to: everyone },
  getProfile: { request: none, to: everyone },
  updateProfile: { request: () => ({ body: { bio: 'b' } }), to: everyone },
  listSessions: { request: none, to: everyone },
  deleteSession: {
    request: (s) => ({ params: { id: s.sessionId } }),
    // A narrow key does not end wider ones.
    to: ['member'],
  },
  deleteOtherSessions: { request: none, to: everyone },
  listIdentities: { request: none, to: everyone },
  linkIdentity: { request: () => ({ body: { provider: 'x' } }), to: [] },
  unlinkIdentity: { request: (s) => ({ params: { id: s.identityId } }), to: [], refused: everyone },
  acceptInvitation: {
    // Only a browser session that nothing narrows takes on more rights.
    request: (s) => ({ body: { token: s.invitationToken } }),
    to: [],
    refused: everyone,
  },
  listTokens: {
    request: (_, p) => ({ query: { userID: p.member.id } }),
    to: [...member, 'super admin'],
    refused: everyone,
  },
  getToken: { request: (s) => ({ params: { id: s.tokenId } }), to: [...member, 'super admin'] },
  createToken: {
    request: (_, p) => ({ body: { name: 'n', user_id: p.member.id } }),
    to: ['member', 'super admin'],
    refused: everyone,
  },
  updateToken: {
    request: (s) => ({ params: { id: s.tokenId }, body: { name: 'n' } }),
    to: ['member', 'super admin'],
    refused: ['member, token without permissions'],
  },
  deleteToken: {
    request: (s) => ({ params: { id: s.tokenId } }),
    to: ['member', 'super admin'],
    refused: ['member, token without permissions'],
  },

  // Users and invitations.
  listUsers: { request: none, to: everyone },
  getUser: { request: ofAsking, to: everyone },
  createUser: {
    request: (s) => ({ body: { username: `new${s.askingId}` } }),
    to: everyone,
  },
  updateUser: { request: (s) => ({ ...ofAsking(s), body: { first_name: 'A' } }), to: everyone },
  deleteUser: { request: ofAsking, to: everyone },
  addUserRoles: {
    // The Group admin role carries what others who manage users do not have to give.
    request: (s) => ({ ...ofAsking(s), body: { roleIds: ['Group admin'] } }),
    to: ['stranger, Group admin role', 'super admin'],
    refused: everyone,
  },
  removeUserRole: {
    request: (s) => ({ params: { id: s.askingId, role: 'View only' } }),
    to: everyone,
  },
  addUserAcls: {
    request: (s) => ({ ...ofAsking(s), body: { aclIds: ['Manage groups'] } }),
    to: superAdmin,
    refused: everyone,
  },
  removeUserAcl: {
    request: (s) => ({ params: { id: s.askingId, acl: 'Comment' } }),
    to: everyone,
  },
  listRoles: { request: none, to: everyone },
  listAcls: { request: none, to: everyone },
  listInvitations: { request: none, to: everyone },
  createInvitation: {
    request: (s) => ({
      body: { userEmail: 'a@example.org', groupIDs: [s.group.id], sendEmail: false },
    }),
    to: superAdmin,
    refused: everyone,
  },
  updateInvitation: {
    request: (s) => ({ params: { id: s.invitationId }, body: { groupIDs: [s.group.id] } }),
    to: superAdmin,
  },
  deleteInvitation: { request: (s) => ({ params: { id: s.invitationId } }), to: superAdmin },

  // Facilities: everybody sees telescopes and instruments, members a group's allocations.
  getEnumTypes: { request: none, to: everyone },
  getDbStats: { request: none, to: superAdmin },
  getDbInfo: { request: none, to: everyone },
  listTeams: { request: none, to: everyone },
  getTeam: { request: ofTeam, to: everyone },
  createTeam: {
    request: (s) => ({ body: { name: 'of the group', group_ids: [s.group.id] } }),
    to: superAdmin,
  },
  updateTeam: {
    request: (s) => ({ ...ofTeam(s), body: { group_ids: [s.group.id] } }),
    to: superAdmin,
  },
  deleteTeam: { request: ofTeam, to: ['stranger, Group admin role', 'super admin'] },
  getAnnotationsInfo: { request: none, to: everyone },
  getAltdataInfo: { request: none, to: everyone },
  getWavelengths: { request: () => ({ query: { filters: 'ztfg' } }), to: everyone },
  reportClientError: { request: () => ({ body: { error: 'e' } }), to: everyone },
  listLogs: { request: none, to: superAdmin },
  getLog: {
    request: () => ({ params: { name: 'pages.log' } }),
    to: superAdmin,
  },
  checkSolarSystem: {
    request: (s) => ({ ...ofObj(s), body: {} }),
    to: workers,
    refused: insiders,
  },
  // No catalog is loaded.
  annotateFromCatalog: {
    request: (s) => ({ params: { id: s.objId, service: 'gaia' }, body: {} }),
    to: [],
    except: Object.fromEntries(workers.map((role) => [role, 409])),
  },
  // Surveys' pictures are switched off.
  drawSurveyThumbnails: {
    request: (s) => ({ body: { objID: s.objId } }),
    to: [],
    except: Object.fromEntries(workers.map((role) => [role, 409])),
  },
  listLocalizations: { request: none, to: everyone },
  listLocalizationTags: { request: none, to: everyone },
  createLocalization: {
    request: (s, _, { id }) => ({
      body: {
        dateobs: '2026-11-21T01:02:03',
        localization_name: `map of ${id}`,
        skymap: evenSky,
        group_ids: [s.group.id],
      },
    }),
    to: [...workers, 'stranger, Manage groups'],
  },
  getLocalization: { request: ofSkyMap, to: group },
  deleteLocalization: { request: ofSkyMap, to: authors, refused: insiders },
  downloadLocalization: { request: ofSkyMap, to: group },
  downloadLocalizationRegion: { request: ofSkyMap, to: group },
  getLocalizationPlace: {
    request: (s) => ({ ...ofSkyMap(s), query: { ra: 1, dec: 1 } }),
    to: group,
  },
  getLocalizationCells: { request: ofSkyMap, to: group },
  listLocalizationObjects: { request: ofSkyMap, to: group },
  listLocalizationGalaxies: {
    request: (s) => ({ ...ofSkyMap(s), query: { catalog: 'Neighbours' } }),
    to: group,
  },
  listObjectLocalizations: { request: (s) => ({ params: { objectId: s.objId } }), to: group },
  listTelescopes: { request: none, to: everyone },
  getTelescope: { request: (s) => ({ params: { id: s.telescopeId } }), to: everyone },
  createTelescope: {
    request: (s) => ({ body: { name: `new ${s.askingId}`, nickname: 'n', diameter: 1 } }),
    to: superAdmin,
  },
  updateTelescope: {
    request: (s) => ({ params: { id: s.telescopeId }, body: { robotic: true } }),
    to: superAdmin,
  },
  // It has instruments.
  deleteTelescope: {
    request: (s) => ({ params: { id: s.telescopeId } }),
    to: [],
    except: { 'super admin': 409 },
  },
  listInstruments: { request: none, to: everyone },
  getInstrument: { request: ofInstrument, to: everyone },
  createInstrument: {
    request: (s) => ({
      body: { name: `new ${s.askingId}`, type: 'imager', telescope_id: s.telescopeId },
    }),
    to: superAdmin,
    refused: everyone,
  },
  updateInstrument: {
    request: (s) => ({ ...ofInstrument(s), body: { band: 'optical' } }),
    to: superAdmin,
    refused: everyone,
  },
  // There is an allocation on it.
  deleteInstrument: {
    request: ofInstrument,
    to: [],
    refused: everyone.filter((role) => role !== 'super admin'),
    except: { 'super admin': 409 },
  },
  deleteInstrumentFields: { request: ofInstrument, to: superAdmin, refused: everyone },
  updateInstrumentStatus: {
    request: (s) => ({ ...ofInstrument(s), body: { status: { dome: 'open' } } }),
    to: superAdmin,
    refused: everyone,
  },
  fetchInstrumentLog: {
    request: ofAllocation,
    to: [],
    except: Object.fromEntries(workers.map((role) => [role, 409])),
  },
  getInstrumentLogs: {
    request: (s) => ({
      ...ofInstrument(s),
      query: { startDate: '2026-01-01', endDate: '2026-01-02' },
    }),
    to: everyone,
  },
  addInstrumentLog: {
    request: (s) => ({
      ...ofInstrument(s),
      body: { start_date: '2026-01-01', end_date: '2026-01-02', logs: [] },
    }),
    to: superAdmin,
    refused: everyone,
  },
  listAllocations: { request: none, to: everyone },
  // What stands for its credentials was sealed by nobody.
  getAllocation: { request: ofAllocation, to: insiders, except: { 'super admin': 409 } },
  createAllocation: {
    request: (s) => ({
      body: { group_id: s.group.id, instrument_id: s.instrumentId, hours_allocated: 1 },
    }),
    to: superAdmin,
  },
  updateAllocation: {
    request: (s) => ({ ...ofAllocation(s), body: { hours_allocated: 2 } }),
    to: superAdmin,
  },
  deleteAllocation: { request: ofAllocation, to: superAdmin },
  getAllocationReport: {
    request: (s) => ({ params: { instrument_id: s.instrumentId } }),
    to: everyone,
  },

  // Groups.
  listGroups: { request: none, to: everyone },
  getPublicGroup: { request: none, to: [] },
  getGroup: { request: ofGroup, to: [...group, 'stranger, Manage groups'] },
  createGroup: { request: (s) => ({ body: { name: `new ${s.askingId}` } }), to: everyone },
  updateGroup: {
    request: (s) => ({ ...ofGroup(s), body: { nickname: 'n' } }),
    to: groupManagers,
    refused: insiders,
  },
  deleteGroup: { request: ofGroup, to: groupManagers, refused: insiders },
  addGroupUser: {
    request: (s) => ({ ...ofGroup(s), body: { userID: s.askingId } }),
    to: groupManagers,
    refused: insiders,
  },
  updateGroupUser: {
    request: (s, p) => ({ ...ofGroup(s), body: { userID: p.member.id, canSave: true } }),
    to: groupManagers,
    refused: insiders,
  },
  removeGroupUser: {
    request: (s, p) => ({ params: { id: s.group.id, user_id: p['member, cannot save'].id } }),
    // Who leaves by himself needs no permission.
    to: [...groupManagers, 'member, cannot save'],
    refused: insiders,
  },
  addUsersFromGroups: {
    request: (s) => ({ ...ofGroup(s), body: { fromGroupIDs: [s.otherGroup.id] } }),
    to: groupManagers,
    refused: insiders,
  },
  addGroupStream: {
    request: (s) => ({ ...ofGroup(s), body: { stream_id: s.stream.id } }),
    to: ['group admin', 'super admin'],
    refused: insiders,
  },
  removeGroupStream: {
    request: (s) => ({ params: { id: s.otherGroup.id, stream_id: s.stream.id } }),
    to: groupManagers,
    refused: insiders,
  },
  listAdmissionRequests: { request: none, to: everyone },
  getAdmissionRequest: { request: (s) => ({ params: { id: s.requestId } }), to: groupManagers },
  createAdmissionRequest: {
    request: (s) => ({ body: { groupID: s.group.id } }),
    to: [],
    // Who is a member already, or may not read what the group reads.
    except: Object.fromEntries([...group, 'stranger, Manage groups'].map((role) => [role, 409])),
  },
  updateAdmissionRequest: {
    request: (s) => ({ params: { id: s.requestId }, body: { status: 'accepted' } }),
    to: groupManagers,
  },
  deleteAdmissionRequest: {
    request: (s) => ({ params: { id: s.requestId } }),
    to: [],
    refused: groupManagers,
  },

  // Streams.
  listStreams: { request: none, to: everyone },
  getStream: { request: ofStream, to: group },
  createStream: {
    request: (s) => ({
      body: {
        name: `new ${s.askingId}`,
        altdata: { collection: 'ZTF_alerts', selector: [1] },
      },
    }),
    to: superAdmin,
  },
  updateStream: {
    request: (s) => ({ ...ofStream(s), body: { name: `s${s.askingId}` } }),
    to: superAdmin,
  },
  deleteStream: { request: ofStream, to: [], except: { 'super admin': 409 } },
  addStreamUser: {
    request: (s) => ({ ...ofStream(s), body: { user_id: s.askingId } }),
    to: superAdmin,
    refused: everyone,
  },
  removeStreamUser: {
    request: (s) => ({ params: { id: s.stream.id, user_id: s.askingId } }),
    to: superAdmin,
  },

  // Filters and candidates.
  listFilters: { request: none, to: everyone },
  getFilter: { request: ofFilter, to: group },
  createFilter: {
    request: (s) => ({ body: { name: 'f', group_id: s.group.id, stream_id: s.stream.id } }),
    to: group,
    refused: ['stranger, Manage groups'],
  },
  updateFilter: { request: (s) => ({ ...ofFilter(s), body: { name: 'f' } }), to: group },
  deleteFilter: { request: ofFilter, to: ['group admin', 'super admin'], refused: insiders },
  getFilterVersions: { request: ofFilter, to: group },
  createFilterVersion: {
    request: (s) => ({ ...ofFilter(s), body: { pipeline: [{ $match: {} }], insist: true } }),
    to: group,
  },
  updateFilterVersions: {
    request: (s) => ({ ...ofFilter(s), body: { active: false } }),
    to: group,
  },
  updateFilterById: {
    request: (s) => ({ body: { filter_id: s.filter.id, update_annotations: true } }),
    to: group,
  },
  getFilterFields: { request: ofFilter, to: group },
  testFilter: { request: (s) => ({ ...ofFilter(s), body: { object_ids: [s.objId] } }), to: group },
  explainFilter: {
    request: (s) => ({ ...ofFilter(s), query: { candid: String(s.candid) }, body: {} }),
    to: group,
  },
  runFunnel: { request: (s) => ({ ...ofFilter(s), body: { night: '20261120' } }), to: group },
  runDiff: {
    request: (s) => ({
      ...ofFilter(s),
      body: { to: { pipeline: [{ $match: { candid: 1 } }] }, night: '20261120' },
    }),
    to: group,
  },
  listCandidates: { request: none, to: everyone },
  getCandidate: { request: (s) => ({ params: { objId: s.objId } }), to: group },
  createCandidate: {
    request: (s) => ({
      body: { id: s.objId, filter_ids: [s.filter.id], passed_at: '2026-11-20T03:00:00' },
    }),
    to: group,
  },
  deleteCandidate: {
    request: (s) => ({ params: { objId: s.objId, filterId: s.filter.id } }),
    to: group,
  },
  listCandidateRows: { request: none, to: everyone },
  bulkDeleteCandidates: { request: () => ({ body: { dryRun: true } }), to: superAdmin },

  // Sources and photometry.
  listSources: { request: none, to: everyone },
  getSource: { request: ofObj, to: group },
  saveSource: {
    request: (s) => ({ body: { id: s.objId, group_ids: [s.group.id] } }),
    to: savers,
    refused: insiders,
  },
  changeSourceGroups: {
    request: (s) => ({ body: { objId: s.objId, inviteGroupIds: [s.otherGroup.id] } }),
    to: savers,
    refused: insiders,
  },
  unsaveSource: {
    request: (s) => ({ ...ofObj(s), body: { group_id: s.group.id } }),
    to: savers,
    refused: insiders,
  },
  listObjectLinks: { request: ofObj, to: group },
  linkObject: { request: (s) => ({ ...ofObj(s), body: { obj_id: s.linkedId } }), to: group },
  unlinkObject: {
    request: (s) => ({ params: { id: s.objId, obj_id: s.linkedId } }),
    to: group,
  },
  listTaxonomies: { request: none, to: everyone },
  getTaxonomy: { request: (s) => ({ params: { id: s.taxonomyId } }), to: group },
  createTaxonomy: {
    request: (s) => ({
      body: { name: 't', version: '9', hierarchy: { class: 'c' }, group_ids: [s.group.id] },
    }),
    to: superAdmin,
  },
  updateTaxonomy: {
    request: (s) => ({ params: { id: s.unusedTaxonomyId }, body: { isLatest: false } }),
    to: superAdmin,
  },
  deleteTaxonomy: { request: (s) => ({ params: { id: s.unusedTaxonomyId } }), to: superAdmin },
  listClassifications: { request: none, to: everyone },
  getClassification: { request: ofClassification, to: group },
  getClassificationHistory: { request: ofClassification, to: group },
  createClassification: {
    request: (s) => ({
      body: {
        obj_id: s.objId,
        taxonomy_id: s.taxonomyId,
        classification: s.className,
        group_ids: [s.group.id],
      },
    }),
    to: group,
  },
  updateClassification: {
    request: (s) => ({ ...ofClassification(s), body: { probability: 0.5 } }),
    to: ['member', 'group admin', 'super admin'],
    refused: insiders,
  },
  deleteClassification: {
    request: (s) => ({ ...ofClassification(s), body: {} }),
    to: ['member', 'group admin', 'super admin'],
    refused: insiders,
  },
  listObjClassifications: { request: ofObj, to: group },
  deleteObjClassifications: { request: (s) => ({ ...ofObj(s), body: {} }), to: group },
  listObjSummaries: { request: ofObj, to: group },
  listClassifiedSources: { request: none, to: everyone },
  castVote: { request: (s) => ({ ...ofClassification(s), body: { vote: 1 } }), to: group },
  // The member has voted.
  withdrawVote: { request: ofClassification, to: member },
  listSourceInterests: { request: ofObj, to: group },
  addSourceInterest: { request: (s) => ({ ...ofObj(s), body: { title: 't' } }), to: group },
  removeSourceInterest: {
    request: (s) => ({ params: { id: s.objId, interest_id: s.interestId } }),
    to: authors,
    refused: group,
  },
  createScanReport: {
    request: (s) => ({
      body: {
        group_ids: [s.group.id],
        passed_filters_range: {},
        saved_candidates_range: {},
      },
    }),
    to: group,
    // He knows of the group.
    refused: ['stranger, Manage groups'],
  },
  listScanReports: { request: none, to: everyone },
  deleteScanReport: {
    request: (s) => ({ params: { id: s.reportId } }),
    to: ['member', 'group admin', 'super admin'],
    refused: group,
  },
  listScanReportItems: { request: (s) => ({ params: { id: s.reportId } }), to: group },
  updateScanReportItem: {
    request: (s) => ({
      params: { id: s.reportId, item_id: s.reportItemId },
      body: { comment: 'c' },
    }),
    to: group,
  },
  addLabels: {
    request: (s) => ({ ...ofObj(s), body: { groupIds: [s.group.id] } }),
    to: group,
  },
  removeLabels: {
    request: (s) => ({ ...ofObj(s), body: { groupIds: [s.group.id] } }),
    to: group,
  },
  listFollowupRequests: { request: none, to: everyone },
  getFollowupRequest: { request: ofFollowup, to: group },
  createFollowupRequest: { request: newFollowup, to: [], except: notAsked },
  tryFollowupRequest: { request: newFollowup, to: [], except: notAsked },
  updateFollowupRequest: {
    request: (s) => ({ ...ofFollowup(s), body: { comment: 'seen' } }),
    to: workers,
  },
  deleteFollowupRequest: { request: ofFollowup, to: workers },
  commentFollowupRequest: {
    request: (s) => ({ ...ofFollowup(s), body: { comment: 'seen' } }),
    to: workers,
  },
  watchFollowupRequest: { request: ofFollowup, to: group },
  unwatchFollowupRequest: { request: ofFollowup, to: group },
  prioritizeFollowupRequests: {
    request: (s) => ({ body: { requestIds: [s.followupId] } }),
    to: [],
    except: notAsked,
  },
  // Nobody's instrument here calls back.
  facilityCallback: {
    request: (s) => ({ body: { followup_request_id: s.followupId, new_status: 'Observed' } }),
    to: [],
    except: { 'super admin': 404 },
  },
  listDefaultFollowups: { request: none, to: everyone },
  getDefaultFollowup: { request: (s) => ({ params: { id: s.defaultFollowupId } }), to: group },
  createDefaultFollowup: {
    request: (s) => ({
      body: {
        allocation_id: s.allocationId,
        payload: {},
        source_filter: { classifications: [{ name: 'c' }] },
        default_followup_name: 'n',
      },
    }),
    to: [],
    except: notAsked,
  },
  deleteDefaultFollowup: {
    request: (s) => ({ params: { id: s.defaultFollowupId } }),
    to: ['member', 'super admin'],
    refused: insiders,
  },
  tryDefaultFollowup: {
    request: (s) => ({
      body: { obj_id: s.objId, allocation_id: s.allocationId, payload: {} },
    }),
    to: [],
    except: notAsked,
  },
  listDefaultFollowupRuns: {
    request: (s) => ({ params: { id: s.defaultFollowupId } }),
    to: group,
  },
  listFilterFollowups: { request: ofFilter, to: group },
  tryFilterFollowup: {
    request: (s) => ({
      ...ofFilter(s),
      body: {
        auto_followup: { allocation_id: s.allocationId, pipeline: [{ $match: {} }], payload: {} },
        object_ids: [s.objId],
      },
    }),
    to: group,
  },
  getFollowupSchedule: {
    request: (s) => ({ params: { instrument_id: s.instrumentId } }),
    to: everyone,
  },
  getPhotometryRequest: { request: ofFollowup, to: [], except: notAsked },
  // What one was told is one's own.
  listNotifications: { request: none, to: everyone },
  getNotification: { request: ofNotification, to: member },
  updateNotification: {
    request: (s) => ({ ...ofNotification(s), body: { viewed: true } }),
    to: member,
  },
  updateAllNotifications: { request: () => ({ body: { viewed: true } }), to: everyone },
  deleteNotification: { request: ofNotification, to: member },
  deleteAllNotifications: { request: none, to: everyone },
  testNotification: { request: () => ({ body: {} }), to: everyone },
  listInstrumentForms: { request: none, to: everyone },
  listFollowupApis: { request: none, to: everyone },
  listObservingRuns: { request: none, to: everyone },
  getObservingRun: { request: ofRun, to: group },
  createObservingRun: {
    request: (s) => ({
      body: { instrument_id: s.instrumentId, calendar_date: '2026-12-03', group_id: s.group.id },
    }),
    to: workers,
    // He knows of the group, and is not in it.
    refused: ['stranger, Manage groups'],
  },
  updateObservingRun: {
    request: (s) => ({ ...ofRun(s), body: { pi: 'Hale' } }),
    to: authors,
    refused: insiders,
  },
  deleteObservingRun: { request: ofRun, to: authors, refused: insiders },
  markNotObserved: {
    request: (s) => ({
      ...ofRun(s),
      body: { current_status: 'pending', new_status: 'not observed' },
    }),
    to: workers,
  },
  listObservingLog: { request: ofRun, to: group },
  addObservingLog: { request: (s) => ({ ...ofRun(s), body: { note: 'seen' } }), to: workers },
  listAssignments: { request: none, to: everyone },
  getAssignment: { request: ofAssignment, to: group },
  createAssignment: {
    request: (s) => ({ body: { run_id: s.otherRunId, obj_id: s.objId } }),
    to: workers,
  },
  updateAssignment: {
    request: (s) => ({ ...ofAssignment(s), body: { comment: 'seen' } }),
    to: workers,
  },
  deleteAssignment: { request: ofAssignment, to: workers },
  getCalendar: { request: none, to: everyone },
  // With a session alone.
  createCalendar: { request: none, to: [], refused: everyone },
  deleteCalendar: { request: none, to: everyone },
  readCalendar: {
    // Whoever has the address reads it: that is what it is for.
    request: (s) => ({ params: { key: s.calendarKey } }),
    to: everyone,
    everybody: 200,
  },
  listEphemerides: { request: none, to: everyone },
  getEphemeris: { request: (s) => ({ params: { telescope_id: s.telescopeId } }), to: everyone },
  getAssignmentAirmass: { request: ofAssignment, to: group },
  getObjAirmass: {
    request: (s) => ({ params: { obj_id: s.objId, telescope_id: s.telescopeId } }),
    to: group,
  },
  getHoursBelowAirmass: {
    request: (s) => ({ params: { obj_id: s.objId, telescope_id: s.telescopeId } }),
    to: group,
  },
  getRunAirmass: { request: ofRun, to: group },
  listObservability: {
    request: (s) => ({ query: { objIDs: s.objId, telescopeID: s.telescopeId } }),
    to: everyone,
  },
  getSourceObservability: { request: ofObj, to: group },
  getSourceOffsets: { request: ofObj, to: group },
  getSourceFinder: { request: ofObj, to: group },
  getUnsourcedFinder: {
    request: () => ({ query: { location_type: 'pos', ra: 10, dec: 20 } }),
    to: everyone,
  },
  listFinderFacilities: { request: none, to: everyone },
  listStandards: { request: none, to: everyone },
  getRunStarlist: { request: ofRun, to: group },
  listAnalysisServices: { request: none, to: everyone },
  getAnalysisService: { request: (s) => ({ params: { id: s.serviceId } }), to: group },
  createAnalysisService: {
    request: (s) => ({
      body: {
        name: 'new',
        url: 'https://example.org/fit',
        authentication_type: 'none',
        analysis_type: 'meta_analysis',
        input_data_types: [],
        group_ids: [s.group.id],
      },
    }),
    to: superAdmin,
  },
  updateAnalysisService: {
    request: (s) => ({ params: { id: s.serviceId }, body: { enabled: false } }),
    to: superAdmin,
  },
  deleteAnalysisService: { request: (s) => ({ params: { id: s.serviceId } }), to: superAdmin },
  listDefaultAnalyses: { request: (s) => ({ params: { serviceId: s.serviceId } }), to: group },
  getDefaultAnalysis: { request: ofDefault, to: group },
  createDefaultAnalysis: {
    request: (s) => ({
      params: { serviceId: s.serviceId },
      body: { source_filter: { classifications: [{ name: 'c' }] }, group_ids: [s.group.id] },
    }),
    to: group,
  },
  updateDefaultAnalysis: {
    request: (s) => ({ ...ofDefault(s), body: { daily_limit: 3 } }),
    to: ['member', 'group admin', 'super admin'],
    refused: insiders,
  },
  deleteDefaultAnalysis: {
    request: ofDefault,
    to: ['member', 'group admin', 'super admin'],
    refused: insiders,
  },
  startAnalysis: {
    request: (s) => ({
      params: { objId: s.objId, serviceId: s.serviceId },
      body: { group_ids: [s.group.id] },
    }),
    to: group,
  },
  uploadAnalysis: {
    request: (s) => ({
      params: { objId: s.objId, serviceId: s.uploadServiceId },
      body: { analysis: { results: { data: 1 } }, group_ids: [s.group.id] },
    }),
    to: group,
  },
  listAnalyses: { request: none, to: everyone },
  getAnalysis: { request: ofAnalysis, to: group },
  deleteAnalysis: {
    request: ofAnalysis,
    to: ['member', 'group admin', 'super admin'],
    refused: insiders,
  },
  getAnalysisResults: { request: ofAnalysis, to: group },
  // It has no samples.
  getAnalysisCorner: {
    request: ofAnalysis,
    to: [],
    except: Object.fromEntries(group.map((role) => [role, 404])),
  },
  getAnalysisFirstPlot: { request: ofAnalysis, to: group },
  getAnalysisPlot: {
    request: (s) => ({ params: { id: s.analysisId, number: 0 } }),
    to: group,
  },
  answerAnalysis: {
    request: () => ({
      params: { token: '00000000-0000-4000-8000-000000000000' },
      body: { status: 'success' },
    }),
    to: [],
    everybody: 404,
  },
  querySummaries: {
    request: () => ({ body: { q: 'x' } }),
    to: [],
    except: Object.fromEntries(everyone.map((role) => [role, 409])),
  },
  updateSource: {
    request: (s) => ({ ...ofObj(s), body: { t0: 61000 } }),
    to: workers,
    refused: insiders,
  },
  updateSourceGroup: {
    request: (s) => ({ ...ofObj(s), body: { groupID: s.group.id, active: true } }),
    to: savers,
    refused: insiders,
  },
  // Of what is hidden it says what it says of what is not there.
  sourceExists: { request: ofObj, to: everyone },
  sourceExistsAt: { request: () => ({ query: { ra: 1, dec: 1, radius: 0.001 } }), to: everyone },
  listSourceGroups: { request: ofObj, to: group },
  getSourcePosition: { request: ofObj, to: group },
  getSourceColorMag: { request: ofObj, to: group },
  getSourceTns: { request: ofObj, to: group },
  // Who may is told that it is no neighbour.
  setSourceHost: { request: (s) => ({ ...ofObj(s), body: { galaxyName: 'none' } }), to: [] },
  removeSourceHost: { request: ofObj, to: workers, refused: insiders },
  deleteObj: { request: ofObj, to: superAdmin, refused: insiders },
  listSuperObjs: { request: none, to: everyone },
  getSuperObj: { request: (s) => ({ params: { id: s.superObjId } }), to: group },
  createSuperObj: {
    request: (s) => ({ body: { obj_ids: [s.objId] } }),
    to: workers,
    except: strangersWrong,
  },
  updateSuperObj: {
    request: (s) => ({ params: { id: s.superObjId }, body: { is_roid: true } }),
    to: workers,
    refused: insiders,
  },
  deleteSuperObj: { request: (s) => ({ params: { id: s.superObjId } }), to: superAdmin },
  getNewsFeed: { request: none, to: everyone },
  listRecentSources: { request: none, to: everyone },
  listTopSources: { request: none, to: everyone },
  noteSourceView: { request: ofObj, to: group },
  countSources: { request: none, to: everyone },
  listTopSavers: { request: none, to: everyone },
  getPhotometry: { request: ofObj, to: group },
  getPackedPhotometry: { request: ofObj, to: group },

  // What people attach to them.
  searchComments: { request: () => ({ query: { text: 'canary' } }), to: everyone },
  listComments: { request: (s) => ({ params: onObj(s) }), to: group },
  getComment: { request: ofComment, to: group },
  getCommentHistory: { request: ofComment, to: group },
  createComment: {
    request: (s) => ({ params: onObj(s), body: { text: 't', group_ids: [s.group.id] } }),
    to: group,
  },
  updateComment: {
    request: (s) => ({ ...ofComment(s), body: { text: 't' } }),
    to: authors,
    refused: insiders,
  },
  deleteComment: { request: ofComment, to: authors, refused: insiders },
  listCommentChannels: { request: ofObj, to: group },
  deleteCommentChannel: {
    request: (s) => ({ ...ofObj(s), query: { channel: s.channel } }),
    to: authors,
    refused: insiders,
  },
  getCommentAttachment: { request: ofComment, to: group },
  getCommentAttachmentPdf: { request: ofComment, to: group },
  countCommentAttachments: { request: none, to: superAdmin },
  moveCommentAttachments: { request: none, to: superAdmin },
  listAnnotations: { request: (s) => ({ params: onObj(s) }), to: group },
  getAnnotation: { request: ofAnnotation, to: group },
  getAnnotationHistory: { request: ofAnnotation, to: group },
  createAnnotation: {
    request: (s) => ({
      params: onObj(s),
      body: { origin: 'o', data: { a: 1 }, group_ids: [s.group.id] },
    }),
    to: group,
  },
  updateAnnotation: {
    request: (s) => ({ ...ofAnnotation(s), body: { data: { a: 2 } } }),
    to: authors,
    refused: insiders,
  },
  deleteAnnotation: { request: ofAnnotation, to: authors, refused: insiders },
  listTagOptions: { request: none, to: everyone },
  getTagOption: { request: (s) => ({ params: { id: s.tagOptionId } }), to: everyone },
  createTagOption: {
    request: (s) => ({ body: { name: `fresh${s.tagOptionId}` } }),
    to: everyone,
  },
  updateTagOption: {
    request: (s) => ({ params: { id: s.tagOptionId }, body: { color: '#000000' } }),
    to: everyone,
  },
  deleteTagOption: { request: (s) => ({ params: { id: s.tagOptionId } }), to: everyone },
  listObjTags: { request: none, to: everyone },
  getObjTag: { request: (s) => ({ params: { id: s.objTagId } }), to: group },
  createObjTag: {
    request: (s) => ({
      body: { objtagoption_id: s.tagOptionId, obj_id: s.objId, group_ids: [s.otherGroup.id] },
    }),
    to: group,
  },
  deleteObjTag: { request: (s) => ({ params: { id: s.objTagId } }), to: group },
  listListings: { request: none, to: everyone },
  // Of others there are none.
  listUserListings: { request: (_, p) => ({ params: { id: p.member.id } }), to: everyone },
  createListing: {
    request: (s) => ({ body: { obj_id: s.objId, list_name: 'favorites' } }),
    to: group,
  },
  updateListing: {
    request: (s) => ({ params: { id: s.listingId }, body: { list_name: 'favorites' } }),
    to: member,
  },
  deleteListing: { request: (s) => ({ params: { id: s.listingId } }), to: member },
  deleteListingOf: {
    request: (s) => ({ body: { obj_id: s.objId, list_name: s.listName } }),
    to: member,
  },
  getThumbnail: { request: ofThumbnail, to: group },
  getThumbnailImage: { request: ofThumbnail, to: group },
  createThumbnail: {
    request: (s) => ({
      body: { obj_id: s.objId, data: picture, ttype: 'ref', group_ids: [s.group.id] },
    }),
    to: group,
  },
  updateThumbnail: {
    request: (s) => ({ ...ofThumbnail(s), body: { origin: 'o' } }),
    to: superAdmin,
  },
  deleteThumbnail: { request: ofThumbnail, to: superAdmin },
  checkThumbnailPaths: { request: none, to: superAdmin },
  moveThumbnails: { request: none, to: superAdmin },
  sweepThumbnailPaths: { request: none, to: superAdmin },
  getFeatures: { request: ofObj, to: group },
  exportFeatures: { request: ofObj, to: group },
  postPhotometry: { request: ofUpload, to: workers },
  putPhotometry: { request: ofUpload, to: workers },
  copyPhotometry: {
    request: (s) => ({
      params: { id: s.objId },
      body: { origin_id: s.objId, group_ids: [s.group.id] },
    }),
    to: workers,
    // Who sees it is told that it is one object; nobody else is.
    success: 422,
  },
  postPhotometryFile: { request: ofFile, to: workers },
  putPhotometryFile: { request: ofFile, to: workers },
  getPhotometryRange: { request: () => ({ query: { min_date: '2026-01-01' } }), to: everyone },
  listPhotometryOrigins: { request: none, to: everyone },
  deletePhotometryUpload: {
    request: (s) => ({ params: { upload_id: s.uploadedBy } }),
    to: ['member', 'super admin'],
    refused: insiders,
  },
  deleteSourcePhotometry: { request: ofObj, to: superAdmin },
  getPhotometryPoint: { request: (s) => ({ params: { id: s.uploadId } }), to: group },
  updatePhotometryPoint: {
    request: (s) => ({ params: { id: s.uploadId }, body: { group_ids: [s.group.id] } }),
    to: ['member', 'super admin'],
    refused: insiders,
  },
  deletePhotometryPoint: {
    request: (s) => ({ params: { id: s.uploadId } }),
    to: ['member', 'super admin'],
    refused: insiders,
  },
  listPhotometricSeries: { request: none, to: everyone },
  createPhotometricSeries: {
    request: (s) => ({
      body: {
        ...{ obj_id: s.objId, instrument_id: s.ztfId, series_name: `s${Math.random()}` },
        ...{ series_obj_id: '7', filter: 'ztfg', ra: 1, dec: 2, exp_time: 30 },
        ...{ data: { mjd: [60_000], mag: [19] }, group_ids: [s.group.id] },
      },
    }),
    to: workers,
  },
  getPhotometricSeries: { request: ofSeries, to: group },
  updatePhotometricSeries: {
    request: (s) => ({ ...ofSeries(s), body: { channel: '2' } }),
    to: ['member', 'super admin'],
    refused: insiders,
  },
  deletePhotometricSeries: {
    request: ofSeries,
    to: ['member', 'super admin'],
    refused: insiders,
  },
  makeValidation: { request: ofVerdict, to: superAdmin },
  updateValidation: { request: ofVerdict, to: superAdmin },
  deleteValidation: { request: (s) => ({ params: { id: s.uploadId } }), to: superAdmin },
  getPhotStat: { request: ofObj, to: group },
  makePhotStat: { request: ofObj, to: superAdmin },
  updatePhotStat: { request: ofObj, to: superAdmin },
  deletePhotStat: { request: ofObj, to: superAdmin },
  countPhotStats: { request: none, to: everyone },
  makePhotStats: { request: none, to: superAdmin },
  updatePhotStats: { request: none, to: superAdmin },
  aggregatePhotStats: {
    request: (s) => ({
      query: { xField: 'num_obs_global', yField: 'peak_mag_global', group_id: s.group.id },
    }),
    to: group,
    except: { 'stranger, Manage groups': 200 },
  },
  getPeriodogram: { request: ofObj, to: group },
  // Spectra.
  listSpectra: { request: none, to: everyone },
  getSpectrumRange: { request: none, to: everyone },
  getSpectrum: { request: ofSpectrum, to: group },
  getSpectrumFile: {
    request: (s) => ({ ...ofSpectrum(s), query: { format: 'original' } }),
    to: group,
  },
  getSourceSpectra: { request: ofObj, to: group },
  bulkSpectra: { request: (s) => ({ body: { obj_ids: [s.objId] } }), to: everyone },
  makeSyntheticPhotometry: {
    // It reaches from 4000 to 6000 Å.
    request: (s) => ({ ...ofSpectrum(s), body: { filters: ['uvot::v'] } }),
    to: [],
    except: { member: 422, 'member, cannot save': 422, 'group admin': 422, 'super admin': 422 },
  },
  createSpectrum: {
    request: (s) => ({ body: { ...newSpectrum(s), wavelengths: [4000], fluxes: [1] } }),
    to: workers,
  },
  updateSpectrum: {
    request: (s) => ({ ...ofSpectrum(s), body: { label: 'l' } }),
    to: ['member', 'super admin'],
    refused: insiders,
  },
  deleteSpectrum: { request: ofSpectrum, to: ['member', 'super admin'], refused: insiders },
  createAsciiSpectrum: {
    request: (s) => ({ body: { ...newSpectrum(s), filename: 'f', ascii: '4000 1' } }),
    to: workers,
  },
  parseAsciiSpectrum: { request: () => ({ body: { ascii: '4000 1' } }), to: everyone },
  createFitsSpectrum: {
    request: (s) => ({ body: { ...newSpectrum(s), filename: 'f', fits: tinyFits } }),
    to: workers,
  },
  parseFitsSpectrum: { request: () => ({ body: { fits: tinyFits } }), to: everyone },
  shareData: {
    request: (s) => ({ body: { groupIDs: [s.otherGroup.id], photometryIDs: [s.uploadId] } }),
    to: ['member', 'super admin'],
    refused: insiders,
  },
  getAccess: { request: (s) => ({ params: { kind: 'source', id: s.objId } }), to: group },
  listAudit: { request: none, to: everyone },
  exportAudit: { request: none, to: everyone },

  // The archive.
  searchAlerts: { request: (s) => ({ query: { objectId: s.objId } }), to: everyone },
  searchEverything: { request: (s) => ({ query: { q: s.objId } }), to: everyone },
  saveAlert: {
    request: (s) => ({ params: { objectId: s.objId }, body: { group_ids: [s.group.id] } }),
    to: savers,
    refused: insiders,
  },
  getTriplets: { request: (s) => ({ params: { objectId: s.objId } }), to: group },
  getAlerts: { request: (s) => ({ params: { objectId: s.objId } }), to: group },
  getLightCurve: { request: (s) => ({ params: { objectId: s.objId } }), to: group },
  getCutout: {
    request: (s) => ({
      params: { id: s.candid },
      query: { file_format: 'fits', survey: 'ztf' },
    }),
    to: group,
  },
  exportSource: { request: ofObj, to: group },
  exportNight: {
    request: (s) => ({ params: { content: 'alerts', night: nightOfCandid(s.candid) } }),
    to: group,
  },
  exportGroup: { request: ofGroup, to: [...group, 'stranger, Manage groups'] },
  runQuery: { request: () => ({ body: ofQuery }), to: everyone },
  explainQuery: { request: () => ({ body: ofQuery }), to: everyone },
  listQueryCollections: { request: none, to: everyone },
  listSavedQueries: { request: none, to: everyone },
  getSavedQuery: { request: ofSavedQuery, to: insiders },
  saveQuery: {
    request: (s) => ({ body: { name: 'n', query: ofQuery, group_id: s.group.id } }),
    to: insiders,
    refused: everyone,
  },
  updateSavedQuery: {
    request: (s) => ({ ...ofSavedQuery(s), body: { name: 'n', query: ofQuery } }),
    to: member,
    refused: insiders,
  },
  deleteSavedQuery: { request: ofSavedQuery, to: member, refused: insiders },
  listQueryJobs: { request: none, to: everyone },
  createQueryJob: {
    request: () => ({ body: { query: ofQuery } }),
    to: everyone,
    except: { 'super admin, token without permissions': 403 },
  },
  getQueryJob: { request: ofQueryJob, to: member },
  cancelQueryJob: { request: ofQueryJob, to: member },
  deleteQueryJob: { request: ofQueryJob, to: member },
  getQueryResult: { request: ofQueryJob, to: member },
  searchLightCurves: {
    request: (s) => ({ query: { catalog: s.releaseName, ra: 12.5, dec: 33, radius: 2 } }),
    to: everyone,
  },
  getArchivedCurve: {
    request: (s) => ({ params: { lc_id: s.lcId }, query: { catalog: s.releaseName } }),
    to: group,
  },
  saveLightCurves: {
    request: (s) => ({
      body: { catalog: s.releaseName, light_curve_ids: [s.lcId], group_ids: [s.group.id] },
    }),
    to: savers,
    refused: insiders,
  },
  listArchiveCatalogs: { request: none, to: everyone },
  listArchiveReleases: { request: none, to: everyone },
  crossMatchPlace: { request: () => ({ query: { ra: 1, dec: 1, radius: 1 } }), to: everyone },
  annotateFeatures: {
    request: (s) => ({ body: { id: s.objId, ra: 12.5, dec: 33, catalog: s.featuresName } }),
    to: group,
  },
  listCatalogs: { request: none, to: everyone },
  searchCatalog: {
    // Catalogs are public.
    request: () => ({ params: { name: 'Neighbours' }, query: { ra: 1, dec: 1, radius: 1 } }),
    to: everyone,
  },
  listBrokers: { request: none, to: everyone },
  getBroker: { request: () => ({ params: { broker_id: 1 } }), to: everyone },
  searchBrokerAlerts: {
    request: (s) => ({ params: { broker_id: 1 }, query: { objectId: s.objId } }),
    to: everyone,
  },
  getBrokerAlert: { request: ofBroker, to: group },
  getBrokerCutouts: {
    request: (s) => ({ params: { broker_id: 1, alert_id: s.candid }, query: { survey: 'ztf' } }),
    to: group,
  },
  getBrokerPhotometry: { request: ofBroker, to: group },
  getSurveyPhotometry: {
    request: (s) => ({ ...ofObj(s), query: { survey: 'ZTF' } }),
    to: group,
  },
  saveBrokerAlert: {
    request: (s) => ({ ...ofBroker(s), body: { group_ids: [s.group.id] } }),
    to: savers,
    refused: insiders,
  },
  searchBrokerCatalogs: {
    // Catalogs are public.
    request: () => ({ params: { broker_id: 1 }, query: { ra: 1, dec: 1, radius: 1 } }),
    to: everyone,
  },
  getCrossMatches: { request: (s) => ({ params: { objectId: s.objId } }), to: group },
  getStreamStatus: { request: none, to: everyone },
};
