import { MAX_SMALL_ORDER, smallConeOrder, smallConeRanges } from '@fritz/sky';
import type { CatalogColumn } from '../catalogs/catalog.ts';
import type { CatalogRows, Cone, MotionCut, NearObject, RunQuery } from './ports.ts';

/** Cells of order 29 in one of order 16. */
const LOW_BITS = 2 * (29 - MAX_SMALL_ORDER);
const LOW_CELLS = 2 ** (32 - LOW_BITS);
const INT4 = 23;
const INT8 = 20;
const HEAD_BYTES = 20;

/** The objects of a loaded catalog, by ranges of the index on `hpx`: one query for all cones. */
export function tableRows(query: RunQuery, table: string): CatalogRows {
  return {
    async near(cones, columns, cut) {
      if (cones.length === 0) return [];
      const found = await query<Record<string, unknown>>(
        coneQuery(table, columns, cut),
        rangeParameters(cones),
      );
      const names = columns.map((_, i) => `c${i}`);
      return found.map((row) => nearObject(row, names));
    },
  };
}

function nearObject(row: Record<string, unknown>, names: readonly string[]): NearObject {
  const { cone, cat_id: id, cat_ra: ra, cat_dec: dec } = row;
  const values = names.map((name) => row[name] ?? null);
  // The statement names them, and their columns are of these types.
  return { cone, id, ra, dec, values } as NearObject;
}

/**
 * Nothing of what is named here is a user's own text: columns are named by the loader, without quotes.
 * OFFSET keeps the look-up of each range apart: without it the planner may sort and merge all rows.
 */
function coneQuery(
  table: string,
  columns: readonly CatalogColumn[],
  cut: MotionCut | null,
): string {
  const values = columns.map(({ column }, i) => `, "${column}" AS c${i}`).join('');
  return `SELECT w.cone, t.* FROM unnest($1::int[], $2::bigint[], $3::bigint[]) AS w (cone, low, high)
    CROSS JOIN LATERAL (
      SELECT cat_id, cat_ra, cat_dec${values} FROM ${table}
      WHERE hpx >= w.low AND hpx < w.high${cut ? ` AND ${cutCondition(cut)}` : ''} OFFSET 0) AS t`;
}

/** As the index of `indexFastMovers` has it. */
export function fastCondition({
  raColumn,
  decColumn,
  limitMasYr,
}: Omit<MotionCut, 'which'>): string {
  const [ra, dec] = [`"${raColumn.column}"`, `"${decColumn.column}"`];
  return `(${ra} * ${ra} + ${dec} * ${dec} > ${limitMasYr ** 2})`;
}

function cutCondition(cut: MotionCut): string {
  return cut.which === 'fast' ? fastCondition(cut) : `${fastCondition(cut)} IS NOT TRUE`;
}

/**
 * The ranges of all cones as PostgreSQL takes arrays in binary (array_recv): as text, or by way of
 * bigint, they would take longer than to search them.
 */
function rangeParameters(cones: readonly Cone[]): Buffer[] {
  const ranges: number[] = [];
  const owners: number[] = [];
  for (const [cone, { ra, dec, radiusArcsec }] of cones.entries()) {
    const order = smallConeOrder(radiusArcsec);
    const cells = 4 ** (MAX_SMALL_ORDER - order);
    const found = smallConeRanges(ra, dec, radiusArcsec, order);
    for (let i = 0; i < found.length; i += 2) {
      owners.push(cone);
      ranges.push((found[i] ?? 0) * cells, (found[i + 1] ?? 0) * cells);
    }
  }
  const indices = arrayHead(INT4, owners.length, 4);
  for (const [i, owner] of owners.entries()) {
    const at = indices.writeInt32BE(4, HEAD_BYTES + 8 * i);
    indices.writeInt32BE(owner, at);
  }
  return [indices, bounds(ranges, 0), bounds(ranges, 1)];
}

/** Every second of a list of cells of order 16, as order-29 cells. */
function bounds(ranges: readonly number[], first: number): Buffer {
  const length = ranges.length / 2;
  const bytes = arrayHead(INT8, length, 8);
  for (let i = 0; i < length; i++) {
    const cell = ranges[2 * i + first] ?? 0;
    const at = bytes.writeInt32BE(8, HEAD_BYTES + 12 * i);
    // 64 bits in two words: a double does not hold them.
    const high = Math.floor(cell / LOW_CELLS);
    bytes.writeUInt32BE(high, at);
    bytes.writeUInt32BE((cell - high * LOW_CELLS) * 2 ** LOW_BITS, at + 4);
  }
  return bytes;
}

function arrayHead(type: number, length: number, valueBytes: number): Buffer {
  const bytes = Buffer.allocUnsafe(HEAD_BYTES + length * (4 + valueBytes));
  for (const [i, word] of [1, 0, type, length, 1].entries()) bytes.writeInt32BE(word, 4 * i);
  return bytes;
}
