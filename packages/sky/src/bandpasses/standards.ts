import type { MagnitudeSystem } from './bandpass.ts';

/** The star that a system is tied to in a band, and its magnitude there. */
export interface Standard {
  readonly star: 'vega' | 'bd17' | 'ab';
  readonly mag: number;
}

type Standards = Readonly<Record<string, Standard>>;

function tiedTo(star: Standard['star'], mags: Readonly<Record<string, number>>): Standards {
  return Object.fromEntries(Object.entries(mags).map(([band, mag]) => [band, { star, mag }]));
}

/**
 * Systems that say of each of their bands what a standard star has there. Values as sncosmo's systems
 * of these names have them: JLA's and Betoule's from supernovae.in2p3.fr/sdss_snls_jla/ReadMe.html
 * (Betoule et al. 2013, A&A 552, A124 and 2014, A&A 568, A22), the Carnegie Supernova Project's from
 * csp.obs.carnegiescience.edu/data/filters (Krisciunas et al. 2017, AJ 154, 211).
 */
export const systemStandards: Readonly<
  Record<Exclude<MagnitudeSystem, 'ab' | 'vega' | 'bd17'>, Standards>
> = {
  csp: {
    ...tiedTo('bd17', { cspu: 10.519, cspg: 9.644, cspr: 9.352, cspi: 9.25 }),
    ...tiedTo('vega', { cspb: 0.03, cspv3014: 0.0096, cspv3009: 0.0096, cspv9844: 0.0096 }),
    ...tiedTo('vega', { cspys: 0, cspjs: 0, csphs: 0, cspk: 0, cspyd: 0, cspjd: 0, csphd: 0 }),
  },
  jla1: tiedTo('bd17', {
    'standard::u': 9.724,
    'standard::b': 9.907,
    'standard::v': 9.464,
    'standard::r': 9.166,
    'standard::i': 8.846,
    'keplercam::us': 9.724,
    'keplercam::b': 9.8803,
    'keplercam::v': 9.4722,
    'keplercam::r': 9.3523,
    'keplercam::i': 9.2542,
    '4shooter2::us': 9.724,
    '4shooter2::b': 9.8744,
    '4shooter2::v': 9.4789,
    '4shooter2::r': 9.1554,
    '4shooter2::i': 8.8506,
    cspu: 10.514,
    cspg: 9.64406,
    cspr: 9.3516,
    cspi: 9.25,
    cspb: 9.876433,
    cspv3014: 9.476626,
    cspv3009: 9.471276,
    cspv9844: 9.477482,
  }),
  // What has 0 mag in AB has these there.
  'ab-b12': tiedTo('ab', {
    sdssu: 0.06791,
    sdssg: -0.02028,
    sdssr: -0.00493,
    sdssi: -0.0178,
    sdssz: -0.01015,
  }),
};
