/**
 * ZTF's matchfiles: the sources of a quadrant in one band, and all their detections (PyTables).
 * Source: The ZTF Science Data System Explanatory Supplement, §6.5 and §10.3.
 */
import {
  type Hdf5Dataset,
  type Hdf5File,
  numberField,
  type ReadNumber,
  TableError,
} from '@fritz/formats';
import {
  type ArchivedCurve,
  type ArchivedPoint,
  type CurveRecord,
  type CurveStats,
  channelOf,
  curveId,
} from './archived-curve.ts';

const BLOCK_ROWS = 20_000;
const S_PER_DAY = 86_400;
/** Of the public survey; exposures say their own. */
const USUAL_EXPTIME_S = 30;
/** Which of the twelve percentiles are the quartiles. */
const QUARTILES = { upper: 8, lower: 3 } as const;

type Quadrant = Pick<ArchivedCurve, 'field' | 'rc' | 'filter'>;

/** The light curves of a matchfile, one after the other. @throws TableError for what is none */
export function* readMatchfile(file: Hdf5File): Generator<CurveRecord> {
  const part = (name: string): Hdf5Dataset => {
    const found = file.dataset(`matches/${name}`);
    if (!found)
      throw new TableError('bad_format', `this is no matchfile: it has no matches/${name}`);
    return found;
  };
  const { quadrant, exptimes } = readExposures(part('exposures'));
  const sources = new Sources(part('sources'));
  const data = part('sourcedata');
  const readPoint = pointReader(data, exptimes);
  const seen = new Set<number>();
  for (const { matchid, rows, first } of groups(data)) {
    const place = first + 1;
    if (seen.has(matchid)) {
      yield { place, reason: `the detections of source ${matchid} do not lie together` };
      continue;
    }
    seen.add(matchid);
    const source = sources.find(matchid);
    if (source === null) {
      yield { place, reason: `detections of source ${matchid}, which the file does not have` };
      continue;
    }
    const { ra, dec, stats } = source;
    if (!(ra >= 0 && ra < 360 && Math.abs(dec) <= 90)) {
      yield { place, reason: `source ${matchid} has no place on the sky` };
      continue;
    }
    const points = rows.map(readPoint).filter((point) => point !== null);
    if (points.length === 0) {
      yield { place, reason: `source ${matchid} has no detection with a magnitude and a time` };
      continue;
    }
    points.sort((a, b) => a.hjd - b.hjd);
    const curve = {
      id: curveId(quadrant, matchid),
      ra,
      dec,
      ...quadrant,
      ...channelOf(quadrant.rc),
    };
    yield { curve: { ...curve, stats, points }, badPoints: rows.length - points.length };
  }
}

/** Whose sky it is, and how long each exposure took. */
function readExposures(exposures: Hdf5Dataset): {
  quadrant: Quadrant;
  exptimes: ReadonlyMap<number, number>;
} {
  if (exposures.rows === 0) throw new TableError('bad_format', 'the matchfile has no exposure');
  const names = ['fieldid', 'rcid', 'filterid', 'expid', 'exptime'] as const;
  const [field, rc, filter, expid, exptime] = names.map((name) => numberField(exposures, name));
  const bytes = exposures.read(0, exposures.rows);
  const view = viewOf(bytes);
  const exptimes = new Map<number, number>();
  for (let row = 0; row < exposures.rows; row++) {
    const at = row * exposures.rowBytes;
    exptimes.set(expid?.(view, at) ?? 0, exptime?.(view, at) ?? USUAL_EXPTIME_S);
  }
  const quadrant = {
    field: field?.(view, 0) ?? -1,
    rc: rc?.(view, 0) ?? -1,
    filter: filter?.(view, 0) ?? -1,
  };
  const isKnown = quadrant.field >= 0 && quadrant.field < 9000 && quadrant.rc >= 0;
  if (!isKnown || quadrant.rc > 63 || ![1, 2, 3].includes(quadrant.filter)) {
    throw new TableError('bad_format', 'the matchfile is of no field, quadrant and band of ZTF');
  }
  return { quadrant, exptimes };
}

