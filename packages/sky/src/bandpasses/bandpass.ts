/**
 * The bands that photometry may be in, under the names that SkyPortal and sncosmo have for them, and
 * what turns a magnitude of one system into one of another.
 *
 * A magnitude of a system is made AB by adding an offset: the AB magnitude of what has 0 mag there,
 *   −2.5 log10( ∫ f_λ T λ dλ / ∫ f_λ,AB T λ dλ ),
 * with T the band's response per photon and f_λ,AB that of 3631 Jy (Oke & Gunn 1983, ApJ 266, 713).
 *
 * The spectra: Vega is CALSPEC's alpha_lyr_stis_008, BD+17°4708 its bd_17d4708_stisnic_006 (Bohlin,
 * Gordon & Tremblay 2014, PASP 126, 711). Other versions of Vega differ from it by up to 0.007 mag
 * above 5000 Å, 0.03 mag below. The curves, as speclite 1.0, pyphot 2.1, SNooPy 2.7, sedpy 0.4 and
 * lightcurve-fitting 0.11 hand them on, are those of the sources that each family names; what one
 * package or another has for the same band differs by a few thousandths of a magnitude.
 */

/** Magnitude systems, under SkyPortal's names. */
export const magnitudeSystems = ['ab', 'vega', 'jla1', 'bd17', 'csp', 'ab-b12'] as const;
export type MagnitudeSystem = (typeof magnitudeSystems)[number];

/**
 * A band: its name, its effective wavelength ∫ λ T dλ / ∫ T dλ in Å, and the AB magnitudes of Vega and
 * of BD+17°4708 in it; null where the curve is not at hand, or the star's spectrum does not cover it.
 */
export type BandpassRow = readonly [
  name: string,
  effectiveWavelengthAngstrom: number | null,
  vegaAbMag: number | null,
  bd17AbMag: number | null,
];

/** Bands whose curves have one source. */
export interface BandpassFamily {
  readonly source: string;
  readonly bands: readonly BandpassRow[];
}

/** A band, with what is added to a magnitude of each system to make it AB; null: not known. */
export interface Bandpass {
  readonly name: string;
  readonly effectiveWavelengthAngstrom: number | null;
  readonly abOffsetMag: Readonly<Record<MagnitudeSystem, number | null>>;
  readonly source: string;
}
