/**
 * The survey's fields and the camera's mosaic, after ZTF's layout (Bellm et al. 2019, PASP 131,
 * 018002): rows of fields 7.2 deg apart in declination, 16 CCDs of four readout quadrants each,
 * 3072 × 3080 pixels of 1.01 arcsec. The numbering runs as ZTF's does, the field centres are ours.
 */

export interface Field {
  readonly id: number;
  /** Centre, ICRS degrees. */
  readonly raDeg: number;
  readonly decDeg: number;
  readonly galacticLatitudeDeg: number;
  readonly eclipticLatitudeDeg: number;
}

export const QUADRANTS = 64;
export const QUADRANT_WIDTH_PX = 3072;
export const QUADRANT_HEIGHT_PX = 3080;
export const PIXEL_ARCSEC = 1.01;

const DEG = Math.PI / 180;
const ROW_STEP_DEG = 7.2;
const FIRST_ROW_DEC_DEG = -89.05;
const ROWS = 25;
const FIELD_WIDTH_DEG = 7.2;
const SOUTHERN_LIMIT_DEG = -30;
const QUADRANT_DEG = (QUADRANT_WIDTH_PX * PIXEL_ARCSEC) / 3600;
const CCD_PITCH_DEG = 1.835;

/** Galactic latitude in degrees of an ICRS place (pole at 192.85948, +27.12825, ESA 1997). */
function galacticLatitudeDeg(raDeg: number, decDeg: number): number {
  const sine =
    Math.sin(decDeg * DEG) * Math.sin(27.12825 * DEG) +
    Math.cos(decDeg * DEG) * Math.cos(27.12825 * DEG) * Math.cos((raDeg - 192.85948) * DEG);
  return Math.asin(sine) / DEG;
}

/** Ecliptic latitude in degrees of an ICRS place (J2000 obliquity, 23.439291 deg). */
function eclipticLatitudeDeg(raDeg: number, decDeg: number): number {
  const sine =
    Math.sin(decDeg * DEG) * Math.cos(23.439291 * DEG) -
    Math.cos(decDeg * DEG) * Math.sin(23.439291 * DEG) * Math.sin(raDeg * DEG);
  return Math.asin(sine) / DEG;
}

function buildRow(row: number, firstId: number): Field[] {
  const decDeg = FIRST_ROW_DEC_DEG + ROW_STEP_DEG * row;
  const equatorward = Math.max(0, Math.abs(decDeg) - ROW_STEP_DEG / 2);
  const count = Math.ceil((360 * Math.cos(equatorward * DEG)) / FIELD_WIDTH_DEG);
  return Array.from({ length: count }, (_, i) => {
    const raDeg = (360 * (i + 0.06)) / count;
    return {
      id: firstId + i,
      raDeg,
      decDeg,
      galacticLatitudeDeg: galacticLatitudeDeg(raDeg, decDeg),
      eclipticLatitudeDeg: eclipticLatitudeDeg(raDeg, decDeg),
    };
  });
}

function buildGrid(): readonly Field[] {
  const fields: Field[] = [];
  let nextId = 1;
  for (let row = 0; row < ROWS; row++) {
    const line = buildRow(row, nextId);
    nextId += line.length;
    fields.push(...line);
  }
  return fields.filter((field) => field.decDeg - ROW_STEP_DEG / 2 > SOUTHERN_LIMIT_DEG);
}

/** All fields that Palomar observes, by rising id. */
export const FIELDS: readonly Field[] = buildGrid();

export interface Place {
  /** ICRS, degrees, to the 1e-7 that packets carry. */
  readonly raDeg: number;
  readonly decDeg: number;
}

function roundTo7(value: number): number {
  return Math.round(value * 1e7) / 1e7;
}

/** Inverse gnomonic projection (Calabretta & Greisen 2002, A&A 395, 1077, sec. 5.1.3). */
export function offsetPlace(centre: Place, eastDeg: number, northDeg: number): Place {
  const xi = eastDeg * DEG;
  const eta = northDeg * DEG;
  const sinDec = Math.sin(centre.decDeg * DEG);
  const cosDec = Math.cos(centre.decDeg * DEG);
  const denominator = cosDec - eta * sinDec;
  const dra = Math.atan2(xi, denominator);
  const dec = Math.atan2(sinDec + eta * cosDec, Math.hypot(xi, denominator));
  const ra = (((centre.raDeg + dra / DEG) % 360) + 360) % 360;
  return { raDeg: roundTo7(ra) % 360, decDeg: roundTo7(dec / DEG) };
}

/**
 * Sky position of a pixel. CCD 1 is the south-east corner and rows run west; quadrants 1 to 4 of a
 * CCD are north-east, north-west, south-west, south-east. `rcid` is 4 (ccd − 1) + quadrant − 1.
 */
export function pixelToPlace(field: Field, rcid: number, xpos: number, ypos: number): Place {
  const ccd = rcid >> 2;
  const quadrant = rcid & 3;
  const isEast = quadrant === 0 || quadrant === 3;
  const isNorth = quadrant < 2;
  const ccdEast = (1.5 - (ccd & 3)) * CCD_PITCH_DEG;
  const ccdNorth = ((ccd >> 2) - 1.5) * CCD_PITCH_DEG;
  const cornerEast = ccdEast + (isEast ? QUADRANT_DEG : 0);
  const cornerNorth = ccdNorth + (isNorth ? 0 : -QUADRANT_DEG);
  const pixelDeg = PIXEL_ARCSEC / 3600;
  return offsetPlace(field, cornerEast - xpos * pixelDeg, cornerNorth + ypos * pixelDeg);
}
