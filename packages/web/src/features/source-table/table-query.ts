// What the address says of the table: the names are the API's, so that one is read as the other.

/** How a condition is entered. */
export type FieldKind = 'text' | 'number' | 'date' | 'flag' | 'groups' | 'choice';

export type FilterField = {
  /** The API's parameter. */
  readonly name: string;
  readonly label: string;
  readonly kind: FieldKind;
  readonly hint?: string;
  readonly options?: readonly (readonly [value: string, label: string])[];
};

export type FilterSection = { readonly title: string; readonly fields: readonly FilterField[] };

const field = (name: string, label: string, kind: FieldKind, hint?: string): FilterField => {
  return { name, label, kind, ...(hint === undefined ? {} : { hint }) };
};

/** Every condition, as the panel shows them. */
export const FILTER_SECTIONS: readonly FilterSection[] = [
  {
    title: 'Name and place',
    fields: [
      field('sourceID', 'Name has', 'text', 'Of the name, the TNS name or an alias'),
      field('TNSname', 'TNS name has', 'text'),
      field('hasTNSname', 'Has a TNS name', 'flag'),
      field('hasNoTNSname', 'Has no TNS name', 'flag'),
      field('origin', 'Origin has', 'text'),
      field('ra', 'RA', 'number', 'Degrees'),
      field('dec', 'Dec', 'number', 'Degrees'),
      field('radius', 'Radius', 'number', 'Degrees'),
    ],
  },
  {
    title: 'Saved',
    fields: [
      field('group_ids', 'Groups', 'groups'),
      {
        ...field('savedStatus', 'How', 'choice'),
        options: [
          ['savedToAllSelected', 'to all of these groups'],
          ['savedToAnyAccessible', 'to any group of mine'],
          ['notSavedToAnySelected', 'to none of these groups'],
          ['all', 'or not: every object'],
        ],
      },
      field('savedBy', 'By', 'text', 'Usernames with commas'),
      field('savedAfter', 'After', 'date'),
      field('savedBefore', 'Before', 'date'),
      field('listName', 'On my list', 'text', 'favorites, watchlist …'),
    ],
  },
  {
    title: 'What it is',
    fields: [
      field('classifications', 'Classified as', 'text', 'Class, or taxonomy: class; with commas'),
      field('nonclassifications', 'Not classified as', 'text', 'The same'),
      field('classifications_simul', 'As all of these', 'flag'),
      field('unclassified', 'Not classified at all', 'flag'),
      field('minClassificationProbability', 'Probability from', 'number', '0 to 1'),
      field('maxClassificationProbability', 'to', 'number', '0 to 1'),
      field('minRedshift', 'Redshift from', 'number'),
      field('maxRedshift', 'to', 'number'),
      field('tags', 'Tags', 'text', 'One of these, with commas'),
      field('withoutTags', 'Without tags', 'text', 'None of these'),
    ],
  },
  {
    title: 'Light curve',
    fields: [
      field('minPeakMagnitude', 'Peak brighter than', 'number', 'AB mag'),
      field('maxPeakMagnitude', 'Peak fainter than', 'number', 'AB mag'),
      field('minLatestMagnitude', 'Last brighter than', 'number', 'AB mag'),
      field('maxLatestMagnitude', 'Last fainter than', 'number', 'AB mag'),
      field('startDate', 'First detected after', 'date'),
      field('lastDetectedAfter', 'Last detected after', 'date'),
      field('endDate', 'Last detected before', 'date'),
      field('numberDetections', 'Detections, at least', 'number'),
      field('excludeForcedPhotometry', 'Without forced photometry', 'flag'),
    ],
  },
  {
    title: 'What hangs on it',
    fields: [
      field('minSpectra', 'Spectra, at least', 'number'),
      field('hasNoSpectrum', 'No spectrum', 'flag'),
      field('minComments', 'Comments, at least', 'number'),
      field('commentsFilter', 'A comment has', 'text'),
      field('commentsFilterAuthor', 'Comment by', 'text', 'Usernames with commas'),
      field('annotationsFilter', 'Annotation', 'text', 'key or key:value:op, op lt le eq ne ge gt'),
      field('annotationsFilterOrigin', 'of origin', 'text'),
    ],
  },
];

