/**
 * A release's rows, sorted in a table, into files in HATS layout: a collection a programme, so that
 * what somebody may not see is in files that he is not told of.
 */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ParquetColumn } from '@fritz/formats';
import type { ClientBase } from 'pg';
import { writeCollectionHead } from '../hats/hats-properties.ts';
import type { HatsRow, HatsSource } from '../hats/hats-table.ts';
import type { ParquetShape } from '../hats/parquet-out.ts';
import { rowsOf, type Snapshot } from '../hats/sql-rows.ts';
import { writeHats } from '../hats/write-hats.ts';
import { CURVE_FILE_COLUMNS, type CurveFacts, curveCells } from './curve-columns.ts';
import { type NumberedRow, writeNumberIndex } from './number-index.ts';
import { unpackPoints } from './points.ts';
import { type Release, releaseTable } from './release.ts';

/**
 * Small pages, since a look at a star unpacks one of each column; small groups, since it reads the places of
 * one; and small files, since it reads what a file says of all of its groups.
 */
export const RELEASE_FILE_SHAPE: ParquetShape = { groupRows: 4096, pageRows: 64, pageValues: 4096 };
export const RELEASE_FILE_ROWS = 65_536;
const CURSOR_ROWS = 500;

/** A programme's files. */
export interface StoredPart {
  readonly programid: number;
  readonly audienceId: number;
  readonly location: string;
  readonly isPlaced: boolean;
  readonly rows: number;
  readonly bytes: number;
}

/** The name of a release's own folder, in those of its programmes. */
export function indexName(name: string): string {
  return `${name}_lc_id`;
}

interface StoreWork {
  readonly release: Release;
  readonly columns: readonly string[];
  /** Of features and classifications: whose points they were computed of. */
  readonly programid: number;
  /** Where the release's folder is made. */
  readonly folder: string;
  readonly now: Date;
  readonly signal?: AbortSignal;
}

/** Writes the files; who is interrupted begins them anew. */
export async function storeInFiles(client: ClientBase, work: StoreWork): Promise<StoredPart[]> {
  const { release } = work;
  const root = join(work.folder, release.name);
  await rm(root, { recursive: true, force: true });
  const column = release.kind === 'light_curves' ? 'programid' : `${work.programid}::smallint`;
  const { rows } = await client.query<{ programid: number; audience: number; placed: boolean }>(
    `SELECT ${column} AS programid, audience_id AS audience, bool_or(hpx IS NOT NULL) AS placed
       FROM ${releaseTable(release)} GROUP BY 1, 2 ORDER BY 1`,
  );
  const parts: StoredPart[] = [];
  for (const { programid, audience: audienceId, placed: isPlaced } of rows) {
    const location = join(root, `program_${programid}`);
    const size = await storeProgram(client, work, { programid, location, isPlaced });
    parts.push({ programid, audienceId, location, isPlaced, ...size });
  }
  return parts;
}

async function storeProgram(
  client: ClientBase,
  { release, columns, now, signal }: StoreWork,
  { programid, location, isPlaced }: Pick<StoredPart, 'programid' | 'location' | 'isPlaced'>,
): Promise<{ rows: number; bytes: number }> {
  const { name } = release;
  const table = partTable(release, columns, programid);
  const folder = join(location, name);
  const written = isPlaced
    ? await inTransaction(client, (snapshot) =>
        writeHats(
          {
            ...{
              folder,
              maxRows: RELEASE_FILE_ROWS,
              shape: RELEASE_FILE_SHAPE,
              marginArcsec: null,
              key: name,
            },
            source: table.source(snapshot),
            table: {
              ...{ name, kind: 'object', raColumn: 'ra', decColumn: 'dec' },
              columns: table.columns,
              properties: { fritz_survey: release.survey, fritz_programs: String(programid) },
            },
          },
          { now: () => now, ...(signal ? { signal } : {}) },
        ),
      )
    : { rows: 0, bytes: 0 };
  const index = await inTransaction(client, (snapshot) =>
    writeNumberIndex(
      join(location, indexName(name)),
      // Values without places are in the index itself.
      {
        columns: isPlaced ? [{ name: '_healpix_29', type: 'int8' }] : table.columns.slice(1),
        primary: name,
      },
      table.byNumber(snapshot, isPlaced),
    ),
  );
  if (isPlaced) {
    const indexes = `lc_id ${indexName(name)}`;
    await writeCollectionHead(location, {
      name,
      primary: name,
      margin: null,
      createdAt: now,
      indexes,
    });
  }
  return { rows: isPlaced ? written.rows : index.rows, bytes: written.bytes + index.bytes };
}

