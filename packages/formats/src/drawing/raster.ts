/** Drawings as pixels. */
import { encodePng } from '../image/png.ts';
import type { Deflate, Drawing, DrawnText, Rgb, Shape } from './drawing.ts';
import { ADVANCE, CAPITAL, strokesOf } from './stroke-font.ts';

/** Of the size that a text is said to have, what its capitals are: as in Helvetica. */
const CAPITAL_OF_SIZE = 0.72;

/** A white sheet. */
class Sheet {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.rgb = new Uint8Array(width * height * 3).fill(255);
  }

  /** Lays a colour on a pixel as far as it is covered. */
  blend(x: number, y: number, [red, green, blue]: Rgb, cover: number): void {
    if (cover <= 0 || x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    const at = (y * this.width + x) * 3;
    const lay = (offset: number, part: number) => {
      const under = this.rgb[at + offset] ?? 0;
      this.rgb[at + offset] = Math.round(under + (part - under) * Math.min(1, cover));
    };
    lay(0, red);
    lay(1, green);
    lay(2, blue);
  }

  /** Goes over the pixels around a box. */
  within(
    box: readonly [number, number, number, number],
    each: (x: number, y: number) => void,
  ): void {
    const [left, top, right, bottom] = box;
    const to = (value: number, most: number) => Math.max(0, Math.min(most, value));
    for (let y = to(Math.floor(top), this.height); y < to(Math.ceil(bottom), this.height); y += 1) {
      for (let x = to(Math.floor(left), this.width); x < to(Math.ceil(right), this.width); x += 1) {
        each(x, y);
      }
    }
  }

  segment(
    from: readonly [number, number],
    to: readonly [number, number],
    color: Rgb,
    width: number,
  ): void {
    const reach = width / 2 + 1;
    const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
    const length = dx * dx + dy * dy;
    const box = [
      Math.min(from[0], to[0]) - reach,
      Math.min(from[1], to[1]) - reach,
      Math.max(from[0], to[0]) + reach,
      Math.max(from[1], to[1]) + reach,
    ] as const;
    this.within(box, (x, y) => {
      const [px, py] = [x + 0.5 - from[0], y + 0.5 - from[1]];
      const along = length === 0 ? 0 : Math.max(0, Math.min(1, (px * dx + py * dy) / length));
      const distance = Math.hypot(px - along * dx, py - along * dy);
      this.blend(x, y, color, width / 2 + 0.5 - distance);
    });
  }
}

/** A PNG of a drawing, so many pixels a point. */
export function drawPng(drawing: Drawing, scale: number, deflate: Deflate): Uint8Array {
  const sheet = new Sheet(
    Math.round(drawing.widthPt * scale),
    Math.round(drawing.heightPt * scale),
  );
  for (const shape of drawing.shapes) drawShape(sheet, shape, scale);
  const { width, height, rgb } = sheet;
  return encodePng({ width, height, channels: 'rgb', data: rgb }, deflate);
}

function drawShape(sheet: Sheet, shape: Shape, scale: number): void {
  if (shape.kind === 'text') drawText(sheet, shape, scale);
  else if (shape.kind === 'image') drawImage(sheet, shape, scale);
  else if (shape.kind === 'circle') drawCircle(sheet, shape, scale);
  else if (shape.kind === 'box') drawBox(sheet, shape, scale);
  else drawLine(sheet, shape, scale);
}

function drawBox(sheet: Sheet, shape: Extract<Shape, { kind: 'box' }>, scale: number): void {
  const { x, y, width, height, fill } = shape;
  const ends = [x * scale, y * scale, (x + width) * scale, (y + height) * scale] as const;
  const [left, top, right, bottom] = ends;
  const covered = (at: number, from: number, to: number) =>
    Math.max(0, Math.min(at + 1, to) - Math.max(at, from));
  sheet.within(ends, (px, py) =>
    sheet.blend(px, py, fill, covered(px, left, right) * covered(py, top, bottom)),
  );
}

function drawLine(sheet: Sheet, shape: Extract<Shape, { kind: 'line' }>, scale: number): void {
  const points = shape.points.map(([x, y]) => [x * scale, y * scale] as const);
  const width = Math.max(1, (shape.widthPt ?? 1) * scale);
  for (const [index, to] of points.entries()) {
    const from = points[index - 1];
    if (from !== undefined) sheet.segment(from, to, shape.color, width);
  }
}

function drawCircle(sheet: Sheet, shape: Extract<Shape, { kind: 'circle' }>, scale: number): void {
  const [x, y, radius] = [shape.x * scale, shape.y * scale, shape.radius * scale];
  const width = Math.max(1, (shape.widthPt ?? 1) * scale);
  const reach = radius + width;
  sheet.within([x - reach, y - reach, x + reach, y + reach], (px, py) => {
    const distance = Math.hypot(px + 0.5 - x, py + 0.5 - y);
    if (shape.fill !== undefined) sheet.blend(px, py, shape.fill, radius + 0.5 - distance);
    sheet.blend(px, py, shape.color, width / 2 + 0.5 - Math.abs(distance - radius));
  });
}

function drawImage(sheet: Sheet, shape: Extract<Shape, { kind: 'image' }>, scale: number): void {
  const [left, top] = [shape.x * scale, shape.y * scale];
  const [width, height] = [shape.width * scale, shape.height * scale];
  const { image } = shape;
  sheet.within([left, top, left + width, top + height], (x, y) => {
    const column = Math.min(
      image.width - 1,
      Math.max(0, Math.floor(((x + 0.5 - left) / width) * image.width)),
    );
    const row = Math.min(
      image.height - 1,
      Math.max(0, Math.floor(((y + 0.5 - top) / height) * image.height)),
    );
    const at = (row * image.width + column) * 3;
    const part = (offset: number) => image.rgb[at + offset] ?? 0;
    sheet.blend(x, y, [part(0), part(1), part(2)], 1);
  });
}

function drawText(
  sheet: Sheet,
  { text, x, y, sizePt, color, align }: DrawnText,
  scale: number,
): void {
  const unit = (sizePt * CAPITAL_OF_SIZE * scale) / CAPITAL;
  // Counted by signs, as they are seen.
  const signs = [...text];
  const width = signs.length * ADVANCE * unit;
  const begins = x * scale - { left: 0, middle: width / 2, right: width }[align ?? 'left'];
  for (const [index, sign] of signs.entries()) {
    for (const stroke of strokesOf(sign)) {
      const points = stroke.map(([px, py]) => {
        return [begins + (index * ADVANCE + px + 0.7) * unit, y * scale - py * unit] as const;
      });
      const pen = Math.max(1, unit * 0.9);
      const [first] = points;
      if (points.length === 1 && first) sheet.segment(first, first, color, pen);
      for (const [at, to] of points.entries()) {
        const from = points[at - 1];
        if (from !== undefined) sheet.segment(from, to, color, pen);
      }
    }
  }
}
