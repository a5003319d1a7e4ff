import { findCurveValues, type Release, type Viewer, type ViewerTx } from '@fritz/archive';
import { NotFoundError } from '../../http/fritz-error.ts';
import { annotate } from '../annotations/annotations.service.ts';
import { demandSubject } from '../notes/subject.service.ts';
import { type GivenCone, readCone } from './light-curves.service.ts';

/** What goes into an annotation, in this order. */
const ANNOTATED = [
  ...['ad', 'chi2red', 'i60r', 'i70r', 'i80r', 'i90r', 'inv_vonneumannratio', 'iqr', 'median'],
  ...['median_abs_dev', 'n', 'norm_excess_var', 'norm_peak_to_peak_amp', 'roms', 'skew'],
  ...['smallkurt', 'stetson_j', 'stetson_k', 'sw', 'welch_i', 'wmean', 'wstd'],
  ...['period', 'significance', 'pdot'],
];
const DEFAULT_RADIUS_ARCSEC = 2;

/** Annotates a source with the features of the nearest light curve. @throws NotFoundError */
export async function annotateWithFeatures(
  tx: ViewerTx,
  viewer: Viewer,
  release: Release,
  body: GivenCone & { id: string },
): Promise<number> {
  const subject = await demandSubject(tx, { resource_type: 'sources', resource_id: body.id });
  const given = body.radius === undefined ? { ...body, ...usualRadius } : body;
  const cone = readCone(given, 'body');
  const [nearest] = await findCurveValues(tx, release, { cone, ids: null, limit: 1 });
  if (nearest === undefined) throw new NotFoundError('light curve with features at this place');
  const known = ANNOTATED.flatMap((name) => {
    const value = nearest.values[name];
    return value === undefined || value === null ? [] : [[name, value] as const];
  });
  const data = { ...placeOf(nearest.id), ...Object.fromEntries(known) };
  return annotate(tx, viewer, subject, { origin: release.name, data, groupIds: null });
}

const usualRadius = { radius: DEFAULT_RADIUS_ARCSEC, radius_units: 'arcsec' } as const;

/** The number of a light curve tells its field and quadrant; it is below 2^53. */
function placeOf(id: bigint): Record<string, number> {
  const number = Number(id);
  const field = Math.floor((number - 1e13) / 1e9);
  const rc = Math.floor((number - 1e13 - field * 1e9) / 1e7);
  return { _id: number, field, ccd: Math.floor(rc / 4) + 1, quad: (rc % 4) + 1 };
}
