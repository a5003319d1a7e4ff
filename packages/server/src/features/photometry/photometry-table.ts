import { stringifyExact, type tableFormats } from '@fritz/contract';
import {
  type Cell,
  type CellType,
  type TableColumn,
  type WritableTable,
  writeCsv,
  writeEcsv,
  writeFitsTable,
  writeVotable,
} from '@fritz/formats';

export type TableFileFormat = (typeof tableFormats)[number];

type Described = readonly [type: CellType, unit: string | null, description: string | null];

/** The columns of a table of photometry, in their order; those that no point has are left out. */
const columns: Readonly<Record<string, Described>> = {
  id: ['int8', null, 'Point'],
  obj_id: ['text', null, 'Object'],
  mjd: ['float8', 'd', 'Start of exposure, MJD, UTC'],
  exptime: ['float8', 's', 'Exposure time'],
  filter: ['text', null, 'Bandpass'],
  mag: ['float8', 'mag', 'Magnitude in magsys'],
  magerr: ['float8', 'mag', '1 sigma'],
  limiting_mag: ['float8', 'mag', 'Limiting magnitude in magsys'],
  limiting_mag_nsigma: ['float8', null, 'Significance of the limit'],
  flux: ['float8', 'uJy', 'Flux'],
  fluxerr: ['float8', 'uJy', '1 sigma'],
  zp: ['float8', 'mag', 'Magnitude of 1 uJy in magsys'],
  ref_flux: ['float8', 'uJy', 'Flux in the reference image'],
  ref_fluxerr: ['float8', 'uJy', '1 sigma'],
  tot_flux: ['float8', 'uJy', 'Difference and reference together'],
  tot_fluxerr: ['float8', 'uJy', '1 sigma'],
  magref: ['float8', 'mag', 'Magnitude in the reference image'],
  e_magref: ['float8', 'mag', '1 sigma'],
  magtot: ['float8', 'mag', 'Difference and reference together'],
  e_magtot: ['float8', 'mag', '1 sigma'],
  extinction: ['float8', 'mag', "Extinction by the Milky Way's dust"],
  mag_corr: ['float8', 'mag', 'Magnitude without extinction'],
  flux_corr: ['float8', 'uJy', 'Flux without extinction'],
  snr: ['float8', null, 'flux / fluxerr'],
  phase: ['float8', null, 'From 0 to 1'],
  magsys: ['text', null, 'Magnitude system'],
  instrument_id: ['int4', null, 'Instrument'],
  instrument_name: ['text', null, 'Instrument'],
  origin: ['text', null, 'Where it comes from'],
  ra: ['float8', 'deg', 'ICRS'],
  dec: ['float8', 'deg', 'ICRS'],
  ra_unc: ['float8', 'arcsec', '1 sigma'],
  dec_unc: ['float8', 'arcsec', '1 sigma'],
  candid: ['int8', null, 'Alert'],
  altdata: ['text', null, 'Anything else, as JSON'],
};

/** Points as a table. What a point lists, such as its groups, is not in it. */
export function tableOf(objId: string, points: readonly object[]): WritableTable {
  const present = Object.entries(columns).filter(
    ([name]) => points.length === 0 || points.some((point) => Reflect.has(point, name)),
  );
  return {
    description: `Photometry of ${objId}`,
    columns: present.map(
      ([name, [type, unit, description]]): TableColumn => ({
        name,
        type,
        unit,
        ucd: null,
        description,
      }),
    ),
    rows: points.map((point) => present.map(([name]) => cellOf(Reflect.get(point, name)))),
  };
}

function cellOf(value: unknown): Cell {
  if (value === undefined || value === null) return null;
  if (typeof value === 'object') return stringifyExact(value);
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') {
    return value;
  }
  return String(value);
}

interface Written {
  contentType: string;
  extension: string;
  content: (table: WritableTable) => string | Buffer;
}

const writers: Readonly<Record<TableFileFormat, Written>> = {
  csv: { contentType: 'text/csv; charset=utf-8', extension: 'csv', content: writeCsv },
  ecsv: { contentType: 'application/x-ecsv', extension: 'ecsv', content: writeEcsv },
  fits: {
    contentType: 'application/fits',
    extension: 'fits',
    content: (table) => Buffer.from(writeFitsTable(table)),
  },
  votable: {
    contentType: 'application/x-votable+xml',
    extension: 'xml',
    content: writeVotable,
  },
};

/** A table's file. */
export function writeTable(format: TableFileFormat, table: WritableTable) {
  const { contentType, extension, content } = writers[format];
  return { contentType, extension, content: content(table) };
}

const acceptedTypes: readonly (readonly [RegExp, TableFileFormat])[] = [
  [/^text\/csv\b/, 'csv'],
  [/^(application|text)\/(x-)?ecsv\b/, 'ecsv'],
  [/^(application|image)\/fits\b/, 'fits'],
  [/^(application\/x-votable\+xml|text\/xml;\s*content=x-votable)/, 'votable'],
];

/** The table that a client asks for first of all; null: JSON. */
export function tableFormatOf(accept: string | undefined): TableFileFormat | null {
  const first = (accept ?? '').split(',')[0]?.trim().toLowerCase() ?? '';
  return acceptedTypes.find(([pattern]) => pattern.test(first))?.[1] ?? null;
}
