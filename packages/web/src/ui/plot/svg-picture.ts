import type { Pen } from './pen.ts';
import type { Frame, LegendLine, PlotKind, Range, Scene } from './plot-kind.ts';
import { escapeXml, SvgPen } from './svg-pen.ts';
import { makeTicks, writeTick } from './ticks.ts';

export type PictureLook = {
  readonly width: number;
  readonly height: number;
  readonly ink: string;
  readonly grid: string;
  readonly paper: string;
};

const MARGIN = { left: 64, right: 12, top: 28, bottom: 44 } as const;

function drawAxes(pen: Pen, frame: Frame, shown: { x: Range; y: Range }, look: PictureLook): void {
  const { left, top, width, height } = frame;
  pen.lineWidth = 1;
  pen.font = '12px sans-serif';
  pen.fillStyle = look.ink;
  pen.textAlign = 'center';
  for (const value of makeTicks(...shown.x, width / 90)) {
    const x = frame.x(value);
    pen.strokeStyle = look.grid;
    pen.beginPath();
    pen.moveTo(x, top);
    pen.lineTo(x, top + height);
    pen.stroke();
    pen.fillText(writeTick(value), x, top + height + 16);
  }
  pen.textAlign = 'right';
  for (const value of makeTicks(...shown.y, height / 50)) {
    const y = frame.y(value);
    pen.beginPath();
    pen.moveTo(left, y);
    pen.lineTo(left + width, y);
    pen.stroke();
    pen.fillText(writeTick(value), left - 6, y + 4);
  }
  pen.strokeStyle = look.ink;
  pen.beginPath();
  pen.rect(left, top, width, height);
  pen.stroke();
}

function drawLegend(pen: Pen, frame: Frame, lines: readonly LegendLine[]): void {
  pen.font = '12px sans-serif';
  pen.textAlign = 'right';
  lines.forEach(({ sign, color, text }, index) => {
    pen.fillStyle = color;
    pen.fillText(
      `${sign} ${text}`,
      frame.left + frame.width - 8,
      frame.top + frame.height - 10 - 16 * (lines.length - 1 - index),
    );
  });
}

/** A plot as a picture for a paper: what is shown now, with axes, labels and a title. */
export function makeSvg<S extends Scene, Hit>(
  kind: PlotKind<S, Hit>,
  scene: S,
  shown: { readonly x: Range; readonly y: Range },
  title: string,
  look: PictureLook,
): string {
  const width = look.width - MARGIN.left - MARGIN.right;
  const height = look.height - MARGIN.top - MARGIN.bottom;
  const part = (value: number, [from, to]: Range) => (value - from) / (to - from);
  const frame: Frame = {
    x: (value) => MARGIN.left + width * part(value, shown.x),
    y: (value) => {
      const up = part(value, shown.y);
      return MARGIN.top + height * (kind.isDownward ? up : 1 - up);
    },
    left: MARGIN.left,
    top: MARGIN.top,
    width,
    height,
    scale: 1,
  };
  const axes = new SvgPen();
  drawAxes(axes, frame, shown, look);
  const marks = new SvgPen();
  kind.draw(marks, scene, frame);
  drawLegend(axes, frame, kind.legend(scene));
  const text = `font-family="sans-serif" font-size="13" fill="${look.ink}" text-anchor="middle"`;
  const middle = MARGIN.top + height / 2;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${look.width}" height="${look.height}" viewBox="0 0 ${look.width} ${look.height}">`,
    `<title>${escapeXml(title)}</title>`,
    `<rect width="${look.width}" height="${look.height}" fill="${look.paper}"/>`,
    axes.elements(),
    `<clipPath id="plot"><rect x="${frame.left}" y="${frame.top}" width="${width}" height="${height}"/></clipPath>`,
    `<g clip-path="url(#plot)">`,
    marks.elements(),
    '</g>',
    `<text x="${frame.left + width / 2}" y="${look.height - 8}" ${text}>${escapeXml(scene.xLabel)}</text>`,
    `<text transform="translate(15 ${middle}) rotate(-90)" ${text}>${escapeXml(scene.yLabel)}</text>`,
    `<text x="${frame.left + width / 2}" y="18" ${text}>${escapeXml(title)}</text>`,
    '</svg>',
  ].join('\n');
}
