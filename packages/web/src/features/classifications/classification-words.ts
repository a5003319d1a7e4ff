import type { Classification, ClassificationVersion } from '../../api/types.ts';

/** A probability as people read it: 0.7 is `70 %`, and what is nearly certain keeps its digits. */
export function describeProbability(probability: number): string {
  const percent = 100 * probability;
  const decimals = percent === 0 || percent === 100 ? 0 : percent > 99 || percent < 1 ? 2 : 0;
  return `${Number(percent.toFixed(decimals))} %`;
}

const VERBS = { made: 'said', changed: 'changed it to', withdrawn: 'withdrew' } as const;

/** What somebody did to a classification: `changed it to SN Ia (70 %)`. */
export function describeVersion(version: ClassificationVersion): string {
  const { action, classification, probability } = version;
  const chance = probability === null ? '' : ` (${describeProbability(probability)})`;
  return `${VERBS[action]} ${classification}${chance}`;
}

/** What is said of an object, each class once: as it was said last, the last one first. */
export function latestByClass(said: readonly Classification[]): readonly Classification[] {
  const latest = new Map<string, Classification>();
  for (const one of said) {
    const key = `${one.taxonomy_id} ${one.classification} ${one.ml}`;
    latest.delete(key);
    latest.set(key, one);
  }
  return [...latest.values()].reverse();
}
