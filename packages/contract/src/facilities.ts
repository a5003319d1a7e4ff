/** Words of facilities, as SkyPortal has them. */

export const instrumentTypes = ['imager', 'spectrograph', 'imaging spectrograph'] as const;

/** Interfaces that observations are asked for through. */
export const followupApis = [
  'ATLASAPI',
  'BINOSPECAPI',
  'COLIBRIAPI',
  'EMAILAPI',
  'FLOYDSAPI',
  'GEMINIAPI',
  'GENERICAPI',
  'GROWTHINDIAMMAAPI',
  'IOIAPI',
  'IOOAPI',
  'KAITAPI',
  'MMAAPI',
  'MMIRSAPI',
  'MUSCATAPI',
  'NEWFIRMAPI',
  'NGPSAPI',
  'NICERAPI',
  'PS1API',
  'RUBINMMAAPI',
  'SEDMAPI',
  'SEDMV2API',
  'SINISTROAPI',
  'SLACKAPI',
  'SOARGHTSAPI',
  'SOARGHTSIMAGERAPI',
  'SOARTSPECAPI',
  'SPECTRALAPI',
  'SPRATAPI',
  'SPRINGAPI',
  'TAROTAPI',
  'TESSAPI',
  'TRTAPI',
  'TTTAPI',
  'UVOTXRTAPI',
  'UVOTXRTMMAAPI',
  'WINTERAPI',
  'ZTFAPI',
  'ZTFMMAAPI',
] as const;

/** Interfaces that facilities call back through. */
export const followupListeners = ['SEDMListener'] as const;

/** What an allocation is for. */
export const allocationTypes = ['triggered', 'forced_photometry', 'observation_plan'] as const;

export const thumbnailTypes = [
  'new',
  'ref',
  'sub',
  'sdss',
  'dr8',
  'ls',
  'ps1',
  'new_gz',
  'ref_gz',
  'sub_gz',
] as const;

export const spectrumTypes = ['source', 'host', 'host_center'] as const;
export const followupPriorities = ['1', '2', '3', '4', '5'] as const;
export const analysisTypes = ['lightcurve_fitting', 'spectrum_fitting', 'meta_analysis'] as const;
export const analysisInputTypes = [
  'photometry',
  'spectra',
  'redshift',
  'annotations',
  'comments',
  'classifications',
] as const;
export const authenticationTypes = [
  'none',
  'header_token',
  'api_key',
  'HTTPBasicAuth',
  'HTTPDigestAuth',
  'OAuth1',
] as const;
