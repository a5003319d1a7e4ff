import type { BandpassFamily } from './bandpass.ts';

/** Optical bands as seen from the ground. See `bandpass.ts` for what the numbers are. */
export const opticalBandpasses: readonly BandpassFamily[] = [
  {
    source: 'Bessell 1990, PASP 102, 1181, table 2 (energy responses there, photon responses here)',
    bands: [
      ['bessellux', 3591.6, 0.8132, 10.4818],
      ['bessellb', 4384.8, -0.1013, 9.7806],
      ['bessellv', 5488.9, 0.0112, 9.4579],
      ['bessellr', 6534, 0.1943, 9.3372],
      ['besselli', 8033.4, 0.4423, 9.2607],
    ],
  },
  {
    source:
      "Bessell's bands as the JLA analysis shifted them (Betoule et al. 2014, A&A 568, A22): curves not at hand",
    bands: [
      ['standard::u', null, null, null],
      ['standard::b', null, null, null],
      ['standard::v', null, null, null],
      ['standard::r', null, null, null],
      ['standard::i', null, null, null],
    ],
  },
  {
    source: 'DES DR1 total throughputs (Abbott et al. 2018, ApJS 239, 18); u: DECam 2014',
    bands: [
      ['desu', 3876.4, 0.338, 10.2185],
      ['desg', 4826.8, -0.0853, 9.6191],
      ['desr', 6432.1, 0.188, 9.3392],
      ['desi', 7826.7, 0.4143, 9.264],
      ['desz', 9178.9, 0.5246, 9.253],
      ['desy', 9899.7, 0.575, 9.2558],
    ],
  },
  {
    source: 'Doi et al. 2010, AJ 139, 1628, table 4',
    bands: [
      ['sdssu', 3599.1, 0.8902, 10.4934],
      ['sdssg', 4717.6, -0.0958, 9.6513],
      ['sdssr', 6186.8, 0.1492, 9.3613],
      ['sdssi', 7506.2, 0.3632, 9.2708],
      ['sdssz', 8918.2, 0.5226, 9.2544],
    ],
  },
  {
    source:
      'CSP-I total throughputs of Swope and du Pont (Krisciunas et al. 2017, AJ 154, 211), airmass 1.2',
    bands: [
      ['cspb', 4405.6, -0.0907, 9.7712],
      ['csphs', 16277.2, 1.3497, 9.4688],
      ['csphd', 16263.9, 1.3483, 9.468],
      ['cspjs', 12452.5, 0.9089, 9.3282],
      ['cspjd', 12446.4, 0.9079, 9.3279],
      ['cspv3009', 5422.4, 0.002, 9.4686],
      ['cspv3014', 5387.6, 0.0002, 9.4767],
      ['cspv9844', 5389.3, -0.0046, 9.4739],
      ['cspys', 10388.7, 0.6355, 9.2615],
      ['cspyd', 10466, 0.6484, 9.2628],
      ['cspg', 4794.1, -0.0879, 9.6319],
      ['cspi', 7631.1, 0.3828, 9.2674],
      ['cspk', 21613.3, 1.8393, 9.9193],
      ['cspr', 6239.9, 0.1554, 9.3569],
      ['cspu', 3628.7, 0.8473, 10.4565],
    ],
  },
  {
    source: 'Rubin baseline total throughputs v1.1, airmass 1.2 (Ivezić et al. 2019, ApJ 873, 111)',
    bands: [
      ['lsstu', 3670.7, 0.657, 10.3903],
      ['lsstg', 4826.9, -0.0863, 9.6199],
      ['lsstr', 6223.2, 0.1513, 9.359],
      ['lssti', 7546, 0.3699, 9.2694],
      ['lsstz', 8690.9, 0.5138, 9.254],
      ['lssty', 9710.3, 0.5499, 9.2542],
    ],
  },
  {
    source: 'FLWO 1.2 m KeplerCam (Hicken et al. 2012, ApJS 200, 12)',
    bands: [
      ['keplercam::us', null, null, null],
      ['keplercam::b', 4323.7, -0.0493, 9.8226],
      ['keplercam::v', 5403.3, 0.0014, 9.4742],
      ['keplercam::r', 6232.1, 0.15, 9.3589],
      ['keplercam::i', 7665.1, 0.3871, 9.2679],
    ],
  },
  {
    source: 'FLWO 1.2 m 4Shooter, Harris filters (Jha et al. 2006, AJ 131, 527)',
    bands: [
      ['4shooter2::us', null, null, null],
      ['4shooter2::b', 4326.3, -0.0512, 9.8208],
      ['4shooter2::v', 5411.5, 0.0026, 9.4724],
      ['4shooter2::r', 6558.9, 0.1977, 9.3359],
      ['4shooter2::i', 7996.9, 0.4373, 9.2615],
    ],
  },
  {
    source: "ZTF filters with the detectors' efficiency (Bellm et al. 2019, PASP 131, 018002)",
    bands: [
      ['ztfg', 4805.7, -0.0965, 9.62],
      ['ztfr', 6436.9, 0.1873, 9.3392],
      ['ztfi', 7968.6, 0.4363, 9.2621],
      ['ztf::g', 4805.7, -0.0965, 9.62],
      ['ztf::r', 6436.9, 0.1873, 9.3392],
      ['ztf::i', 7968.6, 0.4363, 9.2621],
    ],
  },
  {
    source: 'Tonry et al. 2012, ApJ 750, 99, table 3, airmass 1.2',
    bands: [
      ['ps1::open', 7126.9, 0.2054, 9.3716],
      ['ps1::g', 4866.5, -0.0821, 9.6058],
      ['ps1::r', 6214.6, 0.1498, 9.3601],
      ['ps1::i', 7544.6, 0.3695, 9.2695],
      ['ps1::z', 8679.5, 0.5134, 9.2541],
      ['ps1::y', 9633.3, 0.5452, 9.2543],
      ['ps1::w', 6389.4, 0.132, 9.399],
    ],
  },
  {
    source: 'Tonry et al. 2018, PASP 130, 064505',
    bands: [
      ['atlasc', 5408.7, -0.0068, 9.4999],
      ['atlaso', 6866.3, 0.2451, 9.3165],
    ],
  },
  {
    source:
      'GOTO (Steeghs et al. 2022, MNRAS 511, 2405), L alone: the curves of B, G, R not at hand',
    bands: [
      ['gotob', null, null, null],
      ['gotog', null, null, null],
      ['gotol', 5569.2, 0.0207, 9.4749],
      ['gotor', null, null, null],
    ],
  },
  {
    source: 'Bessell et al. 2011, PASP 123, 789',
    bands: [
      ['skymapperu', 3496.7, 1.1074, 10.6141],
      ['skymapperg', 5099.4, -0.0521, 9.5515],
      ['skymapperr', 6157.3, 0.1341, 9.3693],
      ['skymapperi', 7778.3, 0.4071, 9.264],
      ['skymapperz', 9161.8, 0.5321, 9.2538],
    ],
  },
  {
    source: 'CFHT MegaCam, third set of filters; the first i2 not at hand',
    bands: [
      ['megacam6::g', 4784.2, -0.0912, 9.6336],
      ['megacam6::r', 6396.9, 0.1814, 9.3421],
      ['megacam6::i', 7695.6, 0.3925, 9.2668],
      ['megacam6::i2', null, null, null],
      ['megacam6::z', 8987.8, 0.5259, 9.2544],
    ],
  },
  {
    source: 'Kawanomoto et al. 2018, PASJ 70, 66',
    bands: [
      ['hsc::g', 4809, -0.0899, 9.6229],
      ['hsc::r', 6229.1, 0.1501, 9.359],
      ['hsc::r2', 6228.1, 0.1499, 9.3595],
      ['hsc::i', 7702.5, 0.3927, 9.2668],
      ['hsc::i2', 7746.7, 0.4004, 9.266],
      ['hsc::z', 8906.2, 0.5189, 9.2526],
      ['hsc::y', 9776.7, 0.5547, 9.2544],
    ],
  },
];
