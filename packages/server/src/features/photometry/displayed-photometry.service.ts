import { findObj, listPhotometry, type ViewerTx } from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';
import type { ServerContext } from '../../context.ts';
import { NotFoundError } from '../../http/fritz-error.ts';
import { pointOfAlerts } from './joint-photometry.service.ts';
import { type PhotometryPoint, presentPhotometry } from './photometry.presenter.ts';
import { loadView } from './photometry-view.ts';

type Query = Static<typeof routes.getSurveyPhotometry.query>;

/**
 * What is known of an object's brightness, saved or not: the points that the marshal keeps, and those of its
 * alerts that are not among them, by time.
 *
 * @throws NotFoundError where the viewer sees neither
 */
export async function listDisplayedPhotometry(
  { tx, context }: { tx: ViewerTx; context: ServerContext },
  objId: string,
  { format = 'mag', magsys = 'ab' }: Query,
): Promise<PhotometryPoint[]> {
  const isKept = (await findObj(tx, objId)) !== null;
  const kept = isKept ? await listPhotometry(tx, objId) : [];
  const seen = new Set(kept.map(keyOf));
  const ofArchive = await context.alerts.photometry(tx, objId);
  if (!isKept && ofArchive.length === 0) throw new NotFoundError('object');
  const added = ofArchive.filter((point) => !seen.has(keyOf(point)));
  const points = [
    ...kept,
    ...added.map((point) => pointOfAlerts(objId, point, context.now())),
  ].sort((a, b) => a.mjd - b.mjd);
  const view = await loadView(tx, points, { format, magsys }, null);
  return points.map((point) => presentPhotometry(point, view));
}

/** Points of the archive are kept at their own times: a millionth of a day is less than an exposure. */
function keyOf({
  instrument,
  band,
  mjd,
}: {
  instrument: string;
  band: string;
  mjd: number;
}): string {
  return `${instrument}|${band}|${mjd.toFixed(6)}`;
}
