export {
  degreesToRadians,
  formatDec,
  formatRa,
  normalizeRa,
  offsetArcsec,
  offsetPosition,
  type Position,
  parseDec,
  parseRa,
  positionAngleDegrees,
  radiansToDegrees,
  separationArcsec,
  wrapTo180,
} from './angles.ts';
export {
  type Bandpass,
  type MagnitudeSystem,
  magnitudeSystems,
} from './bandpasses/bandpass.ts';
export {
  abOffsetMag,
  bandpassNames,
  findBandpass,
  isMagnitudeSystem,
} from './bandpasses/find-bandpass.ts';
export {
  bandsWithCurves,
  type ResponseCurve,
  responseCurve,
} from './bandpasses/response-curve.ts';
export { type Distances, distancesAt, flatKCorrectionMag } from './cosmology.ts';
export type { AltAz, Site } from './earth.ts';
export { isInEllipse, type SkyEllipse } from './ellipse.ts';
export { type DustMap, extinctionCoefficient, extinctionMag } from './extinction.ts';
export {
  type EclipticPosition,
  type GalacticPosition,
  icrsToEcliptic,
  icrsToGalactic,
  icrsToGalacticSigned,
} from './frames.ts';
export {
  angToPix,
  type FacePixel,
  faceToPix,
  faceToSphere,
  MAX_HEALPIX_ORDER,
  pixToAng,
  pixToFace,
  type SpherePoint,
} from './healpix.ts';
export {
  type ConeOptions,
  coneRanges,
  type HealpixRange,
  maxPixelRadius,
} from './healpix-cone.ts';
export { heliocentricCorrectionDays, mjdOfHjd } from './heliocentric.ts';
export {
  type Air,
  type ApparentPlace,
  airmassAt,
  altAzOf,
  altitudeOfAirmass,
  apparentPlace,
  refractionDeg,
  secantAirmass,
  standardAir,
} from './horizon.ts';
export { type TwoMassBand, twoMassToAb } from './magnitude-systems.ts';
export {
  type DuskAndDawn,
  darkSpan,
  eveningDateMjd,
  localNoonMjd,
  type Night,
  nightAfter,
  nightAround,
  sampleSpan,
} from './night.ts';
export {
  circleOutline,
  type Outline,
  outlineAt,
  outlineBox,
} from './outline.ts';
export { parsePosition } from './parse-position.ts';
export {
  hoursOf,
  type Passage,
  passageAfter,
  SIDEREAL_DAY_DAYS,
  type Span,
  spansAbove,
} from './passages.ts';
export {
  type FrequencyGrid,
  falseAlarmProbability,
  frequencyGrid,
  Periodogram,
  type TimeSeries,
} from './periodogram.ts';
export {
  AB_ZERO_POINT_UJY,
  differenceFluxUjy,
  fluxErrUjyToLimitingMag,
  fluxErrUjyToMagErr,
  fluxUjyToMag,
  limitingMagToFluxErrUjy,
  MAG_PER_RELATIVE_FLUX,
  magErrToFluxErrUjy,
  magToFluxUjy,
  rescaleLimitingMag,
  scaleToUjy,
} from './photometry.ts';
export {
  JULIAN_YEAR_DAYS,
  moveByProperMotion,
  type ProperMotion,
} from './proper-motion.ts';
export { type SfdPlace, sfdPlace } from './sfd-place.ts';
export { CredibleLevels, type CredibleParts } from './sky-maps/credible.ts';
export { type DistanceMoments, distanceMoments, volumeDensity } from './sky-maps/distances.ts';
export {
  cellsIn,
  cellToUniq,
  Moc,
  type MocCell,
  SPHERE_DEG2,
  uniqToCell,
} from './sky-maps/moc.ts';
export {
  mocFromAscii,
  mocFromJson,
  mocToAscii,
  mocToJson,
} from './sky-maps/moc-text.ts';
export { type RegionLine, regionOutline } from './sky-maps/region-outline.ts';
export { faceToRing, MAX_RING_ORDER, ringOfNested } from './sky-maps/ring.ts';
export { coneSkyMap, ellipseSkyMap, polygonSkyMap } from './sky-maps/shapes.ts';
export {
  type CellDistances,
  cellSteradians,
  flattenSkyMap,
  MAX_SKY_MAP_CELLS,
  SkyMap,
  type SkyMapColumns,
} from './sky-maps/sky-map.ts';
export { SkyMapError, type SkyMapErrorCode } from './sky-maps/sky-map-error.ts';
export { MAX_SMALL_ORDER, smallConeOrder, smallConeRanges } from './small-cones.ts';
export {
  type AltitudeGoal,
  LAST_LIGHT_DEG,
  moonAltitudeDeg,
  moonIllumination,
  moonSeen,
  nextMoonAt,
  nextSunAt,
  subsolarPoint,
  sunAltitudeDeg,
  twilights,
} from './sun-moon.ts';
export {
  type BandFlux,
  bandFlux,
  type FluxUnit,
  type PhotometeredSpectrum,
} from './synthetic-photometry.ts';
export {
  dateToMjd,
  isoToMjd,
  JD_OF_MJD_ZERO,
  jdToMjd,
  MJD_OF_UNIX_EPOCH,
  mjdToDate,
  mjdToIso,
  mjdToJd,
  SECONDS_PER_DAY,
  TT_MINUS_TAI_SECONDS,
  taiMinusUtcSeconds,
  taiToUtcMjd,
  utcToTaiMjd,
  utcToTtMjd,
} from './time.ts';
export {
  type DifferenceAndReference,
  type TotalFlux,
  type TotalMagnitude,
  totalFlux,
  totalMagnitude,
} from './total-magnitude.ts';
