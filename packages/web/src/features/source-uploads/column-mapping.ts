/** A field of photometry that a column of a table may be. */
export type PhotometryField = {
  readonly name: string;
  readonly label: string;
  /** Names that columns of it go by, small and without signs. */
  readonly alsoCalled: readonly string[];
};

export const PHOTOMETRY_FIELDS: readonly PhotometryField[] = [
  field('mjd', 'MJD', 'mjdutc', 'obsmjd', 'time', 'mjdobs'),
  field('filter', 'Bandpass', 'band', 'filt', 'bandpass', 'passband', 'filtername'),
  field('mag', 'Magnitude', 'magnitude', 'magpsf', 'm'),
  field('magerr', 'Its error', 'emag', 'magerror', 'sigmapsf', 'dmag', 'magunc', 'merr'),
  field(
    'limiting_mag',
    'Limiting magnitude',
    'limmag',
    'maglim',
    'diffmaglim',
    'limit',
    'ul',
    'mag5sig',
  ),
  field('limiting_mag_nsigma', 'Sigmas of the limit', 'nsigma'),
  field('flux', 'Flux', 'fnu', 'forcediffimflux', 'fluxujy', 'ujy', 'psfflux'),
  field(
    'fluxerr',
    'Its error (flux)',
    'eflux',
    'fluxerror',
    'dujy',
    'forcediffimfluxunc',
    'dflux',
    'psffluxerr',
  ),
  field('zp', 'Zero point', 'zeropoint', 'zpdiff', 'magzp'),
  field('magsys', 'Magnitude system', 'zpsys', 'system'),
  field('instrument_id', 'Instrument number'),
  field('origin', 'Origin'),
  field('ra', 'RA', 'raj2000'),
  field('dec', 'Dec', 'decj2000', 'decl'),
  field('ra_unc', 'Error of RA, arcsec'),
  field('dec_unc', 'Error of Dec, arcsec'),
  field('exptime', 'Exposure, s', 'exposure', 'exptimes'),
  field('magref', 'Reference magnitude'),
  field('e_magref', 'Its error (reference)'),
  field('ref_flux', 'Reference flux'),
  field('ref_fluxerr', 'Its error (reference flux)'),
  field('altdata', 'Anything else, JSON'),
];

function field(name: string, label: string, ...alsoCalled: readonly string[]): PhotometryField {
  return { name, label, alsoCalled };
}

/** Which field each column is; '' for none. */
export type ColumnMapping = Readonly<Record<string, string>>;

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** What columns are, by their names: exact names first, each field once. */
export function guessMapping(columns: readonly string[]): ColumnMapping {
  const mapping = new Map<string, string>();
  const isFree = (name: string) => ![...mapping.values()].includes(name);
  const tests: readonly ((one: PhotometryField, column: string) => boolean)[] = [
    (one, column) => one.name === column,
    (one, column) => plain(one.name) === plain(column),
    (one, column) => one.alsoCalled.includes(plain(column)),
  ];
  for (const fits of tests) {
    for (const column of columns) {
      if (mapping.has(column)) continue;
      const found = PHOTOMETRY_FIELDS.find((one) => fits(one, column) && isFree(one.name));
      if (found) mapping.set(column, found.name);
    }
  }
  return Object.fromEntries(columns.map((column) => [column, mapping.get(column) ?? '']));
}

/** What is given for all rows, where no column gives it. */
export type FixedFields = {
  readonly instrument_id: number | null;
  readonly filter: string;
  readonly magsys: string;
  readonly zp: number | null;
};

/** What is still missing before the table can be sent, in words; empty: nothing. */
export function listMissing(mapping: ColumnMapping, fixed: FixedFields): readonly string[] {
  const has = new Set(Object.values(mapping).filter((name) => name !== ''));
  const missing: string[] = [];
  if (!has.has('mjd')) missing.push('a column with the MJD');
  if (!has.has('filter') && fixed.filter === '') missing.push('the bandpass');
  if (!has.has('instrument_id') && fixed.instrument_id === null) missing.push('the instrument');
  if (has.has('flux')) {
    if (!has.has('fluxerr')) missing.push('a column with the errors of the fluxes');
    if (!has.has('zp') && fixed.zp === null) missing.push('the zero point of the fluxes');
  } else if (!has.has('mag')) {
    missing.push('a column with magnitudes or fluxes');
  } else if (!has.has('magerr')) {
    missing.push('a column with the errors of the magnitudes');
  }
  const twice = [...has].filter(
    (name) => Object.values(mapping).filter((one) => one === name).length > 1,
  );
  return [...missing, ...twice.map((name) => `one column alone for ${name}`)];
}

const DELIMITED = /[,;\t|]/;

/** A pasted table with blanks between its columns, as CSV; any other as it is. */
export function tidyPasted(text: string): string {
  const lines = text.replace(/\r\n?/g, '\n').split('\n');
  const head = lines.find((line) => line.trim() !== '') ?? '';
  if (DELIMITED.test(head) || head.startsWith('# %ECSV') || head.startsWith('<')) return text;
  const isTable = head.trim().split(/\s+/).length > 1;
  if (!isTable) return text;
  return lines
    .map((line) => line.trim().replace(/^#\s*/, ''))
    .filter((line) => line !== '')
    .map((line) => line.split(/\s+/).join(','))
    .join('\n');
}
