import type { BandpassFamily } from './bandpass.ts';

const C_ANGSTROM_GHZ = 2.99792458e9;
/** h c in Å keV. */
const HC_ANGSTROM_KEV = 12.398_419_84;

/** A frequency's wavelength; in such bands no star is a standard. */
const radio = (instrument: string, frequencyGhz: number) =>
  [`${instrument}-${frequencyGhz}GHz`, C_ANGSTROM_GHZ / frequencyGhz, null, null] as const;

/** The middle, by wavelength, of a band of energies. */
const middleAngstrom = (fromKev: number, toKev: number) =>
  (HC_ANGSTROM_KEV / fromKev + HC_ANGSTROM_KEV / toKev) / 2;

/** Bands far from the optical: AB magnitudes alone are known there. */
export const otherBandpasses: readonly BandpassFamily[] = [
  {
    source: 'Swift XRT, 0.3 to 10 keV (Burrows et al. 2005, SSRv 120, 165)',
    bands: [['swiftxrt', middleAngstrom(0.3, 10), null, null]],
  },
  {
    source: 'NICER XTI, 0.2 to 12 keV (Gendreau et al. 2016, Proc. SPIE 9905, 99051H)',
    bands: [['nicerxti', middleAngstrom(0.2, 12), null, null]],
  },
  {
    source: 'Radio bands, by their frequency',
    bands: [0.34, 1.4, 3, 6, 10, 15, 22, 33, 45].map((frequency) => radio('radio', frequency)),
  },
  {
    source: 'Submillimeter Array, by frequency',
    bands: [230, 345, 400].map((frequency) => radio('sma', frequency)),
  },
];
