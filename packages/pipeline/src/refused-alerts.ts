import type { Alert } from '@fritz/surveys';

/**
 * The alerts that the archive refuses by themselves, found by halving: each that is to blame takes
 * about log₂ n trials.
 *
 * @param wouldTake whether the archive takes a part of the alerts
 */
export async function refusedAlerts<A extends Alert>(
  alerts: readonly A[],
  wouldTake: (part: readonly A[]) => Promise<boolean>,
): Promise<A[]> {
  const refused: A[] = [];
  const parts: (readonly A[])[] = [alerts];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    if (part.length === 0 || (await wouldTake(part))) continue;
    if (part.length === 1) refused.push(...part);
    else {
      const middle = Math.ceil(part.length / 2);
      parts.push(part.slice(0, middle), part.slice(middle));
    }
  }
  return refused;
}
