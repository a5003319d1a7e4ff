import { type Position, wrapTo180 } from '@fritz/sky';

/**
 * The sky on a plane, east to the left: all of it in an ellipse of equal areas (Mollweide), or as a globe
 * that is seen from outside of it turned inside out (orthographic), as star charts are.
 * Source: Snyder 1987, "Map Projections: a Working Manual", USGS Professional Paper 1395, chapters 20 and 31.
 */
export type ProjectionKind = 'mollweide' | 'globe';

/** What is in the middle of a map, and how large it is drawn. */
export type SkyView = {
  readonly kind: ProjectionKind;
  readonly ra: number;
  readonly dec: number;
  /** 1: all of the map fits. */
  readonly zoom: number;
};

export type Size = { readonly width: number; readonly height: number };
type Point = readonly [x: number, y: number];

const DEGREES = 180 / Math.PI;
const HALF_WIDTH = 2 * Math.SQRT2;
const HALF_HEIGHT = Math.SQRT2;
const MARGIN = 0.96;
export const MOST_ZOOM = 20_000;

/** Pixels of the sphere's radius. */
export function radiusPx({ kind, zoom }: SkyView, { width, height }: Size): number {
  const fits =
    kind === 'mollweide'
      ? Math.min(width / (2 * HALF_WIDTH), height / (2 * HALF_HEIGHT))
      : Math.min(width, height) / 2;
  return MARGIN * fits * zoom;
}

/** The auxiliary angle of a latitude: 2θ + sin 2θ = π sin(latitude). */
function mollweideAngle(sinLatitude: number): number {
  const target = Math.PI * sinLatitude;
  if (Math.abs(sinLatitude) >= 1) return (Math.sign(sinLatitude) * Math.PI) / 2;
  let [low, high] = [-Math.PI / 2, Math.PI / 2];
  let angle = Math.asin(sinLatitude) * 0.9;
  for (let i = 0; i < 60; i++) {
    const error = 2 * angle + Math.sin(2 * angle) - target;
    if (Math.abs(error) < 1e-13) break;
    if (error > 0) high = angle;
    else low = angle;
    const next = angle - error / (2 + 2 * Math.cos(2 * angle));
    angle = next > low && next < high ? next : (low + high) / 2;
  }
  return angle;
}

/** From places to pixels of a map of some size, and back. */
export class SkyProjection {
  private readonly view: SkyView;
  private readonly size: Size;
  private readonly radius: number;
  private readonly middleY: number;
  private readonly sin0: number;
  private readonly cos0: number;

  constructor(view: SkyView, size: Size) {
    this.view = view;
    this.size = size;
    this.radius = radiusPx(view, size);
    this.sin0 = Math.sin(view.dec / DEGREES);
    this.cos0 = Math.cos(view.dec / DEGREES);
    this.middleY = HALF_HEIGHT * Math.sin(mollweideAngle(this.sin0));
  }

  /** Null where it is on the far side of the globe. */
  toPixel({ ra, dec }: Position): Point | null {
    const turn = wrapTo180(ra - this.view.ra) / DEGREES;
    const latitude = dec / DEGREES;
    if (this.view.kind === 'mollweide') {
      const angle = mollweideAngle(Math.sin(latitude));
      const x = (HALF_WIDTH / Math.PI) * turn * Math.cos(angle);
      return this.onPlane(x, HALF_HEIGHT * Math.sin(angle) - this.middleY);
    }
    const [sin, cos] = [Math.sin(latitude), Math.cos(latitude)];
    const facing = this.sin0 * sin + this.cos0 * cos * Math.cos(turn);
    if (facing < 0) return null;
    return this.onPlane(cos * Math.sin(turn), this.cos0 * sin - this.sin0 * cos * Math.cos(turn));
  }

  private onPlane(x: number, y: number): Point {
    const { width, height } = this.size;
    return [width / 2 - x * this.radius, height / 2 - y * this.radius];
  }

