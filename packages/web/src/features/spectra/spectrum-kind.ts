import type { Pen } from '../../ui/plot/pen.ts';
import type { Frame, PlotKind, Range } from '../../ui/plot/plot-kind.ts';
import type { SpectrumScene, SpectrumTrace } from './spectrum-scene.ts';

/** A point of a spectrum under the cursor. */
export type SpectrumHit = {
  readonly name: string;
  readonly wavelength: number;
  readonly flux: number;
};

const LABEL_STEP_PX = 12;

function drawTelluric(pen: Pen, scene: SpectrumScene, frame: Frame): void {
  pen.fillStyle = scene.ink.telluric;
  pen.globalAlpha = 0.14;
  for (const { from, to } of scene.telluric) {
    pen.beginPath();
    pen.rect(frame.x(from), frame.top, frame.x(to) - frame.x(from), frame.height);
    pen.fill();
  }
  pen.globalAlpha = 1;
}

function drawTrace(pen: Pen, trace: SpectrumTrace, frame: Frame): void {
  pen.strokeStyle = trace.color;
  pen.lineWidth = 1.2 * frame.scale;
  pen.beginPath();
  let isDown = false;
  trace.xs.forEach((x, index) => {
    const y = trace.ys[index] ?? null;
    if (y === null) {
      isDown = false;
      return;
    }
    if (isDown) pen.lineTo(frame.x(x), frame.y(y));
    else pen.moveTo(frame.x(x), frame.y(y));
    isDown = true;
  });
  pen.stroke();
}

function drawLines(pen: Pen, scene: SpectrumScene, frame: Frame): void {
  pen.lineWidth = frame.scale;
  pen.font = `${10 * frame.scale}px sans-serif`;
  pen.textAlign = 'center';
  let row = 0;
  let lastX = Number.NEGATIVE_INFINITY;
  const right = frame.left + frame.width;
  for (const { x, label, isGalaxy } of [...scene.lines].sort((a, b) => a.x - b.x)) {
    const place = frame.x(x);
    if (place < frame.left || place > right) continue;
    // Labels of neighbours stand below each other.
    row = place - lastX < 30 * frame.scale ? (row + 1) % 4 : 0;
    lastX = place;
    const color = isGalaxy ? scene.ink.galaxy : scene.ink.line;
    const below = frame.top + (row + 1) * LABEL_STEP_PX * frame.scale;
    pen.strokeStyle = color;
    pen.fillStyle = color;
    pen.setLineDash(
      isGalaxy ? [2 * frame.scale, 3 * frame.scale] : [5 * frame.scale, 3 * frame.scale],
    );
    pen.beginPath();
    pen.moveTo(place, below + 3 * frame.scale);
    pen.lineTo(place, frame.top + frame.height);
    pen.stroke();
    pen.setLineDash([]);
    pen.fillText(label, place, below);
  }
}

/** What of a spectrum is within a range, without what spikes beyond nearly all of it. */
export function fluxRange(scene: SpectrumScene, [from, to]: Range): Range {
  const values: number[] = [];
  for (const { xs, ys } of scene.traces) {
    xs.forEach((x, index) => {
      const y = ys[index];
      if (x >= from && x <= to && typeof y === 'number') values.push(y);
    });
  }
  if (values.length === 0) return [0, 1];
  values.sort((a, b) => a - b);
  const at = (part: number) => values[Math.round(part * (values.length - 1))] ?? 0;
  const [low, high] = [at(0), at(1)];
  // A cosmic ray of a few points would flatten all the rest.
  const [soft, hard] = [at(0.002), at(0.998)];
  const reach = Math.max(hard - soft, 1e-12);
  const bottom = low < soft - reach ? soft - 0.1 * reach : low;
  const top = high > hard + reach ? hard + 0.1 * reach : high;
  const margin = 0.06 * Math.max(top - bottom, 1e-12);
  // Room for the labels of lines.
  return [bottom - margin, top + margin * (scene.lines.length > 0 ? 3 : 1)];
}

function nearestIndex(xs: readonly number[], x: number): number {
  let [low, high] = [0, xs.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((xs[middle] ?? 0) <= x) low = middle;
    else high = middle;
  }
  return Math.abs((xs[low] ?? 0) - x) <= Math.abs((xs[high] ?? 0) - x) ? low : high;
}

function findHit(
  scene: SpectrumScene,
  frame: Frame,
  left: number,
  top: number,
): SpectrumHit | null {
  const [a, b] = [frame.x(0), frame.x(1)];
  const x = (left - a) / (b - a);
  let best: SpectrumHit | null = null;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const { name, xs, ys } of scene.traces) {
    const index = nearestIndex(xs, x);
    const [wavelength, flux] = [xs[index], ys[index]];
    if (wavelength === undefined || typeof flux !== 'number') continue;
    if (Math.abs(frame.x(wavelength) - left) > 20) continue;
    const distance = Math.abs(frame.y(flux) - top);
    if (distance < bestDistance) {
      bestDistance = distance;
      best = { name, wavelength, flux };
    }
  }
  return best;
}

export const SPECTRUM_KIND: PlotKind<SpectrumScene, SpectrumHit> = {
  isDownward: false,
  draw: (pen, scene, frame) => {
    drawTelluric(pen, scene, frame);
    for (const trace of scene.traces) drawTrace(pen, trace, frame);
    drawLines(pen, scene, frame);
  },
  legend: ({ traces }) => traces.map(({ name, color }) => ({ sign: '—', color, text: name })),
  yRange: fluxRange,
  find: findHit,
};
