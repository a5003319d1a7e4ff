import type { Position } from './angles.ts';
import { icrsToGalactic } from './frames.ts';

/** Where a place lies on the two maps of Schlegel, Finkbeiner & Davis. */
export interface SfdPlace {
  readonly hemisphere: 'north' | 'south';
  /** From the pole in the middle of the map, in units of its radius, which is the equator's. */
  readonly x: number;
  readonly y: number;
}

/**
 * The polar Lambert (equal-area) projection of SFD's maps in Galactic coordinates: Schlegel,
 * Finkbeiner & Davis 1998, ApJ 500, 525, appendix C.
 */
export function sfdPlace(position: Position): SfdPlace {
  const { l, b } = icrsToGalactic(position);
  const sign = b >= 0 ? 1 : -1;
  const radius = Math.sqrt(1 - sign * Math.sin((b * Math.PI) / 180));
  const angle = (l * Math.PI) / 180;
  return {
    hemisphere: b >= 0 ? 'north' : 'south',
    x: radius * Math.cos(angle),
    y: -sign * radius * Math.sin(angle),
  };
}
