import type { ColumnNote } from './tap-table.ts';

/** What is known of columns of alerts by their names, in any survey. */
const SHARED: Readonly<Record<string, ColumnNote>> = {
  object_id: {
    ...{ ucd: 'meta.id', isIndexed: true, isPrincipal: true },
    description: 'Name of the object, as the survey gives it',
  },
  candid: {
    ...{ ucd: 'meta.id;meta.main', isIndexed: true, isPrincipal: true },
    description: 'Number of the alert; no two are alike',
  },
  programid: { ucd: 'meta.code', description: 'Programme of the survey: who may see it' },
  mjd: {
    ...{ unit: 'd', ucd: 'time.epoch;obs.exposure', isPrincipal: true, isIndexed: true },
    description: 'Modified Julian date (UTC), as the survey publishes it',
  },
  jd: {
    ...{ unit: 'd', ucd: 'time.epoch', isPrincipal: false },
    description: 'Julian date (UTC), as the survey publishes it',
  },
  ra: {
    ...{ unit: 'deg', ucd: 'pos.eq.ra;meta.main', isPrincipal: true, isIndexed: true },
    description: 'Right ascension (ICRS)',
  },
  dec: {
    ...{ unit: 'deg', ucd: 'pos.eq.dec;meta.main', isPrincipal: true, isIndexed: true },
    description: 'Declination (ICRS)',
  },
  hpx: {
    ...{ ucd: 'pos.healpix', isIndexed: true },
    description: 'Nested HEALPix index of order 29 of the place',
  },
  magpsf: {
    ...{ unit: 'mag', ucd: 'phot.mag;em.opt', isPrincipal: true },
    description: 'Magnitude of the difference, from a fit of the PSF',
  },
  sigmapsf: {
    ...{ unit: 'mag', ucd: 'stat.error;phot.mag', isPrincipal: true },
    description: 'Its standard error',
  },
  fid: {
    ...{ ucd: 'meta.code;instr.filter', isPrincipal: true },
    description: 'Filter: 1 g, 2 r, 3 i',
  },
  isdiffpos: {
    ...{ ucd: 'meta.code', isPrincipal: true },
    description: 't or 1 where the object is brighter than the reference',
  },
  rb: { ucd: 'stat.likelihood', isPrincipal: true, description: 'Real or bogus, 0 to 1' },
  drb: {
    ...{ ucd: 'stat.likelihood', isPrincipal: true },
    description: 'Real or bogus by deep learning, 0 to 1',
  },
  diffmaglim: {
    ...{ unit: 'mag', ucd: 'phot.mag;stat.max' },
    description: 'Limiting magnitude of the difference image, 5 sigma',
  },
  magap: { unit: 'mag', ucd: 'phot.mag', description: 'Magnitude in an aperture' },
  sigmagap: { unit: 'mag', ucd: 'stat.error;phot.mag', description: 'Its standard error' },
  magnr: {
    ...{ unit: 'mag', ucd: 'phot.mag' },
    description: 'Magnitude of the nearest source of the reference image',
  },
  distnr: { unit: 'pix', ucd: 'pos.distance', description: 'How far it is' },
  ranr: { unit: 'deg', ucd: 'pos.eq.ra', description: 'Its right ascension' },
  decnr: { unit: 'deg', ucd: 'pos.eq.dec', description: 'Its declination' },
  fwhm: { unit: 'pix', ucd: 'instr.obsty.seeing', description: 'Full width at half maximum' },
  distpsnr1: {
    unit: 'arcsec',
    ucd: 'pos.distance',
    description: 'How far the nearest source of PS1 is',
  },
  sgscore1: { ucd: 'stat.likelihood', description: 'Whether that is a star (1) or a galaxy (0)' },
  ssdistnr: {
    ...{ unit: 'arcsec', ucd: 'pos.distance' },
    description: 'How far the nearest known object of the solar system is',
  },
  ssnamenr: { ucd: 'meta.id', description: 'Its name' },
  ndethist: { ucd: 'meta.number', description: 'Detections at the place, from the survey’s begin' },
  exptime: { unit: 's', ucd: 'time.duration;obs.exposure', description: 'Exposure time' },
  psfflux: {
    ...{ unit: 'nJy', ucd: 'phot.flux', isPrincipal: true },
    description: 'Flux of the difference, from a fit of the PSF',
  },
  psffluxerr: {
    ...{ unit: 'nJy', ucd: 'stat.error;phot.flux', isPrincipal: true },
    description: 'Its standard error',
  },
  reliability: { ucd: 'stat.likelihood', isPrincipal: true, description: 'Real or bogus, 0 to 1' },
  band: { ucd: 'meta.id;instr.filter', isPrincipal: true, description: 'Filter' },
  snr: { ucd: 'stat.snr', isPrincipal: true, description: 'Signal to noise' },
};

export function noteOf(column: string): ColumnNote {
  return (Object.hasOwn(SHARED, column) ? SHARED[column] : undefined) ?? {};
}
