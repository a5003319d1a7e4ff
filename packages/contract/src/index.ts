export { compileCheck, type SchemaCheck, type SchemaProblem } from './check.ts';
export { type ErrorCode, errorCodes } from './error-codes.ts';
export {
  allocationTypes,
  analysisInputTypes,
  analysisTypes,
  authenticationTypes,
  followupApis,
  followupListeners,
  followupPriorities,
  instrumentTypes,
  spectrumTypes,
  thumbnailTypes,
} from './facilities.ts';
export { naiveUtc, parseExact, stringifyExact } from './json.ts';
export { openApiDocument } from './openapi.ts';
export { type Acl, acls, type Role, roles } from './permissions.ts';
export {
  bodyBytes,
  defineRoute,
  type HttpMethod,
  type ResponseKind,
  type RouteContract,
  type RouteDefinition,
} from './route.ts';
export { type AccessKind, accessKinds } from './routes/access.ts';
export { cutoutKinds, intervals, stretches } from './routes/alerts.ts';
export { type AnalysisInput, analysisAuthentications } from './routes/analysis-services.ts';
export { type AuditKind, auditKinds } from './routes/audit.ts';
export { surveyNames } from './routes/brokers.ts';
export { type SavedStatus, savedStatuses } from './routes/candidates.ts';
export {
  type FinderFacility,
  type FinderImage,
  finderFacilities,
  finderImages,
} from './routes/finders.ts';
export { followupStates } from './routes/followup-requests.ts';
export { type PictureSurvey, pictureSurveys } from './routes/installation.ts';
export { notificationKinds } from './routes/notifications.ts';
export type { PackedPhotometry } from './routes/packed-photometry.ts';
export { seriesFields, seriesSummary } from './routes/photometric-series.ts';
export { photometryChange, plotPoint, tableFormats } from './routes/photometry.ts';
export { MAX_UPLOAD_ROWS, photometryFile, uploadColumns } from './routes/photometry-uploads.ts';
export {
  closeCodes,
  heartbeat,
  type RefreshCandidates,
  type RefreshNotifications,
  type RefreshRights,
  type RefreshSources,
  refreshCandidates,
  refreshNotifications,
  refreshRights,
  refreshSources,
  type SourcePart,
  sourceParts,
  type Welcome,
  websocketHello,
  websocketPath,
  welcome,
} from './routes/realtime.ts';
export { type RouteName, routes } from './routes/routes.ts';
export { source } from './routes/source-fields.ts';
export { type SourceColumn, sourceColumns } from './routes/source-search.ts';
export { savedEntry, sourceEdit, sourceSave } from './routes/sources.ts';
export {
  closed,
  int64,
  mostCounts,
  nullable,
  type Static,
  type TObject,
  type TSchema,
  Type,
} from './schema.ts';
export { type PointVerdict, type UnpackedPoint, unpackPhotometry } from './unpack-photometry.ts';
