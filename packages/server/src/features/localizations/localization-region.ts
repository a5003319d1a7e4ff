import {
  findSkyMap,
  loadSkyMap,
  type RegionValues,
  regionValues,
  type SkyMapRow,
  type ViewerTx,
} from '@fritz/archive';
import { readUtc } from '../../http/fields.ts';
import { InvalidRequestError, NotFoundError } from '../../http/fritz-error.ts';

/** A part of the sky, in SkyPortal's words. */
interface InLocalization {
  localizationDateobs?: string;
  localizationName?: string;
  localizationCumprob?: number;
}

/** What SkyPortal takes where nothing is said. */
const DEFAULT_PROBABILITY = 0.95;

/**
 * The credible region that a search is in; null where it is in none.
 * @throws InvalidRequestError; NotFoundError where the viewer sees no such map
 */
export async function readLocalizationRegion(
  tx: ViewerTx,
  { localizationDateobs: dateobs, localizationName: name, localizationCumprob }: InLocalization,
): Promise<RegionValues | null> {
  if (dateobs === undefined && name === undefined) return null;
  if (dateobs === undefined) throw wrong('localizationDateobs', 'goes with localizationName');
  if (name === undefined) throw wrong('localizationName', 'goes with localizationDateobs');
  const time = readUtc('query', 'localizationDateobs', dateobs);
  const found = await findSkyMap(tx, { dateobs: time, name });
  if (found === null) throw new NotFoundError('sky map');
  const known = await loadSkyMap(tx, found);
  return regionValues(known.region(100 * (localizationCumprob ?? DEFAULT_PROBABILITY)));
}

/** The map of a path. @throws NotFoundError where the viewer sees none */
export async function demandSkyMap(
  tx: ViewerTx,
  { dateobs, name }: { readonly dateobs: string; readonly name: string },
): Promise<SkyMapRow> {
  const time = new Date(/(Z|[+-]\d{2}:?\d{2})$/.test(dateobs.slice(11)) ? dateobs : `${dateobs}Z`);
  if (Number.isNaN(time.getTime())) throw new NotFoundError('sky map');
  const found = await findSkyMap(tx, { dateobs: time, name });
  if (found === null) throw new NotFoundError('sky map');
  return found;
}

function wrong(field: string, message: string): InvalidRequestError {
  return new InvalidRequestError([{ in: 'query', field, message: `is missing: it ${message}` }]);
}
