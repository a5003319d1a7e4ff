import type { Cell, TableColumn } from '@fritz/formats';
import { angToPix, MAX_HEALPIX_ORDER, normalizeRa, parseDec, parseRa } from '@fritz/sky';
import { CatalogError } from './catalog-error.ts';

/**
 * What positions are written in. Text is sexagesimal (hours for right ascension) or decimal degrees;
 * numbers are what is said here.
 */
export type PositionUnit = 'degrees' | 'hours' | 'radians';

/** Which columns of the file say who and where an object is. */
export interface PositionPlan {
  /** Null: records are numbered. */
  readonly idColumn: string | null;
  readonly raColumn: string;
  readonly decColumn: string;
  /** `hours` is for right ascension alone; declination is degrees then. */
  readonly unit: PositionUnit;
}

/** An object that has its place. */
export interface Placed {
  readonly id: bigint | string;
  readonly ra: number;
  readonly dec: number;
  readonly hpx: bigint;
}

/** Finds an object's id and place, or tells why it has none. */
export type PlaceRow = (cells: readonly Cell[], number: bigint) => Placed | string;

/**
 * @throws CatalogError `bad_plan` when a column is missing or its type says neither id nor angle
 */
export function compilePlacing(columns: readonly TableColumn[], plan: PositionPlan): PlaceRow {
  const ra = angleOf(columns, plan.raColumn, (value) => raDegrees(value, plan.unit));
  const dec = angleOf(columns, plan.decColumn, (value) => decDegrees(value, plan.unit));
  const idAt = plan.idColumn === null ? -1 : indexOf(columns, plan.idColumn);
  return (cells, number) => {
    const id = idAt < 0 ? number : readId(cells[idAt] ?? null);
    if (id === null) return `${plan.idColumn} is missing`;
    const raFound = ra(cells);
    if (typeof raFound === 'string') return raFound;
    const decFound = dec(cells);
    if (typeof decFound === 'string') return decFound;
    return {
      id,
      ra: raFound,
      dec: decFound,
      hpx: angToPix(MAX_HEALPIX_ORDER, raFound, decFound),
    };
  };
}

/** @throws CatalogError `bad_plan` where an id would not be exact */
export function idTypeOf(
  columns: readonly TableColumn[],
  idColumn: string | null,
): 'int8' | 'text' {
  if (idColumn === null) return 'int8';
  const type = columns[indexOf(columns, idColumn)]?.type ?? 'text';
  if (type === 'text') return 'text';
  if (type === 'int2' || type === 'int4' || type === 'int8') return 'int8';
  throw new CatalogError(
    'bad_plan',
    `column "${idColumn}" is ${type}: ids are integers or text; name another --id, or none`,
  );
}

function indexOf(columns: readonly TableColumn[], name: string): number {
  const index = columns.findIndex((column) => column.name === name);
  if (index < 0) throw new CatalogError('bad_plan', `the file has no column "${name}"`);
  return index;
}

function angleOf(
  columns: readonly TableColumn[],
  name: string,
  degreesOf: (value: number | string) => number | null,
): (cells: readonly Cell[]) => number | string {
  const index = indexOf(columns, name);
  const type = columns[index]?.type;
  if (type === 'bool' || type === 'json') {
    throw new CatalogError('bad_plan', `column "${name}" is ${type}, not an angle`);
  }
  return (cells) => {
    const value = cells[index] ?? null;
    if (value === null) return `${name} is missing`;
    const degrees = degreesOf(typeof value === 'string' ? value : Number(value));
    return degrees ?? `${name} is ${describe(value)}: out of range`;
  };
}

function describe(value: Cell): string {
  const text = String(value);
  return typeof value === 'string' ? JSON.stringify(text.slice(0, 40)) : text;
}

function readId(value: Cell): bigint | string | null {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number') return BigInt(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

const RADIANS = 180 / Math.PI;

function raDegrees(value: number | string, unit: PositionUnit): number | null {
  if (typeof value === 'string') return parseRa(value);
  const degrees = unit === 'degrees' ? value : unit === 'hours' ? value * 15 : value * RADIANS;
  return degrees >= 0 && degrees <= 360 ? normalizeRa(degrees) : null;
}

function decDegrees(value: number | string, unit: PositionUnit): number | null {
  if (typeof value === 'string') return parseDec(value);
  const degrees = unit === 'radians' ? value * RADIANS : value;
  return Math.abs(degrees) <= 90 ? degrees : null;
}
