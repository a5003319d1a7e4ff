const SHAPES: Readonly<Record<string, string>> = { g: '●', r: '■', i: '◆' };

/** The shape that a band is drawn with. */
export function bandSign(band: string): string {
  return SHAPES[band] ?? '▲';
}