const FIELDS: ReadonlyMap<string, FilterField> = new Map(
  FILTER_SECTIONS.flatMap(({ fields }) => fields.map((one) => [one.name, one] as const)),
);

export type TableQuery = {
  /** By the API's names; all are set. */
  readonly filters: Readonly<Record<string, string>>;
  /** A column of the API, or `annotation:origin/key`. */
  readonly sortBy: string;
  readonly descending: boolean;
  /** Ids of columns; null: the usual ones. */
  readonly columns: readonly string[] | null;
  readonly cursor: string | null;
  /** Which page that is, from 1. */
  readonly page: number;
};

export const ANNOTATION_SORT = 'annotation:';

/** Reads an address; what no table has is left out. */
export function readQuery(search: string): TableQuery {
  const params = new URLSearchParams(search);
  const filters: Record<string, string> = {};
  for (const [name, value] of params) {
    if (FIELDS.has(name) && value !== '') filters[name] = value;
  }
  const sort = params.get('sort') ?? '-saved_at';
  const columns = params.get('columns');
  const page = Number(params.get('page') ?? 1);
  const cursor = params.get('cursor') || null;
  return {
    filters,
    sortBy: sort.replace(/^-/, ''),
    descending: sort.startsWith('-'),
    columns: columns === null || columns === '' ? null : columns.split(',').map(decodeURIComponent),
    cursor,
    page: cursor !== null && Number.isInteger(page) && page > 1 ? page : 1,
  };
}

/** The address of a table; a change of what is asked leads to its first page. */
export function writeQuery({
  filters,
  sortBy,
  descending,
  columns,
  cursor,
  page,
}: TableQuery): string {
  const params = new URLSearchParams(filters);
  const sort = `${descending ? '-' : ''}${sortBy}`;
  if (sort !== '-saved_at') params.set('sort', sort);
  if (columns !== null) params.set('columns', columns.map(encodeURIComponent).join(','));
  if (cursor !== null) {
    params.set('cursor', cursor);
    params.set('page', String(page));
  }
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

/** The same without the page: what a saved view keeps. */
export function viewOf(query: TableQuery): string {
  return writeQuery({ ...query, cursor: null, page: 1 });
}

/** The parameters that the API is asked with. */
export function apiParams(query: TableQuery, numPerPage: number): Record<string, string | number> {
  const { filters, sortBy, descending, cursor } = query;
  const isAnnotation = sortBy.startsWith(ANNOTATION_SORT);
  return {
    ...filters,
    sortBy: isAnnotation ? 'annotation' : sortBy,
    ...(isAnnotation ? { sortAnnotation: sortBy.slice(ANNOTATION_SORT.length) } : {}),
    sortOrder: descending ? 'desc' : 'asc',
    numPerPage,
    includeDetectionStats: 'true',
    includeCounts: 'true',
    ...(cursor === null ? {} : { cursor }),
  };
}

/** What a condition is called, with what is asked of it. */
export function describeFilter(
  name: string,
  value: string,
  groups: readonly { readonly id: number; readonly name: string }[],
): string {
  const known = FIELDS.get(name);
  if (known === undefined) return name;
  const { label, kind, options } = known;
  if (kind === 'flag') return label;
  if (kind === 'choice')
    return `${label}: ${options?.find(([one]) => one === value)?.[1] ?? value}`;
  if (kind !== 'groups') return `${label} ${value}`;
  const names = value
    .split(',')
    .map((id) => groups.find((one) => String(one.id) === id)?.name ?? id);
  return `${label}: ${names.join(', ')}`;
}
