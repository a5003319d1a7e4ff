import type { Cell, TableColumn } from '@fritz/formats';
import { Chip, Link as MuiLink } from '@mui/material';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import type { Source } from '../../api/types.ts';
import { MONO } from '../../app/theme.ts';
import { formatDec, formatRa } from '../../format/angle.ts';
import { formatAnnotation, formatFixed, MISSING } from '../../format/number.ts';
import { formatUtc, parseNaiveUtc } from '../../format/time.ts';
import { ANNOTATION_SORT } from './table-query.ts';

/** A column of the table and of its export. */
export type SourceTableColumn = {
  readonly id: string;
  readonly label: string;
  /** What the API sorts by; null: it cannot. */
  readonly sortBy: string | null;
  readonly isNumber?: boolean;
  readonly show: (source: Source) => ReactNode;
  readonly fields: readonly TableColumn[];
  readonly cells: (source: Source) => readonly Cell[];
};

type Loose = Readonly<Record<string, unknown>>;

function textOf(record: Loose | undefined, name: string): string | null {
  const value = record?.[name];
  return typeof value === 'string' && value !== '' ? value : null;
}

function numberOf(record: Loose | undefined, name: string): number | null {
  const value = record?.[name];
  return typeof value === 'number' ? value : null;
}

/** What was said of it last, by people rather than by models. */
export function mainClass(source: Source): Loose | undefined {
  const all = source.classifications ?? [];
  return all.findLast((one) => one.ml !== true) ?? all.at(-1);
}

function lastSave(source: Source) {
  return source.groups.toSorted((a, b) => (a.saved_at < b.saved_at ? -1 : 1)).at(-1);
}

/** Under its name in what is exported; the type as the table formats have it. */
function exported(
  name: string,
  type: TableColumn['type'],
  more: Partial<TableColumn> = {},
): TableColumn {
  return { name, type, unit: null, ucd: null, description: null, ...more };
}

function moment(iso: string | null | undefined): string {
  return iso ? formatUtc(parseNaiveUtc(iso)).slice(0, 16) : MISSING;
}

function statOf(source: Source, name: string): number | null {
  return numberOf(source.photstats?.[0], name);
}

function textColumn(
  id: string,
  label: string,
  sortBy: string | null,
  read: (source: Source) => string | null,
): SourceTableColumn {
  return {
    id,
    label,
    sortBy,
    show: (source) => read(source) ?? MISSING,
    fields: [exported(id, 'text')],
    cells: (source) => [read(source)],
  };
}

type NumberColumn = {
  readonly id: string;
  readonly label: string;
  readonly sortBy: string;
  readonly decimals: number;
  readonly unit?: string;
  readonly read: (source: Source) => number | null;
};

function numberColumn({
  id,
  label,
  sortBy,
  decimals,
  unit,
  read,
}: NumberColumn): SourceTableColumn {
  return {
    id,
    label,
    sortBy,
    isNumber: true,
    show: (source) => formatFixed(read(source), decimals),
    fields: [exported(id, 'float8', { unit: unit ?? null })],
    cells: (source) => [read(source)],
  };
}

function timeColumn(
  id: string,
  label: string,
  sortBy: string,
  read: (source: Source) => string | null | undefined,
): SourceTableColumn {
  return {
    ...textColumn(id, label, sortBy, (source) => read(source) ?? null),
    show: (source) => moment(read(source)),
  };
}

const position: SourceTableColumn = {
  id: 'position',
  label: 'RA Dec',
  sortBy: 'ra',
  show: ({ ra, dec }) => (
    <span style={{ fontFamily: MONO, fontSize: 12, whiteSpace: 'nowrap' }}>
      {formatRa(ra, 2)} {formatDec(dec, 1)}
    </span>
  ),
  fields: [
    exported('ra', 'float8', { unit: 'deg', ucd: 'pos.eq.ra;meta.main' }),
    exported('dec', 'float8', { unit: 'deg', ucd: 'pos.eq.dec;meta.main' }),
  ],
  cells: ({ ra, dec }) => [ra, dec],
};

const name: SourceTableColumn = {
  id: 'id',
  label: 'Object',
  sortBy: 'id',
  show: ({ id }) => (
    <MuiLink component={Link} to={`/source/${encodeURIComponent(id)}`} sx={{ fontWeight: 650 }}>
      {id}
    </MuiLink>
  ),
  fields: [exported('id', 'text', { ucd: 'meta.id;meta.main' })],
  cells: ({ id }) => [id],
};

const tags: SourceTableColumn = {
  ...textColumn('tags', 'Tags', 'tags', (source) => {
    const names = (source.tags ?? []).flatMap((tag) => textOf(tag, 'name') ?? []);
    return names.length === 0 ? null : [...new Set(names)].join(', ');
  }),
  show: (source) =>
    [...new Set((source.tags ?? []).flatMap((tag) => textOf(tag, 'name') ?? []))].map((one) => (
      <Chip key={one} label={one} variant="outlined" sx={{ mr: 0.5 }} />
    )),
};

