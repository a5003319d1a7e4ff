import type { Moc } from '@fritz/sky';

/** So many look-ups in an index find all of a region, with some of what lies around it. */
const MOST_RANGES = 256;

/** What finds the rows of a region: few ranges for an index, and the region itself to decide by. */
export interface RegionValues {
  readonly lows: readonly bigint[];
  readonly highs: readonly bigint[];
  /** Text of an `int8multirange`. */
  readonly multirange: string;
}

export function regionValues(region: Moc): RegionValues {
  let wide = region;
  for (let order = region.order; wide.rangeCount > MOST_RANGES && order > 0; ) {
    order -= 1;
    wide = wide.degrade(order);
  }
  const lows: bigint[] = [];
  const highs: bigint[] = [];
  for (let i = 0; i < wide.bounds.length; i += 2) {
    lows.push(wide.bounds[i] ?? 0n);
    highs.push((wide.bounds[i + 1] ?? 0n) - 1n);
  }
  return { lows, highs, multirange: multirangeOf(region) };
}

export function multirangeOf({ bounds }: Moc): string {
  const ranges: string[] = [];
  for (let i = 0; i < bounds.length; i += 2) ranges.push(`[${bounds[i]},${bounds[i + 1]})`);
  return `{${ranges.join(',')}}`;
}

type Bind = (value: unknown) => string;

/** Rows of a table in a region, to stand behind FROM. OFFSET keeps each look-up apart (`cones`). */
export function rowsInRegion(
  { table, columns }: { readonly table: string; readonly columns: string },
  { lows, highs, multirange }: RegionValues,
  bind: Bind,
): string {
  return `(SELECT c.* FROM unnest(${bind(lows)}::bigint[], ${bind(highs)}::bigint[]) AS r (low, high)
    CROSS JOIN LATERAL (SELECT ${columns} FROM ${table} i
      WHERE i.hpx BETWEEN r.low AND r.high OFFSET 0) c
    WHERE c.hpx <@ ${bind(multirange)}::int8multirange)`;
}
