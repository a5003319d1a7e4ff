import type { DistanceRule } from '@fritz/archive';

/** What is known of a catalog that many broker filters use; column names whatever their case. */
export interface CatalogPreset {
  /** As filters name it in `cross_matches`. */
  readonly name: string;
  readonly title: string;
  /** The first that the file has; records are numbered where none is named. */
  readonly id: readonly string[];
  readonly ra: string;
  readonly dec: string;
  /** Julian epoch of the positions. */
  readonly epochYear?: number;
  readonly radiusArcsec: number;
  readonly maxMatches?: number;
  /** Fields of a match; all where none is named. */
  readonly fields?: readonly string[];
  /** Motions in mas/yr. */
  readonly motion?: { readonly ra: string; readonly dec: string };
  readonly distance?: DistanceRule;
}

const GAIA_FIELDS =
  'parallax parallax_error pmra pmra_error pmdec pmdec_error phot_g_mean_mag phot_bp_mean_mag phot_rp_mean_mag'.split(
    ' ',
  );
const gaia = {
  id: ['source_id'],
  ...{ ra: 'ra', dec: 'dec', radiusArcsec: 2 },
  motion: { ra: 'pmra', dec: 'pmdec' },
};
const lowerCase = { ra: 'ra', dec: 'dec' };
/** Galaxies up to 30 kpc from their centres, nearby ones up to 300″. */
const nearby = { radiusArcsec: 300 };

/**
 * Radii, fields and rules are those that ZTF's filters were written for (Kowalski's and BOOM's
 * configurations); epochs are those of the catalogs' own papers.
 */
