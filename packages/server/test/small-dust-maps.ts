import { writeFitsImage } from '@fritz/formats';

const SIZE = 128;
const radians = Math.PI / 180;

/** A sky whose dust is smooth: more of it towards the plane and the centre. */
export function dust(l: number, b: number): number {
  return (
    0.2 + 0.1 * Math.cos(l * radians) * Math.cos(b * radians) - 0.15 * Math.sin(b * radians) ** 2
  );
}

/** One of the two maps, small, by the inverse of their projection. */
function mapOf(sign: 1 | -1): Uint8Array {
  const pixels = new Float32Array(SIZE * SIZE);
  for (let i = 0; i < pixels.length; i += 1) {
    const x = ((i % SIZE) + 0.5) / (SIZE / 2) - 1;
    const y = (Math.floor(i / SIZE) + 0.5) / (SIZE / 2) - 1;
    // Beyond the rim there is the other hemisphere, as in the real ones.
    const sinB = sign * (1 - Math.min(2, x * x + y * y));
    pixels[i] = dust(Math.atan2(-sign * y, x) / radians, Math.asin(sinB) / radians);
  }
  return writeFitsImage({ width: SIZE, height: SIZE, pixels });
}

/** The two maps by the names under which they are published. */
export function smallDustMaps(): Record<string, Uint8Array> {
  return { 'SFD_dust_4096_ngp.fits': mapOf(1), 'SFD_dust_4096_sgp.fits': mapOf(-1) };
}
