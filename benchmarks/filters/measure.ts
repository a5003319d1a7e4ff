/** The time of work over documents, in microseconds per document. */
export interface Timing {
  /**
   * Of each few documents the fastest of the rounds, on average: what the work costs where the
   * machine does nothing else. Shared machines stop for milliseconds at a time, ten times as long as
   * the work itself takes.
   */
  readonly best: number;
  /** The median of whole rounds: what it cost on this machine, now. */
  readonly median: number;
}

const DOCUMENTS_PER_CHUNK = 8;

export interface Rounds {
  /** Documents that are timed at once: more where each takes little; 8 by default. */
  readonly chunk?: number;
  /** Rounds that are not counted: engines compile what is run often. */
  readonly warmUp: number;
  readonly counted: number;
}

/** Runs work over all documents, again and again. */
export function measure<Document>(
  documents: readonly Document[],
  { warmUp, counted, chunk: size = DOCUMENTS_PER_CHUNK }: Rounds,
  run: (document: Document) => void,
): Timing {
  const best = new Map<number, number>();
  const rounds: number[] = [];
  for (let round = -warmUp; round < counted; round += 1) {
    let total = 0;
    for (let start = 0; start < documents.length; start += size) {
      const chunk = documents.slice(start, start + size);
      const began = performance.now();
      for (const document of chunk) run(document);
      const elapsedUs = (performance.now() - began) * 1000;
      total += elapsedUs;
      if (round >= 0) best.set(start, Math.min(best.get(start) ?? elapsedUs, elapsedUs));
    }
    if (round >= 0) rounds.push(total / documents.length);
  }
  const fastest = [...best.values()].reduce((sum, one) => sum + one, 0);
  return { best: fastest / documents.length, median: median(rounds) };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[sorted.length >> 1] ?? Number.NaN;
}

export function geometricMean(values: readonly number[]): number {
  const logs = values.map(Math.log);
  return Math.exp(logs.reduce((sum, one) => sum + one, 0) / values.length);
}

export function round(value: number, decimals = 2): number {
  return Number(value.toFixed(decimals));
}
