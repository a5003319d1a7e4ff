import {
  findObj,
  listPhotometry,
  listValidations,
  type Viewer,
  type ViewerTx,
} from '@fritz/archive';
import type { PackedPhotometry, routes, Static } from '@fritz/contract';
import type { ServerContext } from '../../context.ts';
import { NotFoundError } from '../../http/fritz-error.ts';
import { listSeriesPoints } from '../photometric-series/series-points.ts';
import { type ShownPoint, withLinked } from './joint-photometry.service.ts';
import { packPhotometry } from './packed-photometry.presenter.ts';
import { type PhotometryPoint, presentForPlot, presentPhotometry } from './photometry.presenter.ts';
import { loadView } from './photometry-view.ts';
import { annotationsOf, commentsOf, findPeriod } from './point-notes.ts';

type Query = Static<typeof routes.getPhotometry.query>;

/** Points as they are shown: whole, or with what a plot needs of them. */
export type ShownPoints =
  | { kind: 'points'; points: PhotometryPoint[] }
  | { kind: 'plot'; points: ReturnType<typeof presentForPlot>[] };

/** The points of an object that the viewer may see, as they are asked for. */
export async function listSourcePhotometry(
  { tx, viewer, context }: { tx: ViewerTx; viewer: Viewer; context: ServerContext },
  objId: string,
  query: Query,
): Promise<ShownPoints> {
  if ((await findObj(tx, objId)) === null) throw new NotFoundError('source');
  const { format = 'mag', magsys = 'ab' } = query;
  const points = await findPoints(tx, objId, query, context);
  const shown = await loadView(
    tx,
    points,
    {
      format: format === 'plot' ? 'mag' : format,
      magsys,
      withOwners: query.includeOwnerInfo ?? false,
      withStreams: query.includeStreamInfo ?? false,
      withValidations: query.includeValidationInfo ?? false,
      withExtinction: query.includeExtinction ?? false,
    },
    context.dust,
  );
  const view = {
    ...shown,
    ...(query.phaseFoldData ? { period: await findPeriod(tx, viewer, objId) } : {}),
    ...(query.includeAnnotationInfo && format !== 'plot'
      ? { annotations: await annotationsOf(tx, viewer, points) }
      : {}),
    ...(query.includeCommentInfo && format !== 'plot'
      ? { comments: await commentsOf(tx, viewer, points) }
      : {}),
  };
  if (format === 'plot') {
    return { kind: 'plot', points: points.map((point) => presentForPlot(point, view)) };
  }
  return { kind: 'points', points: points.map((point) => presentPhotometry(point, view)) };
}

/** All of them, and with `isJoint` those of the linked objects, for a page to draw. */
export async function listPackedPhotometry(
  tx: ViewerTx,
  context: ServerContext,
  { objId, isJoint }: { objId: string; isJoint: boolean },
): Promise<PackedPhotometry> {
  if ((await findObj(tx, objId)) === null) throw new NotFoundError('source');
  const points = await findPoints(tx, objId, { includeSuperObjsPhotometry: isJoint }, context);
  return packPhotometry(points, await listValidations(tx, objId));
}

async function findPoints(
  tx: ViewerTx,
  objId: string,
  query: Query,
  context: ServerContext,
): Promise<ShownPoint[]> {
  const which = query.individualOrSeries ?? 'both';
  const single = which === 'series' ? [] : await listPhotometry(tx, objId);
  const rows = which === 'individual' ? [] : await listSeriesPoints(tx, objId);
  const own = rows.length === 0 ? single : [...single, ...rows].sort((a, b) => a.mjd - b.mjd);
  const points = query.includeSuperObjsPhotometry ? await withLinked(tx, context, objId, own) : own;
  return query.deduplicatePhotometry ? withoutRepeats(points) : points;
}

/**
 * Of points that say the same of one moment, the one that came first: two people may have uploaded
 * one measurement, each for his own groups. Fluxes that agree to a part in a million are the same.
 */
function withoutRepeats(points: readonly ShownPoint[]): ShownPoint[] {
  const seen = new Map<string, ShownPoint>();
  const round = (value: number | null) => (value === null ? 'none' : value.toPrecision(6));
  const sorted = [...points].sort((a, b) => ((a.id ?? 0n) < (b.id ?? 0n) ? -1 : 1));
  for (const point of sorted) {
    const { instrument, band, mjd, flux_ujy: flux, fluxerr_ujy: fluxErr } = point;
    const key = [instrument, band, mjd.toFixed(6), round(flux), round(fluxErr)].join('|');
    if (!seen.has(key)) seen.set(key, point);
  }
  const kept = new Set(seen.values());
  return points.filter((point) => kept.has(point));
}
