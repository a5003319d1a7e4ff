import { formatCount } from '../../../format/number.ts';
import type { RunProgress } from './run-stream.ts';

/** How far a run is, or how many begin before it. */
export function progressWords({ done, total, ahead }: RunProgress): string {
  if (ahead === 0) return 'Waits: it is the next';
  if (ahead !== undefined) return `Waits: ${formatCount(ahead)} before it`;
  return total > 0 ? `${formatCount(done)} of ${formatCount(total)}` : 'Begins …';
}
