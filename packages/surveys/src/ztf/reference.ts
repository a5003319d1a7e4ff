import { magErrToFluxErrUjy, magToFluxUjy } from '@fritz/sky';
import type { PhotometryPoint } from '../survey.ts';

/**
 * The nearest source of the reference image is the alert's own up to this distance in arcseconds:
 * Förster et al. 2021, AJ 161, 242 (ALeRCE).
 */
export const REFERENCE_RADIUS_ARCSEC = 1.4;

type Reference = Pick<PhotometryPoint, 'refFluxUjy' | 'refFluxErrUjy'>;

/** The nearest source as the survey has it, null where there is no number. */
export interface NearestSource {
  readonly distanceArcsec: number | null;
  readonly mag: number | null;
  readonly magErr: number | null;
}

/** What the reference image holds at the alert's place; null where there is another source or none. */
export function referenceFlux({ distanceArcsec, mag, magErr }: NearestSource): Reference {
  const isOwn = distanceArcsec !== null && distanceArcsec < REFERENCE_RADIUS_ARCSEC;
  if (!isOwn || mag === null || mag <= 0) return { refFluxUjy: null, refFluxErrUjy: null };
  const refFluxUjy = magToFluxUjy(mag);
  const isKnown = magErr !== null && magErr >= 0;
  return { refFluxUjy, refFluxErrUjy: isKnown ? magErrToFluxErrUjy(magErr, refFluxUjy) : null };
}
