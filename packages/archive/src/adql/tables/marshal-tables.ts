import {
  type ColumnNote,
  type TapColumn,
  type TapTable,
  type TapType,
  tapColumn,
} from './tap-table.ts';

/** What the marshal's schema is for. */
export const MARSHAL_SCHEMA =
  'What people did with objects: sources, classifications, photometry and spectra, as far as you may see them';

const PLACE = { ra: 'ra', dec: 'dec', hpx: 'hpx' } as const;

/** A column and its SQL in the select that stands for a table. */
type Shown = readonly [column: TapColumn, sql: string];

function show(name: string, type: TapType, sql: string, note: ColumnNote = {}): Shown {
  return [tapColumn(name, type, { isUnicode: type === 'text', ...note }), sql];
}

const number = (description: string, isMain = true): ColumnNote => ({
  ...{ ucd: isMain ? 'meta.id;meta.main' : 'meta.id', description, isIndexed: isMain },
});

function place(row: string): Shown[] {
  return [
    show('ra', 'float8', `${row}.ra`, {
      ...{ unit: 'deg', ucd: 'pos.eq.ra;meta.main', isIndexed: true, isPrincipal: true },
      description: 'Right ascension (ICRS)',
    }),
    show('dec', 'float8', `${row}.dec`, {
      ...{ unit: 'deg', ucd: 'pos.eq.dec;meta.main', isIndexed: true, isPrincipal: true },
      description: 'Declination (ICRS)',
    }),
    show('hpx', 'int8', `${row}.hpx`, {
      ...{ ucd: 'pos.healpix', isIndexed: true },
      description: 'Nested HEALPix index of order 29 of the place',
    }),
  ];
}

const objId = (row: string, isMain = false): Shown =>
  show('obj_id', 'text', `${row}.${isMain ? 'id' : 'obj_id'}`, {
    ...{ ucd: isMain ? 'meta.id;meta.main' : 'meta.id', isIndexed: true, isPrincipal: true },
    ...{ description: 'Name of the object', isUnicode: false },
  });

const mjd = (sql: string, description: string): Shown =>
  show('mjd', 'float8', sql, {
    ...{ unit: 'd', ucd: 'time.epoch', isPrincipal: true, description },
  });

const time = (name: string, sql: string, description: string): Shown =>
  show(name, 'timestamp', sql, { ucd: 'time', description });

function view(
  about: Pick<TapTable, 'name' | 'description' | 'place' | 'id'>,
  shown: readonly Shown[],
  from: string,
): TapTable {
  const list = shown.map(([{ column }, sql]) => `${sql} AS "${column}"`);
  return {
    ...{ schema: 'marshal', kind: 'view', ...about },
    columns: shown.map(([column]) => column),
    from: `(SELECT ${list.join(', ')} FROM ${from})`,
  };
}

const objects = view(
  {
    ...{ name: 'objects', place: PLACE, id: 'obj_id' },
    description: 'Objects of the marshal, each once',
  },
  [
    objId('o', true),
    ...place('o'),
    show('redshift', 'float8', 'o.redshift', { ucd: 'src.redshift', isPrincipal: true }),
    show('redshift_error', 'float8', 'o.redshift_error', { ucd: 'stat.error;src.redshift' }),
    show('tns_name', 'text', 'o.tns_name', {
      ...{ ucd: 'meta.id', description: 'Name at the Transient Name Server' },
    }),
    show('mpc_name', 'text', 'o.mpc_name', {
      ...{ ucd: 'meta.id', description: 'Name at the Minor Planet Center' },
    }),
    show('survey', 'text', 'o.survey', { description: 'Survey that found it', isUnicode: false }),
    show('origin', 'text', 'o.origin', { description: 'Where it came from' }),
    time('created_at', 'o.created_at', 'When it came to the marshal (UTC)'),
  ],
  'fritz.objs o',
);

const sources = view(
  {
    ...{ name: 'sources', place: PLACE, id: 'obj_id' },
    description: 'Objects that groups saved, a row for each group that you see',
  },
  [
    objId('s'),
    ...place('o'),
    show('group_id', 'int4', 's.group_id', number('Number of the group', false)),
    show('group_name', 'text', 'g.name', { isPrincipal: true, description: 'Its name' }),
    time('saved_at', 's.saved_at', 'When it was saved (UTC)'),
    show('saved_by', 'text', 'u.username', { description: 'Who saved it' }),
    show('redshift', 'float8', 'o.redshift', { ucd: 'src.redshift', isPrincipal: true }),
    show('tns_name', 'text', 'o.tns_name', {
      ...{ ucd: 'meta.id', description: 'Name at the Transient Name Server' },
    }),
  ].map(
    ([column, sql]): Shown =>
      column.name === 'obj_id' ? [{ ...column, ucd: 'meta.id;meta.main' }, sql] : [column, sql],
  ),
  `fritz.sources s JOIN fritz.objs o ON o.id = s.obj_id JOIN fritz.groups g ON g.id = s.group_id
    LEFT JOIN fritz.users u ON u.id = s.saved_by WHERE s.active`,
);

