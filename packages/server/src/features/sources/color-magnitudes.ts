/** Under which names a catalog's annotation has what is needed; case and underscores do not matter. */
export interface ColorKeys {
  catalog?: string;
  apparentMagKey?: string;
  parallaxKey?: string;
  absorptionKey?: string;
  absoluteMagKey?: string;
  blueMagKey?: string;
  redMagKey?: string;
  colorKey?: string;
}

/** A place in the colour–magnitude diagram. */
export interface ColorMagnitude {
  origin: string;
  abs_mag: number | null;
  color: number;
}

/** Colours and absolute magnitudes that annotations tell; the usual names are Gaia's. */
export function colorMagnitudes(
  annotations: readonly { origin: string; data: Readonly<Record<string, unknown>> }[],
  keys: ColorKeys,
): ColorMagnitude[] {
  const catalog = plain(keys.catalog ?? 'gaia');
  return annotations.flatMap(({ origin, data }) => {
    if (!plain(origin).includes(catalog)) return [];
    const values = new Map(Object.entries(data).map(([key, value]) => [plain(key), value]));
    const read = (key: string) => toNumber(values.get(plain(key)));
    const color = colorOf(read, keys);
    const magnitude = magnitudeOf(read, keys);
    if (color === null || magnitude === undefined) return [];
    const absorption = read(keys.absorptionKey ?? 'A_G') ?? 0;
    return [{ origin, abs_mag: magnitude === null ? null : magnitude + absorption, color }];
  });
}

type Read = (key: string) => number | null;

function colorOf(read: Read, keys: ColorKeys): number | null {
  if (keys.colorKey !== undefined) return read(keys.colorKey);
  const [blue, red] = [read(keys.blueMagKey ?? 'Mag_Bp'), read(keys.redMagKey ?? 'Mag_Rp')];
  return blue === null || red === null ? null : blue - red;
}

/** Undefined: nothing tells it; null: a parallax that is no distance. */
function magnitudeOf(read: Read, keys: ColorKeys): number | null | undefined {
  if (keys.absoluteMagKey !== undefined) return read(keys.absoluteMagKey) ?? undefined;
  const mag = read(keys.apparentMagKey ?? 'Mag_G');
  const parallaxMas = read(keys.parallaxKey ?? 'Plx');
  if (mag === null || parallaxMas === null) return undefined;
  // m − M = 5 log10(d / 10 pc), with d = 1000 pc / parallax in mas.
  return parallaxMas > 0 ? mag + 5 * Math.log10(parallaxMas / 100) : null;
}

function plain(text: string): string {
  return text.toLowerCase().replaceAll('_', '');
}

function toNumber(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}
