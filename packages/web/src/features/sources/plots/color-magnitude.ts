import type { CatalogNeighbours } from '../../../api/types.ts';
import type { ColorMagnitude } from '../sources.api.ts';

/** A place in the colour–magnitude diagram. */
export type CmdPoint = {
  readonly name: string;
  /** BP − RP, magnitudes. */
  readonly color: number;
  /** Absolute G magnitude. */
  readonly absMag: number;
  /** From the error of the parallax; null where that is not known. */
  readonly absMagErr: number | null;
};

// Below this the distance that a parallax tells is none (Bailer-Jones 2015, PASP 127, 994).
const LEAST_PARALLAX_SNR = 3;

function numberOf(document: Readonly<Record<string, unknown>>, ...names: readonly string[]) {
  for (const name of names) {
    const value = document[name];
    if (typeof value === 'number' && Number.isFinite(value)) return value;
  }
  return null;
}

/**
 * A star of Gaia in the diagram: M_G = G + 5 + 5 log10(parallax / arcsec), without extinction.
 * Null where it has no colour or its parallax tells no distance.
 */
export function placeGaiaStar(
  name: string,
  document: Readonly<Record<string, unknown>>,
): CmdPoint | null {
  const parallax = numberOf(document, 'parallax', 'Plx', 'plx');
  const error = numberOf(document, 'parallax_error', 'e_Plx');
  const g = numberOf(document, 'phot_g_mean_mag', 'Gmag', 'g_mean_mag');
  const bp = numberOf(document, 'phot_bp_mean_mag', 'BPmag');
  const rp = numberOf(document, 'phot_rp_mean_mag', 'RPmag');
  const color = numberOf(document, 'bp_rp') ?? (bp === null || rp === null ? null : bp - rp);
  if (parallax === null || g === null || color === null || parallax <= 0) return null;
  if (error !== null && parallax < LEAST_PARALLAX_SNR * error) return null;
  return {
    name,
    color,
    absMag: g + 5 + 5 * Math.log10(parallax / 1000),
    absMagErr: error === null ? null : ((5 / Math.LN10) * error) / parallax,
  };
}

/** Nearest stars of Gaia first, then what annotations tell. */
export function listCmdPoints(
  neighbours: readonly CatalogNeighbours[],
  annotated: readonly ColorMagnitude[],
): readonly CmdPoint[] {
  const stars = neighbours
    .filter(({ catalog }) => /gaia/i.test(catalog))
    .flatMap(({ matches }) => matches)
    .flatMap(({ id, distance_arcsec: distance, document }) => {
      const point = placeGaiaStar(`Gaia ${id}, ${distance.toFixed(1)}″`, document);
      return point === null ? [] : [{ point, distance }];
    })
    .sort((a, b) => a.distance - b.distance)
    .map(({ point }) => point);
  const said = annotated.flatMap(({ origin, color, abs_mag: absMag }) =>
    absMag === null ? [] : [{ name: origin, color, absMag, absMagErr: null }],
  );
  return [...stars, ...said];
}
