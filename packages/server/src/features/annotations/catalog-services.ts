/** What SkyPortal's services call a catalog, which of ours stands for it, and what is told of it. */
export interface ServiceCatalog {
  /** As the service names it. */
  readonly name: string;
  /** Names under which it may be loaded here, the best first. */
  readonly loaded: readonly string[];
  /** The annotation's keys, and the columns they are from. */
  readonly keys: Readonly<Record<string, string>>;
  /** What tells several apart in the origin; none: their places. */
  readonly idColumn?: string;
  /** Whether the origin is the catalog's name alone where there is one match. */
  readonly isAloneWhenOne?: boolean;
}

/** A service, whose first catalog is the one that is asked where none is named. */
export interface AnnotationService {
  readonly catalogs: readonly ServiceCatalog[];
  readonly maxMatches: number;
  readonly magColumn?: string;
  readonly detectionsColumn?: string;
}

const same = (names: string): Record<string, string> =>
  Object.fromEntries(names.split(' ').map((name) => [name, name]));

const gaiaKeys = {
  ...same('ra dec pm'),
  pm_ra: 'pmra',
  pm_ra_err: 'pmra_error',
  pm_dec: 'pmdec',
  pm_dec_err: 'pmdec_error',
  Mag_G: 'phot_g_mean_mag',
  Mag_BP: 'phot_bp_mean_mag',
  Mag_RP: 'phot_rp_mean_mag',
  Plx: 'parallax',
  Plx_err: 'parallax_error',
  Plx_over_err: 'parallax_over_error',
  RUWE: 'ruwe',
};
const photoz = same('z_phot_median z_phot_std ra dec type z_phot_l95 flux_z');

export const services = {
  gaia: {
    maxMatches: 1,
    magColumn: 'phot_g_mean_mag',
    catalogs: [
      {
        name: 'gaiadr3.gaia_source',
        loaded: ['Gaia_DR3', 'Gaia_EDR3'],
        keys: gaiaKeys,
        isAloneWhenOne: true,
      },
      { name: 'gaiadr2.gaia_source', loaded: ['Gaia_DR2'], keys: gaiaKeys, isAloneWhenOne: true },
    ],
  },
  irsa: {
    maxMatches: 100,
    catalogs: [
      {
        name: 'allwise_p3as_psd',
        loaded: ['AllWISE'],
        keys: same('ra dec w1mpro w1sigmpro w2mpro w2sigmpro w3mpro w3sigmpro w4mpro w4sigmpro'),
      },
    ],
  },
  vizier: {
    maxMatches: 100,
    catalogs: [
      {
        name: 'VII/290',
        loaded: ['milliquas_v8', 'milliquas_v6'],
        keys: { Qpct: 'Qpct', z: 'Z' },
        idColumn: 'Name',
      },
      {
        name: 'II/335/galex_ais',
        loaded: ['GALEX'],
        keys: same('FUVmag e_FUVmag NUVmag e_NUVmag'),
        idColumn: 'name',
      },
      {
        name: 'B/vsx/vsx',
        loaded: ['VSX'],
        keys: same('Name V Type max n_max min n_min Epoch Period Sp'),
        idColumn: 'Name',
      },
    ],
  },
  datalab: {
    maxMatches: 100,
    catalogs: [
      {
        name: 'ls_dr10',
        loaded: ['LegacySurvey_DR10_photoz'],
        keys: photoz,
        idColumn: 'ls_id',
      },
      {
        name: 'ls_dr9',
        loaded: ['LegacySurvey_DR9_photoz'],
        keys: photoz,
        idColumn: 'ls_id',
      },
    ],
  },
  ps1: {
    maxMatches: 5,
    detectionsColumn: 'nDetections',
    catalogs: [
      {
        name: 'ps1.dr2',
        loaded: ['PS1_DR2', 'PS1_DR1'],
        keys: {
          ra: 'raMean',
          dec: 'decMean',
          ...same('gMeanPSFMag rMeanPSFMag iMeanPSFMag zMeanPSFMag yMeanPSFMag'),
          distance_arcsec: 'distance_arcsec',
        },
        idColumn: 'objID',
      },
    ],
  },
} as const satisfies Readonly<Record<string, AnnotationService>>;

export type ServiceName = keyof typeof services;

export function serviceOf(name: ServiceName): AnnotationService {
  return services[name];
}
