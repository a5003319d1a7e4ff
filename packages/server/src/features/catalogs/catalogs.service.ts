import { type CatalogMatch, findLoadedCatalog, searchCatalog, type ViewerTx } from '@fritz/archive';
import { dateToMjd } from '@fritz/sky';
import { NotFoundError } from '../../http/fritz-error.ts';

interface Cone {
  readonly ra: number;
  readonly dec: number;
  /** Arcseconds. */
  readonly radius: number;
  readonly mjd?: number;
  readonly limit?: number;
}

/** The objects of a catalog within a cone. @throws NotFoundError where no such catalog is loaded */
export async function searchAround(
  tx: ViewerTx,
  name: string,
  { ra, dec, radius: radiusArcsec, mjd, limit: maxMatches = 100 }: Cone,
  now: Date,
): Promise<readonly CatalogMatch[]> {
  const catalog = await findLoadedCatalog(tx, name);
  if (!catalog) throw new NotFoundError('catalog');
  const places = [{ ra, dec, mjd: mjd ?? dateToMjd(now) }];
  const [found = []] = await searchCatalog(tx.query, catalog, { places, radiusArcsec, maxMatches });
  return found;
}
