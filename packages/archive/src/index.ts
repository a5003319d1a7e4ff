// Long, because a package has one index and names all that it gives: one list is easier to look at.
export type { Database } from '../generated/database.ts';
export { AdqlError } from './adql/adql-error.ts';
export { type CompiledAdql, compileAdql, type ResultColumn } from './adql/compile-adql.ts';
export { parseAdql } from './adql/parse/parse-query.ts';
export { writeName } from './adql/parse/words.ts';
export { estimateTables, openPublished, runAdql, type TableEstimate } from './adql/run-adql.ts';
export { listTapTables, type TapTables } from './adql/tables/list-tables.ts';
export { TAP_KEYS, type TapSchema, tableName, votableType } from './adql/tables/tap-schema.ts';
export type { TapColumn, TapTable, TapType } from './adql/tables/tap-table.ts';
export { type UploadedTable, uploadTable } from './adql/tables/upload-table.ts';
export { PgAlertStore } from './broker/alert-store.ts';
export { type CopyValue, copyRows } from './broker/binary-copy.ts';
export { BrokerDatabase } from './broker/broker-database.ts';
export { type ExpiredPart, expireCandidates } from './broker/candidate-expiry.ts';
export { DumpStage, type StagedObject } from './broker/dump-stage.ts';
export { PgFilterLibrary } from './broker/filter-library.ts';
export {
  listQuarantine,
  noteRetry,
  type QuarantineEntry,
  readQuarantined,
} from './broker/quarantine.ts';
export { PgOffsetStore } from './broker/stream-offsets.ts';
export {
  type Catalog,
  type CatalogColumn,
  type CatalogKind,
  type CatalogSettings,
  type CatalogState,
  catalogName,
  catalogsChannel,
  type DistanceRule,
  dataTable,
  type ProperMotion,
  systemColumns,
} from './catalogs/catalog.ts';
export { CatalogError, type CatalogErrorCode } from './catalogs/catalog-error.ts';
export { catalogSizes, findCatalog, listCatalogs } from './catalogs/catalogs.queries.ts';
export { dropCatalog } from './catalogs/drop-catalog.ts';
export { isRemote } from './catalogs/hats/hats-place.ts';
export { lookAtHats } from './catalogs/hats/hats-rows.ts';
export { type MountPlan, mountCatalog } from './catalogs/hats/mount-catalog.ts';
export { type LoadOptions, loadCatalog, type OpenFile } from './catalogs/load-catalog.ts';
export type {
  FileStamp,
  LoadPlan,
  LoadReport,
  LoadState,
  RefusedRecord,
} from './catalogs/load-plan.ts';
export { openParquetFile, openParquetParts } from './catalogs/parquet-file.ts';
export type { PositionPlan, PositionUnit } from './catalogs/place-rows.ts';
export { findLoad } from './catalogs/start-load.ts';
export { mergeColumns } from './catalogs/table-columns.ts';
export { type ConeSearch, openCatalog, searchCatalog } from './crossmatch/cone-search.ts';
export {
  type CatalogNeighbours,
  findLoadedCatalog,
  listNeighbours,
  summarizeCatalogs,
} from './crossmatch/current-matches.ts';
export { type FieldStar, findFieldStar, listFieldStars } from './crossmatch/field-stars.ts';
export { type BacklogPart, matchBacklogPart } from './crossmatch/match-backlog.ts';
export {
  type CatalogMatch,
  type MatchRule,
  matchCatalog,
  type PlaceInTime,
} from './crossmatch/match-catalog.ts';
export { listMatchProgress, type MatchProgress } from './crossmatch/match-progress.ts';
export { changeMatching, indexFastMovers, type MatchChange } from './crossmatch/match-settings.ts';
export { PgCrossMatcher, queryOf } from './crossmatch/pg-cross-matcher.ts';
export type { CatalogRows, Cone, MotionCut, NearObject, RunQuery } from './crossmatch/ports.ts';
export { type DatabaseRoles, withClient } from './embedded/connection.ts';
export {
  DatabaseError,
  type DatabaseErrorCode,
  EmbeddedError,
  ExternalDatabaseError,
} from './embedded/database-error.ts';
export {
  attachEmbedded,
  type EmbeddedConnections,
  type EmbeddedOptions,
  type EmbeddedServer,
  startEmbedded,
} from './embedded/launcher.ts';
export { withPidLock } from './embedded/pid-lock.ts';
export { prepareDataDir } from './embedded/places.ts';
export { isAlive } from './embedded/process-identity.ts';
export { ensureSecret } from './embedded/secrets.ts';
export type { ServerSettings } from './embedded/settings.ts';
export { hatsPixel, pixelPath } from './hats/choose-pixels.ts';
export {
  type ExportKind,
  type ExportRequest,
  exportHats,
  publicPrograms,
} from './hats/export-hats.ts';
export { HatsError, type HatsErrorCode } from './hats/hats-error.ts';
export { writeCatalogHead, writeCollectionHead, writtenColumns } from './hats/hats-properties.ts';
export type { HatsCell, HatsTable } from './hats/hats-table.ts';
export { zstdPacking } from './hats/parquet-out.ts';
export { withSnapshot } from './hats/sql-rows.ts';
export type { HatsOptions, HatsReport } from './hats/write-hats.ts';
export { findJointPrograms, jointPrograms, type SurveyPrograms } from './joint/joint-programs.ts';
export { PgJointReader } from './joint/pg-joint-reader.ts';
export { unlinkedDocument } from './joint/unlinked-document.ts';
export { type LinkPart, linkBacklogPart } from './links/link-backlog.ts';
export { linkObjects, type SurveyObject } from './links/link-objects.ts';
export {
  changeLinkRadius,
  changePublicPrograms,
  type LinkedSurvey,
  listLinkedSurveys,
} from './links/link-radius.ts';
export {
  type AccessSubject,
  type AccessWay,
  accessSubjects,
  isPublic,
  listAccessWays,
} from './marshal/access.queries.ts';
export {
  type AdmissionRequestRow,
  type AdmissionStatus,
  askToJoin,
  decideRequest,
  findAdmissionRequest,
  findPendingRequest,
  listAdmissionRequests,
  withdrawRequest,
} from './marshal/admission-requests.queries.ts';
export { adoptObj } from './marshal/adopted-objs.queries.ts';
export type {
  AlertArchive,
  AlertDocument,
  LightCurveDocument,
} from './marshal/alert-archive.ts';
export {
  type AlertLabel,
  type LabelKind,
  sayOfAlerts,
  unsayOfAlerts,
} from './marshal/alert-labels.queries.ts';
export { type AlertScore, listAlertScores } from './marshal/alert-scores.queries.ts';
export {
  type AlertSearch,
  type FoundAlert,
  searchAlerts,
} from './marshal/alert-search.queries.ts';
export {
  type AlertSummary,
  listSolarSystem,
  type SolarSystemLook,
  summarizeAlerts,
  type WantedAlert,
} from './marshal/alert-summaries.queries.ts';
export { alertArchive } from './marshal/alerts.queries.ts';
export {
  type AllocationFields,
  type AllocationRow,
  type AllocationSearch,
  type AllocationUserRow,
  allocationHours,
  createAllocation,
  deleteAllocation,
  findSealedCredentials,
  listAllocations,
  setAllocationUsers,
  setSealedCredentials,
  updateAllocation,
  type ValidityRange,
} from './marshal/allocations.queries.ts';
export {
  type AnalysisProduct,
  type AnalysisRow,
  type AnalysisStatus,
  countOwnAnalyses,
  deleteAnalysis,
  findAnalysis,
  findRedshift,
  finishAnalysis,
  insertAnalysis,
  insertProducts,
  listAnalyses,
  listAnalysesOf,
  listProducts,
  type NewAnalysis,
  type ProductKind,
  queueAnalysis,
} from './marshal/analyses.queries.ts';
export {
  type AnalysisJob,
  createWorkKey,
  expireAnalyses,
  giveAnalysisToken,
  type SendOutcome,
  settleAnalysisJob,
  takeAnalysisJobs,
} from './marshal/analysis-jobs.queries.ts';
export {
  type AnalysisServiceFields,
  type AnalysisServiceRow,
  deleteAnalysisService,
  findAnalysisService,
  insertAnalysisService,
  isAnalysisServiceSeen,
  listAnalysisServices,
  updateAnalysisService,
} from './marshal/analysis-services.queries.ts';
export {
  type AnnotationRow,
  type AnnotationVersionRow,
  addAnnotation,
  deleteAnnotation,
  type FilterAnnotationRow,
  findAnnotation,
  listAnnotations,
  listAnnotationsOf,
  listAnnotationVersions,
  listFilterAnnotations,
  originIsSeen,
  updateAnnotation,
} from './marshal/annotations.queries.ts';
export {
  type AnsweredRequest,
  beginAnswer,
  keepAnswer,
} from './marshal/answered-requests.queries.ts';
export {
  type AssignmentChange,
  type AssignmentRow,
  type AssignmentSearch,
  deleteAssignment,
  findAssignment,
  insertAssignments,
  listAssignments,
  markAssignments,
  updateAssignment,
} from './marshal/assignments.queries.ts';
export { type AudienceGroup, groupsAudience } from './marshal/audiences.queries.ts';
export {
  type AudienceGroupRow,
  type AuditRow,
  type AuditSearch,
  listAudienceGroups,
  listAudit,
} from './marshal/audit.queries.ts';
export {
  type BulkSelection,
  type BulkSource,
  listBulkSources,
  listSlimSpectra,
  type SlimSpectrum,
} from './marshal/bulk-spectra.queries.ts';
export {
  type CalendarRun,
  endCalendar,
  findCalendar,
  makeCalendarKey,
  readCalendarRuns,
} from './marshal/calendars.queries.ts';
export {
  type Comparison,
  comparisons,
  type DetectionCondition,
  type PointAnnotationCondition,
  type ScanConditions,
} from './marshal/candidate-conditions.ts';
export {
  type AnnotationOrder,
  type CandidateEnd,
  type CandidateObj,
  type CandidatePage,
  type CandidateRow,
  type CandidateSearch,
  listCandidateRows,
  listPassing,
  listPassings,
  type PassedSelection,
  type PassingRow,
  pageOfCandidates,
  type SavedCondition,
} from './marshal/candidates.queries.ts';
export {
  castVote,
  listVotes,
  type VoteRow,
  withdrawVote,
} from './marshal/classification-votes.queries.ts';
export {
  type ClassificationChange,
  type ClassificationRow,
  type ClassificationVersionRow,
  findClassification,
  insertClassification,
  listClassificationVersions,
  listClassifiedObjs,
  listObjClassifications,
  type MadeWithin,
  type NewClassification,
  pageOfClassifications,
  updateClassification,
  withdrawClassifications,
} from './marshal/classifications.queries.ts';
export {
  type ClassificationWish,
  type ClassWish,
  classificationConditions,
} from './marshal/classified-objs.queries.ts';
export {
  type AttachmentRow,
  addComment,
  type CommentList,
  type CommentRow,
  type CommentVersionRow,
  countAttachments,
  deleteComment,
  findAttachment,
  findComment,
  listChannels,
  listComments,
  listCommentsOf,
  listCommentVersions,
  listObjComments,
  searchComments,
  setAttachment,
  setMentions,
  updateComment,
} from './marshal/comments.queries.ts';
export {
  type CutoutRow,
  findCutout,
  type StoredCutoutKind,
  surveysOfCandid,
} from './marshal/cutouts.queries.ts';
export { type DatabaseCounts, databaseCounts, databaseInfo } from './marshal/database.queries.ts';
export {
  type AnalysisSourceFilter,
  countDefaultAnalysis,
  type DefaultAnalysisFields,
  type DefaultAnalysisRow,
  deleteDefaultAnalysis,
  findDefaultAnalyses,
  insertDefaultAnalysis,
  listDefaultAnalyses,
  updateDefaultAnalysis,
} from './marshal/default-analyses.queries.ts';
export {
  adoptFollowupDocuments,
  type DefaultFollowupRow,
  type DefaultFollowupSettings,
  deleteDefaultFollowup,
  findDefaultFollowups,
  insertDefaultFollowup,
  listDefaultFollowups,
} from './marshal/default-followups.queries.ts';
export { lockEdit } from './marshal/edits.queries.ts';
export {
  activateVersion,
  addVersion,
  countRecent,
  createFilter,
  deleteFilter,
  type FilterAutosave,
  type FilterCounts,
  type FilterRow,
  type FilterSettings,
  type FilterVersionRow,
  findFilter,
  findVersion,
  groupHasStream,
  listFilters,
  listFollowups,
  listVersions,
  type NewVersion,
  renameFilter,
  setActive,
  updateFilterSettings,
  type VersionReference,
} from './marshal/filters.queries.ts';
export {
  type FollowupObstacles,
  findObstacle,
  type Lookback,
} from './marshal/followup-constraints.queries.ts';
export {
  actFor,
  type FollowupJob,
  type FollowupOutcome,
  findRequesterContact,
  keepExchange,
  keepProducts,
  settleFollowupJob,
  takeFollowupJobs,
} from './marshal/followup-jobs.queries.ts';
export {
  allocationUse,
  type FacilityTransaction,
  type FollowupChange,
  type FollowupEvent,
  type FollowupKind,
  type FollowupOrder,
  type FollowupProduct,
  type FollowupRow,
  type FollowupSearch,
  type FollowupState,
  findFollowup,
  hastenFollowup,
  hearOfFollowup,
  insertFollowup,
  latestMagnitudes,
  listFollowupEvents,
  listFollowupRequests,
  listTransactions,
  type NewFollowup,
  notePhotometryCame,
  queueFollowup,
  stateFollowup,
  updateFollowup,
  watchFollowup,
} from './marshal/followup-requests.queries.ts';
export {
  type FollowupRuleRun,
  type FollowupWait,
  findStanding,
  lastPassed,
  listRuleRuns,
  lockFollowups,
  noteRuleRun,
  type RuleOutcome,
  type StandingRequest,
  settleFollowupRun,
  takeFollowupRuns,
} from './marshal/followup-rules.queries.ts';
export {
  type ExportedPoint,
  type ExportedSource,
  exportedPhotometry,
  exportedSources,
} from './marshal/group-export.queries.ts';
export {
  addGroupStream,
  addMember,
  addMembersOf,
  countAdmins,
  findMembership,
  holdsGroupStreams,
  listHindered,
  listMembers,
  listMembersWithout,
  type MemberRow,
  type Membership,
  removeGroupStream,
  removeMember,
  updateMember,
  type WithoutStream,
} from './marshal/group-members.queries.ts';
export {
  countOfGroups,
  createGroup,
  deleteGroup,
  findGroup,
  findSitewideGroup,
  type GroupChange,
  type GroupCounts,
  type GroupRow,
  type GroupStanding,
  isGroupNameSeen,
  listGroups,
  updateGroup,
} from './marshal/groups.queries.ts';
export {
  acceptInvitation,
  type CheckedIdentity,
  createSignInKey,
  type IdentityRow,
  type InvitationPreview,
  isWholeSession,
  type LinkOutcome,
  linkIdentity,
  listIdentities,
  type NamedIdentity,
  type NewPerson,
  openIdentitySession,
  previewInvitation,
  registerIdentity,
  type SignIn,
  type UnlinkOutcome,
  unlinkIdentity,
} from './marshal/identities.queries.ts';
export {
  areSurveyImagesOn,
  findPlace,
  type InstallationRow,
  installationReading,
  switchSurveyImages,
} from './marshal/installation.queries.ts';
export {
  countInstrumentFields,
  type InstrumentFieldRow,
  type InstrumentLogRow,
  keepInstrumentLog,
  listInstrumentFields,
  listInstrumentLogs,
  type NewInstrumentField,
  replaceInstrumentFields,
} from './marshal/instrument-fields.queries.ts';
export {
  createInstrument,
  deleteInstrument,
  findInstrument,
  type InstrumentFields,
  type InstrumentRow,
  listInstruments,
  setInstrumentStatus,
  updateInstrument,
} from './marshal/instruments.queries.ts';
export {
  createInvitation,
  type Enrollment,
  findInvitation,
  type InvitationRow,
  type InvitationSearch,
  type InvitationTerms,
  listInvitations,
  noteInvitationMail,
  renewInvitation,
  updateInvitation,
  withdrawInvitation,
} from './marshal/invitations.queries.ts';
export {
  changeToken,
  createLoginLink,
  createSession,
  createToken,
  ensureSitewideGroup,
  ensureSuperAdmin,
  findToken,
  findTokenBySecret,
  hashKey,
  insertToken,
  listTokens,
  mayGrant,
  noteKeyUse,
  revokeToken,
  sweepKeys,
  type TokenChange,
  type TokenRow,
} from './marshal/keys.queries.ts';
export {
  type KnownField,
  listAltdataFields,
  listAnnotationFields,
} from './marshal/known-fields.queries.ts';
export {
  addListing,
  deleteListing,
  type ListingFields,
  type ListingFilter,
  type ListingRow,
  listListings,
  listListsOf,
  updateListing,
} from './marshal/listings.queries.ts';
export {
  keepMigratedDocument,
  listMigratedDocuments,
  type MigratedDocument,
} from './marshal/migrated-documents.queries.ts';
export {
  type DatedKind,
  type FirstSaid,
  restoreSaves,
  restoreTimes,
} from './marshal/migrated-times.queries.ts';
export {
  candidatesSince,
  type KeyState,
  keyState,
  mostSourceNews,
  type News,
  type NewsRow,
  rightsWords,
  type SourceNews,
  type SourceNewsRow,
  sourceNewsSince,
} from './marshal/news.queries.ts';
export {
  type AuthorRow,
  type NoteRow,
  type NoteSubject,
  type NoteVersionRow,
  subjectIsSeen,
} from './marshal/notes.queries.ts';
export {
  deleteNotifications,
  findNotification,
  listNotifications,
  markNotifications,
  type NotificationMail,
  type NotificationRow,
  notificationMark,
  settleNotificationMail,
  takeNotificationMails,
  tellMyself,
} from './marshal/notifications.queries.ts';
export {
  type AnnotationCondition,
  type CommentCondition,
  countAttached,
  namesOf,
  type ObjSet,
  objsOnList,
  objsWithAnnotation,
  objsWithComment,
  objsWithComments,
  objsWithFollowup,
  objsWithSpectra,
  objsWithSpectrum,
  objsWithTag,
  type SpectrumTime,
  withParametersAfter,
} from './marshal/obj-conditions.ts';
export {
  addObjTag,
  addTagOption,
  alterObjTag,
  deleteObjTag,
  deleteTagOption,
  findTagOption,
  listObjTags,
  listTagOptions,
  type ObjTagFilter,
  type ObjTagRow,
  type TagOptionRow,
  updateTagOption,
} from './marshal/obj-tags.queries.ts';
export {
  decideLink,
  listObjectLinks,
  type ObjectLink,
  type ObjectOfSurvey,
  surveysOfObject,
} from './marshal/object-links.queries.ts';
export {
  createObj,
  type DetectionSummary,
  deleteObj,
  findObj,
  findObjs,
  type HostRow,
  listObjsAround,
  listObjsNamed,
  listPassedFilters,
  listWithPhotometry,
  listWithSpectra,
  type NearObj,
  type ObjChange,
  type ObjFields,
  type ObjRow,
  type RedshiftEntry,
  summarizeDetections,
  updateObj,
} from './marshal/objs.queries.ts';
export {
  addObservingLog,
  adoptRunDocuments,
  createObservingRun,
  deleteObservingRun,
  findObservingRun,
  listObservingLog,
  listObservingRuns,
  type ObservingLogRow,
  type ObservingRunFields,
  type ObservingRunRow,
  type RunSearch,
  updateObservingRun,
} from './marshal/observing-runs.queries.ts';
export {
  countPhotStats,
  listStatPoints,
  type PhotSummary,
  type PhotSummarySelection,
  type StatPointRow,
  summarizePhotometry,
} from './marshal/phot-stats.queries.ts';
export {
  deleteSeries,
  findSeries,
  insertSeries,
  listSeriesOf,
  type SeriesCondition,
  type SeriesFields,
  type SeriesRow,
  type SeriesSearch,
  searchSeries,
  updateSeries,
} from './marshal/photometric-series.queries.ts';
export {
  type AudienceNames,
  deletePhotometry,
  findPhotometryPoint,
  type GivenLimit,
  type GivenWords,
  listOwners,
  listPhotometry,
  listPhotometryOf,
  listPhotometryOrigins,
  listPhotometryRange,
  type Named,
  nameAudiences,
  type OwnerRow,
  type PhotometryChange,
  type PhotometryRow,
  type PhotometrySelection,
  type PhotometrySpan,
  seesUpload,
  updatePhotometryPoint,
} from './marshal/photometry.queries.ts';
export {
  type AudienceMembers,
  findSamePoints,
  insertUpload,
  listAudienceMembers,
  lockUploads,
  type NewPhotometryPoint,
  overwriteFluxes,
  type PhotometryAudience,
  readdressPhotometry,
  type SamePoint,
} from './marshal/photometry-uploads.queries.ts';
export {
  addValidation,
  changeValidation,
  findValidation,
  listValidations,
  removeValidation,
  type ValidationRow,
  type Verdict,
} from './marshal/photometry-validations.queries.ts';
export {
  deleteCandidates,
  deleteUnwanted,
  type FilterOfGroup,
  listFiltersOfGroups,
  listUnwanted,
  type PostedCandidate,
  postCandidates,
  type Unwanted,
} from './marshal/posted-candidates.queries.ts';
export {
  askQueryJob,
  cancelQueryJob,
  type JobColumn,
  keepResultPart,
  listQueryJobs,
  listVisiblePrograms,
  noteQueryJob,
  type OrderedJob,
  type QueryJobOutcome,
  type QueryJobRow,
  type QueryJobState,
  type ResultPart,
  readResultPart,
  refuseWrites,
  removeQueryJob,
  settleQueryJob,
  type TakenQueryJob,
  takeQueryJobs,
} from './marshal/query-jobs.queries.ts';
export {
  addSavedQuery,
  changeSavedQuery,
  listSavedQueries,
  removeSavedQuery,
  type SavedQueryFields,
  type SavedQueryRow,
} from './marshal/saved-queries.queries.ts';
export {
  addScanReport,
  commentScanReportItem,
  deleteScanReport,
  findSameReport,
  findScanReport,
  listScanReportItems,
  pageOfScanReports,
  type ScanReportItemRow,
  type ScanReportRow,
  type ScanReportWish,
} from './marshal/scan-reports.queries.ts';
export {
  type FoundObj,
  type FoundSurveyObject,
  findObjsByIds,
  findObjsByName,
  findSurveyObjectsAround,
  findSurveyObjectsByCandid,
  findSurveyObjectsByName,
} from './marshal/search.queries.ts';
export {
  endSession,
  listSessions,
  type NewSession,
  openSession,
  redeemLink,
  revokeOtherSessions,
  revokeSession,
  type SessionRow,
  type SessionTerms,
} from './marshal/sessions.queries.ts';
export {
  findSharedPoints,
  findShareTargets,
  type SharedPointRow,
  type ShareTargetRow,
  sharePhotometry,
} from './marshal/sharing.queries.ts';
export {
  listObjsInRegion,
  type ObjInRegion,
  objsInRegion,
  type RegionSearch,
} from './marshal/sky-map-objects.queries.ts';
export {
  addSkyMapRegions,
  deleteSkyMap,
  findSkyMap,
  insertSkyMap,
  listSkyMapRegions,
  listSkyMaps,
  listSkyMapsHolding,
  listSkyMapTags,
  loadSkyMap,
  type NewSkyMap,
  readSkyMapFile,
  type SkyMapKind,
  type SkyMapRegion,
  type SkyMapRow,
  type SkyMapSearch,
} from './marshal/sky-maps.queries.ts';
export type {
  LightCurveConditions,
  ObjConditions,
  Span,
} from './marshal/source-conditions.ts';
export {
  addInterest,
  type InterestRow,
  listInterests,
  removeInterest,
} from './marshal/source-interests.queries.ts';
export {
  addLabels,
  type LabelRow,
  listLabels,
  removeLabels,
} from './marshal/source-labels.queries.ts';
export type { SourceOrder } from './marshal/source-orders.ts';
export {
  findUserIds,
  type PageEnd,
  pageOfSaves,
  pageOfSources,
  type SavedEntry,
  type SourcePage,
  type SourceSearch,
} from './marshal/source-search.queries.ts';
export {
  countRecentSaves,
  countSourceViews,
  listNews,
  listRecentSaves,
  listTopSavers,
  listTopViews,
  type NewsItem,
  type ViewCount,
} from './marshal/source-views.queries.ts';
export {
  creditSaver,
  keepRequest,
  listSaved,
  requestSource,
  type SavedKind,
  type SavedRow,
  saveSource,
  unsaveSource,
} from './marshal/sources.queries.ts';
export {
  findSpectrum,
  findSpectrumFile,
  findSpectrumHead,
  listSpectra,
  listSpectrumGroups,
  listSpectrumHeads,
  listSpectrumOwners,
  listSpectrumPeople,
  type SpectrumCommentSearch,
  type SpectrumGroup,
  type SpectrumHead,
  type SpectrumOwner,
  type SpectrumPerson,
  type SpectrumPoints,
  type SpectrumRow,
  type SpectrumSearch,
  type SpectrumType,
  type SpectrumUnits,
} from './marshal/spectra.queries.ts';
export {
  deleteSpectrum,
  findOwnGroup,
  insertSpectrum,
  insertSpectrumFile,
  type NewSpectrum,
  replaceSpectrumPeople,
  type SpectrumChange,
  type SpectrumCrew,
  type SpectrumFields,
  shareSpectrum,
  updateSpectrum,
} from './marshal/spectrum-uploads.queries.ts';
export {
  type FilterStatusRow,
  filterStatus,
  type SurveyStatusRow,
  surveyStatus,
} from './marshal/stream-status.queries.ts';
export {
  addStreamUser,
  createStream,
  deleteStream,
  findStream,
  listGroupStreams,
  listStreamFilters,
  listStreamGroups,
  listStreams,
  listStreamUsers,
  removeStreamUser,
  type StreamChange,
  type StreamRow,
  streamsReading,
  updateStream,
} from './marshal/streams.queries.ts';
export { addSummary, listSummaries, type SummaryRow } from './marshal/summaries.queries.ts';
export {
  addSuperObjMembers,
  createSuperObj,
  deleteSuperObj,
  listAssociatedObjs,
  pageOfSuperObjs,
  removeSuperObjMembers,
  type SuperObjFilter,
  type SuperObjRow,
  updateSuperObj,
} from './marshal/super-objs.queries.ts';
export {
  addTapJob,
  addTapJobPart,
  changeTapJob,
  countTapJobs,
  findTapJob,
  type KeptTapJobs,
  listTapJobs,
  nameTapJob,
  readTapJobPart,
  removeTapJob,
  removeTapJobFile,
  sweepTapJobs,
  type TapJob,
  type TapPhase,
} from './marshal/tap-jobs.queries.ts';
export {
  deleteTaxonomy,
  findTaxonomy,
  hasClass,
  insertTaxonomy,
  isTaxonomySeen,
  isTaxonomyUsed,
  listTaxonomies,
  type NewTaxonomy,
  outdateTaxonomies,
  type TaxonomyChange,
  type TaxonomyNode,
  type TaxonomyRow,
  updateTaxonomy,
} from './marshal/taxonomies.queries.ts';
export {
  createTeam,
  deleteTeam,
  listTeams,
  setTeamGroups,
  type TeamRow,
  updateTeam,
} from './marshal/teams.queries.ts';
export {
  createTelescope,
  deleteTelescope,
  findTelescope,
  listTelescopes,
  type TelescopeFields,
  type TelescopeRow,
  type TelescopeSearch,
  updateTelescope,
} from './marshal/telescopes.queries.ts';
export {
  countThumbnails,
  deleteThumbnail,
  findThumbnail,
  findThumbnailImage,
  listThumbnails,
  type NewThumbnail,
  putThumbnail,
  type ThumbnailChange,
  type ThumbnailRow,
  updateThumbnail,
} from './marshal/thumbnails.queries.ts';
export {
  findObjPlaces,
  findReadableStreams,
  findUploadInstruments,
  type ObjPlace,
  type UploadInstrument,
} from './marshal/upload-targets.queries.ts';
export {
  addUserAcls,
  addUserRoles,
  beginUserChange,
  createUser,
  deleteUser,
  enrollUser,
  findUser,
  listAcls,
  listRoles,
  listUsers,
  mayEnroll,
  mayGiveAcl,
  mayGiveEnd,
  type NewUser,
  type PersonChange,
  type RoleRow,
  removeUserAcl,
  removeUserRole,
  renameUser,
  setUserActive,
  setUserEnd,
  type UserRow,
  type UserSearch,
  updateUser,
} from './marshal/users.queries.ts';
export {
  existingUsers,
  loadProfile,
  loadViewer,
  type ProfileOutcome,
  type ProfileRow,
  profileReading,
  updateProfile,
  userExists,
} from './marshal/viewers.queries.ts';
export { dumpSchema } from './migrate/introspect/schema-dump.ts';
export { generateTableTypes } from './migrate/introspect/table-types.ts';
export { MigrationError, type MigrationErrorCode } from './migrate/migration-error.ts';
export {
  hashMigrations,
  type Migration,
  migrationsDir,
  readMigrations,
} from './migrate/migration-files.ts';
export { type PlannedMigration, planMigrations } from './migrate/migration-plan.ts';
export {
  type MigrateOptions,
  type MigrationState,
  type MigrationStep,
  migrateDown,
  migrateUp,
  migrationStatus,
} from './migrate/migrator.ts';
export type { TableLock } from './migrate/table-locks.ts';
export { pgTypes } from './pg-types.ts';
export {
  type AggregatePlan,
  findPipeline,
  planAggregate,
  runAggregate,
} from './queries/aggregate.ts';
export type { Collection, CollectionField, CollectionSource } from './queries/collection.ts';
export { CollectionMemory, demandCollection, listCollections } from './queries/collections.ts';
export { type ExplainedQuery, estimateCost, explainPlan } from './queries/explain-query.ts';
export { makeCone, type SkyCone } from './queries/geo.ts';
export {
  planPipeline,
  planStages,
  type QueryPlan,
  type SkyRegion,
} from './queries/plan-query.ts';
export { QueryError, type QueryErrorCode } from './queries/query-error.ts';
export { quickReader } from './queries/quick-reader.ts';
export { resultJobOf } from './queries/result-collection.ts';
export { packLines, unpackDocuments } from './queries/result-parts.ts';
export { isTimeOver, type QueryLimits, runPlan } from './queries/run-query.ts';
export { runTexts } from './queries/run-texts.ts';
export { type ConeQuery, searchCones, streamCones } from './queries/search-cones.ts';
export { CURVE_FILE_COLUMNS, curveCells } from './releases/curve-columns.ts';
export { curveStatistics } from './releases/curve-statistics.ts';
export {
  type CurveSearch,
  findCurveValues,
  findLightCurves,
  findRelease,
  listReleases,
  type StoredCurve,
  type StoredPoint,
  type StoredValues,
} from './releases/light-curves.queries.ts';
export {
  loadRelease,
  type ReleaseContents,
  type ReleaseFile,
  type ReleaseOptions,
  type ReleasePlan,
  type ReleaseReport,
} from './releases/load-release.ts';
export {
  RELEASE_KINDS,
  type Release,
  type ReleaseKind,
  type ReleaseStore,
  releaseName,
} from './releases/release.ts';
export { ReleaseError, type ReleaseErrorCode } from './releases/release-error.ts';
export {
  demandRelease,
  dropRelease,
  listAllReleases,
  releaseSizes,
  switchRelease,
} from './releases/releases.queries.ts';
export { RELEASE_FILE_ROWS, RELEASE_FILE_SHAPE } from './releases/store-in-files.ts';
export { type CheckedAgainst, checkFilter, warnOfTypes } from './replay/check-filter.ts';
export {
  diffOfNight,
  type ExplainedAlert,
  explainPast,
  funnelOfNight,
  type NightDiff,
  type NightFunnel,
  type PassDiff,
  type PastArchive,
  PastDiff,
  PastFunnel,
} from './replay/explain-past.ts';
export { loadFilterSchema } from './replay/filter-schema.ts';
export {
  type FoundNight,
  findReferenceNight,
  type NightSearch,
  type NightWish,
} from './replay/find-night.ts';
export {
  jdOfTime,
  type Night,
  nightByName,
  nightOfJd,
} from './replay/nights.ts';
export {
  findAlert,
  listPastAlerts,
  type PastAlert,
  type PastSelection,
  type PastSurvey,
} from './replay/past-alerts.ts';
export {
  type DocumentOf,
  PastDocuments,
  type Visit,
} from './replay/past-documents.ts';
export {
  compilePastFilter,
  type PastFilter,
  type PastFilterOptions,
  type PastOutcome,
  runPastFilter,
} from './replay/past-filter.ts';
export {
  passesTooMuch,
  REFERENCE_LIMIT,
  type ReferenceRun,
  runReference,
} from './replay/reference-run.ts';
export {
  type PastPass,
  type Replay,
  ReplayTally,
  type RunControl,
  replayFilter,
  runInParts,
} from './replay/replay-filter.ts';
export {
  OddVersionError,
  saveVersion,
  type VersionDraft,
  type VersionRoom,
} from './replay/save-version.ts';
export { visitNight } from './replay/visit-night.ts';
export { openExternal } from './roles/external-database.ts';
export {
  closeCommonDatabases,
  closingStatement,
  databaseName,
  ensurePublicRole,
  listOpenDatabases,
  provisionDatabase,
  roleNames,
} from './roles/provision-roles.ts';
export {
  addPublicLogin,
  canGivePublicAccess,
  listPublicLogins,
  openPublicAccess,
  type PublicLogin,
  publicLimits,
  publicLoginName,
  publicLoginPrefix,
  removePublicLogin,
  type WatchReport,
  watchPublicSessions,
} from './roles/public-access.ts';
export { type PublicWatch, startPublicWatch } from './roles/public-watch.ts';
export {
  ALL_CANDIDS,
  type CandidRange,
  rescore,
  type ScoringReport,
  type ScoringRun,
  scoreDeferred,
} from './scores/deferred-scores.ts';
export { type ActiveModelRow, type ModelChoice, PgModelLibrary } from './scores/model-library.ts';
export {
  addModel,
  changeModel,
  findModel,
  listModels,
  type ModelRow,
  type NewModel,
  readModelFile,
} from './scores/models.queries.ts';
export { listScoreFields } from './scores/score-fields.ts';
export { type PreparedSkyMap, prepareSkyMap } from './sky-maps/prepare-sky-map.ts';
export { readSkyMap, type SkyMapFile, type SkyMapProperties } from './sky-maps/read-sky-map.ts';
export { multirangeOf, type RegionValues, regionValues } from './sky-maps/region-sql.ts';
export { KnownSkyMap } from './sky-maps/sky-map-memory.ts';
export { knowSkyMapFile, prepareSkyMapFile } from './sky-maps/sky-map-thread.ts';
export { writeFlatSkyMap, writeMoc, writeSkyMap } from './sky-maps/write-sky-map.ts';
export {
  type Archive,
  type ArchiveConfig,
  openArchive,
  type ViewerOptions,
} from './viewer/archive.ts';
export {
  type Doorbell,
  type DoorbellEvents,
  newsChannel,
  openDoorbell,
  rightsChannel,
  workChannel,
} from './viewer/doorbell.ts';
export { type DatabaseFailure, databaseFailure } from './viewer/failures.ts';
export type { Reading } from './viewer/reading.ts';
export type { Viewer } from './viewer/viewer.ts';
export type { ViewerTx } from './viewer/viewer-tx.ts';
