import { findLoadedCatalog, searchCatalog, type ViewerTx } from '@fritz/archive';
import { dateToMjd } from '@fritz/sky';

const RADIUS_ARCSEC = 2;

/** What the TNS has at a place, where its list is a catalog here (`fritz catalog add TNS`). */
export async function listTnsAround(
  tx: ViewerTx,
  { ra_median: ra, dec_median: dec }: { ra_median: number | null; dec_median: number | null },
  now: Date,
): Promise<{ TNS?: Record<string, unknown>[] }> {
  const catalog = ra === null || dec === null ? null : await findLoadedCatalog(tx, 'TNS');
  if (catalog === null || ra === null || dec === null) return {};
  const places = [{ ra, dec, mjd: dateToMjd(now) }];
  const search = { places, radiusArcsec: RADIUS_ARCSEC, maxMatches: 100 };
  const [found = []] = await searchCatalog(tx.query, catalog, search);
  return { TNS: found.map(({ document }) => ({ ...document })) };
}
