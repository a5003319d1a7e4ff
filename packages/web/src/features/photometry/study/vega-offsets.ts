import { abOffsetMag } from '@fritz/sky';

/**
 * What a Vega magnitude of a filter lacks to an AB one; null where it is not known. In a file of its own
 * with the tables of the bands, which come when somebody asks for them.
 */
export function vegaOffsetOf(filter: string): number | null {
  return abOffsetMag(filter, 'vega');
}
