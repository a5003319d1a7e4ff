import type { BandpassFamily } from './bandpass.ts';

/** Ultraviolet and optical bands as seen from space. See `bandpass.ts` for what the numbers are. */
export const spaceBandpasses: readonly BandpassFamily[] = [
  {
    source: 'HST ACS WFC (STScI throughputs)',
    bands: [
      ['f435w', 4337.4, -0.0983, 9.7937],
      ['f475w', 4764, -0.0925, 9.6393],
      ['f555w', 5372.4, 0.0002, 9.4815],
      ['f606w', 5957.9, 0.0929, 9.4089],
      ['f625w', 6324.7, 0.1695, 9.349],
      ['f775w', 7705.7, 0.3942, 9.2665],
      ['f850lp', 9052.5, 0.5259, 9.254],
    ],
  },
  {
    source: 'HST WFC3 UVIS (STScI throughputs), without far leaks',
    bands: [
      ['f218w', 2185.3, 1.6905, 12.6134],
      ['f225w', 2347.3, 1.6591, 12.3149],
      ['f275w', 2720.9, 1.4937, 11.6381],
      ['f300x', 2848.7, 1.4172, 11.4199],
      ['f336w', 3365.9, 1.1856, 10.7439],
      ['f350lp', 7187.3, 0.2495, 9.4862],
      ['f390w', 3916.3, 0.2473, 10.1205],
      ['f689m', 6891, 0.2836, 9.3017],
      ['f763m', 7642, 0.3891, 9.2645],
      ['f845m', 8474.8, 0.5098, 9.2563],
      ['f438w', 4324.5, -0.1478, 9.775],
      ['uvf475w', 4780.9, -0.093, 9.6328],
      ['uvf555w', 5337.1, -0.018, 9.499],
      ['uvf606w', 5946.7, 0.0929, 9.4105],
      ['uvf625w', 6272.5, 0.1568, 9.3555],
      ['uvf775w', 7747.2, 0.4008, 9.2651],
      ['uvf814w', 8339.5, 0.4513, 9.2597],
      ['uvf850lp', 9785.7, 0.5748, 9.2566],
    ],
  },
  {
    source: 'Kepler response, high resolution',
    bands: [['kepler', 6416.8, 0.1289, 9.3998]],
  },
  {
    source: 'Ricker et al. 2015, JATIS 1, 014003',
    bands: [['tess', 7972.3, 0.3701, 9.2832]],
  },
  {
    source: 'Riello et al. 2021, A&A 649, A3 (EDR3); RVS: Cropper et al. 2018, A&A 616, A5',
    bands: [
      ['gaia::gbp', 5182.6, 0.0354, 9.6012],
      ['gaia::g', 6390.2, 0.1346, 9.4494],
      ['gaia::grp', 7825.1, 0.3796, 9.2776],
      ['gaia::grvs', 8604.4, 0.5507, 9.2631],
    ],
  },
  {
    source: 'Morrissey et al. 2007, ApJS 173, 682',
    bands: [
      ['galex::fuv', 1540.4, 2.1123, null],
      ['galex::nuv', 2313.9, 1.6602, null],
    ],
  },
  {
    source: 'Breeveld et al. 2011, AIPC 1358, 373; white not at hand',
    bands: [
      ['uvot::b', 4359.1, -0.1123, 9.7812],
      ['uvot::u', 3470.6, 1.0189, 10.6187],
      ['uvot::uvm2', 2254.8, 1.68, null],
      ['uvot::uvw1', 2613.7, 1.508, null],
      ['uvot::uvw2', 2079.9, 1.7257, null],
      ['uvot::v', 5430.1, 0.0009, 9.4627],
      ['uvot::white', null, null, null],
    ],
  },
];
