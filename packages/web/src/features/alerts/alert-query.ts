import { parsePosition } from '@fritz/sky';

/** What the page asks, as its form has it: texts, empty where nothing is asked. */
export type AlertQuery = {
  /** A position of any form. */
  readonly place: string;
  readonly radius: string;
  readonly objectId: string;
  readonly candid: string;
  readonly filterId: string;
  readonly since: string;
  readonly before: string;
};

export const NO_QUERY: AlertQuery = {
  ...{ place: '', radius: '60', objectId: '', candid: '' },
  ...{ filterId: '', since: '', before: '' },
};

/** Reads an address; the search of the header gives a place as `ra` and `dec`. */
export function readAlertQuery(search: string): AlertQuery {
  const params = new URLSearchParams(search);
  const [ra, dec] = [params.get('ra'), params.get('dec')];
  const place = params.get('place') ?? (ra !== null && dec !== null ? `${ra} ${dec}` : '');
  return {
    place,
    radius: params.get('radius') ?? NO_QUERY.radius,
    objectId: params.get('objectId') ?? '',
    candid: params.get('candid') ?? '',
    filterId: params.get('filter') ?? '',
    since: params.get('since') ?? '',
    before: params.get('before') ?? '',
  };
}

export function writeAlertQuery(query: AlertQuery): string {
  const params = new URLSearchParams();
  const { place, radius, objectId, candid, filterId, since, before } = query;
  const texts = { place, objectId, candid, filter: filterId, since, before };
  for (const [name, text] of Object.entries(texts)) {
    if (text.trim() !== '') params.set(name, text.trim());
  }
  if (place.trim() !== '' && radius !== NO_QUERY.radius) params.set('radius', radius);
  const text = params.toString();
  return text === '' ? '' : `?${text}`;
}

/** What is wrong with a query, by field; empty where nothing is. */
export function queryProblems(query: AlertQuery): Partial<Record<keyof AlertQuery, string>> {
  const { place, radius, objectId, candid } = query;
  const radiusArcsec = Number(radius);
  return {
    ...(place.trim() !== '' && parsePosition(place) === null
      ? { place: 'No position: try 05:34:31.9 +22:00:53 or 83.633, 22.015' }
      : {}),
    ...(place.trim() !== '' && !(radiusArcsec > 0 && radiusArcsec <= 3600)
      ? { radius: 'Above 0, at most 3600″' }
      : {}),
    ...(/^[\w;:+.,\s-]*$/.test(objectId) ? {} : { objectId: 'Names with commas between them' }),
    ...(/^[\d,\s]*$/.test(candid) ? {} : { candid: 'A number' }),
  };
}

/** Whether anything is asked that the archive can be entered by. */
export function isAsking({ place, objectId, candid, filterId }: AlertQuery): boolean {
  return [place, objectId, candid, filterId].some((text) => text.trim() !== '');
}

/** The parameters that the API is asked with; null where it would be refused. */
export function alertParams(
  query: AlertQuery,
  limit: number,
): Readonly<Record<string, string | number>> | null {
  if (!isAsking(query) || Object.keys(queryProblems(query)).length > 0) return null;
  const position = query.place.trim() === '' ? null : parsePosition(query.place);
  const spaceless = (text: string) => text.replaceAll(/\s+/g, '');
  return {
    ...(position === null
      ? {}
      : {
          ra: position.ra,
          dec: position.dec,
          radius: Number(query.radius),
          radius_units: 'arcsec',
        }),
    ...(query.objectId.trim() === '' ? {} : { objectId: spaceless(query.objectId) }),
    ...(query.candid.trim() === '' ? {} : { candid: spaceless(query.candid) }),
    ...(query.filterId === '' ? {} : { filter_id: query.filterId }),
    ...(query.since === '' ? {} : { startDate: query.since }),
    ...(query.before === '' ? {} : { endDate: query.before }),
    limit,
  };
}
