import type { KnownSkyMap } from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';
import { cellSteradians, cellsIn } from '@fritz/sky';
import { DEG2_PER_STERADIAN } from './localizations.presenter.ts';

type Cells = Static<typeof routes.getLocalizationCells.response>;

/** A cell that others may have been joined in. */
interface Drawn {
  readonly order: number;
  readonly pixel: bigint;
  probability: number;
  level: number;
}

/**
 * Cells of a map, those within a pixel of some order joined where there would be more than `most`: the
 * finest order that does it. Only what holds all but a thousandth is drawn.
 */
export function drawnCells(known: KnownSkyMap, most: number): Cells {
  const { map } = known;
  let drawn: Drawn[] = [];
  for (let order = map.order; order >= 0; order--) {
    if (order < map.order && countAt(known, order) > most) continue;
    drawn = joinAt(known, order);
    if (drawn.length <= most) break;
  }
  return {
    order: drawn.map((cell) => cell.order),
    pixel: drawn.map((cell) => cell.pixel),
    probability_per_deg2: drawn.map(
      ({ order, probability }) => probability / cellSteradians(order) / DEG2_PER_STERADIAN,
    ),
    credible_level: drawn.map(({ level }) => 100 * level),
  };
}

const DRAWN_PROBABILITY = 0.999;

/** The cells that are drawn, along the sky. */
function* cellsOf({ map, levels }: KnownSkyMap): Generator<number> {
  for (let cell = 0; cell < map.length; cell++) {
    if (levels.holds(cell, DRAWN_PROBABILITY)) yield cell;
  }
}

function countAt(known: KnownSkyMap, order: number): number {
  let count = 0;
  let end = -1n;
  for (const cell of cellsOf(known)) {
    const start = known.map.starts[cell] ?? 0n;
    if (start < end) continue;
    count += 1;
    const own = Math.min(order, known.map.orders[cell] ?? 0);
    end = (start / cellsIn(own) + 1n) * cellsIn(own);
  }
  return count;
}

function joinAt(known: KnownSkyMap, order: number): Drawn[] {
  const { map, levels } = known;
  const drawn: Drawn[] = [];
  for (const cell of cellsOf(known)) {
    const own = Math.min(order, map.orders[cell] ?? 0);
    const pixel = (map.starts[cell] ?? 0n) / cellsIn(own);
    const [probability, level] = [map.probabilityOf(cell), levels.levelOf(cell)];
    const last = drawn.at(-1);
    if (last?.order === own && last.pixel === pixel) {
      last.probability += probability;
      last.level = Math.min(last.level, level);
    } else drawn.push({ order: own, pixel, probability, level });
  }
  return drawn;
}
