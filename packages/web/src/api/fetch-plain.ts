import type { ApiError } from './api-error.ts';
import { readApiError } from './api-error.ts';
import { fetchOpened } from './opened.ts';

type Plain<T> = { readonly data: T } | { readonly error: ApiError };

/**
 * A large answer, read once and by the browser's own parser: RTK Query reads each as text and a copy of it
 * beside, and our parser looks for long integers in it. Only for routes that send those as text.
 */
export async function fetchPlain<T>(path: string, signal: AbortSignal): Promise<Plain<T>> {
  try {
    const request = new Request(`/api/${path}`, { credentials: 'same-origin', signal });
    const response = await fetchOpened(request);
    if (!response.ok) {
      const told: unknown = await response.json().catch(() => null);
      return { error: readApiError(response.status, told) };
    }
    const body: { readonly data: T } = await response.json();
    return { data: body.data };
  } catch {
    return { error: readApiError('FETCH_ERROR', null) };
  }
}
