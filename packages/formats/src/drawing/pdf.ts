/**
 * Drawings as a PDF of one page each.
 * Source: ISO 32000-1, sections 7.5 (file structure), 8 (graphics) and 9 (text).
 */
import type { Deflate, Drawing, DrawnImage, DrawnText, Rgb, Shape } from './drawing.ts';

const ascii = new TextEncoder();
/** A quarter of a circle as a Bézier curve. */
const KAPPA = 0.5522847498;
/** How wide Helvetica's letters are on average for their height, of what charts have: digits and capitals. */
const HELVETICA = 0.556;

const number = (value: number) => String(Math.round(value * 100) / 100);
const color = ([red, green, blue]: Rgb) =>
  [red, green, blue].map((part) => number(part / 255)).join(' ');

/** Text in the encoding of the standard fonts: signs that it has, and a question mark for others. */
function encodeText(text: string): string {
  const replaced = text
    .replaceAll('−', '-')
    .replaceAll('″', '"')
    .replaceAll('′', "'")
    .replaceAll('“', '"')
    .replaceAll('”', '"')
    .replaceAll('–', '-')
    .replaceAll('α', 'RA')
    .replaceAll('δ', 'Dec');
  return [...replaced]
    .map((sign) => {
      const code = sign.codePointAt(0) ?? 0;
      if (code >= 0x20 && code < 0x7f) return /[\\()]/.test(sign) ? `\\${sign}` : sign;
      if (code >= 0xa0 && code <= 0xff) return `\\${code.toString(8).padStart(3, '0')}`;
      return '?';
    })
    .join('');
}

/** Widths of Helvetica in thousandths (Adobe's metrics), of what is not of the usual width. */
const NARROW = 278;
const WIDTHS: Readonly<Record<string, number>> = {
  ...Object.fromEntries([...' !,./:;I[]ft|\\'].map((sign) => [sign, NARROW])),
  ...Object.fromEntries([..."ijl'"].map((sign) => [sign, 222])),
  ...Object.fromEntries([...'ABEKPSVXY&'].map((sign) => [sign, 667])),
  ...Object.fromEntries([...'CDHNRUw'].map((sign) => [sign, 722])),
  ...Object.fromEntries([...'GOQ'].map((sign) => [sign, 778])),
  ...Object.fromEntries([...'FTZ'].map((sign) => [sign, 611])),
  ...Object.fromEntries([...'ckszvxyJ'].map((sign) => [sign, 500])),
  ...Object.fromEntries([...'()-r'].map((sign) => [sign, 333])),
  ...Object.fromEntries([...'+<>=~'].map((sign) => [sign, 584])),
  ...{ M: 833, m: 833, W: 944, '%': 889, '@': 1015, '"': 355, '*': 389, '°': 400, '·': NARROW },
};

function widthOf({ text, sizePt }: DrawnText): number {
  const shown = text.replaceAll('−', '-').replaceAll('″', '"').replaceAll('′', "'");
  return (
    [...shown].reduce((sum, sign) => sum + (WIDTHS[sign] ?? HELVETICA * 1000), 0) * (sizePt / 1000)
  );
}

/** What a page says, with the names of its pictures. */
class Page {
  readonly parts: string[] = [];
  readonly images: DrawnImage[] = [];
  readonly #heightPt: number;

  constructor(heightPt: number) {
    this.#heightPt = heightPt;
  }

  add(shape: Shape): void {
    const up = (y: number) => number(this.#heightPt - y);
    if (shape.kind === 'text') {
      const shift = { left: 0, middle: 0.5, right: 1 }[shape.align ?? 'left'] * widthOf(shape);
      const at = `${number(shape.x - shift)} ${up(shape.y)}`;
      this.parts.push(
        `BT ${color(shape.color)} rg /F1 ${number(shape.sizePt)} Tf ${at} Td (${encodeText(shape.text)}) Tj ET`,
      );
    } else if (shape.kind === 'image') {
      this.images.push(shape.image);
      const corner = `${number(shape.x)} ${up(shape.y + shape.height)}`;
      const size = `${number(shape.width)} 0 0 ${number(shape.height)}`;
      this.parts.push(`q ${size} ${corner} cm /I${this.images.length} Do Q`);
    } else if (shape.kind === 'box') {
      const corner = `${number(shape.x)} ${up(shape.y + shape.height)}`;
      const size = `${number(shape.width)} ${number(shape.height)}`;
      this.parts.push(`${color(shape.fill)} rg ${corner} ${size} re f`);
    } else {
      const pen = `${color(shape.color)} RG ${number(shape.widthPt ?? 1)} w 1 J 1 j`;
      this.parts.push(
        shape.kind === 'line' ? `${pen} ${this.#line(shape)}` : `${pen} ${this.#circle(shape)}`,
      );
    }
  }

  #line({ points }: Extract<Shape, { kind: 'line' }>): string {
    const steps = points.map(([x, y], index) => {
      return `${number(x)} ${number(this.#heightPt - y)} ${index === 0 ? 'm' : 'l'}`;
    });
    return `${steps.join(' ')} S`;
  }

