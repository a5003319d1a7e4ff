/**
 * Files of a release as `fritz archive add --store hats` makes them, of very many light curves in little
 * time: places and numbers are each row's own, all else is written once and used again for every file.
 */
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  CURVE_FILE_COLUMNS,
  curveCells,
  RELEASE_FILE_ROWS as FILE_ROWS,
  type HatsCell,
  type HatsTable,
  hatsPixel,
  pixelPath,
  RELEASE_FILE_SHAPE as SHAPE,
  writeCatalogHead,
  writeCollectionHead,
  writtenColumns,
  zstdPacking,
} from '@fritz/archive';
import { type EncodedChunk, encodeChunk, type ParquetColumn, ParquetWriter } from '@fritz/formats';
import { pixToAng } from '@fritz/sky';

/** Pixels of 0.84 square degrees: a file of 65,536 has the density of all of ZTF's light curves together. */
const ORDER = 6;
/** Each row's own: `_healpix_29`, number, place. */
const OWN = 4;

export interface MadeFiles {
  readonly places: readonly { readonly ra: number; readonly dec: number }[];
  readonly bytes: number;
}

export async function makeFiles(
  folder: string,
  options: { name: string; curves: number; points: number; places: number; next: () => number },
): Promise<MadeFiles> {
  const { name, curves, points, next } = options;
  const files = Math.ceil(curves / FILE_ROWS);
  const pixels = Array.from({ length: files }, (_, i) =>
    hatsPixel(ORDER, BigInt(Math.floor((i * 12 * 4 ** ORDER) / files))),
  );
  const table: HatsTable = {
    ...{ name, raColumn: 'ra', decColumn: 'dec', properties: {} },
    kind: 'object',
    columns: CURVE_FILE_COLUMNS,
  };
  const columns = writtenColumns(table);
  const common = encodeCommon(columns, points, next);
  const places: { ra: number; dec: number }[] = [];
  let bytes = 0;
  for (const [i, pixel] of pixels.entries()) {
    const path = join(folder, name, pixelPath(pixel));
    await mkdir(dirname(path), { recursive: true });
    const handle = await open(path, 'w');
    const writer = new ParquetWriter(columns, { packing: zstdPacking, ...SHAPE });
    const rows = Math.min(FILE_ROWS, curves - i * FILE_ROWS);
    for (let from = 0; from < rows; from += SHAPE.groupRows) {
      const count = Math.min(SHAPE.groupRows, rows - from);
      const own = placeRows(pixel.from, pixel.to, { from, count, rows, next });
      const ids = BigInt64Array.from(own.hpx, (_, k) => BigInt(1e13 + i * FILE_ROWS + from + k));
      const encoded = [own.hpx, ids, own.ra, own.dec].map((values, k) =>
        encodeChunk(columns[k] ?? { name: '', type: 'int8' }, values, count, {
          packing: zstdPacking,
          ...SHAPE,
        }),
      );
      const rest = count === SHAPE.groupRows ? common : encodeCommon(columns, points, next, count);
      const at = Math.floor(next() * count);
      places.push({ ra: own.ra[at] ?? 0, dec: own.dec[at] ?? 0 });
      await handle.writeFile(Buffer.concat(writer.encodedGroup([...encoded, ...rest], count)));
    }
    await handle.writeFile(Buffer.concat(writer.end()));
    await handle.close();
    bytes += writer.byteLength;
  }
  const summary = { pixels, rows: curves, maxRows: FILE_ROWS, bytes, createdAt: new Date() };
  await writeCatalogHead(join(folder, name), table, summary);

  await writeCollectionHead(folder, { name, primary: name, margin: null, createdAt: new Date() });
  // Some of every file, in no order.
  const chosen = places.map((place) => ({ place, key: next() })).sort((a, b) => a.key - b.key);
  return { places: chosen.slice(0, options.places).map(({ place }) => place), bytes };
}

function placeRows(
  low: bigint,
  high: bigint,
  { from, count, rows, next }: { from: number; count: number; rows: number; next: () => number },
) {
  const hpx = new BigInt64Array(count);
  const ra = new Float64Array(count);
  const dec = new Float64Array(count);
  const step = Number(high - low) / rows;
  for (let i = 0; i < count; i++) {
    const at = low + BigInt(Math.floor((from + i + next() * 0.999) * step));
    const place = pixToAng(29, at);
    hpx[i] = at;
    ra[i] = place.ra;
    dec[i] = place.dec;
  }
  return { hpx, ra, dec };
}

function encodeCommon(
  columns: readonly ParquetColumn[],
  points: number,
  next: () => number,
  rows: number = SHAPE.groupRows,
): EncodedChunk[] {
  const cells: HatsCell[][] = columns.slice(1).map(() => []);
  for (let i = 0; i < rows; i++) {
    const facts = {
      ...{ lc_id: 0n, ra: 0, dec: 0, filter: 1 + (i % 3), field: 245, ccd: 10, quad: 1, rc: 36 },
      ...{ meanmag: 14 + 7 * next(), vonneumannratio: 2 * next(), iqr: next() / 4 },
      ...{ refchi: null, refmag: 14 + 7 * next(), refmagerr: next() / 50, refsharp: next() },
    };
    const own = Array.from({ length: points }, () => {
      const hjd = 2_458_200 + 2000 * next();
      return {
        ...{ hjd, mjd: hjd - 2_400_000.503, mag: 14 + 7 * next(), magerr: next() / 10 },
        ...{ catflags: 0, expid: Math.floor(5e7 + 1e7 * next()), ra: null, dec: null },
        ...{ chi: next() * 3, sharp: next() - 0.5 },
      };
    });
    for (const [k, cell] of curveCells(facts, own).entries()) cells[k]?.push(cell);
  }
  return columns
    .slice(OWN)
    .map((column, k) =>
      encodeChunk(column, cells[k + OWN - 1] ?? [], rows, { packing: zstdPacking, ...SHAPE }),
    );
}
