/**
 * Numbers computed of the light curves of a release: features of them, and SCoPe's classifications.
 * Source: van Roestel et al. 2021, AJ 161, 267; Coughlin et al. 2021, MNRAS 505, 2954.
 */
import { type Hdf5Dataset, type Hdf5File, numberCell, TableError } from '@fritz/formats';

/** One light curve's values, in the order of the columns. */
export interface CurveValues {
  readonly id: bigint;
  readonly ra: number | null;
  readonly dec: number | null;
  readonly values: readonly (number | null)[];
}

export interface ValueFile {
  readonly columns: readonly string[];
  rows(): Generator<CurveValues>;
}

const STATISTICS = [
  ...['n', 'median', 'wmean', 'chi2red', 'roms', 'wstd', 'norm_peak_to_peak_amp'],
  ...['norm_excess_var', 'median_abs_dev', 'iqr', 'i60r', 'i70r', 'i80r', 'i90r', 'skew'],
  ...['smallkurt', 'inv_vonneumannratio', 'welch_i', 'stetson_j', 'stetson_k', 'ad', 'sw'],
];
const PERIODIC = [
  ...['period', 'significance', 'pdot', 'f1_power', 'f1_BIC', 'f1_a', 'f1_b', 'f1_amp', 'f1_phi0'],
  ...['f1_relamp1', 'f1_relphi1', 'f1_relamp2', 'f1_relphi2', 'f1_relamp3', 'f1_relphi3'],
  ...['f1_relamp4', 'f1_relphi4'],
];
const BLOCK_ROWS = 10_000;

/** Features: `stats` (id, place, 22 statistics) and `stats_EAOV` (id, 17 of a period). */
export function readFeatureFile(file: Hdf5File): ValueFile {
  const stats = demandMatrix(file, 'stats', STATISTICS.length + 3);
  const periodic = demandMatrix(file, 'stats_EAOV', PERIODIC.length + 1);
  return {
    columns: [...STATISTICS, ...PERIODIC],
    *rows() {
      const periods = new Map<bigint, (number | null)[]>();
      for (const [id, ...values] of rowsOf(periodic)) {
        if (typeof id === 'number') periods.set(BigInt(id), values);
      }
      const none = PERIODIC.map(() => null);
      for (const [id, ra = null, dec = null, ...values] of rowsOf(stats)) {
        if (typeof id !== 'number' || !Number.isSafeInteger(id)) continue;
        const key = BigInt(id);
        yield { id: key, ra, dec, values: [...values, ...(periods.get(key) ?? none)] };
      }
    },
  };
}

/** Classifications: `preds` (id, score) of one class by one kind of network. */
export function readClassificationFile(file: Hdf5File, column: string): ValueFile {
  const predictions = demandMatrix(file, 'preds', 2);
  return {
    columns: [column],
    *rows() {
      for (const [id, score = null] of rowsOf(predictions)) {
        if (typeof id !== 'number' || !Number.isSafeInteger(id)) continue;
        yield { id: BigInt(id), ra: null, dec: null, values: [score] };
      }
    },
  };
}

/**
 * Which class a file of classifications is of, by its folders as SCoPe lays them out:
 * `xgb/d15.vnv.c/…` is `vnv_xgb`, `dnn/vnv-…/…` is `vnv_dnn`. Null where they say nothing.
 */
export function classificationColumn(path: string): string | null {
  const [model = '', folder = ''] = path.split(/[\\/]/).slice(-3);
  const name =
    model === 'xgb' ? folder.split('.')[1] : model === 'dnn' ? folder.split('-')[0] : null;
  return name && /^\w+$/.test(name) ? `${name}_${model}` : null;
}

function demandMatrix(file: Hdf5File, name: string, columns: number): Hdf5Dataset {
  const found = file.dataset(name);
  if (found?.shape.length !== 2 || found.shape[1] !== columns) {
    throw new TableError('bad_format', `the file has no ${name} with ${columns} columns`);
  }
  return found;
}

function* rowsOf(matrix: Hdf5Dataset): Generator<(number | null)[]> {
  const readers = Array.from({ length: matrix.shape[1] ?? 0 }, (_, i) => numberCell(matrix, i));
  for (let from = 0; from < matrix.rows; from += BLOCK_ROWS) {
    const to = Math.min(matrix.rows, from + BLOCK_ROWS);
    const bytes = matrix.read(from, to);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (let row = 0; row < to - from; row++) {
      yield readers.map((read) => {
        const value = read(view, row * matrix.rowBytes);
        return Number.isFinite(value) ? value : null;
      });
    }
  }
}
