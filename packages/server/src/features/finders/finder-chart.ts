import { deflateSync } from 'node:zlib';
import { type Drawing, drawPdf, drawPng, type Rgb, type Shape } from '@fritz/formats';
import {
  formatDec,
  formatRa,
  mjdToIso,
  offsetArcsec,
  type Position,
  positionAngleDegrees,
  separationArcsec,
} from '@fritz/sky';
import type { FinderPicture } from './finder-picture.ts';
import type { Star } from './offset-stars.ts';

/** What a finding chart shows. */
export interface FinderChart {
  name: string;
  target: Position;
  /** What is said of the target below its position. */
  note: string | null;
  sideArcmin: number;
  mjd: number;
  picture: FinderPicture | null;
  /** A picture that is being fetched, for whoever draws the chart again. */
  awaited: string | null;
  /** Stars of the field, for where there is no picture. */
  field: readonly Star[];
  offsetStars: readonly Star[];
  /** The catalog that stars are of; null: none is loaded. */
  catalog: string | null;
}

const ink: Rgb = [20, 24, 30];
const faint: Rgb = [120, 126, 136];
const red: Rgb = [196, 30, 40];
const colors: readonly Rgb[] = [
  [20, 90, 200],
  [12, 130, 60],
  [150, 60, 180],
  [190, 110, 0],
];
const [widthPt, heightPt] = [792, 612];
const side = 520;
const [left, top] = [28, 60];
const panel = left + side + 24;

/** Where something lies on the chart, in points: a tangent plane, north up and east left (Meeus 17). */
function placer({ target, sideArcmin }: FinderChart) {
  const scale = side / (sideArcmin * 60);
  return (place: Position): readonly [number, number] => {
    const angle = (positionAngleDegrees(target, place) * Math.PI) / 180;
    const apart = separationArcsec(target, place) / 3600;
    const radius = Math.tan((Math.min(apart, 80) * Math.PI) / 180) * (180 / Math.PI) * 3600 * scale;
    return [left + side / 2 - radius * Math.sin(angle), top + side / 2 - radius * Math.cos(angle)];
  };
}

/** The chart, as one page. */
export function layOutFinder(chart: FinderChart): Drawing {
  return {
    widthPt,
    heightPt,
    shapes: [...sky(chart), ...frame(chart), ...marks(chart), ...words(chart)],
  };
}

/** Its bytes. */
export function drawFinder(chart: FinderChart, type: 'pdf' | 'png'): Buffer {
  const drawing = layOutFinder(chart);
  return Buffer.from(
    type === 'pdf' ? drawPdf([drawing], deflateSync) : drawPng(drawing, 2, deflateSync),
  );
}

function sky(chart: FinderChart): Shape[] {
  const { picture, sideArcmin, field } = chart;
  const shapes: Shape[] = [];
  if (picture !== null) {
    const shown = Math.min(1, picture.sideArcsec / (sideArcmin * 60)) * side;
    const inset = (side - shown) / 2;
    shapes.push({
      ...{ kind: 'image', x: left + inset, y: top + inset, width: shown, height: shown },
      image: picture.image,
    });
    // A picture of the whole field has the stars itself.
    if (inset < 1) return shapes;
  }
  const at = placer(chart);
  for (const star of field) {
    const [x, y] = at(star);
    const isWithin = x > left && x < left + side && y > top && y < top + side;
    const isUnderPicture = picture !== null && star.distanceArcsec < picture.sideArcsec / 2;
    if (!isWithin || isUnderPicture) continue;
    const radius = Math.max(0.5, Math.min(7, 0.5 + (20 - star.mag) * 0.55));
    shapes.push({ kind: 'circle', x, y, radius, color: ink, fill: ink, widthPt: 0.2 });
  }
  return shapes;
}

