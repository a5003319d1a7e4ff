import type { SkyCone } from './geo.ts';
import { QueryError } from './query-error.ts';

/** Wider cones would read whole files. */
const WIDEST_ARCSEC = 3600;

/** @throws QueryError bad_query for a cone that is too wide for what lies in files */
export function demandNarrow(name: string, cones: readonly SkyCone[]): void {
  if (cones.some(({ radiusArcsec }) => radiusArcsec > WIDEST_ARCSEC)) {
    throw new QueryError('bad_query', `${name} lies in files: ask for at most one degree`);
  }
}
