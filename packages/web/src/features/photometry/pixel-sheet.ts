/** Pixels in memory, which are laid over a canvas all at once: red, green, blue and opacity, a byte each. */
export type Sheet = {
  readonly width: number;
  readonly height: number;
  readonly bytes: Uint8ClampedArray<ArrayBuffer>;
  /** The same pixels, one number each. */
  readonly words: Uint32Array;
};

/** Places of pixels from the middle of a picture, and their colours. */
type Places = {
  readonly dy: Int16Array;
  readonly dx: Int16Array;
  readonly words: Uint32Array;
};

/** A small picture: runs of one opaque colour, and the pixels of its edges, which are opaque in part. */
export type Sprite = {
  readonly runs: Places & { readonly length: Int16Array };
  readonly edges: Places;
};

const NO_PLACES = { dy: new Int16Array(0), dx: new Int16Array(0), words: new Uint32Array(0) };

export const NOTHING: Sprite = {
  runs: { ...NO_PLACES, length: new Int16Array(0) },
  edges: NO_PLACES,
};

export function makeSheet(width: number, height: number): Sheet {
  const buffer = new ArrayBuffer(4 * width * height);
  return { width, height, bytes: new Uint8ClampedArray(buffer), words: new Uint32Array(buffer) };
}

type Picture = Pick<ImageData, 'width' | 'height'> & { readonly data: Uint8ClampedArray };

type Run = { readonly dy: number; readonly dx: number; length: number; readonly word: number };
type Edge = { readonly dy: number; readonly dx: number; readonly word: number };

const COLOR = 0x00ffffff;
const OPAQUE = 0xff000000;
const channel = (word: number, part: number) => (word >>> (8 * part)) & 255;

/** An edge has the colour of the run that it is the edge of, but for what opacity took from its precision. */
function withColorOf(runs: readonly Run[], { word, ...place }: Edge): Edge {
  const opacity = word >>> 24;
  const tolerance = 1 + 128 / opacity;
  const own = runs.find((run) =>
    [0, 1, 2].every((part) => Math.abs(channel(run.word, part) - channel(word, part)) <= tolerance),
  );
  return { ...place, word: own === undefined ? word : (word & ~COLOR) | (own.word & COLOR) };
}

export function readSprite({ width, height, data }: Picture): Sprite {
  const words = new Uint32Array(data.slice().buffer);
  const [runs, edges]: [Run[], Edge[]] = [[], []];
  words.forEach((word, at) => {
    const [dx, dy] = [(at % width) - width / 2, Math.floor(at / width) - height / 2];
    const opacity = word >>> 24;
    const last = runs.at(-1);
    if (opacity === 0) return;
    if (opacity < 255) edges.push({ dy, dx, word });
    else if (last?.word === word && last.dy === dy && last.dx + last.length === dx) last.length++;
    else runs.push({ dy, dx, length: 1, word });
  });
  const colored = edges.map((edge) => withColorOf(runs, edge));
  return {
    runs: {
      dy: Int16Array.from(runs, ({ dy }) => dy),
      dx: Int16Array.from(runs, ({ dx }) => dx),
      length: Int16Array.from(runs, ({ length }) => length),
      words: Uint32Array.from(runs, ({ word }) => word),
    },
    edges: {
      dy: Int16Array.from(colored, ({ dy }) => dy),
      dx: Int16Array.from(colored, ({ dx }) => dx),
      words: Uint32Array.from(colored, ({ word }) => word),
    },
  };
}

/** A part of a colour over one that is opaque, rounded. */
function mix(word: number, beneath: number, opacity: number, shift: number): number {
  const color =
    opacity * ((word >>> shift) & 255) + (255 - opacity) * ((beneath >>> shift) & 255) + 127;
  return ((color / 255) | 0) << shift;
}

/** A pixel that is opaque in part over another: Porter and Duff 1984, "over". */
function blend(word: number, beneath: number): number {
  const opacity = word >>> 24;
  if (beneath >>> 24 === 255) {
    const parts = mix(word, beneath, opacity, 0) | mix(word, beneath, opacity, 8);
    return (parts | mix(word, beneath, opacity, 16) | OPAQUE) >>> 0;
  }
  const under = ((beneath >>> 24) * (255 - opacity)) / 255;
  const alpha = opacity + under;
  let blended = Math.round(alpha) << 24;
  for (let shift = 0; shift < 24; shift += 8) {
    const color = opacity * ((word >>> shift) & 255) + under * ((beneath >>> shift) & 255);
    blended |= Math.round(color / alpha) << shift;
  }
  return blended >>> 0;
}

/** Most edges lie on nothing, or on what has their colour already. */
function stampEdges(
  { width, height, words }: Sheet,
  { edges }: Sprite,
  column: number,
  row: number,
) {
  const { dx, dy, words: own } = edges;
  for (let k = 0; k < own.length; k++) {
    const x = column + (dx[k] ?? 0);
    const y = row + (dy[k] ?? 0);
    if (x < 0 || x >= width || y < 0 || y >= height) continue;
    const at = y * width + x;
    const beneath = words[at] ?? 0;
    const word = own[k] ?? 0;
    if (beneath === 0) words[at] = word;
    else if (beneath >>> 24 < 255 || ((beneath ^ word) & COLOR) !== 0) {
      words[at] = blend(word, beneath);
    }
  }
}

/** Puts a sprite's middle at a pixel; what is beyond the edges of the sheet is left out. */
export function stamp(sheet: Sheet, sprite: Sprite, column: number, row: number): void {
  const { width, height, words } = sheet;
  const { dx, dy, length, words: own } = sprite.runs;
  for (let k = 0; k < own.length; k++) {
    const y = row + (dy[k] ?? 0);
    if (y < 0 || y >= height) continue;
    const x = column + (dx[k] ?? 0);
    const end = y * width + Math.min(x + (length[k] ?? 0), width);
    const word = own[k] ?? 0;
    for (let at = y * width + Math.max(x, 0); at < end; at++) words[at] = word;
  }
  stampEdges(sheet, sprite, column, row);
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
  const right = Math.min(x + wide, width);
  for (let row = Math.max(top, 0); row < to; row++) {
    const end = row * width + right;
    for (let at = row * width + x; at < end; at++) words[at] = ink;
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

/** The sheet as a picture, which can be laid over a canvas. */
export function pictureOf({ width, height, bytes }: Sheet): ImageBitmap {
  const layer = new OffscreenCanvas(width, height);
  layer.getContext('2d')?.putImageData(new ImageData(bytes, width, height), 0, 0);
  return layer.transferToImageBitmap();
}
