/** What a configuration of the portal is made of. */
export interface LcoWish {
  exposureS: number;
  count: number;
  filters: readonly string[];
  target: object;
  constraints: object;
}

/** An instrument of the network, in the words of its portal. */
export interface LcoInstrument {
  /** SkyPortal's name of its interface. */
  name: string;
  title: string;
  telescopeClass: '1m0' | '2m0';
  /** Of the camera; none: they are not chosen. */
  filters: readonly string[];
  usualS: number;
  /** Beside the exposures: acquisition, arcs and flats. */
  setUpS: number;
  /** Where it stands in the south alone; degrees. */
  mostDec: number | null;
  configurations(wish: LcoWish): object[];
}

const sloan = ['up', 'gp', 'rp', 'ip', 'zs'];

const plain = { acquisition_config: {}, guiding_config: {} };

/** One configuration for each filter. */
function exposures(instrument_type: string) {
  return ({ exposureS, count, filters, target, constraints }: LcoWish) =>
    filters.map((filter) => ({
      type: 'EXPOSE',
      instrument_type,
      ...{ target, constraints, ...plain },
      instrument_configs: [
        {
          exposure_time: exposureS,
          exposure_count: count,
          optical_elements: { filter },
        },
      ],
    }));
}

/** Four cameras at once. */
function muscat({ exposureS, count, target, constraints }: LcoWish): object[] {
  const bands = ['g', 'r', 'i', 'z'];
  const each = (name: string, value: unknown) =>
    Object.fromEntries(bands.map((band) => [name.replace('*', band), value]));
  return [
    {
      type: 'EXPOSE',
      instrument_type: '2M0-SCICAM-MUSCAT',
      ...{ target, constraints, ...plain },
      instrument_configs: [
        {
          exposure_time: exposureS,
          exposure_count: count,
          optical_elements: each('diffuser_*_position', 'out'),
          extra_params: { exposure_mode: 'SYNCHRONOUS', ...each('exposure_time_*', exposureS) },
        },
      ],
    },
  ];
}

/** A spectrum between arcs and flats. */
function floyds({ exposureS, count, target, constraints }: LcoWish): object[] {
  const one = (type: string, exposure_time: number, exposure_count: number) => ({
    type,
    instrument_type: '2M0-FLOYDS-SCICAM',
    ...{ target, constraints },
    acquisition_config: type === 'SPECTRUM' ? { mode: 'WCS' } : {},
    guiding_config:
      type === 'SPECTRUM' ? { mode: 'ON', optional: false } : { mode: 'OFF', optional: false },
    instrument_configs: [
      {
        ...{ exposure_time, exposure_count },
        rotator_mode: 'VFLOAT',
        optical_elements: { slit: 'slit_1.6as' },
      },
    ],
  });
  return [
    one('LAMP_FLAT', 50, 1),
    one('ARC', 60, 1),
    one('SPECTRUM', exposureS, count),
    one('ARC', 60, 1),
    one('LAMP_FLAT', 50, 1),
  ];
}

export const lcoInstruments: readonly LcoInstrument[] = [
  {
    name: 'SINISTROAPI',
    title: 'LCO Sinistro, 1 m',
    telescopeClass: '1m0',
    filters: ['U', 'B', 'V', 'R', 'I', ...sloan, 'Y'],
    usualS: 300,
    setUpS: 90,
    mostDec: null,
    configurations: exposures('1M0-SCICAM-SINISTRO'),
  },
  {
    name: 'SPECTRALAPI',
    title: 'LCO Spectral, 2 m',
    telescopeClass: '2m0',
    filters: ['U', 'B', 'V', 'R', 'I', ...sloan, 'Y'],
    usualS: 300,
    setUpS: 240,
    mostDec: 17,
    configurations: exposures('2M0-SCICAM-SPECTRAL'),
  },
  {
    name: 'MUSCATAPI',
    title: 'LCO MuSCAT, 2 m',
    telescopeClass: '2m0',
    filters: [],
    usualS: 300,
    setUpS: 240,
    mostDec: null,
    configurations: muscat,
  },
  {
    name: 'FLOYDSAPI',
    title: 'LCO FLOYDS, 2 m',
    telescopeClass: '2m0',
    filters: [],
    usualS: 1800,
    setUpS: 560,
    mostDec: null,
    configurations: floyds,
  },
];
