/**
 * The two texts of a MOC: JSON (`{"6": [12, 13], "7": [200]}`) and ASCII (`6/12-13 7/200`).
 * Source: MOC 2.0, IVOA Recommendation 2022-07-27, sections 4.3 and 4.4.
 */
import { cellsIn, demandPixel, Moc, type MocCell } from './moc.ts';
import { SkyMapError } from './sky-map-error.ts';

/** Its pixels by their orders; pixels are exact where the text that it is made of is. */
export type MocJson = Readonly<Record<string, readonly (number | bigint)[]>>;

/** Pixels below 2^53 as numbers, the others as bigints. */
export function mocToJson(moc: Moc): Record<string, (number | bigint)[]> {
  const found: Record<string, (number | bigint)[]> = {};
  for (const [order, pixels] of byOrder(moc)) {
    found[String(order)] = pixels.map((pix) =>
      pix <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(pix) : pix,
    );
  }
  return found;
}

/** @throws SkyMapError bad_text, bad_pixel */
export function mocFromJson(json: unknown): Moc {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    throw new SkyMapError(
      'bad_text',
      'a MOC in JSON is an object of lists of pixels by their orders',
    );
  }
  const cells: MocCell[] = [];
  for (const [key, pixels] of Object.entries(json)) {
    const list: unknown = pixels;
    if (!/^\d{1,2}$/.test(key) || !Array.isArray(list)) {
      throw new SkyMapError('bad_text', `"${key}" is no HEALPix order with a list of pixels`);
    }
    for (const pix of list) cells.push({ order: Number(key), pix: readPixel(pix) });
  }
  return Moc.ofCells(cells);
}

function readPixel(pix: unknown): bigint {
  if (typeof pix === 'bigint') return pix;
  if (typeof pix === 'number' && Number.isSafeInteger(pix)) return BigInt(pix);
  throw new SkyMapError('bad_text', `${String(pix)} is no number of a pixel`);
}

/** Runs of pixels are written by their ends. */
export function mocToAscii(moc: Moc): string {
  const parts: string[] = [];
  for (const [order, pixels] of byOrder(moc)) {
    const runs: string[] = [];
    for (let i = 0; i < pixels.length; ) {
      const first = pixels[i] ?? 0n;
      let last = first;
      while (pixels[++i] === last + 1n) last += 1n;
      runs.push(first === last ? String(first) : `${first}-${last}`);
    }
    parts.push(`${order}/${runs.join(' ')}`);
  }
  return parts.join(' ');
}

/** @throws SkyMapError bad_text, bad_pixel */
export function mocFromAscii(text: string): Moc {
  const bounds: bigint[] = [];
  let order: number | null = null;
  for (const word of text.split(/[\s,]+/)) {
    if (word === '') continue;
    const match = /^(?:(\d{1,2})\/)?(?:(\d{1,19})(?:-(\d{1,19}))?)?$/.exec(word);
    if (!match) throw new SkyMapError('bad_text', `"${word.slice(0, 40)}" stands for no pixels`);
    if (match[1] !== undefined) order = Number(match[1]);
    if (match[2] === undefined) continue;
    if (order === null) throw new SkyMapError('bad_text', `"${word}" has no order before it`);
    const [first, last] = [BigInt(match[2]), BigInt(match[3] ?? match[2])];
    demandPixel(order, first);
    demandPixel(order, last);
    if (last < first) throw new SkyMapError('bad_text', `"${word}" ends before it begins`);
    bounds.push(first * cellsIn(order), (last + 1n) * cellsIn(order));
  }
  return Moc.of(BigInt64Array.from(bounds));
}

function byOrder(moc: Moc): [number, bigint[]][] {
  const found = new Map<number, bigint[]>();
  for (const { order, pix } of moc.cells()) {
    const pixels = found.get(order);
    if (pixels === undefined) found.set(order, [pix]);
    else pixels.push(pix);
  }
  return [...found].sort(([a], [b]) => a - b);
}
