import type { MqlDocument } from '@fritz/mql';
import {
  type FiledPlace,
  findCurvesPlaced,
  findFiledCurves,
  findFiledPlaces,
  findFiledValues,
  findValuesPlaced,
  scanFiledCurves,
  scanFiledValues,
} from '../releases/filed-curves.ts';
import type { StoredCurve, StoredValues } from '../releases/light-curves.queries.ts';
import type { Release } from '../releases/release.ts';
import type { ViewerTx } from '../viewer/viewer-tx.ts';
import type { Collection, FiledRows, Reads, Row } from './collection.ts';
import { demandNarrow } from './filed-cones.ts';
import {
  CURVE_DOUBLES,
  curveDocument,
  inOrder,
  readsPoints,
  valueDoubles,
  valuesDocument,
} from './release-documents.ts';

type Query = Pick<ViewerTx, 'query'>;
type Placed = Omit<FiledPlace, 'cone'>;

/** How the rows of a kind of release are got. */
interface FiledKind<T> {
  readonly doubles: Collection['doubles'];
  readonly batchRows: number;
  scan(tx: Query, reads: Reads): AsyncIterable<readonly T[]>;
  placed(tx: Query, places: readonly Placed[]): Promise<readonly T[]>;
  numbered(tx: Query, ids: readonly bigint[]): Promise<readonly T[]>;
  document(row: T, reads: Reads): MqlDocument;
}

/** A release that lies in files: what a cone holds, light curves by number, or all of them as one stream. */
export function filedRelease(release: Release): Collection {
  return release.kind === 'light_curves'
    ? filedCollection(release, curvesOf(release))
    : filedCollection(release, valuesOf(release));
}

function curvesOf(release: Release): FiledKind<StoredCurve> {
  return {
    doubles: CURVE_DOUBLES,
    batchRows: 100,
    scan: (tx, reads) => scanFiledCurves(tx, release, { withPoints: readsPoints(reads) }),
    placed: (tx, places) => findCurvesPlaced(tx, release, places),
    numbered: (tx, ids) => findFiledCurves(tx, { release, cone: null, ids, limit: ids.length }),
    document: curveDocument,
  };
}

function valuesOf(release: Release): FiledKind<StoredValues> {
  return {
    doubles: valueDoubles(release.columns),
    batchRows: 1000,
    scan: (tx) => scanFiledValues(tx, release),
    placed: (tx, places) => findValuesPlaced(tx, release, places),
    numbered: (tx, ids) => findFiledValues(tx, release, { cone: null, ids, limit: ids.length }),
    document: valuesDocument,
  };
}

function filedCollection<T extends { readonly id: bigint }>(
  release: Release,
  kind: FiledKind<T>,
): Collection {
  const { name, rows } = release;
  const files: FiledRows = {
    async around(tx, cones) {
      demandNarrow(name, cones);
      const found = await findFiledPlaces(tx, release, cones);
      return found.map(({ cone, id, ra, dec }) => ({ cone, lc_id: id, q_ra: ra, q_dec: dec }));
    },
    numbered: (ids) => [...new Set(ids)].map((id) => ({ lc_id: id })),
    async *scan(tx, reads) {
      for await (const batch of kind.scan(tx, reads)) yield batch.map((row) => ({ row }));
    },
  };
  return {
    ...{ name, kind: 'other', isPacked: true, indexed: ['_id'], files },
    ...{ from: '', always: [], place: null, batchRows: kind.batchRows, doubles: kind.doubles },
    field: () => null,
    columns: () => [],
    async documents(tx, found, reads) {
      const got = await rowsOf(tx, found, kind);
      return got.map((row) => kind.document(row, reads));
    },
    narrow: () => [],
    estimate: async () => Number(rows),
  };
}

/** What rows stand for: themselves where a scan gave them, else what is at a place, or of a number. */
async function rowsOf<T extends { readonly id: bigint }>(
  tx: Query,
  found: readonly Row[],
  kind: FiledKind<T>,
): Promise<readonly T[]> {
  const [first] = found;
  if (first === undefined) return [];
  if ('row' in first) return found.map(({ row }) => row as T);
  const ids = found.map(({ lc_id: id }) => id as bigint);
  const places = found.map(({ q_ra: ra, q_dec: dec }, i) => {
    return { id: ids[i] ?? 0n, ra: Number(ra), dec: Number(dec) };
  });
  return inOrder(ids, await ('q_ra' in first ? kind.placed(tx, places) : kind.numbered(tx, ids)));
}
