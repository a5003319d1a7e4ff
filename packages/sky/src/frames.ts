/** ICRS to Galactic and ecliptic coordinates, as the survey documents that filters see hold them. */
import { normalizeRa, type Position, RADIANS_PER_DEGREE, wrapTo180 } from './angles.ts';

type Row = readonly [x: number, y: number, z: number];
type Matrix = readonly [Row, Row, Row];

/**
 * Equatorial J2000 to Galactic. Source: Murray 1989, A&A 218, 325 (also Hipparcos Catalogue
 * 1997, vol. 1, eq. 1.5.11, where the equatorial system is ICRS).
 */
const ICRS_TO_GALACTIC: Matrix = [
  [-0.0548755604162154, -0.873437090234885, -0.4838350155487132],
  [0.4941094278755837, -0.4448296299600112, 0.746982244497219],
  [-0.8676661490190047, -0.1980763734312015, 0.4559837761750669],
];

/** Mean obliquity at J2000: 84381.406″ (IAU 2006) is 23.43928°; filters know 23.439291° (IAU 1976). */
const OBLIQUITY_DEGREES = 23.439291;

export interface GalacticPosition {
  /** Longitude, degrees. */
  l: number;
  /** Latitude, degrees. */
  b: number;
}

export interface EclipticPosition {
  /** Longitude, degrees, 0 to 360. */
  lambda: number;
  /** Latitude, degrees. */
  beta: number;
}

/** Galactic longitude 0 ≤ l < 360, latitude −90 to 90. */
export function icrsToGalactic(position: Position): GalacticPosition {
  const { ra, dec } = fromVector(rotate(ICRS_TO_GALACTIC, toVector(position)));
  return { l: ra, b: dec };
}

/** As `icrsToGalactic` with −180 < l ≤ 180, the range in filter documents. */
export function icrsToGalacticSigned(position: Position): GalacticPosition {
  const { l, b } = icrsToGalactic(position);
  return { l: wrapTo180(l), b };
}

/**
 * Geocentric mean ecliptic of J2000: a rotation about the equinox by the obliquity. The frame
 * bias and aberration are left out, as the filter documents do (Meeus 1998, eq. 13.1 and 13.2).
 */
export function icrsToEcliptic(position: Position): EclipticPosition {
  const [x, y, z] = toVector(position);
  const sin = Math.sin(OBLIQUITY_DEGREES * RADIANS_PER_DEGREE);
  const cos = Math.cos(OBLIQUITY_DEGREES * RADIANS_PER_DEGREE);
  const { ra, dec } = fromVector([x, cos * y + sin * z, cos * z - sin * y]);
  return { lambda: ra, beta: dec };
}

function toVector({ ra, dec }: Position): Row {
  const cosDec = Math.cos(dec * RADIANS_PER_DEGREE);
  const angle = ra * RADIANS_PER_DEGREE;
  return [cosDec * Math.cos(angle), cosDec * Math.sin(angle), Math.sin(dec * RADIANS_PER_DEGREE)];
}

function fromVector([x, y, z]: Row): Position {
  return {
    ra: normalizeRa(Math.atan2(y, x) / RADIANS_PER_DEGREE),
    dec: Math.atan2(z, Math.hypot(x, y)) / RADIANS_PER_DEGREE,
  };
}

function rotate(matrix: Matrix, vector: Row): Row {
  const dot = (row: Row) => row[0] * vector[0] + row[1] * vector[1] + row[2] * vector[2];
  return [dot(matrix[0]), dot(matrix[1]), dot(matrix[2])];
}