const classifications = view(
  {
    ...{ name: 'classifications', place: null, id: 'classification_id' },
    description: 'What people and models took objects for; what was withdrawn is not there',
  },
  [
    show('classification_id', 'int4', 'c.id', number('Number of the classification')),
    objId('c'),
    show('classification', 'text', 'c.class', { ucd: 'src.class', isPrincipal: true }),
    show('probability', 'float8', 'c.probability', { ucd: 'stat.probability', isPrincipal: true }),
    show('ml', 'bool', 'c.ml', { description: 'Whether a model said it' }),
    show('taxonomy', 'text', 't.name', { description: 'Taxonomy that has the class' }),
    show('author', 'text', 'u.username', { description: 'Who said it' }),
    show('origin', 'text', 'c.origin', { description: 'Where it came from' }),
    time('created_at', 'c.created_at', 'When it was said (UTC)'),
  ],
  `fritz.classifications c JOIN fritz.taxonomies t ON t.id = c.taxonomy_id
    LEFT JOIN fritz.users u ON u.id = c.author_id WHERE c.withdrawn_at IS NULL`,
);

/** Magnitudes are of fluxes that have one (Pogson, AB, zero point 23.9 for microjansky). */
const photometry = view(
  {
    ...{ name: 'photometry', place: null, id: 'photometry_id' },
    description: 'Points of light curves of objects in the marshal, from alerts and uploads',
  },
  [
    show('photometry_id', 'int8', 'p.id', number('Number of the point')),
    objId('p'),
    mjd('p.mjd', 'Modified Julian date (UTC) of the begin of the exposure'),
    show('band', 'text', 'p.band', { ucd: 'meta.id;instr.filter', isPrincipal: true }),
    show('instrument', 'text', 'p.instrument', { ucd: 'meta.id;instr', isPrincipal: true }),
    show('origin', 'text', 'p.origin', {
      description: 'alert, alert_fp, or what the uploader said',
    }),
    show('flux_ujy', 'float8', 'p.flux_ujy', {
      ...{ unit: 'uJy', ucd: 'phot.flux.density', isPrincipal: true },
      description: 'Flux density; null for a limit',
    }),
    show('fluxerr_ujy', 'float8', 'p.fluxerr_ujy', {
      ...{ unit: 'uJy', ucd: 'stat.error;phot.flux.density', isPrincipal: true },
      description: 'Its standard error',
    }),
    show('mag', 'float8', 'CASE WHEN p.flux_ujy > 0 THEN 23.9 - 2.5 * log(p.flux_ujy) END', {
      ...{ unit: 'mag', ucd: 'phot.mag' },
      description: 'AB magnitude of the flux where it is positive',
    }),
    show(
      'magerr',
      'float8',
      'CASE WHEN p.flux_ujy > 0 THEN p.fluxerr_ujy / p.flux_ujy * (2.5 / ln(10::double precision)) END',
      { unit: 'mag', ucd: 'stat.error;phot.mag', description: 'Its standard error' },
    ),
    show('limiting_mag', 'float4', 'p.limiting_mag', {
      ...{ unit: 'mag', ucd: 'phot.mag;stat.max', description: 'Limiting AB magnitude' },
    }),
    show('exptime_s', 'float4', 'p.exptime_s', {
      ...{ unit: 's', ucd: 'time.duration;obs.exposure', description: 'Exposure time' },
    }),
    show('ra', 'float8', 'p.ra', {
      ...{ unit: 'deg', ucd: 'pos.eq.ra', description: 'Right ascension of this point (ICRS)' },
    }),
    show('dec', 'float8', 'p.dec', {
      ...{ unit: 'deg', ucd: 'pos.eq.dec', description: 'Declination of this point (ICRS)' },
    }),
    show('candid', 'int8', 'p.candid', { ucd: 'meta.id', description: 'Alert that it came with' }),
  ],
  'fritz.photometry p',
);

const spectra = view(
  {
    ...{ name: 'spectra', place: PLACE, id: 'spectrum_id' },
    description: 'Spectra, without their points, which the API and the source page give',
  },
  [
    show('spectrum_id', 'int4', 's.id', number('Number of the spectrum')),
    objId('s'),
    ...place('o'),
    time('observed_at', 's.observed_at', 'When it was taken (UTC)'),
    mjd(
      'extract(epoch FROM s.observed_at)::double precision / 86400 + 40587',
      'The same as modified Julian date',
    ),
    show('instrument', 'text', 'i.name', { ucd: 'meta.id;instr', isPrincipal: true }),
    show('type', 'text', 's.type', {
      description: 'source, host or host_center',
      isUnicode: false,
    }),
    show('label', 'text', 's.label', { description: 'What its owner calls it' }),
    show('origin', 'text', 's.origin', { description: 'Where it came from' }),
    show('units', 'text', 's.units', { description: 'Unit of its fluxes', isUnicode: false }),
    show('points', 'int4', 'cardinality(s.wavelengths)', { ucd: 'meta.number' }),
    show('owner', 'text', 'u.username', { description: 'Who uploaded it' }),
  ],
  `fritz.spectra s JOIN fritz.instruments i ON i.id = s.instrument_id
    JOIN fritz.objs o ON o.id = s.obj_id LEFT JOIN fritz.users u ON u.id = s.owner_id`,
);

/** The marshal's tables; who has no key finds them empty. */
export const marshalTables: readonly TapTable[] = [
  ...[objects, sources, classifications, photometry, spectra],
];
