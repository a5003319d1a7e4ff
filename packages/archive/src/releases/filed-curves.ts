/** Light curves, and what was computed of them, of releases that lie in files. */
import { type Position, separationArcsec } from '@fritz/sky';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import { CURVE_FACTS, CURVE_FILE_COLUMNS, curveOfCells } from './curve-columns.ts';
import { type CurvePart, gatherCurves } from './gather-curves.ts';
import type { CurveSearch, ReleaseKey, StoredCurve, StoredValues } from './light-curves.queries.ts';
import type { Release } from './release.ts';
import { type FileRow, openPart, withPart } from './stored-part.ts';

type Query = Pick<ViewerTx, 'query'>;
type ValuesKey = ReleaseKey & Pick<Release, 'columns'>;

interface PartRow extends Record<string, unknown> {
  programid: number;
  location: string;
  isPlaced: boolean;
}

/** The programmes' files of a release: of those that the viewer sees. */
function partsOf(tx: Query, release: ReleaseKey): Promise<PartRow[]> {
  return tx.query<PartRow>(
    `SELECT programid, location, is_placed AS "isPlaced" FROM archive_parts
      WHERE release_id = $1 ORDER BY programid`,
    [release.id],
  );
}

/** Rows of a programme's files by place, the nearest first, or by number. */
function readPart(
  row: PartRow,
  { release, cone, ids, limit }: CurveSearch,
  columns: readonly string[],
): Promise<FileRow[]> {
  return withPart(row, release, (part) =>
    cone === null ? part.numbered(ids ?? [], columns) : part.near(cone, columns, limit),
  );
}

const FACT_COLUMNS: readonly string[] = CURVE_FACTS.map(({ name }) => name);
const ALL_COLUMNS = CURVE_FILE_COLUMNS.map(({ name }) => name);

const partOf = (programid: number, row: FileRow): CurvePart => ({
  ...{ programid, ...curveOfCells(row.cell) },
});

export async function findFiledCurves(tx: Query, search: CurveSearch): Promise<StoredCurve[]> {
  const { release, cone, ids, limit } = search;
  const parts: CurvePart[] = [];
  for (const row of await partsOf(tx, release)) {
    const found = await readPart(row, search, ALL_COLUMNS);
    parts.push(...found.map((one) => partOf(row.programid, one)));
  }
  if (cone === null) return gatherCurves((ids ?? []).slice(0, limit), parts);
  const distances = new Map(
    parts.map(({ facts }) => [facts.lc_id, separationArcsec(cone, facts)] as const),
  );
  const nearest = [...distances].sort(([a, near], [b, far]) => near - far || (a < b ? -1 : 1));
  const wanted = nearest.slice(0, limit).map(([id]) => id);
  return gatherCurves(wanted, parts);
}

/** Values of the light curves that are wanted, nearest first, or by their numbers. */
export async function findFiledValues(
  tx: Query,
  release: ValuesKey,
  search: Omit<CurveSearch, 'release'>,
): Promise<StoredValues[]> {
  const { columns } = release;
  // Values are of one programme.
  const [part] = await partsOf(tx, release);
  if (part === undefined) return [];
  const rows = await readPart(part, { ...search, release }, columns);
  const found = rows.slice(0, search.limit).map((row) => valuesOf(row, columns));
  return search.cone === null ? found.toSorted((a, b) => (a.id < b.id ? -1 : 1)) : found;
}

function valuesOf({ id, ra, dec, cell }: FileRow, columns: readonly string[]): StoredValues {
  const values = columns.map((name) => {
    const value = cell(name);
    return [name, typeof value === 'number' ? value : null] as const;
  });
  return { id, ra, dec, values: Object.fromEntries(values) };
}

/** Where a row of a release is. */
export interface FiledPlace extends Position {
  /** Which of the cones it is in. */
  readonly cone: number;
  readonly id: bigint;
}

/** Numbers and places in cones, each light curve once a cone. */
export async function findFiledPlaces(
  tx: Query,
  release: ReleaseKey,
  cones: readonly (Position & { readonly radiusArcsec: number })[],
): Promise<FiledPlace[]> {
  const found = new Map<string, FiledPlace>();
  for (const part of await partsOf(tx, release)) {
    for (const { cone, id, ra, dec } of await withPart(part, release, (files) =>
      files.around(cones, []),
    )) {
      if (ra !== null && dec !== null) found.set(`${cone} ${id}`, { cone, id, ra, dec });
    }
  }
  return [...found.values()];
}

