import { type AlertSearch, searchAlerts as findAlerts, type ViewerTx } from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';
import { adapterOf } from '@fritz/surveys';
import { readUtc } from '../../http/fields.ts';
import { InvalidRequestError } from '../../http/fritz-error.ts';
import { readLocalizationRegion } from '../localizations/localization-region.ts';
import { projectAlerts } from './project-alerts.ts';

type Query = Static<typeof routes.searchAlerts.query>;
type Answer = Static<typeof routes.searchAlerts.response>;

const ARCSEC = { deg: 3600, arcmin: 60, arcsec: 1 } as const;
const LARGEST_ARCSEC = 3600;

/** Alerts of the archive, in the fields that a list shows or in all of them. */
export async function searchAlerts(tx: ViewerTx, query: Query): Promise<Answer> {
  const found = await findAlerts(tx, await readSearch(tx, query));
  if (query.projection !== undefined) {
    return projectAlerts<Answer[number]>(found, query.projection, ['survey', 'mag', 'band']);
  }
  if (query.includeAllFields) return found;
  return found.map((alert) => {
    const { candid, objectId, survey, mag, band, candidate, coordinates } = alert;
    const fields = adapterOf(survey).listedFields;
    const listed =
      fields === null
        ? candidate
        : Object.fromEntries(fields.map((name) => [name, candidate[name] ?? null]));
    const shown = coordinates as Record<string, unknown>;
    return { candid, objectId, survey, mag, band, candidate: listed, coordinates: shown };
  });
}

async function readSearch(tx: ViewerTx, query: Query): Promise<AlertSearch> {
  const time = (field: 'passedAfter' | 'passedBefore' | 'startDate' | 'endDate') => {
    const given = query[field];
    return given === undefined ? null : readUtc('query', field, given);
  };
  const { filter_id: filterId } = query;
  const search = {
    objectIds: query.objectId?.split(',').map((name) => name.trim()) ?? null,
    candids: query.candid?.split(',').map((text) => readCandid('candid', text)) ?? null,
    cone: readCone(query),
    region: await readLocalizationRegion(tx, query),
    passed:
      filterId === undefined
        ? null
        : { filterId, since: time('passedAfter'), before: time('passedBefore') },
  };
  if (Object.values(search).every((one) => one === null)) {
    throw wrong(
      'objectId',
      'is missing, as are candid, filter_id, a sky map, and ra, dec and radius',
    );
  }
  const unfiltered = (['passedAfter', 'passedBefore'] as const).find((name) => query[name]);
  if (filterId === undefined && unfiltered !== undefined) {
    throw wrong(unfiltered, 'is of a filter: filter_id is missing');
  }
  return {
    ...search,
    since: time('startDate'),
    before: time('endDate'),
    survey: query.survey ?? null,
    after: readCursor(query.cursor),
    limit: query.limit ?? 1000,
  };
}

function readCone({ ra, dec, radius, radius_units: unit = 'arcsec' }: Query): AlertSearch['cone'] {
  if (ra === undefined && dec === undefined && radius === undefined) return null;
  if (ra === undefined || dec === undefined || radius === undefined) {
    const missing = ra === undefined ? 'ra' : dec === undefined ? 'dec' : 'radius';
    throw wrong(missing, 'is missing: ra, dec and radius go together');
  }
  const radiusArcsec = radius * ARCSEC[unit];
  if (radiusArcsec > LARGEST_ARCSEC) throw wrong('radius', 'is more than one degree');
  return { ra: ra % 360, dec, radiusArcsec };
}

function readCursor(text: string | undefined): AlertSearch['after'] {
  if (text === undefined) return null;
  const [jd = '', candid = ''] = text.split(',');
  return { jd: Number(jd), candid: readCandid('cursor', candid) };
}

const LARGEST_CANDID = 9_223_372_036_854_775_807n;

function readCandid(field: string, text: string): bigint {
  const candid = BigInt(text);
  if (candid > LARGEST_CANDID) throw wrong(field, 'is larger than any number of an alert');
  return candid;
}

function wrong(field: string, message: string): InvalidRequestError {
  return new InvalidRequestError([{ in: 'query', field, message }]);
}
