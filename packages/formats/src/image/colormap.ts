/** Colour maps as piecewise linear tables of 256 colours. */

export type ColormapName = 'gray' | 'gray_r' | 'bone' | 'bone_r' | 'viridis' | 'hot' | 'cool';

type Anchor = readonly [place: number, red: number, green: number, blue: number];

/**
 * `bone` is gray with a blue tint, 7/8 gray and 1/8 reversed hot; `viridis` is sampled at eighths
 * of the perceptually uniform map of S. van der Walt and N. Smith (2015), which linear
 * interpolation meets to a few units of 255.
 */
const ANCHORS: Record<Exclude<ColormapName, 'gray_r' | 'bone_r'>, readonly Anchor[]> = {
  gray: [
    [0, 0, 0, 0],
    [1, 255, 255, 255],
  ],
  bone: [
    [0, 0, 0, 0],
    [3 / 8, 255 * (21 / 64), 255 * (21 / 64), 255 * (29 / 64)],
    [6 / 8, 255 * (42 / 64), 255 * (50 / 64), 255 * (50 / 64)],
    [1, 255, 255, 255],
  ],
  viridis: [
    [0, 68, 1, 84],
    [1 / 8, 71, 44, 122],
    [2 / 8, 59, 81, 139],
    [3 / 8, 44, 113, 142],
    [4 / 8, 33, 144, 141],
    [5 / 8, 39, 173, 129],
    [6 / 8, 92, 200, 99],
    [7 / 8, 170, 220, 50],
    [1, 253, 231, 37],
  ],
  hot: [
    [0, 0, 0, 0],
    [3 / 8, 255, 0, 0],
    [6 / 8, 255, 255, 0],
    [1, 255, 255, 255],
  ],
  cool: [
    [0, 0, 255, 255],
    [1, 255, 0, 255],
  ],
};

export const COLORMAP_NAMES: readonly ColormapName[] = [
  'gray',
  'gray_r',
  'bone',
  'bone_r',
  'viridis',
  'hot',
  'cool',
];

/** 256 colours, 3 bytes each, from the darkest value's to the brightest's; `_r` is reversed. */
export function buildColormap(name: ColormapName): Uint8Array {
  const isReversed = name === 'gray_r' || name === 'bone_r';
  const anchors = ANCHORS[name === 'gray_r' ? 'gray' : name === 'bone_r' ? 'bone' : name];
  const table = new Uint8Array(256 * 3);
  for (let level = 0; level < 256; level++) {
    const place = (isReversed ? 255 - level : level) / 255;
    table.set(interpolate(anchors, place), level * 3);
  }
  return table;
}

function interpolate(anchors: readonly Anchor[], place: number): number[] {
  let before = anchors[0];
  for (const anchor of anchors) {
    if (before !== undefined && anchor[0] >= place) {
      const width = anchor[0] - before[0];
      const fraction = width > 0 ? (place - before[0]) / width : 0;
      const [, red, green, blue] = before;
      return [
        Math.round(red + (anchor[1] - red) * fraction),
        Math.round(green + (anchor[2] - green) * fraction),
        Math.round(blue + (anchor[3] - blue) * fraction),
      ];
    }
    before = anchor;
  }
  return before === undefined ? [0, 0, 0] : [before[1], before[2], before[3]];
}
