import { findLoadedCatalog, searchCatalog, summarizeCatalogs, type ViewerTx } from '@fritz/archive';
import { dateToMjd } from '@fritz/sky';
import { type GivenCone, readCone } from './light-curves.service.ts';

type Documents = Record<string, Record<string, unknown>[]>;

/** What each catalog that is loaded has around a place; mounted ones are left out: they may be slow. */
export async function crossMatch(
  tx: ViewerTx,
  query: GivenCone & { limit?: number },
  now: Date,
): Promise<Documents> {
  const { radiusArcsec, ...place } = readCone(query, 'query');
  const { limit: maxMatches = 1000 } = query;
  const found: Documents = {};
  for (const { name, kind } of await summarizeCatalogs(tx)) {
    const catalog = kind === 'loaded' ? await findLoadedCatalog(tx, name) : null;
    if (catalog === null) continue;
    const places = [{ ...place, mjd: dateToMjd(now) }];
    const [matches = []] = await searchCatalog(tx.query, catalog, {
      places,
      radiusArcsec,
      maxMatches,
    });
    found[name] = matches.map(({ document }) => presentMatch(document));
  }
  return found;
}

/** As Fritz's pages read it: the id as text, the place beside the catalog's own columns. */
function presentMatch(document: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { _id, coordinates } = document;
  const json = coordinates as { radec_geojson?: { coordinates?: readonly number[] } } | undefined;
  const [longitude, dec] = json?.radec_geojson?.coordinates ?? [];
  const place = longitude === undefined ? {} : { ra: longitude + 180, dec };
  return { ...document, _id: String(_id), ...place };
}
