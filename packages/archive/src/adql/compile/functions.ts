import { AdqlFault, type At } from '../adql-error.ts';
import { asFloat8 } from './coerce.ts';
import { isInteger, isNumber, makeValue, type Value } from './value.ts';

/** A function of values: how many it takes, and its SQL. */
interface PlainFunction {
  readonly least: number;
  readonly most: number;
  readonly make: (args: readonly Value[], at: At) => Value;
}

function demandNumber(value: Value, at: At): Value {
  if (isNumber(value) || value.type === 'null') return value;
  throw new AdqlFault(at, 'a number is needed here');
}

function demandText(value: Value, at: At): Value {
  if (value.type === 'text' || value.type === 'null') return value;
  throw new AdqlFault(at, 'a text is needed here');
}

function doubles(count: number, sql: (...args: readonly string[]) => string): PlainFunction {
  return {
    least: count,
    most: count,
    make: (args, at) =>
      makeValue(sql(...args.map((arg) => asFloat8(demandNumber(arg, at)))), 'float8'),
  };
}

const oneDouble = (name: string) => doubles(1, (x) => `${name}(${x})`);

/** Keeps the type of integers and of REAL. */
function keepsType(name: string): PlainFunction {
  return {
    least: 1,
    most: 1,
    make: ([value], at) => {
      if (value === undefined) throw new AdqlFault(at, 'a number is needed here');
      const { sql, type } = demandNumber(value, at);
      return makeValue(`${name}(${sql})`, type === 'null' ? 'float8' : type);
    },
  };
}

/** ROUND and TRUNCATE, to so many places behind the point. */
function toPlaces(name: string): PlainFunction {
  return {
    least: 1,
    most: 2,
    make: ([value, places], at) => {
      if (value === undefined) throw new AdqlFault(at, 'a number is needed here');
      const x = asFloat8(demandNumber(value, at));
      if (places === undefined) return makeValue(`${name}(${x})`, 'float8');
      if (!isInteger(places)) throw new AdqlFault(at, 'places behind the point are a whole number');
      return makeValue(
        `${name}((${x})::numeric, (${places.sql})::integer)::double precision`,
        'float8',
      );
    },
  };
}

function ofText(name: string): PlainFunction {
  return {
    least: 1,
    most: 1,
    make: ([value], at) => {
      if (value === undefined) throw new AdqlFault(at, 'a text is needed here');
      const { sql, isUnicode } = demandText(value, at);
      return makeValue(`${name}(${sql})`, 'text', { isUnicode });
    },
  };
}

const modulo: PlainFunction = {
  least: 2,
  most: 2,
  make: ([x, y], at) => {
    if (x === undefined || y === undefined) throw new AdqlFault(at, 'MOD is of two numbers');
    const [a, b] = [demandNumber(x, at), demandNumber(y, at)];
    if (isInteger(a) && isInteger(b)) {
      return makeValue(`mod((${a.sql})::bigint, (${b.sql})::bigint)`, 'int8');
    }
    return makeValue(`fritz.adql_mod(${asFloat8(a)}, ${asFloat8(b)})`, 'float8');
  },
};

/**
 * Functions by their names.
 * Source: ADQL 2.1 (IVOA Recommendation, Mantelet et al. 2023), sections 2.3 and 4.
 */
export const PLAIN_FUNCTIONS: ReadonlyMap<string, PlainFunction> = new Map(
  Object.entries({
    ABS: keepsType('abs'),
    CEILING: oneDouble('ceil'),
    FLOOR: oneDouble('floor'),
    DEGREES: oneDouble('degrees'),
    RADIANS: oneDouble('radians'),
    EXP: oneDouble('exp'),
    // Natural, as everywhere but in SQL's older dialects.
    LOG: oneDouble('ln'),
    LOG10: doubles(1, (x) => `log(10::numeric, (${x})::numeric)::double precision`),
    SQRT: oneDouble('sqrt'),
    SIN: oneDouble('sin'),
    COS: oneDouble('cos'),
    TAN: oneDouble('tan'),
    COT: oneDouble('cot'),
    ASIN: oneDouble('asin'),
    ACOS: oneDouble('acos'),
    ATAN: oneDouble('atan'),
    ATAN2: doubles(2, (y, x) => `atan2(${y}, ${x})`),
    POWER: doubles(2, (x, y) => `power(${x}, ${y})`),
    PI: doubles(0, () => 'pi()'),
    MOD: modulo,
    ROUND: toPlaces('round'),
    TRUNCATE: toPlaces('trunc'),
    LOWER: ofText('lower'),
    UPPER: ofText('upper'),
    // Numbers by chance are not the same twice: which seed they begin with is not for a query to say.
    RAND: {
      least: 0,
      most: 1,
      make: () => makeValue('random()', 'float8'),
    },
  } satisfies Record<string, PlainFunction>),
);

/** SQL of a call. @throws AdqlFault */
export function callPlain(name: string, args: readonly Value[], at: At): Value | null {
  const called = PLAIN_FUNCTIONS.get(name);
  if (called === undefined) return null;
  const { least, most, make } = called;
  if (args.length < least || args.length > most) {
    const count = least === most ? String(least) : `${least} or ${most}`;
    throw new AdqlFault(at, `${name} takes ${count} value${most === 1 ? '' : 's'}`);
  }
  return make(args, at);
}

/** Functions of all rows of a group. */
export const AGGREGATES: ReadonlySet<string> = new Set(['COUNT', 'SUM', 'AVG', 'MIN', 'MAX']);

/** @throws AdqlFault */
export function callAggregate(name: string, value: Value, isDistinct: boolean, at: At): Value {
  const of = `${isDistinct ? 'DISTINCT ' : ''}${value.sql}`;
  if (name === 'COUNT') return makeValue(`count(${of})`, 'int8');
  if (name === 'MIN' || name === 'MAX') {
    if (value.type === 'bool') throw new AdqlFault(at, `${name} is not of BOOLEAN`);
    return makeValue(`${name.toLowerCase()}(${of})`, value.type, {
      isUnicode: value.isUnicode,
      column: value.column,
    });
  }
  demandNumber(value, at);
  if (name === 'AVG') {
    return makeValue(`avg(${isDistinct ? 'DISTINCT ' : ''}${asFloat8(value)})`, 'float8');
  }
  if (isInteger(value)) return makeValue(`sum(${of})::bigint`, 'int8');
  return makeValue(`sum(${isDistinct ? 'DISTINCT ' : ''}${asFloat8(value)})`, 'float8');
}
