import { readApiError } from '../../api/api-error.ts';
import { parseExactJson } from '../../api/exact-json.ts';
import { queryTextOf } from './query-text.ts';

/**
 * A query that is kept, as a text to be edited: read from the answer itself, since the app keeps long
 * integers as texts.
 *
 * @throws ApiError as every request of the app
 */
export async function fetchQueryText(path: string): Promise<string> {
  const response = await fetch(`/api/archive/${path}`, { credentials: 'same-origin' }).catch(() => {
    throw readApiError('FETCH_ERROR', null);
  });
  const answer = await response.text();
  if (!response.ok) throw readApiError(response.status, parseExactJson(answer));
  return queryTextOf(answer);
}
