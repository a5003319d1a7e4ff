/** Pixels in memory, which are laid over a canvas all at once: red, green, blue and opacity, a byte each. */
export type Sheet = {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8ClampedArray<ArrayBuffer>;
  /** The same pixels, one number each. */
  readonly words: Uint32Array;
};

/** The pixels of a small picture that are not empty, by their place from its middle. */
export type Sprite = {
  readonly dx: Int16Array;
  readonly dy: Int16Array;
  readonly bytes: Uint8ClampedArray;
  readonly words: Uint32Array;
};

export const NOTHING: Sprite = {
  dx: new Int16Array(0),
  dy: new Int16Array(0),
  bytes: new Uint8ClampedArray(0),
  words: new Uint32Array(0),
};

export function makeSheet(width: number, height: number): Sheet {
  const buffer = new ArrayBuffer(4 * width * height);
  return { width, height, bytes: new Uint8ClampedArray(buffer), words: new Uint32Array(buffer) };
}

type Picture = Pick<ImageData, 'width' | 'height'> & { readonly data: Uint8ClampedArray };

export function readSprite({ width, height, data }: Picture): Sprite {
  const places: number[] = [];
  for (let at = 0; at < width * height; at++) if ((data[4 * at + 3] ?? 0) > 0) places.push(at);
  const bytes = new Uint8ClampedArray(places.flatMap((at) => [...data.slice(4 * at, 4 * at + 4)]));
  return {
    dx: Int16Array.from(places, (at) => (at % width) - width / 2),
    dy: Int16Array.from(places, (at) => Math.floor(at / width) - height / 2),
    bytes,
    words: new Uint32Array(bytes.buffer),
  };
}

/** Lays a pixel over another: Porter and Duff 1984, "over". */
function blend(sheet: Sheet, to: number, { bytes }: Sprite, from: number): void {
  const over = (bytes[from + 3] ?? 0) / 255;
  const under = ((sheet.bytes[to + 3] ?? 0) / 255) * (1 - over);
  const alpha = over + under;
  for (let part = 0; part < 3; part++) {
    const color = over * (bytes[from + part] ?? 0) + under * (sheet.bytes[to + part] ?? 0);
    sheet.bytes[to + part] = color / alpha;
  }
  sheet.bytes[to + 3] = 255 * alpha;
}

/** Puts a sprite's middle at a pixel; what is beyond the edges is left out. */
export function stamp(sheet: Sheet, sprite: Sprite, column: number, row: number): void {
  const { width, height, words } = sheet;
  const { dx, dy } = sprite;
  for (let k = 0; k < dx.length; k++) {
    const x = column + (dx[k] ?? 0);
    const y = row + (dy[k] ?? 0);
    if (x < 0 || x >= width || y < 0 || y >= height) continue;
    const at = y * width + x;
    // Most are opaque, or the first at their place.
    if (sprite.bytes[4 * k + 3] === 255 || words[at] === 0) words[at] = sprite.words[k] ?? 0;
    else blend(sheet, 4 * at, sprite, 4 * k);
  }
}

type Bar = {
  readonly x: number;
  readonly wide: number;
  readonly top: number;
  readonly bottom: number;
};

/** An upright bar of one colour, `bottom` not included; at least a pixel high. */
export function fillBar(sheet: Sheet, { x, wide, top, bottom }: Bar, ink: number): void {
  const { width, height, words } = sheet;
  const to = Math.min(Math.max(bottom, top + 1), height);
  for (let row = Math.max(top, 0); row < to; row++) {
    words.fill(ink, row * width + x, row * width + Math.min(x + wide, width));
  }
}

const colors = new Map<string, number>();

/** A colour as a pixel of a sheet. */
export function readColor(color: string): number {
  const known = colors.get(color);
  if (known !== undefined) return known;
  const ctx = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
  if (ctx === null) return 0;
  ctx.fillStyle = color;
  ctx.fillRect(0, 0, 1, 1);
  const word = new Uint32Array(ctx.getImageData(0, 0, 1, 1).data.buffer)[0] ?? 0;
  colors.set(color, word);
  return word;
}

/** Lays the sheet over what is on the canvas, within its clip. */
export function layOn(ctx: CanvasRenderingContext2D, { width, height, bytes }: Sheet): void {
  const layer = new OffscreenCanvas(width, height);
  layer.getContext('2d')?.putImageData(new ImageData(bytes, width, height), 0, 0);
  ctx.drawImage(layer, 0, 0);
}
