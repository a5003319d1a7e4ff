/** Where points fall: x = x0 + perDay·mjd, y = y0 + perMag·mag, in canvas pixels. */
export type Placing = {
  readonly x0: number;
  readonly perDay: number;
  readonly y0: number;
  readonly perMag: number;
};

/** What a picture of points was made of. */
type Made = {
  readonly points: object;
  readonly placing: Placing;
  /** Ink, scale and size. */
  readonly look: string;
};

type Kept<P> = Made & { readonly picture: P; readonly marginPx: number };

/** A year's days at most are a pixel off by less than this. */
const SAME_SLOPE = 1e-9;

function isMoved(before: Made, now: Made): boolean {
  const [a, b] = [before.placing, now.placing];
  return (
    before.points === now.points &&
    before.look === now.look &&
    a.y0 === b.y0 &&
    a.perMag === b.perMag &&
    Math.abs(a.perDay - b.perDay) <= SAME_SLOPE * Math.abs(b.perDay)
  );
}

/**
 * The picture of very many points while it is moved sideways: three times as wide as what is seen, so that most
 * frames lay it down elsewhere and draw no point. One picture is kept: there is one that somebody moves.
 */
export class MovingLayer<P> {
  private last: Made | null = null;
  private kept: Kept<P> | null = null;

  /**
   * @param draw makes the picture with so many pixels more at the left and at the right
   * @returns the picture, and from which of its columns on it is seen
   */
  picture(
    now: Made,
    widthPx: number,
    draw: (marginPx: number) => P,
  ): { readonly picture: P; readonly fromPx: number } {
    const { last, kept } = this;
    this.last = now;
    if (kept !== null && isMoved(kept, now)) {
      const { picture, marginPx } = kept;
      const movedPx = Math.round(now.placing.x0 - kept.placing.x0);
      if (Math.abs(movedPx) <= marginPx) return { picture, fromPx: marginPx - movedPx };
    }
    // What is drawn once is drawn as it is seen; what moves will be wanted beyond its edges.
    const isMoving = last !== null && last.placing.x0 !== now.placing.x0 && isMoved(last, now);
    const marginPx = isMoving ? widthPx : 0;
    const picture = draw(marginPx);
    this.kept = isMoving ? { ...now, picture, marginPx } : null;
    return { picture, fromPx: marginPx };
  }
}
