/**
 * Magnitudes of the Vega system as AB magnitudes: m(AB) = m(Vega) + offset.
 *
 * 2MASS is calibrated so that a source of 0 mag has 1594 Jy in J, 1024 Jy in H and 666.7 Jy in Ks
 * (Cohen, Wheaton & Megeath 2003, AJ 126, 1090, table 2), with errors of 1.7 to 2 %. The AB system's
 * 0 mag is 3631 Jy in every band (Oke & Gunn 1983, ApJ 266, 713).
 */
const ZERO_MAG_JY = { J: 1594, H: 1024, Ks: 666.7 } as const;
const AB_ZERO_MAG_JY = 3631;

export type TwoMassBand = keyof typeof ZERO_MAG_JY;

/** What is added to a magnitude of the 2MASS (Vega) system to make it an AB magnitude. */
export function twoMassToAb(band: TwoMassBand): number {
  return -2.5 * Math.log10(ZERO_MAG_JY[band] / AB_ZERO_MAG_JY);
}
