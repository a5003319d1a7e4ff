import { refuse } from '../errors.ts';
import { checkRegex } from './matcher.ts';

/** Sizes of all regexes of a pipeline: thousands of ordinary ones, or fifty of the largest. */
const MAX_TOTAL = 200_000;

/** Checks the regexes of one pipeline when it is saved, and that they are not too much together. */
export class RegexAllowance {
  private total = 0;

  /** @throws MqlError with the place `at` */
  check(pattern: string, options: string, at: string): void {
    this.total += checkRegex(pattern, options, at);
    if (this.total > MAX_TOTAL) {
      refuse(at, 'the regexes of the pipeline are too large together: write fewer or shorter ones');
    }
  }
}
