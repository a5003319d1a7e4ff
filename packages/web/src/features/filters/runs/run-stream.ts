import { type ApiError, readApiError } from '../../../api/api-error.ts';
import { parseExactJson } from '../../../api/exact-json.ts';
import { linesOf } from '../../../api/lines-of.ts';

export type RunProgress = {
  readonly done: number;
  readonly total: number;
  /** How many runs begin before it; absent where it has begun. */
  readonly ahead?: number;
};

type RunOptions = {
  readonly onProgress: (progress: RunProgress) => void;
  readonly signal: AbortSignal;
};

type Line = {
  readonly progress?: RunProgress;
  readonly queue?: { readonly ahead: number };
  readonly status?: string;
  readonly data?: unknown;
};

/**
 * Asks for a run and follows it: the server tells its progress in lines of JSON, and the answer in
 * the last one. Aborting ends the run.
 *
 * @throws ApiError as every request of the app
 */
export async function followRun(
  path: string,
  body: unknown,
  { onProgress, signal }: RunOptions,
): Promise<unknown> {
  const response = await fetch(`/api/${path}`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'content-type': 'application/json', accept: 'application/x-ndjson' },
    body: JSON.stringify(body),
    signal,
  }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw readApiError('FETCH_ERROR', null);
  });
  let last: Line | null = null;
  for await (const text of linesOf(response)) {
    const line = parseExactJson(text) as Line;
    if (line.progress) onProgress(line.progress);
    else if (line.queue) onProgress({ done: 0, total: 0, ahead: line.queue.ahead });
    else last = line;
  }
  if (last?.status === 'success') return last.data;
  throw errorOf(response.status, last);
}

function errorOf(status: number, line: Line | null): ApiError {
  // The lines began with 200: how it ended they tell themselves.
  const error = readApiError(status, line);
  const told = error.details.http_status;
  return typeof told === 'number' ? { ...error, status: told } : error;
}
