/** Simple drawings that are the same as a PDF and as a PNG. */

/** 0 to 255 each. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** A picture within a drawing: what a PDF takes as it is and a PNG as pixels. */
export interface DrawnImage {
  width: number;
  height: number;
  /** Top row first, 3 bytes a pixel. */
  rgb: Uint8Array;
}

interface Stroke {
  color: Rgb;
  /** Points; default 1. */
  widthPt?: number;
}

/** One thing that is drawn, over those before it. Points (1/72 inch) from the upper left corner. */
export type Shape =
  | (Stroke & { kind: 'line'; points: readonly (readonly [x: number, y: number])[] })
  | (Stroke & { kind: 'circle'; x: number; y: number; radius: number; fill?: Rgb })
  | { kind: 'box'; x: number; y: number; width: number; height: number; fill: Rgb }
  | { kind: 'image'; x: number; y: number; width: number; height: number; image: DrawnImage }
  | DrawnText;

export interface DrawnText {
  kind: 'text';
  x: number;
  /** Of the line that it stands on. */
  y: number;
  text: string;
  /** The height of a line, points. */
  sizePt: number;
  color: Rgb;
  align?: 'left' | 'middle' | 'right';
}

/** A page of drawings; where it is cut off at, too. */
export interface Drawing {
  widthPt: number;
  heightPt: number;
  shapes: readonly Shape[];
}

/** Makes a drawing's bytes smaller (RFC 1950), e.g. Node's `zlib.deflateSync`. */
export type Deflate = (bytes: Uint8Array) => Uint8Array;
