/** Draws what a postage stamp shows: sources blurred by the seeing, on a square of pixels. */
export const STAMP_PX = 63;
export const STAMP_PIXELS = STAMP_PX * STAMP_PX;
export const STAMP_CENTRE_PX = 31;

/** A blurred source: the place in stamp pixels, the flux in DN, its widths along x and y. */
interface Blob {
  readonly x: number;
  readonly y: number;
  readonly fluxDn: number;
  readonly sigmaXPx: number;
  readonly sigmaYPx: number;
}

const REACH_SIGMA = 4.5;
const profileX = new Float64Array(STAMP_PX);

function addBlob(pixels: Float32Array, blob: Blob): void {
  const { x, y, fluxDn, sigmaXPx, sigmaYPx } = blob;
  const x0 = Math.max(0, Math.ceil(x - REACH_SIGMA * sigmaXPx));
  const x1 = Math.min(STAMP_PX - 1, Math.floor(x + REACH_SIGMA * sigmaXPx));
  const y0 = Math.max(0, Math.ceil(y - REACH_SIGMA * sigmaYPx));
  const y1 = Math.min(STAMP_PX - 1, Math.floor(y + REACH_SIGMA * sigmaYPx));
  const peak = fluxDn / (2 * Math.PI * sigmaXPx * sigmaYPx);
  for (let i = x0; i <= x1; i++) profileX[i] = Math.exp(-(((i - x) / sigmaXPx) ** 2) / 2);
  for (let j = y0; j <= y1; j++) {
    const row = j * STAMP_PX;
    const amplitude = peak * Math.exp(-(((j - y) / sigmaYPx) ** 2) / 2);
    for (let i = x0; i <= x1; i++) {
      pixels[row + i] = (pixels[row + i] ?? 0) + amplitude * (profileX[i] ?? 0);
    }
  }
}

const PSF_CORE_SHARE = 0.85;

/** A point source: a Gaussian core and wings of twice its width. */
export function addStar(
  pixels: Float32Array,
  place: { readonly x: number; readonly y: number },
  fluxDn: number,
  sigmaPx: number,
): void {
  const { x, y } = place;
  const wings = 2 * sigmaPx;
  const core = PSF_CORE_SHARE * fluxDn;
  addBlob(pixels, { x, y, fluxDn: core, sigmaXPx: sigmaPx, sigmaYPx: sigmaPx });
  addBlob(pixels, { x, y, fluxDn: fluxDn - core, sigmaXPx: wings, sigmaYPx: wings });
}

/** Three Gaussians that together fall off like an exponential disc: share of flux, width. */
const DISC = [
  [0.2, 0.35],
  [0.45, 0.8],
  [0.35, 1.5],
] as const;

export interface Disc {
  readonly x: number;
  readonly y: number;
  readonly fluxDn: number;
  readonly halfLightPx: number;
  /** Height over width, 0 to 1 and above. */
  readonly axisRatio: number;
}

/** A galaxy, aligned with the pixel grid. */
export function addGalaxy(pixels: Float32Array, disc: Disc, sigmaPx: number): void {
  for (const [share, width] of DISC) {
    addBlob(pixels, {
      x: disc.x,
      y: disc.y,
      fluxDn: share * disc.fluxDn,
      sigmaXPx: Math.hypot(sigmaPx, width * disc.halfLightPx),
      sigmaYPx: Math.hypot(sigmaPx, width * disc.halfLightPx * disc.axisRatio),
    });
  }
}
