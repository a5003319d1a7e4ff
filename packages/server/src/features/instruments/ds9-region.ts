import { circleOutline, type Outline } from '@fritz/sky';

/** A region that is none. */
export class RegionError extends Error {}

const MAX_SHAPES = 500;

/**
 * Reads shapes of a ds9 region file: `circle`, `box` and `polygon`, in degrees around (0, 0). What
 * else such a file may say (comments, colours, the frame) is passed over.
 * https://ds9.si.edu/doc/ref/region.html
 */
export function readRegion(text: string): Outline[] {
  const lines = text.split(/[\n;]/).map((line) => line.replace(/#.*/, '').trim());
  const shapes = lines.flatMap((line) => {
    const shape = /^\+?(\w+)\s*\(([^)]*)\)/.exec(line);
    return shape ? [readShape(shape[1] ?? '', shape[2] ?? '')] : [];
  });
  if (shapes.length === 0) throw new RegionError('has no circle, box or polygon');
  if (shapes.length > MAX_SHAPES) throw new RegionError(`has at most ${MAX_SHAPES} shapes`);
  return shapes;
}

function readShape(kind: string, list: string): Outline {
  const words = list.split(/[\s,]+/).filter((word) => word !== '');
  const numbers = words.map((word) => readDegrees(word));
  const [lon = 0, lat = 0, width = 0, height = width, angle = 0] = numbers;
  switch (kind.toLowerCase()) {
    case 'circle':
      if (numbers.length !== 3) throw new RegionError('a circle is its middle and its radius');
      return circleOutline({ lon, lat }, width);
    case 'box':
      if (numbers.length < 4 || angle !== 0) {
        throw new RegionError('a box is its middle, width and height, not turned');
      }
      return boxOutline(lon, lat, width, height);
    case 'polygon':
      return polygonOutline(numbers);
    default:
      throw new RegionError(`“${kind}” is no circle, box or polygon`);
  }
}

/** A length of degrees, or with ' or " behind it arc minutes or seconds. */
function readDegrees(word: string): number {
  const value = Number(word.replace(/["'d]$/, ''));
  if (!Number.isFinite(value)) throw new RegionError(`“${word}” is no number`);
  if (word.endsWith("'")) return value / 60;
  return word.endsWith('"') ? value / 3600 : value;
}

function boxOutline(lon: number, lat: number, width: number, height: number): Outline {
  const [w, h] = [width / 2, height / 2];
  return [
    [lon - w, lat - h],
    [lon + w, lat - h],
    [lon + w, lat + h],
    [lon - w, lat + h],
    [lon - w, lat - h],
  ];
}

function polygonOutline(numbers: readonly number[]): Outline {
  if (numbers.length < 6 || numbers.length % 2 === 1) {
    throw new RegionError('a polygon has three corners or more, two numbers each');
  }
  const corners: [number, number][] = [];
  for (let at = 0; at < numbers.length; at += 2) {
    corners.push([numbers[at] ?? 0, numbers[at + 1] ?? 0]);
  }
  const [first] = corners;
  return first ? [...corners, first] : corners;
}
