/** What a failed request looks like everywhere in the app. `status` 0 means that no answer came. */
export type ApiError = {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
};

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const OFFLINE: ApiError = {
  status: 0,
  code: 'network',
  message: 'No answer from the server. Check the connection and try again.',
  details: {},
};

/** Makes an `ApiError` of an HTTP status and the server's error envelope (or whatever came). */
export function readApiError(status: number | string, body: unknown): ApiError {
  if (typeof status !== 'number') return OFFLINE;
  const envelope = isRecord(body) ? body : {};
  const details = isRecord(envelope.data) ? envelope.data : {};
  return {
    status,
    code: typeof details.code === 'string' ? details.code : 'unknown',
    message:
      typeof envelope.message === 'string' && envelope.message !== ''
        ? envelope.message
        : `The server answered with status ${status}.`,
    details,
  };
}

export function isApiError(value: unknown): value is ApiError {
  return isRecord(value) && typeof value.status === 'number' && typeof value.message === 'string';
}

/** One sentence for a person, from whatever was thrown. */
export function describeError(error: unknown): string {
  if (isApiError(error)) return error.message;
  if (error instanceof Error) return error.message;
  return 'Something went wrong.';
}

// A 500 is a mistake of the server's: asking again at once meets it again.
const PASSING_STATUSES: readonly number[] = [0, 429, 502, 503, 504];

/** Whether the same request may succeed if it is sent again soon. */
export function isRetryable(error: unknown): boolean {
  return isApiError(error) && PASSING_STATUSES.includes(error.status);
}