/** The light curves of numbers whose places are known, in their order. */
export async function findCurvesPlaced(
  tx: Query,
  release: ReleaseKey,
  places: readonly Omit<FiledPlace, 'cone'>[],
): Promise<StoredCurve[]> {
  const parts: CurvePart[] = [];
  for (const row of await partsOf(tx, release)) {
    const found = await withPart(row, release, (files) => files.placed(places, ALL_COLUMNS));
    parts.push(...found.map((one) => partOf(row.programid, one)));
  }
  return gatherCurves([...new Set(places.map(({ id }) => id))], parts);
}

/** The values of numbers whose places are known. */
export async function findValuesPlaced(
  tx: Query,
  release: ValuesKey,
  places: readonly Omit<FiledPlace, 'cone'>[],
): Promise<StoredValues[]> {
  const { columns } = release;
  const [part] = await partsOf(tx, release);
  if (part === undefined) return [];
  const found = await withPart(part, release, (files) => files.placed(places, columns));
  return found.map((row) => valuesOf(row, columns));
}

/** With points; and of what is small, so many rows are read at a time. */
const BATCH_CURVES = 256;
const BATCH_FACTS = 2048;

/** A programme's rows by place, one after the other. */
class PartStream {
  readonly programid: number;
  readonly #batches: AsyncIterator<readonly ScannedRow[]>;
  #rows: readonly ScannedRow[] = [];
  #at = 0;

  constructor(programid: number, batches: AsyncIterable<readonly ScannedRow[]>) {
    this.programid = programid;
    this.#batches = batches[Symbol.asyncIterator]();
  }

  /** The next row, which stays the next; null behind the last. */
  async peek(): Promise<ScannedRow | null> {
    while (this.#at >= this.#rows.length) {
      const { done, value } = await this.#batches.next();
      if (done === true) return null;
      this.#rows = value;
      this.#at = 0;
    }
    return this.#rows[this.#at] ?? null;
  }

  skip(): void {
    this.#at += 1;
  }

  async end(): Promise<void> {
    await this.#batches.return?.();
  }
}

type ScannedRow = FileRow & { readonly hpx: bigint };

/**
 * All light curves by place, some at a time. The programmes' files, each sorted by place, are read side by
 * side, so that what belongs to one light curve comes together.
 */
export async function* scanFiledCurves(
  tx: Query,
  release: ReleaseKey,
  { withPoints }: { readonly withPoints: boolean },
): AsyncGenerator<readonly StoredCurve[]> {
  const columns = withPoints ? ALL_COLUMNS : FACT_COLUMNS;
  const batch = withPoints ? BATCH_CURVES : BATCH_FACTS;
  const opened = (await partsOf(tx, release)).map((row) => {
    const files = openPart(row, release);
    return { files, stream: new PartStream(row.programid, files.scan(columns, batch)) };
  });
  const streams = opened.map(({ stream }) => stream);
  try {
    let curves: StoredCurve[] = [];
    for (;;) {
      const next = await takeNext(streams);
      if (next === null) break;
      curves.push(...next);
      if (curves.length < batch) continue;
      yield curves;
      curves = [];
    }
    if (curves.length > 0) yield curves;
  } finally {
    for (const { files, stream } of opened) {
      await stream.end();
      files.close();
    }
  }
}

/** The light curves at the next place of any programme; null where all are at their end. */
async function takeNext(streams: readonly PartStream[]): Promise<StoredCurve[] | null> {
  let place: bigint | null = null;
  for (const stream of streams) {
    const row = await stream.peek();
    if (row !== null && (place === null || row.hpx < place)) place = row.hpx;
  }
  if (place === null) return null;
  const parts: CurvePart[] = [];
  for (const stream of streams) {
    for (;;) {
      const row = await stream.peek();
      if (row?.hpx !== place) break;
      parts.push(partOf(stream.programid, row));
      stream.skip();
    }
  }
  return gatherCurves([...new Set(parts.map(({ facts }) => facts.lc_id))], parts);
}

/** All values, some at a time: by place, or by number where they have none. */
export async function* scanFiledValues(
  tx: Query,
  release: ValuesKey,
): AsyncGenerator<readonly StoredValues[]> {
  const { columns } = release;
  const [row] = await partsOf(tx, release);
  if (row === undefined) return;
  const files = openPart(row, release);
  try {
    for await (const rows of files.scan(columns)) yield rows.map((one) => valuesOf(one, columns));
  } finally {
    files.close();
  }
}
