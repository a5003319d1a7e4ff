/** A place in the diagram: BP − RP and absolute G, magnitudes. */
export type Sample = { readonly type: string; readonly color: number; readonly absMag: number };

/**
 * Dwarf stars of the Sun's neighbourhood, from A0 to M6: mean colours and absolute magnitudes of Gaia by
 * spectral type. Pecaut & Mamajek 2013, ApJS 208, 9, in its author's version of 2024.05.15.
 */
export const MAIN_SEQUENCE: readonly Sample[] = [
  { type: 'A0', color: -0.037, absMag: 1.0 },
  { type: 'A5', color: 0.194, absMag: 1.98 },
  { type: 'F0', color: 0.377, absMag: 2.51 },
  { type: 'F5', color: 0.587, absMag: 3.26 },
  { type: 'G0', color: 0.784, absMag: 4.325 },
  { type: 'G2', color: 0.823, absMag: 4.635 },
  { type: 'K0', color: 0.983, absMag: 5.553 },
  { type: 'K2', color: 1.1, absMag: 5.83 },
  { type: 'K5', color: 1.43, absMag: 6.85 },
  { type: 'M0', color: 1.84, absMag: 8.1 },
  { type: 'M2', color: 2.23, absMag: 9.29 },
  { type: 'M3', color: 2.5, absMag: 10.05 },
  { type: 'M4', color: 2.94, absMag: 11.21 },
  { type: 'M5', color: 3.35, absMag: 12.45 },
  { type: 'M6', color: 4.16, absMag: 14.26 },
];

// A_band / E(B−V) of Gaia's bands: Casagrande & VandenBerg 2018, MNRAS 479, L102, table 2.
const GAIA = { g: 2.74, bp: 3.374, rp: 2.035 } as const;
// E(B−V) of the map of Schlegel, Finkbeiner & Davis is too large by this: Schlafly & Finkbeiner 2011.
const OF_SFD = 0.86;

/**
 * Takes all the dust of the Milky Way along the line of sight out of a star's place; one that is near has
 * less before it.
 *
 * @param ebv E(B−V) on the scale of SFD, magnitudes
 */
export function deredden<P extends { readonly color: number; readonly absMag: number }>(
  point: P,
  ebv: number,
): P {
  const dust = OF_SFD * ebv;
  return {
    ...point,
    color: point.color - (GAIA.bp - GAIA.rp) * dust,
    absMag: point.absMag - GAIA.g * dust,
  };
}
