import { fluxUjyToMag, MAG_PER_RELATIVE_FLUX } from './photometry.ts';

/** What was measured in a difference image, and the source of its reference image, in µJy. */
export interface DifferenceAndReference {
  /** Signed: below zero where there is less light than in the reference. */
  readonly fluxUjy: number | null;
  readonly fluxErrUjy: number | null;
  readonly refFluxUjy: number | null;
  readonly refFluxErrUjy: number | null;
}

export interface TotalFlux {
  readonly fluxUjy: number;
  /** Null where the error of the difference is not known. */
  readonly fluxErrUjy: number | null;
}

/** AB magnitude; both null where there is less than no light. */
export interface TotalMagnitude {
  readonly mag: number | null;
  readonly magErr: number | null;
}

/**
 * The light of a variable source: that of the reference image and, with its sign, of the
 * difference. As magnitudes, m = −2.5 log₁₀(10^(−0.4 m_ref) ± 10^(−0.4 m_diff)): Masci et al.
 * 2023, arXiv:2305.16279 (ZTF's forced photometry), and Förster et al. 2021, AJ 161, 242 (ALeRCE).
 *
 * Its error is the science image's: the noise of the reference is in the difference already, so
 * σ² = σ_diff² − σ_ref². Where the reference has the larger error that cannot hold, and both are
 * added, which is the conservative form of the former paper. Of a reference without an error the
 * difference's is taken: σ is then at most that.
 *
 * @returns null where either flux is not known
 */
export function totalFlux(measured: DifferenceAndReference): TotalFlux | null {
  const { fluxUjy, refFluxUjy } = measured;
  if (!isFiniteNumber(fluxUjy) || !isFiniteNumber(refFluxUjy)) return null;
  return { fluxUjy: refFluxUjy + fluxUjy, fluxErrUjy: totalError(measured) };
}

function totalError({ fluxErrUjy, refFluxErrUjy }: DifferenceAndReference): number | null {
  if (!isFiniteNumber(fluxErrUjy)) return null;
  if (!isFiniteNumber(refFluxErrUjy)) return fluxErrUjy;
  const left = fluxErrUjy ** 2 - refFluxErrUjy ** 2;
  return left > 0 ? Math.sqrt(left) : Math.hypot(fluxErrUjy, refFluxErrUjy);
}

/** `totalFlux` as AB magnitude; δm = 1.0857 σ / flux. */
export function totalMagnitude(measured: DifferenceAndReference): TotalMagnitude {
  const total = totalFlux(measured);
  const mag = total && fluxUjyToMag(total.fluxUjy);
  if (!total || mag === null) return { mag: null, magErr: null };
  const { fluxUjy, fluxErrUjy } = total;
  return {
    mag,
    magErr: fluxErrUjy === null ? null : (MAG_PER_RELATIVE_FLUX * fluxErrUjy) / fluxUjy,
  };
}

function isFiniteNumber(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}
