import { listPhotometryRange, type PhotometryRow, type ViewerTx } from '@fritz/archive';
import type { routes, Static } from '@fritz/contract';
import { dateToMjd } from '@fritz/sky';
import { readIds, readUtc } from '../../http/fields.ts';
import { FritzError, InvalidRequestError } from '../../http/fritz-error.ts';

type RangeQuery = Static<typeof routes.getPhotometryRange.query>;

const maxPoints = 50_000;

/**
 * The points of a span of time. A request without any condition is refused: it means all there is,
 * or conditions that were given where they are not read.
 */
export async function findRange(tx: ViewerTx, query: RangeQuery): Promise<PhotometryRow[]> {
  const { min_date: from, max_date: to, instrument_ids: instruments } = query;
  if (from === undefined && to === undefined && instruments === undefined) {
    const message = 'is missing: give a span of time or instruments';
    throw new InvalidRequestError([{ in: 'query', field: 'min_date', message }]);
  }
  const points = await listPhotometryRange(tx, {
    fromMjd: readMjd('min_date', from),
    toMjd: readMjd('max_date', to),
    instrumentIds: readIds(instruments),
    limit: maxPoints + 1,
  });
  if (points.length <= maxPoints) return points;
  throw new FritzError('too_many_points', { details: { limit: maxPoints } });
}

function readMjd(field: string, text: string | undefined): number | null {
  return text === undefined ? null : dateToMjd(readUtc('query', field, text));
}