async function inTransaction<T>(
  client: ClientBase,
  work: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  await client.query('BEGIN');
  try {
    return await work({
      query: async (text, values = []) => (await client.query(text, [...values])).rows,
    });
  } finally {
    await client.query('ROLLBACK').catch(() => {});
  }
}

interface PartTable {
  /** The first of them is the number. */
  readonly columns: readonly ParquetColumn[];
  source(snapshot: Snapshot): HatsSource;
  byNumber(snapshot: Snapshot, isPlaced: boolean): AsyncGenerator<NumberedRow[]>;
}

interface CurveRow extends CurveFacts, Record<string, unknown> {
  readonly hpx: bigint;
  readonly points: Buffer;
}

interface ValueRow extends Record<string, unknown> {
  readonly lc_id: bigint;
  readonly hpx: bigint;
  readonly ra: number;
  readonly dec: number;
  readonly values: readonly (number | null)[];
}

function partTable(release: Release, names: readonly string[], programid: number): PartTable {
  const isCurves = release.kind === 'light_curves';
  const from = `FROM ${releaseTable(release)} t WHERE ${isCurves ? `t.programid = ${programid}` : 'true'}`;
  const columns: readonly ParquetColumn[] = isCurves
    ? CURVE_FILE_COLUMNS
    : [
        { name: 'lc_id', type: 'int8' },
        { name: 'ra', type: 'float8' },
        { name: 'dec', type: 'float8' },
        ...names.map((name) => ({ name, type: 'float8' as const })),
      ];
  const toRow = (row: CurveRow | ValueRow): HatsRow => {
    const { hpx, ra, dec } = row;
    return { hpx, ra, dec, cells: cellsOf(row) };
  };
  return {
    columns,
    source: (snapshot) => ({
      async count(order) {
        const rows = await snapshot.query<{ pix: bigint; rows: bigint }>(
          `SELECT t.hpx >> (2 * (29 - ${order})) AS pix, count(*) AS rows ${from}
             AND t.hpx IS NOT NULL GROUP BY 1`,
        );
        return new Map(rows.map(({ pix, rows: count }) => [pix, Number(count)]));
      },
      async *rows(first) {
        const text = `SELECT t.* ${from} AND t.hpx >= $1 ORDER BY t.hpx, t.lc_id`;
        const all = rowsOf<CurveRow | ValueRow>(snapshot, text, [first], CURSOR_ROWS);
        for await (const rows of all) yield rows.map(toRow);
      },
      at: async () => [],
    }),
    async *byNumber(snapshot, isPlaced) {
      const what = isPlaced ? 't.lc_id, t.hpx' : 't.*';
      const text = `SELECT ${what} ${from} ORDER BY t.lc_id`;
      for await (const rows of rowsOf<ValueRow>(snapshot, text, [])) {
        yield rows.map((row) => ({
          id: row.lc_id,
          cells: isPlaced ? [row.hpx] : cellsOf(row).slice(1),
        }));
      }
    },
  };
}

function cellsOf(row: CurveRow | ValueRow): HatsRow['cells'] {
  if (isCurve(row)) return curveCells(row, unpackPoints(row.points));
  return [row.lc_id, row.ra, row.dec, ...row.values];
}

function isCurve(row: CurveRow | ValueRow): row is CurveRow {
  return 'points' in row;
}
