import { type Catalog, dataTable } from '../../catalogs/catalog.ts';
import { summarizeCatalogs } from '../../crossmatch/current-matches.ts';
import { type Release, SELECT_RELEASES } from '../../releases/release.ts';
import type { ViewerTx } from '../../viewer/viewer-tx.ts';
import { type TapColumn, type TapTable, tapColumn } from './tap-table.ts';

type Query = Pick<ViewerTx, 'query'>;

const PLACE = { ra: 'cat_ra', dec: 'cat_dec', hpx: 'hpx' } as const;

/** The catalogs that are loaded; those that are mounted have no rows in the database. */
export async function catalogTables(tx: Query): Promise<TapTable[]> {
  const catalogs = await summarizeCatalogs(tx);
  return catalogs.flatMap((catalog) => (catalog.kind === 'loaded' ? [catalogTable(catalog)] : []));
}

function catalogTable(catalog: Catalog): TapTable {
  const { name, rows, columns, idColumn } = catalog;
  const own = columns.map(({ name: title, column, type, unit, ucd, description }): TapColumn => {
    const isId = title === idColumn;
    return tapColumn(title, type === 'json' ? 'text' : type, {
      ...{ column, isUnicode: true, isShownAsText: type === 'json', isPrincipal: isId },
      ...(unit === null ? {} : { unit }),
      ...(ucd === null ? {} : { ucd: withoutMain(ucd) }),
      ...(description === null ? {} : { description }),
    });
  });
  return {
    ...{ schema: 'catalogs', name, kind: 'table', place: PLACE, id: 'cat_id' },
    description: `${name}: a catalog of ${rows} objects, its columns as they were published`,
    columns: [...ownColumns(catalog), ...unlikeOwn(own)],
    from: dataTable(catalog),
  };
}

/** Of one table one column is the main place, which is ours. */
function withoutMain(ucd: string): string {
  return ucd.replace(/;meta\.main$/i, '').replace(/_MAIN$/, '');
}

function ownColumns({ idType }: Catalog): TapColumn[] {
  return [
    tapColumn('cat_id', idType, {
      ...{ ucd: 'meta.id;meta.main', isIndexed: true, isPrincipal: true, isUnicode: true },
      description:
        'What an object of it is called: the id of the file, or the number of the record',
    }),
    tapColumn('cat_ra', 'float8', {
      ...{ unit: 'deg', ucd: 'pos.eq.ra;meta.main', isIndexed: true, isPrincipal: true },
      description: 'Right ascension (ICRS)',
    }),
    tapColumn('cat_dec', 'float8', {
      ...{ unit: 'deg', ucd: 'pos.eq.dec;meta.main', isIndexed: true, isPrincipal: true },
      description: 'Declination (ICRS)',
    }),
    tapColumn('hpx', 'int8', {
      ...{ ucd: 'pos.healpix', isIndexed: true },
      description: 'Nested HEALPix index of order 29 of the place',
    }),
  ];
}

/** A column that differs from another by upper and lower case alone needs quotes: it has them, by its name. */
function unlikeOwn(columns: readonly TapColumn[]): TapColumn[] {
  const own = new Set(['CAT_ID', 'CAT_RA', 'CAT_DEC', 'HPX']);
  return columns.map((column) =>
    own.has(column.name.toUpperCase()) ? { ...column, name: `${column.name}_of_file` } : column,
  );
}

const CURVE_PLACE = { ra: 'ra', dec: 'dec', hpx: 'hpx' } as const;

/** Releases of light curves, and what was computed of them. */
export async function releaseTables(tx: Query): Promise<TapTable[]> {
  const releases = await tx.query<Release & Record<string, unknown>>(
    `${SELECT_RELEASES} WHERE state = 'ready' ORDER BY name`,
  );
  return releases.map((release) =>
    release.kind === 'light_curves' ? curveTable(release) : valueTable(release),
  );
}

const placeColumns: readonly TapColumn[] = [
  tapColumn('ra', 'float8', {
    ...{ unit: 'deg', ucd: 'pos.eq.ra;meta.main', isIndexed: true, isPrincipal: true },
    description: 'Right ascension (ICRS)',
  }),
  tapColumn('dec', 'float8', {
    ...{ unit: 'deg', ucd: 'pos.eq.dec;meta.main', isIndexed: true, isPrincipal: true },
    description: 'Declination (ICRS)',
  }),
  tapColumn('hpx', 'int8', {
    ...{ ucd: 'pos.healpix', isIndexed: true },
    description: 'Nested HEALPix index of order 29 of the place',
  }),
];

const curveId = tapColumn('lc_id', 'int8', {
  ...{ ucd: 'meta.id;meta.main', isIndexed: true, isPrincipal: true },
  description: 'Number of the light curve in its release',
});

const CURVE_NUMBERS = [
  ['filter', 'int2', 'Filter: 1 g, 2 r, 3 i', null],
  ['field', 'int4', 'Field of the survey', null],
  ['ccd', 'int2', 'Detector', null],
  ['quad', 'int2', 'Quadrant of the detector', null],
  ['nobs', 'int4', 'Points of it', null],
  ['meanmag', 'float4', 'Mean magnitude', 'mag'],
  ['iqr', 'float4', 'Interquartile range', 'mag'],
  ['vonneumannratio', 'float4', 'Von Neumann ratio', null],
  ['refmag', 'float4', 'Magnitude in the reference image', 'mag'],
  ['refmagerr', 'float4', 'Its standard error', 'mag'],
] as const;

function curveTable({ id, name, survey, rows }: Release): TapTable {
  const numbers = CURVE_NUMBERS.map(([column, type, description, unit]) =>
    tapColumn(column, type, { description, ...(unit === null ? {} : { unit }) }),
  );
  const programId = tapColumn('programid', 'int2', {
    description: 'Programme of the survey whose points these are',
  });
  const columns = [curveId, ...placeColumns, programId, ...numbers];
  return {
    ...{ schema: 'releases', name, kind: 'view', place: CURVE_PLACE, id: 'lc_id', columns },
    description: `${name}: ${rows} light curves of ${survey}, a row for each and programme; their points come by the archive's API`,
    from: `(SELECT ${columns.map(({ column }) => `"${column}"`).join(', ')} FROM fritz.archive_light_curves WHERE release_id = ${id})`,
  };
}

function valueTable({ id, name, kind, survey, columns: names }: Release): TapTable {
  const values = names.map((value, i) => tapColumn(value, 'float8', { column: `value_${i}` }));
  const list = names.map((_, i) => `"values"[${i + 1}] AS value_${i}`);
  return {
    ...{ schema: 'releases', name, kind: 'view', place: CURVE_PLACE, id: 'lc_id' },
    description: `${name}: ${kind} of light curves of ${survey}`,
    columns: [curveId, ...placeColumns, ...values],
    from: `(SELECT ${['lc_id', 'ra', 'dec', 'hpx', ...list].join(', ')} FROM fritz.archive_curve_values WHERE release_id = ${id})`,
  };
}
