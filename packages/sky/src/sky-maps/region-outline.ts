/** The border of a region as closed lines, along the edges of its pixels. */

import { RADIANS_PER_DEGREE } from '../angles.ts';
import { faceToSphere, pixToFace } from '../healpix.ts';
import { cellsIn, type Moc } from './moc.ts';

/** Closed: the last point is the first. Degrees. */
export type RegionLine = (readonly [ra: number, dec: number])[];

/** Pixels whose edges are looked at: a border is drawn no finer than this allows. */
const MOST_PIXELS = 20_000;

/**
 * The border, at the finest order of up to `maxOrder` that leaves a number of pixels that can be drawn.
 * Coarser than the region itself it surrounds all of it.
 */
export function regionOutline(region: Moc, maxOrder = 12): RegionLine[] {
  let order = Math.min(maxOrder, region.order);
  while (order > 0 && region.fraction * 12 * 4 ** order > MOST_PIXELS) order -= 1;
  let drawn = region.degrade(order);
  while (order > 0 && drawn.fraction * 12 * 4 ** order > 2 * MOST_PIXELS) {
    order -= 1;
    drawn = region.degrade(order);
  }
  return chain(bordersOf(drawn, order));
}

interface Edge {
  readonly from: string;
  readonly to: string;
}

interface Borders {
  readonly edges: ReadonlyMap<string, Edge>;
  readonly points: ReadonlyMap<string, readonly [number, number]>;
}

/** Edges of one pixel alone: those of two lie within the region. */
function bordersOf(region: Moc, order: number): Borders {
  const edges = new Map<string, Edge>();
  const points = new Map<string, readonly [number, number]>();
  const size = cellsIn(order);
  for (let i = 0; i < region.bounds.length; i += 2) {
    const end = (region.bounds[i + 1] ?? 0n) / size;
    for (let pix = (region.bounds[i] ?? 0n) / size; pix < end; pix++) {
      const corners = cornersOf(order, pix, points);
      for (const [at, from] of corners.entries()) {
        const to = corners[(at + 1) % 4] ?? from;
        const twin = `${to}|${from}`;
        // Around each pixel one goes in the same sense, hence along an edge of two in both.
        if (!edges.delete(twin)) edges.set(`${from}|${to}`, { from, to });
      }
    }
  }
  return { edges, points };
}

/** Names of a pixel's corners, counter-clockwise from the south, whose places are noted. */
function cornersOf(
  order: number,
  pix: bigint,
  points: Map<string, readonly [number, number]>,
): string[] {
  const nside = 2 ** order;
  const { face, u, v } = pixToFace(order, pix);
  const steps = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ] as const;
  return steps.map(([du, dv]) => {
    const { z, s, phi } = faceToSphere(face, (u + du) / nside, (v + dv) / nside);
    // Of one corner as different faces have it: a name of its place, rounded.
    const name = [s * Math.cos(phi), s * Math.sin(phi), z]
      .map((x) => Math.round(x * 1e9))
      .join(' ');
    if (!points.has(name)) {
      const ra = s < 1e-12 ? 0 : phi / RADIANS_PER_DEGREE;
      points.set(name, [ra, Math.atan2(z, s) / RADIANS_PER_DEGREE]);
    }
    return name;
  });
}

function chain({ edges, points }: Borders): RegionLine[] {
  const leaving = new Map<string, string[]>();
  for (const { from, to } of edges.values()) {
    const ends = leaving.get(from);
    if (ends === undefined) leaving.set(from, [to]);
    else ends.push(to);
  }
  const lines: RegionLine[] = [];
  for (const start of leaving.keys()) {
    // Where the way comes back to a corner a line is closed: two regions may touch there.
    let way: string[] = [];
    for (let at: string | undefined = start; at !== undefined; at = leaving.get(at)?.pop()) {
      const before = way.indexOf(at);
      if (before >= 0) {
        const closed = [...way.slice(before), at];
        lines.push(closed.map((name) => points.get(name) ?? [0, 0]));
        way = way.slice(0, before);
      }
      way.push(at);
    }
  }
  return lines;
}
