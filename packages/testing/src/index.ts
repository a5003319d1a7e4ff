export {
  type SeenAnalysisRequest,
  type TestAnalysisServer,
  testAnalysisServer,
} from './analysis/test-analysis-server.ts';
export {
  type TestDatabase,
  type TestDatabaseOptions,
  testDatabase,
} from './database/test-database.ts';
export { stopTestServer } from './database/test-server.ts';
export {
  type FacilityCall,
  type FacilityFault,
  type FaultBox,
  faultBox,
} from './facilities/fault-box.ts';
export { type TestEndpoint, testEndpoint } from './facilities/test-endpoint.ts';
export {
  type AtlasTask,
  type TestAtlas,
  type TestZtfForced,
  testAtlas,
  testZtfForced,
  type ZtfForcedJob,
  ztfUserpass,
} from './facilities/test-forced.ts';
export { type LcoGroup, type TestLco, testLco } from './facilities/test-lco.ts';
export { type SedmRequest, type TestSedm, testSedm } from './facilities/test-sedm.ts';
export {
  createAlert,
  createCutouts,
  createLightCurveRow,
  nextCandid,
} from './factories/alerts.ts';
export { createCatalog, planOf, tableInMemory } from './factories/catalogs.ts';
export { createClassification, createTaxonomy } from './factories/classifications.ts';
export {
  type FactoryClient,
  groupAudience,
  insertRow,
  programAudience,
} from './factories/client.ts';
export { createCrossMatches, createMatchBacklog } from './factories/cross-matches.ts';
export {
  createAllocation,
  createInstrument,
  createTelescope,
  type TestInstrument,
} from './factories/facilities.ts';
export { createFilter, type TestFilter } from './factories/filters.ts';
export { createJointLook } from './factories/joint-looks.ts';
export {
  createAudience,
  createBatch,
  createCandidate,
  createObj,
  createPhotometryPoint,
  createQuarantined,
  createSource,
} from './factories/marshal.ts';
export { createObjectLink } from './factories/object-links.ts';
export {
  createGroup,
  createStream,
  createUser,
  issueToken,
  type Membership,
  type TestUser,
} from './factories/people.ts';
export { archivedCurve, createRelease } from './factories/releases.ts';
export { createScore } from './factories/scores.ts';
export { createSkyMap, type SkyMapWish } from './factories/sky-maps.ts';
export { createSpectrum } from './factories/spectra.ts';
export { createSurveyAlert } from './factories/survey-alerts.ts';
export { type TestFileServer, testFileServer } from './files/test-file-server.ts';
export {
  NO_TEST_KAFKA,
  type TestKafka,
  type TestMutualTls,
  testKafka,
} from './kafka/test-kafka.ts';
export type { Fault } from './oidc/faults.ts';
export { startTestProvider, type TestAccount, type TestProvider } from './oidc/test-provider.ts';
export { type Act, walkThrough } from './oidc/walk-through.ts';
export {
  type OutsideSays,
  openMeteoForecast,
  smallJpeg,
  type TestOutsideServer,
  testOutsideServer,
} from './outside/test-outside-server.ts';
export { packetList } from './packets/packet-list.ts';
export { realPackets, withoutRealPackets } from './packets/real-packets.ts';
export { type TestRegistry, testRegistry } from './registry/test-registry.ts';
export { startTestSkyportal, type TestSkyportal } from './skyportal/test-skyportal.ts';
export { NO_TEST_CERTIFICATE, testCertificate } from './smtp/test-certificate.ts';
export {
  type ReceivedMail,
  type TestSmtp,
  type TestSmtpOptions,
  testSmtp,
} from './smtp/test-smtp.ts';