export const catalogPresets: readonly CatalogPreset[] = [
  {
    name: 'Gaia_DR3',
    title: 'Gaia DR3 (Gaia Collaboration 2023)',
    ...{ ...gaia, epochYear: 2016, fields: [...GAIA_FIELDS, 'ruwe', 'phot_variable_flag'] },
  },
  {
    name: 'Gaia_EDR3',
    title: 'Gaia EDR3 (Gaia Collaboration 2021)',
    ...{ ...gaia, epochYear: 2016, fields: GAIA_FIELDS },
  },
  {
    name: 'Gaia_DR2',
    title: 'Gaia DR2 (Gaia Collaboration 2018)',
    ...{ ...gaia, epochYear: 2015.5, fields: GAIA_FIELDS },
  },
  {
    name: 'Gaia_DR2_WD',
    title: 'White dwarfs in Gaia DR2 (Gentile Fusillo et al. 2019)',
    ...{ ...gaia, id: ['source_id', 'White_dwarf_name', 'designation'], epochYear: 2015.5 },
    fields: 'Pwd Teff log_g mass Teff_He log_g_He mass_He chi2 chisq_He'.split(' '),
  },
  {
    name: 'Gaia_DR2_2MASS_best_neighbour',
    title: 'Best neighbours of Gaia DR2 in 2MASS',
    ...{ id: ['source_id'], ...lowerCase, radiusArcsec: 2 },
  },
  {
    name: '2MASS_PSC',
    title: '2MASS point sources (Skrutskie et al. 2006)',
    ...{ id: ['designation', 'pts_key'], ra: 'ra', dec: 'decl', radiusArcsec: 2 },
    fields: 'j_m j_cmsig h_m h_cmsig k_m k_cmsig ph_qual'.split(' '),
  },
  {
    name: '2MASS_XSC',
    title: '2MASS extended sources (Jarrett et al. 2000)',
    ...{ id: ['designation', 'ext_key'], ra: 'ra', dec: 'decl', radiusArcsec: 2 },
    fields: 'j_m_k20fe h_m_k20fe k_m_k20fe r_k20fe'.split(' '),
  },
  {
    name: 'AllWISE',
    title: 'AllWISE (Cutri et al. 2013)',
    ...{ id: ['cntr', 'source_id', 'designation'], ...lowerCase, radiusArcsec: 2 },
    fields: 'w1mpro w1sigmpro w2mpro w2sigmpro w3mpro w3sigmpro w4mpro w4sigmpro ph_qual'.split(
      ' ',
    ),
  },
  {
    name: 'CatWISE2020',
    title: 'CatWISE2020 (Marocco et al. 2021)',
    ...{ id: ['source_id', 'source_name'], ...lowerCase, radiusArcsec: 2 },
    fields: 'w1mpro w1sigmpro w2mpro w2sigmpro pmra sigpmra pmdec sigpmdec'.split(' '),
  },
  {
    name: 'PS1_DR1',
    title: 'Pan-STARRS1 mean objects (Chambers et al. 2016)',
    ...{ id: ['objID', '_id'], ra: 'raMean', dec: 'decMean', radiusArcsec: 2 },
    fields:
      'gMeanPSFMag gMeanPSFMagErr rMeanPSFMag rMeanPSFMagErr iMeanPSFMag iMeanPSFMagErr zMeanPSFMag zMeanPSFMagErr yMeanPSFMag yMeanPSFMagErr'.split(
        ' ',
      ),
  },
  {
    name: 'PS1_STRM',
    title: 'Pan-STARRS1 source types and redshifts (Beck et al. 2021)',
    ...{ id: ['objID', 'uniquePspsOBid'], ra: 'raMean', dec: 'decMean', radiusArcsec: 2 },
    fields: 'class prob_Galaxy prob_Star prob_QSO z_phot z_photErr'.split(' '),
  },
  {
    name: 'LegacySurvey_DR10_photoz',
    title: 'DESI Legacy Imaging Surveys DR10, photometric redshifts (Zhou et al. 2021)',
    ...{ id: ['ls_id', 'objid'], ...lowerCase, radiusArcsec: 30, maxMatches: 3 },
    fields:
      'type mag_g mag_r mag_i mag_z z_phot_median z_phot_mean z_phot_std z_phot_l68 z_phot_u68 z_spec'.split(
        ' ',
      ),
  },
  {
    name: 'legacysurveys_photoz_DR7',
    title: 'DESI Legacy Imaging Surveys DR7, photometric redshifts',
    ...{ id: ['_id'], ...lowerCase, radiusArcsec: 30, maxMatches: 3 },
    fields: 'type gmag rmag zmag w1mag w2mag z_phot z_phot_err z_spec mass_opt'.split(' '),
  },
  {
    name: 'GALEX',
    title: 'GALEX UV sources, GR6/7 (Bianchi et al. 2017)',
    ...{ id: ['objid', 'name'], ...lowerCase, radiusArcsec: 2 },
    fields: 'name FUVmag e_FUVmag NUVmag e_NUVmag Fafl Nafl Fexf Nexf Nr'.split(' '),
  },
  {
    name: 'milliquas_v8',
    title: 'Million Quasars catalog v8 (Flesch 2023)',
    ...{ id: ['Name', '_id'], ...lowerCase, radiusArcsec: 2 },
    fields: 'Name Type Descrip Z Qpct Rmag Bmag Cite'.split(' '),
  },
  {
    name: 'milliquas_v6',
    title: 'Million Quasars catalog v6 (Flesch 2015)',
    ...{ id: ['Name', '_id'], ...lowerCase, radiusArcsec: 2 },
    fields: 'Name Descrip Qpct Z Zcite'.split(' '),
  },
  {
    name: 'VSX',
    title: 'International Variable Star Index (Watson et al. 2006)',
    ...{ id: ['OID', 'Name'], ra: 'RAJ2000', dec: 'DEJ2000', radiusArcsec: 2 },
    fields: 'Name V Type max n_max min n_min Epoch Period Sp'.split(' '),
  },
  {
    name: 'NED',
    title: 'NED Local Volume Sample (Cook et al. 2023)',
    ...{ id: ['objname', 'objid'], ...lowerCase, ...nearby },
    distance: { rule: 'distance', redshiftColumn: 'z', distanceMpcColumn: 'DistMpc' },
    fields: 'objname objtype z z_tech DistMpc DistMpc_unc DistMpc_method'.split(' '),
  },
  {
    name: 'NED_BetaV3',
    title: 'NED galaxies, as Kowalski had them',
    ...{ id: ['objname', 'Name', '_id'], ...lowerCase, ...nearby },
    distance: { rule: 'distance', redshiftColumn: 'z', distanceMpcColumn: 'DistMpc' },
  },
  {
    name: 'CLU_20190625',
    title: 'Census of the Local Universe (Cook et al. 2019)',
    ...{ id: ['cluid', '_id'], ...lowerCase, ...nearby },
    distance: {
      rule: 'redshift',
      redshiftColumn: 'z',
      distanceMpcColumn: 'distmpc',
      ellipse: { a: 'a', b2a: 'b2a', pa: 'pa' },
    },
    fields: 'name z distmpc a b2a pa mstar sfr_ha sfr_fuv source'.split(' '),
  },
  {
    name: 'DESI_DR1',
    title: 'DESI DR1 spectroscopic redshifts (DESI Collaboration 2025)',
    ...{ id: ['TARGETID'], ra: 'TARGET_RA', dec: 'TARGET_DEC', radiusArcsec: 30, maxMatches: 3 },
    fields: 'Z ZERR ZWARN SPECTYPE SUBTYPE'.split(' '),
  },
  {
    name: 'TNS',
    title: 'Transient Name Server, public objects',
    ...{ id: ['name', 'objid'], ra: 'ra', dec: 'declination', radiusArcsec: 2, maxMatches: 3 },
    fields: 'name_prefix name redshift type discoverydate discoverymag internal_names'.split(' '),
  },
  {
    name: 'SDSS_spec',
    title: 'SDSS spectra, DR17 (Abdurro’uf et al. 2022)',
    ...{ id: ['specObjID'], ra: 'PLUG_RA', dec: 'PLUG_DEC', radiusArcsec: 2 },
    fields: 'Z Z_ERR ZWARNING CLASS SUBCLASS'.split(' '),
  },
  {
    name: 'sdss_ellipticals',
    title: 'SDSS elliptical galaxies',
    ...{ id: ['_id', 'objid'], ...lowerCase, radiusArcsec: 2 },
    fields: 'z zerr absMagG absMagR'.split(' '),
  },
  {
    name: 'galaxy_redshifts_20200522',
    title: 'Galaxy redshifts, as Kowalski had them',
    ...{ id: ['_id'], ...lowerCase, radiusArcsec: 2, fields: ['z', 'l', 'b', 'source'] },
  },
  {
    name: 'LAMOST_DR5_v3',
    title: 'LAMOST DR5 v3 spectra (Luo et al. 2015)',
    ...{ id: ['obsid'], ...lowerCase, radiusArcsec: 2 },
    fields: 'designation class subclass z z_err snrg snrr'.split(' '),
  },
  {
    name: 'IPHAS_DR2',
    title: 'IPHAS DR2 (Barentsen et al. 2014)',
    ...{ id: ['name'], ...lowerCase, radiusArcsec: 2 },
    fields: 'name r rErr i iErr ha haErr mergedClass errBits'.split(' '),
  },
  {
    name: 'IGAPS_DR2',
    title: 'IGAPS: merged IPHAS and UVEX (Monguió et al. 2020)',
    ...{ id: ['name', 'sourceID'], ...lowerCase, radiusArcsec: 2 },
    fields: 'name i eI ha eHa r_I eR_I r_U eR_U g eG U_RGO eU_RGO mergedClass saturated'.split(' '),
  },
  {
    name: 'FIRST_20141217',
    title: 'FIRST at 1.4 GHz (Helfand et al. 2015)',
    ...{ id: ['_id'], ...lowerCase, radiusArcsec: 5 },
    fields: 'SIDEPROB FPEAK FINT RMS MAJOR MINOR POSANG'.split(' '),
  },
  {
    name: 'NVSS_41',
    title: 'NVSS at 1.4 GHz (Condon et al. 1998)',
    ...{ id: ['_id'], ...lowerCase, radiusArcsec: 15 },
    fields: 'PEAK_INT MAJOR_AX MINOR_AX POSANGLE I_RMS'.split(' '),
  },
  {
    name: 'TGSS_ADR1',
    title: 'TGSS ADR1 at 150 MHz (Intema et al. 2017)',
    ...{ id: ['Source_name'], ...lowerCase, radiusArcsec: 10 },
    fields: 'Source_name Total_flux Peak_flux Maj Min PA RMS_noise Source_code'.split(' '),
  },
  {
    name: 'RFC_2019d',
    title: 'Radio Fundamental Catalog 2019d (Petrov & Kovalev 2025)',
    ...{ id: ['J2000_name', 'IVS_name'], ...lowerCase, radiusArcsec: 2 },
    fields: 'category IVS_name J2000_name X_band_flux_total S_band_flux_total type'.split(' '),
  },
  {
    name: 'VLASS',
    title: 'VLASS Quick Look components (Gordon et al. 2021)',
    // Tiles overlap: a component of two of them is there twice, by one name.
    ...{ id: [], ...lowerCase, radiusArcsec: 5 },
    fields:
      'Component_name Total_flux E_Total_flux Peak_flux E_Peak_flux S_Code DC_Maj DC_Min Duplicate_flag Quality_flag'.split(
        ' ',
      ),
  },
  {
    name: 'cfht_w3_photozs',
    title: 'CFHTLS W3 photometric redshifts (Ilbert et al. 2006; Coupon et al. 2009)',
    ...{ id: ['cfht_id', '_id'], ...lowerCase, radiusArcsec: 2 },
    fields: 'pz_final flag sg r_eff u g r i z'.split(' '),
  },
  {
    name: 'mzls_ellipticals',
    title: 'Elliptical galaxies in MzLS',
    ...{ id: ['_id'], ...lowerCase, radiusArcsec: 2 },
    fields: 'type z_phot z_phot_err z_spec gmag rmag zmag w1mag w2mag'.split(' '),
  },
];

/** A preset by its name, whatever its case. */
export function findPreset(name: string): CatalogPreset | null {
  const wanted = name.toLowerCase();
  return catalogPresets.find((preset) => preset.name.toLowerCase() === wanted) ?? null;
}
