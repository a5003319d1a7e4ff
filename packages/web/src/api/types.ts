import type { RouteName, routes, Static, UnpackedPoint } from '@fritz/contract';
import type { Int64 } from './exact-json.ts';

/** The contract's values as this app parses them: bigint ids are digits, everything is read-only. */
type Parsed<T> = T extends bigint
  ? Int64
  : T extends readonly (infer Item)[]
    ? readonly Parsed<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Parsed<T[Key]> }
      : T;

/** What a route of the contract answers. Times are naive UTC in ISO form, angles ICRS degrees. */
export type Answer<Name extends RouteName> = Parsed<Static<(typeof routes)[Name]['response']>>;

export type GroupRef = { readonly id: number; readonly name: string };

export type Profile = Answer<'getProfile'>;
export type ProfileGroup = Profile['groups'][number];
export type Token = Answer<'listTokens'>[number];
export type LoginProviders = Answer<'listLoginProviders'>;
export type LoginSession = Answer<'listSessions'>[number];
export type Identity = Answer<'listIdentities'>[number];
export type InvitationPreview = Answer<'previewInvitation'>;

export type CandidatePage = Answer<'listCandidates'>;
export type Candidate = CandidatePage['candidates'][number];
export type Annotation = Candidate['annotations'][number];
export type PhotometryPoint = UnpackedPoint;

export type Source = Answer<'getSource'>;
export type SourcePage = Answer<'listSources'>;
export type CatalogNeighbours = Answer<'getCrossMatches'>[number];
export type AlertDocument = Answer<'getAlerts'>[number];

export type Access = Answer<'getAccess'>;
export type AuditPage = Answer<'listAudit'>;
export type AuditEntry = AuditPage['entries'][number];

export type FilterSummary = Answer<'listFilters'>[number];
export type FilterHistory = Answer<'getFilterVersions'>;
export type FilterVersion = FilterHistory['fv'][number];
export type Stream = Answer<'listStreams'>[number];
export type StreamDetail = Answer<'getStream'>;

export type GroupDetail = Answer<'getGroup'>;
/** Without a name asked for, the answer is three lists. */
export type GroupLists = Extract<Answer<'listGroups'>, { readonly user_groups: unknown }>;
export type GroupMember = NonNullable<GroupDetail['users']>[number];
export type Group = GroupLists['all_groups'][number];
export type AdmissionRequest = Answer<'listAdmissionRequests'>[number];

export type User = Answer<'getUser'>;
export type UserPage = Answer<'listUsers'>;
export type RoleInfo = Answer<'listRoles'>[number];
export type InvitationList = Answer<'listInvitations'>;
export type Invitation = InvitationList['invitations'][number];
/** How an invitation goes out: by mail, or by a link that is shown once. */
export type InvitationSent = Answer<'updateInvitation'>;
export type StreamStatus = Answer<'getStreamStatus'>;

export type Classification = Answer<'listObjClassifications'>[number];
export type ClassificationVersion = Answer<'getClassificationHistory'>[number];
export type Taxonomy = Answer<'listTaxonomies'>[number];
export type Comment = Answer<'listComments'>[number];
export type SourceAnnotation = Answer<'listAnnotations'>[number];
export type Spectrum = Answer<'getSourceSpectra'>['spectra'][number];
export type ObjTag = Answer<'listObjTags'>[number];
export type TagOption = Answer<'listTagOptions'>[number];
export type Instrument = Answer<'listInstruments'>[number];