  /** Null beside the sky. */
  toSky(xPx: number, yPx: number): Position | null {
    const { width, height } = this.size;
    const x = (width / 2 - xPx) / this.radius;
    const y = (height / 2 - yPx) / this.radius;
    return this.view.kind === 'mollweide' ? this.fromMollweide(x, y) : this.fromGlobe(x, y);
  }

  private fromMollweide(x: number, y: number): Position | null {
    const sine = (y + this.middleY) / HALF_HEIGHT;
    if (Math.abs(sine) > 1) return null;
    const angle = Math.asin(sine);
    const turn = (Math.PI * x) / (HALF_WIDTH * Math.cos(angle));
    if (!(Math.abs(turn) <= Math.PI)) return null;
    const latitude = Math.asin((2 * angle + Math.sin(2 * angle)) / Math.PI);
    return { ra: this.rightAscension(turn), dec: latitude * DEGREES };
  }

  private fromGlobe(x: number, y: number): Position | null {
    const square = x * x + y * y;
    if (square > 1) return null;
    const depth = Math.sqrt(1 - square);
    const sin = depth * this.sin0 + y * this.cos0;
    const turn = Math.atan2(x, depth * this.cos0 - y * this.sin0);
    const latitude = Math.asin(Math.max(-1, Math.min(1, sin)));
    return { ra: this.rightAscension(turn), dec: latitude * DEGREES };
  }

  private rightAscension(turn: number): number {
    const ra = (this.view.ra + turn * DEGREES) % 360;
    return ra < 0 ? ra + 360 : ra;
  }
}

/** The view after the sky was dragged by so many pixels. */
export function draggedView(view: SkyView, [dx, dy]: Point, size: Size): SkyView {
  const degreesPerPx = DEGREES / radiusPx(view, size);
  const dec = Math.max(-90, Math.min(90, view.dec + dy * degreesPerPx));
  // Near a pole a step to the side is a larger turn.
  const perTurn = Math.max(0.1, Math.cos(view.dec / DEGREES));
  const ra = (view.ra + (dx * degreesPerPx) / perTurn + 360) % 360;
  return { ...view, ra, dec: view.kind === 'mollweide' && view.zoom <= 1 ? view.dec : dec };
}

/** The view after zooming by a factor. All of an ellipse is seen from its middle. */
export function zoomedView(view: SkyView, factor: number): SkyView {
  const zoom = Math.max(1, Math.min(MOST_ZOOM, view.zoom * factor));
  return { ...view, zoom, dec: view.kind === 'mollweide' && zoom <= 1 ? 0 : view.dec };
}

/** Lines of right ascension and declination, as wide apart as they can be told apart. */
export function graticule(
  view: SkyView,
  size: Size,
): { ras: number[]; decs: number[]; stepDegrees: number } {
  const acrossDegrees = (Math.min(size.width, size.height) / radiusPx(view, size)) * DEGREES;
  const step =
    [30, 10, 5, 2, 1, 0.5, 0.2, 0.1, 0.05, 0.02, 0.01].find((one) => acrossDegrees / one > 3) ??
    0.01;
  const reach = Math.min(90, acrossDegrees);
  const from = Math.max(-90 + step, Math.floor((view.dec - reach) / step) * step);
  const to = Math.min(90 - step, view.dec + reach);
  const decs: number[] = [];
  for (let dec = from; dec <= to + 1e-9; dec += step) decs.push(Number(dec.toFixed(4)));
  const isWide = acrossDegrees > 60 || Math.abs(view.dec) + acrossDegrees > 80;
  const raStep = isWide ? Math.max(step, 30) : step;
  const raReach = isWide ? 180 : acrossDegrees / Math.cos(view.dec / DEGREES);
  const ras: number[] = [];
  const first = Math.floor((view.ra - raReach) / raStep) * raStep;
  for (let ra = first; ra < view.ra + raReach && ras.length < 60; ra += raStep) {
    ras.push(Number((((ra % 360) + 360) % 360).toFixed(4)));
  }
  return { ras: [...new Set(ras)], decs, stepDegrees: step };
}
