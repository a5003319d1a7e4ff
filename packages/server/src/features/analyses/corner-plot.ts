import type { PosteriorSamples } from './posterior-samples.ts';

const maxParameters = 12;
const bins = 24;
/** Pixels: a panel, the gap between two, and the room for words at the left and below. */
const [side, gap, margin] = [120, 8, 64];
const ink = '#1f3b5c';

interface Axis {
  readonly name: string;
  readonly min: number;
  readonly max: number;
  /** Of each sample, from 0 to `bins` - 1. */
  readonly bin: readonly number[];
  readonly values: readonly number[];
}

/**
 * Samples as a corner plot, SVG: the histogram of each parameter with its median and the range of 68 %,
 * and how each two go together.
 */
export function drawCorner(samples: PosteriorSamples, title: string): string {
  const axes = [...samples].slice(0, maxParameters).map(([name, values]) => axisOf(name, values));
  const size = margin + axes.length * (side + gap) + gap;
  const parts: string[] = [];
  for (const [row, y] of axes.entries()) {
    for (const [column, x] of axes.slice(0, row + 1).entries()) {
      const place = { left: margin + column * (side + gap), top: 28 + row * (side + gap) };
      parts.push(row === column ? histogram(x, place) : density(x, y, place));
      if (row === axes.length - 1) parts.push(wordsBelow(x, place));
      if (column === 0 && row > 0) parts.push(wordsBeside(y, place));
    }
  }
  const height = size + 28;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${height}"`,
    ` viewBox="0 0 ${size} ${height}" font-family="sans-serif" font-size="10" fill="${ink}">`,
    `<title>${escapeXml(title)}</title><rect width="100%" height="100%" fill="#fff"/>`,
    ...parts,
    '</svg>',
  ].join('');
}

interface Place {
  readonly left: number;
  readonly top: number;
}

function axisOf(name: string, values: readonly number[]): Axis {
  const min = values.reduce((a, b) => Math.min(a, b));
  const max = values.reduce((a, b) => Math.max(a, b));
  const width = max - min || 1;
  const bin = values.map((value) => Math.min(bins - 1, Math.floor(((value - min) / width) * bins)));
  return { name, min, max, bin, values };
}

const frame = ({ left, top }: Place) =>
  `<rect x="${left}" y="${top}" width="${side}" height="${side}" fill="none" stroke="${ink}"/>`;

function histogram({ name, min, max, bin, values }: Axis, place: Place): string {
  const counts = new Array<number>(bins).fill(0);
  for (const one of bin) counts[one] = (counts[one] ?? 0) + 1;
  const most = Math.max(...counts, 1);
  const step = side / bins;
  const bars = counts.map((count, at) => {
    const height = (count / most) * (side - 4);
    const y = place.top + side - height;
    return `<rect x="${round(place.left + at * step)}" y="${round(y)}" width="${round(step)}" height="${round(height)}" fill-opacity="0.35"/>`;
  });
  const sorted = [...values].sort((a, b) => a - b);
  const [low = 0, middle = 0, high = 0] = [0.16, 0.5, 0.84].map((share) => {
    return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  });
  const lines = [low, middle, high].map((value) => {
    const x = round(place.left + ((value - min) / (max - min || 1)) * side);
    return `<line x1="${x}" x2="${x}" y1="${place.top}" y2="${place.top + side}" stroke="${ink}" stroke-dasharray="3 2"/>`;
  });
  const text = `${name} = ${short(middle)} +${short(high - middle)} −${short(middle - low)}`;
  const words = `<text x="${place.left}" y="${place.top - 4}" font-size="9">${escapeXml(text)}</text>`;
  return [...bars, ...lines, words, frame(place)].join('');
}

function density(x: Axis, y: Axis, place: Place): string {
  const counts = new Map<number, number>();
  for (const [at, column] of x.bin.entries()) {
    const cell = (y.bin[at] ?? 0) * bins + column;
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  const most = Math.max(...counts.values(), 1);
  const step = side / bins;
  const cells = [...counts].map(([cell, count]) => {
    const left = place.left + (cell % bins) * step;
    const top = place.top + side - (Math.floor(cell / bins) + 1) * step;
    return `<rect x="${round(left)}" y="${round(top)}" width="${round(step)}" height="${round(step)}" fill-opacity="${round(0.1 + (0.9 * count) / most)}"/>`;
  });
  return [...cells, frame(place)].join('');
}

function wordsBelow({ name, min, max }: Axis, { left, top }: Place): string {
  const y = top + side + 12;
  return [
    `<text x="${left}" y="${y}" font-size="8">${short(min)}</text>`,
    `<text x="${left + side}" y="${y}" font-size="8" text-anchor="end">${short(max)}</text>`,
    `<text x="${left + side / 2}" y="${y + 13}" text-anchor="middle">${escapeXml(name)}</text>`,
  ].join('');
}

function wordsBeside({ name, min, max }: Axis, { left, top }: Place): string {
  const x = left - 4;
  const turned = `translate(${left - 46} ${top + side / 2}) rotate(-90)`;
  return [
    `<text x="${x}" y="${top + side}" font-size="8" text-anchor="end">${short(min)}</text>`,
    `<text x="${x}" y="${top + 8}" font-size="8" text-anchor="end">${short(max)}</text>`,
    `<text transform="${turned}" text-anchor="middle">${escapeXml(name)}</text>`,
  ].join('');
}

const round = (value: number) => Math.round(value * 100) / 100;
const short = (value: number) => String(Number(value.toPrecision(3)));

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
/** Names are a service's: they stay text. What XML cannot hold is left out. */
function escapeXml(text: string): string {
  return text
    .slice(0, 60)
    .replaceAll(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd]/g, '')
    .replaceAll(/[&<>"]/g, (one) => entities[one] ?? '');
}