function frame({ sideArcmin }: FinderChart): Shape[] {
  const [right, bottom] = [left + side, top + side];
  const bar = side / sideArcmin;
  const corner = { x: right - 28, y: bottom - 28 };
  const line = (points: readonly (readonly [number, number])[], color = ink, width = 1): Shape => {
    return { kind: 'line', points, color, widthPt: width };
  };
  const text = (x: number, y: number, what: string): Shape => {
    return { kind: 'text', x, y, text: what, sizePt: 11, color: red, align: 'middle' };
  };
  return [
    line([
      [left, top],
      [right, top],
      [right, bottom],
      [left, bottom],
      [left, top],
    ]),
    line(
      [
        [corner.x, corner.y],
        [corner.x, corner.y - 44],
      ],
      red,
      1.4,
    ),
    line(
      [
        [corner.x, corner.y],
        [corner.x - 44, corner.y],
      ],
      red,
      1.4,
    ),
    text(corner.x, corner.y - 50, 'N'),
    text(corner.x - 53, corner.y + 4, 'E'),
    line(
      [
        [left + 16, bottom - 18],
        [left + 16 + bar, bottom - 18],
      ],
      red,
      1.6,
    ),
    text(left + 16 + bar / 2, bottom - 24, "1'"),
  ];
}

/** The target between four ticks, and each star in a circle. */
function marks(chart: FinderChart): Shape[] {
  const [x, y] = [left + side / 2, top + side / 2];
  const [gap, length] = [9, 20];
  const tick = (dx: number, dy: number): Shape => ({
    kind: 'line',
    points: [
      [x + dx * gap, y + dy * gap],
      [x + dx * (gap + length), y + dy * (gap + length)],
    ],
    color: red,
    widthPt: 1.8,
  });
  const at = placer(chart);
  return [
    tick(1, 0),
    tick(0, -1),
    ...chart.offsetStars.flatMap((star, index): Shape[] => {
      const [sx, sy] = at(star);
      const color = colors[index % colors.length] ?? ink;
      return [
        { kind: 'circle', x: sx, y: sy, radius: 9, color, widthPt: 1.4 },
        { kind: 'text', x: sx + 12, y: sy + 4, text: String(index + 1), sizePt: 12, color },
      ];
    }),
  ];
}

function words(chart: FinderChart): Shape[] {
  const { target, name, picture, catalog, note } = chart;
  const shapes: Shape[] = [
    { kind: 'text', x: left, y: 40, text: name, sizePt: 20, color: ink },
    {
      ...{ kind: 'text', x: left + side, y: 40, sizePt: 10, color: faint, align: 'right' },
      text: `${chart.sideArcmin}' × ${chart.sideArcmin}'`.replace('×', 'x'),
    },
  ];
  let y = top + 10;
  const say = (text: string, sizePt: number, color: Rgb, step = sizePt * 1.5) => {
    shapes.push({ kind: 'text', x: panel, y, text, sizePt, color });
    y += step;
  };
  say(`${formatRa(target.ra, 2)}  ${formatDec(target.dec, 1)}`, 12, ink);
  say(`${target.ra.toFixed(6)}  ${target.dec.toFixed(6)}  (J2000)`, 8.5, ink);
  if (note !== null) say(note, 8.5, ink);
  y += 8;
  if (chart.offsetStars.length > 0) say('From the star to the target:', 8.5, faint, 16);
  for (const [index, star] of chart.offsetStars.entries()) {
    const color = colors[index % colors.length] ?? ink;
    const { east, north } = offsetArcsec(star, target);
    const [dra, ddec] = [Math.abs(east).toFixed(2), Math.abs(north).toFixed(2)];
    say(`${index + 1}  ${star.mag.toFixed(1)} mag`, 11, color);
    say(`${formatRa(star.ra, 2)}  ${formatDec(star.dec, 1)}`, 9.5, ink);
    say(`${dra}" ${east > 0 ? 'E' : 'W'}   ${ddec}" ${north > 0 ? 'N' : 'S'}`, 10.5, ink);
    const angle = positionAngleDegrees(star, target).toFixed(1);
    say(`${separationArcsec(star, target).toFixed(2)}"  PA ${angle}°`, 8.5, ink, 22);
  }
  y = heightPt - 66;
  const date = mjdToIso(chart.mjd).slice(0, 10);
  if (chart.awaited !== null) say(`${chart.awaited} is being fetched: ask again`, 8, ink);
  say(picture === null ? 'Stars as the catalog has them' : `Picture: ${picture.title}`, 8, faint);
  say(
    catalog === null ? 'No catalog of stars is loaded' : `Stars: ${catalog}, moved to ${date}`,
    8,
    faint,
  );
  return shapes;
}