/** Every column but the annotations. */
export const SOURCE_COLUMNS: readonly SourceTableColumn[] = [
  name,
  position,
  numberColumn({
    ...{ id: 'dec', label: 'Dec', sortBy: 'dec', decimals: 5, unit: 'deg' },
    read: ({ dec }) => dec,
  }),
  numberColumn({
    ...{ id: 'redshift', label: 'z', sortBy: 'redshift', decimals: 4 },
    read: ({ redshift }) => redshift,
  }),
  textColumn('classification', 'Class', 'classification', (source) =>
    textOf(mainClass(source), 'classification'),
  ),
  numberColumn({
    ...{ id: 'probability', label: 'P', sortBy: 'probability', decimals: 2 },
    read: (source) => numberOf(mainClass(source), 'probability'),
  }),
  tags,
  textColumn('groups', 'Groups', 'groups', ({ groups }) =>
    groups.length === 0 ? null : groups.map((group) => group.name).join(', '),
  ),
  timeColumn('saved_at', 'Saved (UTC)', 'saved_at', (source) => lastSave(source)?.saved_at),
  textColumn(
    'saved_by',
    'Saved by',
    'saved_by',
    (source) => lastSave(source)?.saved_by?.username ?? null,
  ),
  numberColumn({
    ...{ id: 'peak_mag', label: 'Peak', sortBy: 'peak_mag', decimals: 2, unit: 'mag' },
    read: (source) => statOf(source, 'peak_mag_global'),
  }),
  numberColumn({
    ...{ id: 'latest_mag', label: 'Latest', sortBy: 'latest_mag', decimals: 2, unit: 'mag' },
    read: (source) => statOf(source, 'last_detected_mag'),
  }),
  timeColumn('first_detected', 'First seen', 'first_detected', (source) => source.first_detected),
  timeColumn('last_detected', 'Last seen', 'last_detected', (source) => source.last_detected),
  numberColumn({
    ...{ id: 'detections', label: 'Det.', sortBy: 'detections', decimals: 0 },
    read: (source) => statOf(source, 'num_det_global'),
  }),
  numberColumn({
    ...{ id: 'spectra', label: 'Spectra', sortBy: 'spectra', decimals: 0 },
    read: (source) => source.spectrum_count ?? null,
  }),
  numberColumn({
    ...{ id: 'comments', label: 'Comments', sortBy: 'comments', decimals: 0 },
    read: (source) => source.comment_count ?? null,
  }),
  textColumn('tns_name', 'TNS', 'tns_name', (source) => source.tns_name),
  textColumn('alias', 'Aliases', 'alias', (source) => source.alias?.join(', ') ?? null),
  textColumn('origin', 'Origin', 'origin', (source) => source.origin),
  timeColumn('created_at', 'Came here', 'created_at', (source) => source.created_at),
];

export const USUAL_COLUMNS: readonly string[] = [
  ...['id', 'position', 'redshift', 'classification', 'tags', 'groups', 'saved_at'],
  ...['latest_mag', 'last_detected', 'spectra', 'comments'],
];

const NOTE = 'note:';

/** What an object's annotation of an origin says under a key. */
export function noteOf(source: Source, origin: string, key: string): unknown {
  const note = source.annotations?.find((one) => one.origin === origin);
  const data = note?.data;
  return typeof data === 'object' && data !== null ? Reflect.get(data, key) : undefined;
}

/** The column of an annotation: `note:origin/key`, as one chooses it. */
export function noteColumn(id: string): SourceTableColumn | null {
  if (!id.startsWith(NOTE)) return null;
  const path = id.slice(NOTE.length);
  const at = path.lastIndexOf('/');
  const [origin, key] = [path.slice(0, at), path.slice(at + 1)];
  if (at <= 0 || key === '') return null;
  const read = (source: Source) => noteOf(source, origin, key);
  return {
    id,
    label: key,
    sortBy: `${ANNOTATION_SORT}${path}`,
    show: (source) => formatAnnotation(read(source)),
    fields: [exported(path, 'text')],
    cells: (source) => {
      const value = read(source);
      if (value === undefined || value === null) return [null];
      return [typeof value === 'string' ? value : JSON.stringify(value)];
    },
  };
}

/** The annotations that some objects have, as columns that one may choose. */
export function noteIdsOf(sources: readonly Source[]): readonly string[] {
  const ids = new Set<string>();
  for (const { annotations = [] } of sources) {
    for (const { origin, data } of annotations) {
      if (typeof origin !== 'string' || typeof data !== 'object' || data === null) continue;
      for (const key of Object.keys(data))
        if (!key.includes('/')) ids.add(`${NOTE}${origin}/${key}`);
    }
  }
  return [...ids].sort();
}

/** The chosen columns, in their order; what is no column is left out. The name always leads. */
export function columnsOf(ids: readonly string[] | null): readonly SourceTableColumn[] {
  const wanted = ids ?? USUAL_COLUMNS;
  const found = wanted.flatMap(
    (id) => SOURCE_COLUMNS.find((one) => one.id === id) ?? noteColumn(id) ?? [],
  );
  return [name, ...found.filter((column) => column.id !== name.id)];
}
