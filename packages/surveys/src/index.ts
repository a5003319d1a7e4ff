export {
  type BandFeatures,
  bandFeatures,
  groupByBand,
  isStationary,
  type JointFeatures,
  jointFeatures,
  type PeakColour,
  peakColour,
} from './features/light-curve-features.ts';
export { detectionsOf, type MagnitudePoint } from './features/magnitude-point.ts';
export type { Rate } from './features/rate.ts';
export { addJointHistory, JointCurves, type JointSource } from './joint/joint-document.ts';
export {
  costlyFields,
  jointFields,
  jointNeeds,
  otherSurveys,
  readsJoint,
  wholeDocumentSchema,
} from './joint/joint-fields.ts';
export {
  type JointBundle,
  type JointLink,
  type JointLook,
  type JointObject,
  type JointPrograms,
  MissingJointError,
  NOTHING_JOINT,
} from './joint/joint-look.ts';
export { addLazyMatches, type LazyMatches } from './lazy-matches.ts';
export { radecText } from './radec-text.ts';
export { adapterOf, SURVEYS, type Survey, type SurveyStream, surveyNamed } from './registry.ts';
export { type HostilePacket, hostilePackets } from './simulator/hostile.ts';
export {
  LSST_SCHEMA_JSON,
  type LsstSimulation,
  simulateLsstNight,
} from './simulator/lsst/night.ts';
export { type SimulatedPacket, type SimulationOptions, simulateNight } from './simulator/night.ts';
export type { SimulatedKind } from './simulator/sky-object.ts';
export { type WriteOptions, type WrittenNight, writeNightFiles } from './simulator/write.ts';
export {
  type Alert,
  type AlertWords,
  type Column,
  type ColumnType,
  type CurveSchemas,
  type CutoutKind,
  type Cutouts,
  type DocumentField,
  type DocumentNeeds,
  type DocumentSchema,
  type FieldColumn,
  type JdWindow,
  MissingHistoryError,
  type NearbyRock,
  type NewPoints,
  type ObjectCurve,
  PacketError,
  type PacketErrorCode,
  type PhotometryPoint,
  type SeenAlert,
  type SentSchema,
  type SurveyAdapter,
} from './survey.ts';
export { SurveyFinder } from './survey-finder.ts';
export { ZtfAdapter } from './ztf/adapter.ts';
export {
  alertFlags as ztfAlertFlags,
  solarSystemMatch as ztfSolarSystemMatch,
} from './ztf/alert-flags.ts';
export {
  type ArchivedCurve,
  type ArchivedPoint,
  type CurveRecord,
  type CurveStats,
  exposureId,
} from './ztf/archived-curve.ts';
export { type BundleHead, type BundlePoints, writeBundle as writeZtfBundle } from './ztf/bundle.ts';
export { coordinatesOf } from './ztf/document.ts';
export {
  type DumpedObject,
  type ObjectPackets,
  packetsOfObject,
} from './ztf/dump/dump-packets.ts';
export {
  DumpError,
  type DumpedAlert,
  type DumpedHistory,
  readDumpedAlert,
  readDumpedHistory,
} from './ztf/dump/dump-record.ts';
export { readMatchfile } from './ztf/matchfile.ts';
export { pointKeys as ztfPointKeys, type ZtfAlert, type ZtfCandidate } from './ztf/packet.ts';
export { bandOf as ztfBandOf } from './ztf/photometry.ts';
export { PUBLIC_CURVE_COLUMNS, readPublicCurve } from './ztf/public-curves.ts';
export { ZTF_ALERT_SCHEMA_4_02, ZTF_SCHEMA_VERSION } from './ztf/schema/ztf-4-02.ts';
export {
  type CurveValues,
  classificationColumn,
  readClassificationFile,
  readFeatureFile,
  type ValueFile,
} from './ztf/source-features.ts';
