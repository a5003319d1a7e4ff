import type { BandpassFamily } from './bandpass.ts';

/** Infrared bands. See `bandpass.ts` for what the numbers are. */
export const infraredBandpasses: readonly BandpassFamily[] = [
  {
    source: 'Relative spectral responses of Cohen, Wheaton & Megeath 2003, AJ 126, 1090',
    bands: [
      ['2massj', 12372.8, 0.8952, 9.3238],
      ['2massh', 16476, 1.3704, 9.4812],
      ['2massks', 21620.7, 1.8408, 9.9203],
    ],
  },
  {
    source: 'HST NICMOS camera 2 (STScI throughputs)',
    bands: [
      ['nicf110w', 11387.7, 0.738, 9.2943],
      ['nicf160w', 16119.5, 1.3207, 9.4643],
    ],
  },
  {
    source: 'HST WFC3 IR (STScI throughputs), without far leaks',
    bands: [
      ['f098m', 9845.2, 0.5646, 9.2538],
      ['f105w', 10526.2, 0.6439, 9.2673],
      ['f110w', 11509.3, 0.7501, 9.2946],
      ['f125w', 12492.6, 0.9039, 9.3261],
      ['f127m', 12741, 0.9675, 9.3481],
      ['f139m', 13843.5, 1.0858, 9.3715],
      ['f140w', 13971.8, 1.0826, 9.3725],
      ['f153m', 15337.5, 1.2625, 9.4119],
      ['f160w', 15434.5, 1.2624, 9.4235],
    ],
  },
  {
    source: 'Euclid collaboration (Schirmer et al. 2022, A&A 662, A92 for NISP), total throughput',
    bands: [
      ['euclidvis', 7335.4, 0.2859, 9.3095],
      ['euclidy', 10832, 0.6867, 9.2736],
      ['euclidj', 13689.8, 1.0452, 9.3626],
      ['euclidh', 17740.8, 1.4773, 9.5814],
    ],
  },
  {
    source: 'Roman WFI effective areas, mean of the detectors',
    bands: [
      ['f062', 6323.8, 0.1501, 9.3712],
      ['f087', 8740.7, 0.4934, 9.2547],
      ['f106', 10645.2, 0.6594, 9.2691],
      ['f129', 12875.1, 0.9505, 9.3388],
      ['f158', 15842.1, 1.2931, 9.4485],
      ['f184', 18406.5, 1.5521, 9.6506],
      ['f213', 21334.8, 1.812, 9.8958],
      ['f146', 14688.1, 1.0174, 9.4005],
    ],
  },
  {
    source: 'JWST NIRCam with telescope, after launch (STScI, May 2024)',
    bands: [
      ['f070w', 7063.8, 0.2944, 9.2958],
      ['f090w', 9044.7, 0.5178, 9.2539],
      ['f115w', 11568.2, 0.7833, 9.2949],
      ['f150w', 15041.4, 1.2119, 9.408],
      ['f200w', 19923.3, 1.6814, 9.7748],
      ['f277w', 27840.8, 2.3047, null],
      ['f356w', 35740.4, 2.7912, null],
      ['f444w', 44133.2, 3.2141, null],
      ['f140m', 14060.5, 1.1094, 9.3773],
      ['f162m', 16280.3, 1.358, 9.4639],
      ['f182m', 18466.4, 1.5643, 9.6616],
      ['f210m', 20965.2, 1.7868, 9.8732],
      ['f250m', 25037.1, 2.1227, null],
      ['f300m', 29977, 2.464, null],
      ['f335m', 33640.8, 2.6881, null],
      ['f360m', 36252.3, 2.8375, null],
      ['f410m', 40851.3, 3.0791, null],
      ['f430m', 42818.5, 3.177, null],
      ['f460m', 46301.6, 3.3396, null],
      ['f480m', 48175.8, 3.4138, null],
    ],
  },
  {
    source: 'JWST MIRI imaging, photon conversion efficiency (STScI)',
    bands: [
      ['f560w', 56452.8, 3.723, null],
      ['f770w', 76634.6, 4.3434, null],
      ['f1000w', 99681.6, 4.9127, null],
      ['f1130w', 113109.8, 5.196, null],
      ['f1280w', 128314.0, 5.4478, null],
      ['f1500w', 150913.7, 5.7928, null],
      ['f1800w', 180060.8, 6.1793, null],
      ['f2100w', 208425.3, 6.4833, null],
      ['f2550w', 254082.3, 6.9173, null],
    ],
  },
  {
    source: 'JWST MIRI coronagraphs: box of the nominal centre and width (STScI)',
    bands: [
      ['f1065c', 106500.0, 5.0698, null],
      ['f1140c', 114000.0, 5.215, null],
      ['f1550c', 155000.0, 5.8669, null],
      ['f2300c', 230000.0, 6.7024, null],
    ],
  },
];