  #circle({ x, y, radius: r, fill }: Extract<Shape, { kind: 'circle' }>): string {
    const at = (dx: number, dy: number) =>
      `${number(x + dx * r)} ${number(this.#heightPt - y + dy * r)}`;
    const arcs = [
      [1, KAPPA, KAPPA, 1, 0, 1],
      [-KAPPA, 1, -1, KAPPA, -1, 0],
      [-1, -KAPPA, -KAPPA, -1, 0, -1],
      [KAPPA, -1, 1, -KAPPA, 1, 0],
    ].map(([a = 0, b = 0, c = 0, d = 0, e = 0, f = 0]) => `${at(a, b)} ${at(c, d)} ${at(e, f)} c`);
    const paint = fill === undefined ? 'S' : 'B';
    const ink = fill === undefined ? '' : `${color(fill)} rg `;
    return `${ink}${at(1, 0)} m ${arcs.join(' ')} ${paint}`;
  }
}

/** A PDF of these pages. */
export function drawPdf(pages: readonly Drawing[], deflate: Deflate): Uint8Array {
  const objects: Uint8Array[] = [];
  const add = (head: string, stream?: Uint8Array): number => {
    const parts = stream
      ? [ascii.encode(`${head}\nstream\n`), stream, ascii.encode('\nendstream')]
      : [ascii.encode(head)];
    objects.push(joined(parts));
    return objects.length;
  };
  // Catalog and list of pages come first, and name what comes later.
  const kids: number[] = [];
  objects.push(new Uint8Array(), new Uint8Array());
  const font = add(
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
  );
  for (const { widthPt, heightPt, shapes } of pages) {
    const page = new Page(heightPt);
    for (const shape of shapes) page.add(shape);
    const images = page.images.map(({ width, height, rgb }, index) => {
      const bytes = deflate(rgb);
      const id = add(
        `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB ` +
          `/BitsPerComponent 8 /Filter /FlateDecode /Length ${bytes.length} >>`,
        bytes,
      );
      return `/I${index + 1} ${id} 0 R`;
    });
    const text = deflate(ascii.encode(page.parts.join('\n')));
    const content = add(`<< /Filter /FlateDecode /Length ${text.length} >>`, text);
    kids.push(
      add(
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${number(widthPt)} ${number(heightPt)}] /Resources ` +
          `<< /Font << /F1 ${font} 0 R >> /XObject << ${images.join(' ')} >> >> /Contents ${content} 0 R >>`,
      ),
    );
  }
  objects[0] = ascii.encode('<< /Type /Catalog /Pages 2 0 R >>');
  const list = kids.map((id) => `${id} 0 R`).join(' ');
  objects[1] = ascii.encode(`<< /Type /Pages /Kids [${list}] /Count ${kids.length} >>`);
  return assemble(objects);
}

function assemble(objects: readonly Uint8Array[]): Uint8Array {
  const parts: Uint8Array[] = [ascii.encode('%PDF-1.4\n')];
  let at = parts[0]?.length ?? 0;
  const push = (bytes: Uint8Array) => {
    parts.push(bytes);
    at += bytes.length;
  };
  const offsets = objects.map((object, index) => {
    const begins = at;
    push(ascii.encode(`${index + 1} 0 obj\n`));
    push(object);
    push(ascii.encode('\nendobj\n'));
    return begins;
  });
  const entries = offsets
    .map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`)
    .join('');
  const size = objects.length + 1;
  const begins = at;
  push(
    ascii.encode(
      `xref\n0 ${size}\n0000000000 65535 f \n${entries}` +
        `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${begins}\n%%EOF\n`,
    ),
  );
  return joined(parts);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
