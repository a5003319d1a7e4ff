import { listCommentsOf, type Viewer, type ViewerTx } from '@fritz/archive';
import { loadAnnotations } from '../annotations/annotations.service.ts';
import { presentComment } from '../comments/comments.presenter.ts';
import type { ShownPoint } from './joint-photometry.service.ts';

type Annotations = Awaited<ReturnType<typeof loadAnnotations>>;

const periodKeys = ['period', 'Period', 'PERIOD'];

/** The period of an object that an annotation told last, days; null: none tells one. */
export async function findPeriod(
  tx: ViewerTx,
  viewer: Viewer,
  objId: string,
): Promise<number | null> {
  const annotations = await loadAnnotations(tx, viewer, 'sources', [objId]);
  let newest: { period: number; modified: string } | null = null;
  for (const { data, modified } of annotations) {
    const period = periodKeys.map((key) => data[key]).find((value) => typeof value === 'number');
    if (typeof period !== 'number' || !(period > 0)) continue;
    if (newest === null || modified > newest.modified) newest = { period, modified };
  }
  return newest?.period ?? null;
}

/** The annotations on points, by the point. */
export async function annotationsOf(
  tx: ViewerTx,
  viewer: Viewer,
  points: readonly ShownPoint[],
): Promise<ReadonlyMap<string, Annotations>> {
  const ids = points.flatMap(({ id }) => (id === null ? [] : [String(id)]));
  const rows = ids.length === 0 ? [] : await loadAnnotations(tx, viewer, 'photometry', ids);
  return Map.groupBy(rows, (row) => String(row.resource_id));
}

/** The comments in the main conversations of points, by the point. */
export async function commentsOf(
  tx: ViewerTx,
  viewer: Viewer,
  points: readonly ShownPoint[],
): Promise<ReadonlyMap<string, ReturnType<typeof presentComment>[]>> {
  const ids = points.flatMap(({ id }) => (id === null ? [] : [String(id)]));
  const rows = ids.length === 0 ? [] : await listCommentsOf(tx, 'photometry', ids);
  const shown = rows.map((row) => presentComment(row, viewer));
  return Map.groupBy(shown, (one) => String(one.resource_id));
}
