import { ACCUMULATORS } from './accumulators.ts';
import { ARITHMETIC } from './arithmetic.ts';
import { ARRAYS } from './arrays.ts';
import { BITS } from './bits.ts';
import { COMPARISON } from './comparison.ts';
import { CONVERT } from './convert.ts';
import { DATE_ARITHMETIC } from './date-arithmetic.ts';
import { DATE_PARTS } from './date-parts.ts';
import { DATE_TEXT } from './date-text.ts';
import type { ExpressionOperator } from './define.ts';
import { ELEMENT_CHOICE } from './element-choice.ts';
import { ITERATION } from './iteration.ts';
import { LOGIC } from './logic.ts';
import { OBJECTS } from './objects.ts';
import { PERCENTILES } from './percentile.ts';
import { REGEX } from './regex.ts';
import { SETS } from './sets.ts';
import { STRINGS } from './strings.ts';
import { SUBSTRINGS } from './substrings.ts';
import { TRIGONOMETRY } from './trigonometry.ts';
import { TRIMMING } from './trimming.ts';
import { TYPES } from './types.ts';

/** The allow-list of expression operators, by name. */
export const EXPRESSION_OPERATORS: ReadonlyMap<string, ExpressionOperator> = new Map(
  [
    ...COMPARISON,
    ...LOGIC,
    ...ARITHMETIC,
    ...TRIGONOMETRY,
    ...ARRAYS,
    ...ITERATION,
    ...ACCUMULATORS,
    ...OBJECTS,
    ...PERCENTILES,
    ...SETS,
    ...REGEX,
    ...STRINGS,
    ...TYPES,
    ...BITS,
    ...CONVERT,
    ...DATE_ARITHMETIC,
    ...DATE_PARTS,
    ...DATE_TEXT,
    ...ELEMENT_CHOICE,
    ...SUBSTRINGS,
    ...TRIMMING,
  ].map((operator) => [operator.name, operator]),
);

const SAME_ANSWER = 'a filter must give the same answer for the same alert';

/** Operators that run code of the user's or look outside of the document: never. */
export const FORBIDDEN_OPERATORS: ReadonlyMap<string, string> = new Map([
  ['$function', 'write the computation with expression operators; filters do not run JavaScript'],
  ['$accumulator', 'use $sum, $avg, $min, $max or $reduce; filters do not run JavaScript'],
  ['$where', 'use $expr with expression operators; filters do not run JavaScript'],
  ['$rand', SAME_ANSWER],
  ['$sampleRate', SAME_ANSWER],
]);

const NO_DECIMAL = 'decimal128 is not supported; use a double';
const NO_BYTES = 'alerts are not stored as BSON here, so they have no such size';
const NO_TIMESTAMP = 'alerts have no BSON timestamps; use a date';

/** Operators of MongoDB's that are not supported, and why or what to do instead. */
export const UNSUPPORTED_OPERATORS: ReadonlyMap<string, string> = new Map([
  ['$toDecimal', NO_DECIMAL],
  ['$binarySize', NO_BYTES],
  ['$bsonSize', NO_BYTES],
  ['$toHashedIndexKey', 'there are no hashed indexes'],
  ['$toUUID', 'alerts have no UUIDs; compare strings'],
  ['$tsIncrement', NO_TIMESTAMP],
  ['$tsSecond', NO_TIMESTAMP],
  ['$meta', 'there is no text search'],
]);
