import { compileRegex, type Matcher } from './matcher.ts';

/**
 * Matchers of patterns that are only known when a document is, kept for the next document. Together
 * they are no larger than a limit; the one that was not used for longest goes first.
 */
export class MatcherCache {
  private readonly matchers = new Map<string, Matcher>();
  private readonly maxSize: number;
  private held = 0;

  constructor(maxSize: number) {
    this.maxSize = maxSize;
  }

  /** Sizes of all matchers that are kept. */
  get size(): number {
    return this.held;
  }

  /** @throws MqlError with the place `at`, as compileRegex does */
  get(pattern: string, options: string, at: string): Matcher {
    const key = `${options}/${pattern}`;
    let matcher = this.matchers.get(key);
    if (matcher === undefined) {
      matcher = compileRegex(pattern, options, at);
      this.held += matcher.size;
    } else {
      this.matchers.delete(key);
    }
    this.matchers.set(key, matcher);
    this.dropOldest();
    return matcher;
  }

  private dropOldest(): void {
    for (const [key, { size }] of this.matchers) {
      if (this.held <= this.maxSize) return;
      this.matchers.delete(key);
      this.held -= size;
    }
  }
}