/** The rows of the table of sources, by their numbers. */
class Sources {
  readonly #view: DataView;
  readonly #rowBytes: number;
  readonly #rows = new Map<number, number>();
  readonly #numbers: Readonly<Record<string, ReadNumber>>;

  constructor(table: Hdf5Dataset) {
    this.#view = viewOf(table.read(0, table.rows));
    this.#rowBytes = table.rowBytes;
    const names = ['ra', 'dec', 'meanmag', 'vonneumannratio'];
    const reference = ['refchi', 'refmag', 'refmagerr', 'refsharp'];
    this.#numbers = {
      ...Object.fromEntries(
        [...names, ...reference].map((name) => [name, numberField(table, name)]),
      ),
      upper: numberField(table, 'percentiles', QUARTILES.upper),
      lower: numberField(table, 'percentiles', QUARTILES.lower),
    };
    const matchid = numberField(table, 'matchid');
    for (let row = 0; row < table.rows; row++) {
      this.#rows.set(matchid(this.#view, row * table.rowBytes), row);
    }
  }

  find(matchid: number): { ra: number; dec: number; stats: CurveStats } | null {
    const row = this.#rows.get(matchid);
    if (row === undefined) return null;
    const read = (name: string) =>
      this.#numbers[name]?.(this.#view, row * this.#rowBytes) ?? Number.NaN;
    const known = (name: string) => finite(read(name));
    return {
      ra: read('ra'),
      dec: read('dec'),
      stats: {
        meanmag: known('meanmag'),
        vonneumannratio: known('vonneumannratio'),
        iqr: finite(read('upper') - read('lower')),
        refchi: known('refchi'),
        refmag: known('refmag'),
        refmagerr: known('refmagerr'),
        refsharp: known('refsharp'),
      },
    };
  }
}

interface Row {
  readonly view: DataView;
  readonly at: number;
}

interface Group {
  readonly matchid: number;
  readonly rows: Row[];
  readonly first: number;
}

/** Rows of the table of detections that follow each other and are of one source. */
function* groups(data: Hdf5Dataset): Generator<Group> {
  const matchid = numberField(data, 'matchid');
  const open: Group[] = [];
  for (let from = 0; from < data.rows; from += BLOCK_ROWS) {
    const to = Math.min(data.rows, from + BLOCK_ROWS);
    const view = viewOf(data.read(from, to));
    for (let row = from; row < to; row++) {
      const at = (row - from) * data.rowBytes;
      const id = matchid(view, at);
      if (open[0]?.matchid !== id) {
        yield* open.splice(0);
        open.push({ matchid: id, rows: [], first: row });
      }
      open[0]?.rows.push({ view, at });
    }
  }
  yield* open;
}

/** Reads a detection; null for one without a time or a magnitude. */
function pointReader(
  data: Hdf5Dataset,
  exptimes: ReadonlyMap<number, number>,
): (row: Row) => ArchivedPoint | null {
  const field = (name: string) => numberField(data, name);
  const [hjd, mjd, mag, magerr] = [field('hjd'), field('mjd'), field('mag'), field('magerr')];
  const [programid, catflags, expid] = [field('programid'), field('catflags'), field('expid')];
  const [ra, dec, chi, sharp] = [field('ra'), field('dec'), field('chi'), field('sharp')];
  return ({ view, at }) => {
    const exposure = expid(view, at);
    const middle = mjd(view, at);
    const exptimeS = exptimes.get(exposure) ?? USUAL_EXPTIME_S;
    const point = {
      hjd: hjd(view, at),
      mjd: middle - exptimeS / 2 / S_PER_DAY,
      mag: mag(view, at),
      magerr: magerr(view, at),
      programid: programid(view, at),
      catflags: catflags(view, at),
      expid: exposure,
      ra: finite(ra(view, at)),
      dec: finite(dec(view, at)),
      chi: finite(chi(view, at)),
      sharp: finite(sharp(view, at)),
    };
    const isTimed = point.hjd > 2_400_000 && middle > 0;
    return isTimed && Number.isFinite(point.mag) && Number.isFinite(point.magerr) ? point : null;
  };
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
