import type { ParquetColumn } from '@fritz/formats';
import type { HatsCell } from '../hats/hats-table.ts';
import type { PackedPoint } from './points.ts';

/** What a row of a light curve has beside its points, in files as in the table. */
export interface CurveFacts {
  readonly lc_id: bigint;
  readonly ra: number;
  readonly dec: number;
  readonly filter: number;
  readonly field: number;
  readonly ccd: number;
  readonly quad: number;
  readonly rc: number;
  readonly meanmag: number | null;
  readonly vonneumannratio: number | null;
  readonly iqr: number | null;
  readonly refchi: number | null;
  readonly refmag: number | null;
  readonly refmagerr: number | null;
  readonly refsharp: number | null;
}

export const CURVE_FACTS: readonly (ParquetColumn & { readonly name: keyof CurveFacts })[] = [
  { name: 'lc_id', type: 'int8' },
  { name: 'ra', type: 'float8' },
  { name: 'dec', type: 'float8' },
  { name: 'filter', type: 'int2' },
  { name: 'field', type: 'int4' },
  { name: 'ccd', type: 'int2' },
  { name: 'quad', type: 'int2' },
  { name: 'rc', type: 'int2' },
  { name: 'meanmag', type: 'float4' },
  { name: 'vonneumannratio', type: 'float4' },
  { name: 'iqr', type: 'float4' },
  { name: 'refchi', type: 'float4' },
  { name: 'refmag', type: 'float4' },
  { name: 'refmagerr', type: 'float4' },
  { name: 'refsharp', type: 'float4' },
];

/** Lists of one length; the point's place is not the light curve's. */
const POINT_LISTS: readonly (ParquetColumn & { readonly of: keyof PackedPoint })[] = [
  { name: 'hjd', of: 'hjd', type: 'float8', isList: true },
  { name: 'mjd', of: 'mjd', type: 'float8', isList: true },
  { name: 'point_ra', of: 'ra', type: 'float8', isList: true },
  { name: 'point_dec', of: 'dec', type: 'float8', isList: true },
  { name: 'mag', of: 'mag', type: 'float4', isList: true },
  { name: 'magerr', of: 'magerr', type: 'float4', isList: true },
  { name: 'chi', of: 'chi', type: 'float4', isList: true },
  { name: 'sharp', of: 'sharp', type: 'float4', isList: true },
  { name: 'catflags', of: 'catflags', type: 'int4', isList: true },
  { name: 'expid', of: 'expid', type: 'int8', isList: true },
];

/** The columns of a release of light curves in files. */
export const CURVE_FILE_COLUMNS: readonly ParquetColumn[] = [
  ...CURVE_FACTS.map(({ name, type }) => ({ name, type })),
  { name: 'nobs', type: 'int4' },
  ...POINT_LISTS.map(({ name, type }) => ({ name, type, isList: true })),
];

/** Cells of those columns. */
export function curveCells(facts: CurveFacts, points: readonly PackedPoint[]): HatsCell[] {
  return [
    ...CURVE_FACTS.map(({ name }) => facts[name]),
    points.length,
    ...POINT_LISTS.map(({ of }) => points.map((point) => point[of])),
  ];
}

/** What `curveCells` made, back from its columns by name. */
export function curveOfCells(cell: (name: string) => unknown): {
  facts: CurveFacts;
  points: PackedPoint[];
} {
  const number = (value: unknown) =>
    typeof value === 'number' ? value : typeof value === 'bigint' ? Number(value) : null;
  const id = cell('lc_id');
  const values = Object.fromEntries(CURVE_FACTS.map(({ name }) => [name, number(cell(name))]));
  const lists = POINT_LISTS.map(({ name }) => cell(name));
  const at = (list: number, i: number) => {
    const values = lists[list];
    return Array.isArray(values) ? number(values[i]) : null;
  };
  const points = Array.from({ length: number(cell('nobs')) ?? 0 }, (_, i) =>
    Object.fromEntries(POINT_LISTS.map(({ of }, list) => [of, at(list, i)])),
  );
  return {
    facts: { ...values, lc_id: typeof id === 'bigint' ? id : BigInt(Number(id)) } as CurveFacts,
    points: points as unknown as PackedPoint[],
  };
}
