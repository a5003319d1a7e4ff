export type StampImage = {
  readonly width: number;
  readonly height: number;
  readonly pixels: Float32Array | Float64Array;
};
export async function gunzip(bytes: Uint8Array): Promise<Uint8Array> {
  const s = new Blob([bytes as BlobPart]).stream().pipeThrough(new DecompressionStream('gzip'));
  return new Uint8Array(await new Response(s).arrayBuffer());
}
export function readFitsImage(b: Uint8Array): StampImage {
  const t = new TextDecoder('latin1').decode(b.subarray(0, 5760));
  const n = (k: string) => Number(new RegExp(`${k} *= *([-0-9]+)`).exec(t)?.[1]);
  const end = Math.ceil((t.search(/END {70}/) + 80) / 2880) * 2880;
  const width = n('NAXIS1'),
    height = n('NAXIS2');
  const v = new DataView(b.buffer, b.byteOffset + end);
  const pixels = new Float32Array(width * height);
  for (let i = 0; i < pixels.length; i++) pixels[i] = v.getFloat32(i * 4);
  return { width, height, pixels };
}
export function renderRgba(
  im: StampImage,
  o: { interval: string; stretch: string; cmap: string; flip: boolean },
) {
  const f = Float32Array.from(im.pixels)
    .filter((x) => !Number.isNaN(x))
    .sort();
  const lo = f[Math.floor(f.length * 0.02)] ?? 0,
    hi = f[Math.floor(f.length * 0.995)] ?? 1;
  const rgba = new Uint8ClampedArray(im.width * im.height * 4);
  for (let y = 0; y < im.height; y++)
    for (let x = 0; x < im.width; x++) {
      let q = Math.min(1, Math.max(0, ((im.pixels[y * im.width + x] ?? 0) - lo) / (hi - lo)));
      if (o.stretch === 'sqrt') q = Math.sqrt(q);
      if (o.stretch === 'log') q = Math.log1p(1000 * q) / Math.log(1001);
      if (o.stretch === 'asinh') q = Math.asinh(q / 0.1) / Math.asinh(10);
      const k = ((o.flip ? im.height - 1 - y : y) * im.width + x) * 4;
      rgba[k] = q * 255;
      rgba[k + 1] = q * 255;
      rgba[k + 2] = Math.min(255, q * 255 + 10);
      rgba[k + 3] = 255;
    }
  return { width: im.width, height: im.height, rgba };
}
