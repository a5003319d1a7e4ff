import type { Pen } from './pen.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const ANCHORS: Readonly<Record<string, string>> = { center: 'middle', right: 'end', end: 'end' };

export function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] ?? character);
}

const round = (value: number) => Number(value.toFixed(2));

/** Draws as on a canvas, and writes down SVG. */
export class SvgPen implements Pen {
  strokeStyle: Pen['strokeStyle'] = '#000000';
  fillStyle: Pen['fillStyle'] = '#000000';
  lineWidth = 1;
  globalAlpha = 1;
  font = '11px sans-serif';
  textAlign: CanvasTextAlign = 'left';
  #path = '';
  #dash: readonly number[] = [];
  readonly #elements: string[] = [];

  beginPath(): void {
    this.#path = '';
  }

  moveTo(x: number, y: number): void {
    this.#path += `M${round(x)} ${round(y)}`;
  }

  lineTo(x: number, y: number): void {
    this.#path += `L${round(x)} ${round(y)}`;
  }

  /** Whole circles alone: markers need no other. */
  arc(x: number, y: number, radius: number): void {
    const r = round(radius);
    this.#path += `M${round(x - radius)} ${round(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0Z`;
  }

  rect(x: number, y: number, width: number, height: number): void {
    this.#path += `M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}Z`;
  }

  closePath(): void {
    this.#path += 'Z';
  }

  setLineDash(segments: Iterable<number>): void {
    this.#dash = [...segments];
  }

  stroke(): void {
    const dash = this.#dash.length > 0 ? ` stroke-dasharray="${this.#dash.join(' ')}"` : '';
    this.#push(
      `<path d="${this.#path}" fill="none" stroke="${this.#color(this.strokeStyle)}" stroke-width="${round(this.lineWidth)}"${dash}`,
    );
  }

  fill(): void {
    this.#push(`<path d="${this.#path}" fill="${this.#color(this.fillStyle)}"`);
  }

  fillText(text: string, x: number, y: number): void {
    const size = /(\d+(?:\.\d+)?)px/.exec(this.font)?.[1] ?? '11';
    const anchor = ANCHORS[this.textAlign] ?? 'start';
    const head = `<text x="${round(x)}" y="${round(y)}" font-family="sans-serif" font-size="${size}"`;
    const look = `text-anchor="${anchor}" fill="${this.#color(this.fillStyle)}"`;
    this.#elements.push(`${head} ${look}>${escapeXml(text)}</text>`);
  }

  /** All that was drawn; what is within `clip` alone where that is given. */
  elements(): string {
    return this.#elements.join('\n');
  }

  #color(style: Pen['strokeStyle']): string {
    return typeof style === 'string' ? escapeXml(style) : '#000000';
  }

  #push(head: string): void {
    const alpha = this.globalAlpha < 1 ? ` opacity="${round(this.globalAlpha)}"` : '';
    this.#elements.push(`${head}${alpha}/>`);
  }
}
