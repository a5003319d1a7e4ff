import { deflateSync } from 'node:zlib';
import { type Drawing, drawPdf, drawPng, type Rgb, type Shape } from '@fritz/formats';
import {
  altitudeOfAirmass,
  apparentPlace,
  darkSpan,
  eveningDateMjd,
  formatDec,
  formatRa,
  hoursOf,
  localNoonMjd,
  mjdToIso,
  nightAfter,
  type Position,
  type Site,
  type Span,
  spansAbove,
} from '@fritz/sky';

/** What is drawn: for each telescope, when an object is up in the dark in the day from a time on. */
export interface ObservabilityChart {
  objId: string;
  place: Position;
  telescopes: readonly { name: string; site: Site }[];
  fromMjd: number;
  maxAirmass: number;
  twilight: 'civil' | 'nautical' | 'astronomical';
  type: 'pdf' | 'png';
}

/** A file that is sent. */
export interface DrawnFile {
  bytes: Buffer;
  type: string;
  name: string;
}

const ink: Rgb = [30, 34, 40];
const pale: Rgb = [205, 210, 218];
const dark: Rgb = [214, 221, 236];
const up: Rgb = [24, 92, 196];
const left = 150;
const right = 50;
const widthPt = 792;
const rowPt = 22;
const topPt = 78;

/** The parts of a day that are dark at a place, and those of them in which an object is up. */
export function observableSpans(
  site: Site,
  position: Position,
  {
    fromMjd,
    maxAirmass,
    twilight,
  }: Pick<ObservabilityChart, 'fromMjd' | 'maxAirmass' | 'twilight'>,
): { dark: Span[]; up: Span[] } {
  const whole = { fromMjd, untilMjd: fromMjd + 1 };
  const first = eveningDateMjd(fromMjd, site.lonDeg);
  const darkSpans = [0, 1].flatMap((later) => {
    const night = nightAfter(site, localNoonMjd(first + later, site.lonDeg));
    const found = darkSpan(site, night, twilight);
    if (found === null) return [];
    const span = {
      fromMjd: Math.max(found.fromMjd, whole.fromMjd),
      untilMjd: Math.min(found.untilMjd, whole.untilMjd),
    };
    return span.untilMjd > span.fromMjd ? [span] : [];
  });
  const place = apparentPlace(position, fromMjd);
  const altitudeDeg = altitudeOfAirmass(maxAirmass);
  return {
    dark: darkSpans,
    up: darkSpans.flatMap((span) => spansAbove(place, site, { span, altitudeDeg })),
  };
}

/** Draws it. */
export function drawObservability(chart: ObservabilityChart): DrawnFile {
  const name = `${chart.objId.replaceAll(/[^\w.+-]/g, '_')}-observability.${chart.type}`;
  const drawing = layOut(chart);
  if (chart.type === 'png') {
    return { bytes: Buffer.from(drawPng(drawing, 2, deflateSync)), type: 'image/png', name };
  }
  return { bytes: Buffer.from(drawPdf([drawing], deflateSync)), type: 'application/pdf', name };
}

function layOut(chart: ObservabilityChart): Drawing {
  const { telescopes, fromMjd } = chart;
  const heightPt = topPt + Math.max(1, telescopes.length) * rowPt + 40;
  const xOf = (mjd: number) => left + (mjd - fromMjd) * (widthPt - left - right);
  const shapes: Shape[] = [
    { kind: 'text', x: 24, y: 30, text: chart.objId, sizePt: 16, color: ink },
    { kind: 'text', x: 24, y: 48, text: subtitle(chart), sizePt: 9, color: ink },
    ...hourLines(fromMjd, heightPt - 40, xOf),
  ];
  for (const [index, { name, site }] of telescopes.entries()) {
    const y = topPt + index * rowPt;
    const spans = observableSpans(site, chart.place, chart);
    const bar = (span: Span, fill: Rgb, inset: number): Shape => ({
      ...{ kind: 'box', x: xOf(span.fromMjd), y: y + inset, fill },
      width: xOf(span.untilMjd) - xOf(span.fromMjd),
      height: rowPt - 4 - 2 * inset,
    });
    shapes.push(
      ...spans.dark.map((span) => bar(span, dark, 0)),
      ...spans.up.map((span) => bar(span, up, 3)),
      { ...labels, x: left - 8, y: y + 13, text: name.slice(0, 24), align: 'right' },
      { ...labels, x: widthPt - right + 6, y: y + 13, text: `${hoursOf(spans.up).toFixed(1)} h` },
    );
  }
  return { widthPt, heightPt, shapes };
}

const labels = { kind: 'text', sizePt: 9, color: ink } as const;

function subtitle({ place, maxAirmass, twilight, fromMjd }: ObservabilityChart): string {
  const below = { civil: 6, nautical: 12, astronomical: 18 }[twilight];
  return (
    `${formatRa(place.ra, 2)} ${formatDec(place.dec, 1)}   airmass < ${maxAirmass}, Sun below −${below}°` +
    `   from ${mjdToIso(fromMjd).slice(0, 16)} UTC`
  );
}

function hourLines(fromMjd: number, bottom: number, xOf: (mjd: number) => number): Shape[] {
  const first = Math.ceil(fromMjd * 12) / 12;
  return Array.from({ length: 12 }, (_, index) => first + index / 12).flatMap((mjd): Shape[] => {
    const x = xOf(mjd);
    const points = [
      [x, topPt - 6],
      [x, bottom],
    ] as const;
    const text = mjdToIso(mjd + 1e-6).slice(11, 16);
    return [
      { kind: 'line', points, color: pale, widthPt: 0.5 },
      { ...labels, x, y: topPt - 10, text, align: 'middle' },
    ];
  });
}
