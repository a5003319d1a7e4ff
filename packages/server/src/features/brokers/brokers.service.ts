import { summarizeCatalogs, type ViewerTx } from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';
import type { ServerContext } from '../../context.ts';
import { FritzError, InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';
import { searchAlerts } from '../alerts/alert-search.service.ts';
import { loadCutout } from '../alerts/cutouts.service.ts';
import { searchAround as searchCatalog } from '../catalogs/catalogs.service.ts';

type Search = Static<typeof routes.searchBrokerAlerts.query>;
type Survey = 'ztf' | 'lsst' | 'winter' | 'pgir';

const mostAlerts = 10_000;
const unixEpochJd = 2_440_587.5;

function surveyOf(name: Search['survey']): { survey?: Survey } {
  const lower = name?.toLowerCase();
  const isKnown = lower === 'ztf' || lower === 'lsst' || lower === 'winter' || lower === 'pgir';
  return isKnown ? { survey: lower } : {};
}

/** Alerts of an object, or around a place, with all of their fields. */
export async function searchObject(
  tx: ViewerTx,
  { jd_start: from, jd_end: to, survey, ...where }: Search,
): Promise<Static<typeof routes.searchBrokerAlerts.response>> {
  const isoOf = (jd: number) => new Date((jd - unixEpochJd) * 86_400_000).toISOString();
  const found = await searchAlerts(tx, {
    ...where,
    ...surveyOf(survey),
    ...(from === undefined ? {} : { startDate: isoOf(from) }),
    ...(to === undefined ? {} : { endDate: isoOf(to) }),
    includeAllFields: true,
    limit: mostAlerts,
  });
  return found.map((alert) => ({ _id: alert.candid, ...alert }));
}

/** Whether a point of a history is a limit: it has neither a magnitude nor a flux. */
const isLimit = ({ magpsf, psfFlux }: Readonly<Record<string, unknown>>) =>
  (magpsf ?? psfFlux ?? null) === null;

/** The brightest alert of an object, with its history. @throws NotFoundError */
export async function loadAlert(
  tx: ViewerTx,
  { alerts }: Pick<ServerContext, 'alerts'>,
  id: string,
  survey: Search['survey'],
): Promise<Static<typeof routes.getBrokerAlert.response>> {
  const found = await searchAlerts(tx, {
    objectId: id,
    ...surveyOf(survey),
    includeAllFields: true,
    limit: mostAlerts,
  });
  const faint = 99;
  const [brightest] = found.toSorted((a, b) => (a.mag ?? faint) - (b.mag ?? faint));
  if (brightest === undefined) throw new NotFoundError('object');
  const curve = await alerts.lightCurve(tx, id);
  // Points are records in the survey's words, and go out as they are.
  const points = (curve?.prv_candidates ?? []) as readonly Record<string, unknown>[];
  return {
    _id: brightest.candid,
    ...brightest,
    prv_candidates: points.filter((point) => !isLimit(point)),
    prv_nondetections: points.filter(isLimit),
    fp_hists: [...(curve?.fp_hists ?? [])] as Record<string, unknown>[],
  };
}

const largestCandid = 9_223_372_036_854_775_807n;

/** The stamps of an alert. @throws NotFoundError where it has none that the viewer may see */
export async function loadCutouts(
  tx: ViewerTx,
  id: string,
  survey: Search['survey'],
): Promise<Static<typeof routes.getBrokerCutouts.response>> {
  const candid = BigInt(id);
  if (candid > largestCandid) throw new NotFoundError('alert');
  const load = async (cutout: 'science' | 'template' | 'difference') => {
    try {
      const query = { cutout, file_format: 'fits', ...surveyOf(survey) } as const;
      return (await loadCutout(tx, candid, query)).bytes.toString('base64');
    } catch (error) {
      if (error instanceof FritzError && error.code === 'not_found') return null;
      throw error;
    }
  };
  const stamps = {
    cutoutScience: await load('science'),
    cutoutTemplate: await load('template'),
    cutoutDifference: await load('difference'),
  };
  if (Object.values(stamps).every((one) => one === null)) throw new NotFoundError('alert');
  return { candid, ...stamps };
}

const arcsecOf = { deg: 3600, arcmin: 60, arcsec: 1 } as const;
const largestArcsec = 3600;

/** What the loaded catalogs have around a place, by catalog. */
export async function searchAround(
  tx: ViewerTx,
  query: Static<typeof routes.searchBrokerCatalogs.query>,
  now: Date,
): Promise<Record<string, Record<string, unknown>[]>> {
  const { ra, dec, radius: given, radius_units: unit = 'arcsec' } = query;
  const radius = given * arcsecOf[unit];
  if (radius > largestArcsec) {
    const message = 'is more than one degree';
    throw new InvalidRequestError([{ in: 'query', field: 'radius', message }]);
  }
  const around: Record<string, Record<string, unknown>[]> = {};
  for (const { name, kind } of await summarizeCatalogs(tx)) {
    if (kind !== 'loaded') continue;
    const found = await searchCatalog(tx, name, { ra, dec, radius }, now);
    if (found.length > 0) around[name] = found.map(({ document }) => ({ ...document }));
  }
  return around;
}
