import { ACCUMULATORS } from './accumulators.ts';
import { ARITHMETIC } from './arithmetic.ts';
import { ARRAYS } from './arrays.ts';
import { COMPARISON } from './comparison.ts';
import type { ExpressionOperator } from './define.ts';
import { ITERATION } from './iteration.ts';
import { LOGIC } from './logic.ts';
import { OBJECTS } from './objects.ts';
import { PERCENTILES } from './percentile.ts';
import { REGEX } from './regex.ts';
import { SETS } from './sets.ts';
import { STRINGS } from './strings.ts';
import { TRIGONOMETRY } from './trigonometry.ts';
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
  ].map((operator) => [operator.name, operator]),
);

/** Operators that run code of the user's or look outside of the document: never. */
export const FORBIDDEN_OPERATORS: ReadonlyMap<string, string> = new Map([
  ['$function', 'write the computation with expression operators; filters do not run JavaScript'],
  ['$accumulator', 'use $sum, $avg, $min, $max or $reduce; filters do not run JavaScript'],
  ['$where', 'use $expr with expression operators; filters do not run JavaScript'],
  ['$rand', 'a filter must give the same answer for the same alert'],
]);

/** Operators of MongoDB's that are not implemented here yet. */
export const LATER_OPERATORS: ReadonlySet<string> = new Set(
  `$arrayToObject $binarySize $bsonSize $convert $dateAdd $dateDiff $dateFromParts $dateFromString
  $dateSubtract $dateToParts $dateToString $dateTrunc $dayOfMonth $dayOfWeek $dayOfYear $firstN
  $hour $indexOfBytes $indexOfCP $isoDayOfWeek $isoWeek $isoWeekYear $lastN $ltrim $maxN $median
  $meta $millisecond $minN $minute $month $objectToArray $percentile $regexFind $regexFindAll
  $regexMatch $replaceAll $replaceOne $rtrim $sampleRate $second $setField $sortArray $strLenBytes
  $strcasecmp $substr $substrBytes $substrCP $toDate $toDecimal $toHashedIndexKey $toObjectId
  $trim $tsIncrement $tsSecond $unsetField $week $year $bitAnd $bitOr $bitXor $bitNot $toUUID`
    .trim()
    .split(/\s+/),
);
