import type { Expression } from './tree.ts';

/** Operators whose numbers are doubles, whatever they are given. */
const DOUBLES: ReadonlySet<string> = new Set(
  `$divide $sqrt $exp $ln $log $log10 $avg $stdDevPop $stdDevSamp $toDouble $degreesToRadians
  $radiansToDegrees $sin $cos $tan $asin $acos $atan $atan2 $sinh $cosh $tanh $asinh $acosh $atanh`
    .trim()
    .split(/\s+/),
);

/** Operators whose numbers are doubles where one of their arguments is. */
const WIDENING: ReadonlySet<string> = new Set(
  '$add $subtract $multiply $mod $pow $abs $ceil $floor $round $trunc'.split(' '),
);

/**
 * True where an expression's number is a double in any document. A number in JavaScript does not
 * tell 1.0 from 1 (values.ts); where the pipeline itself says that it is a double, this does.
 */
export function isAlwaysDouble(node: Expression): boolean {
  switch (node.kind) {
    case 'constant':
      return typeof node.value === 'number' && !Number.isInteger(node.value);
    case 'call':
      return (
        DOUBLES.has(node.operator) ||
        (WIDENING.has(node.operator) && node.args.some((argument) => isAlwaysDouble(argument)))
      );
    default:
      return false;
  }
}
