import type { ApiError } from './api-error.ts';

/** What a change of somebody's rights can make look different. */
const RIGHTS = ['Group', 'AdmissionRequest', 'User', 'Stream', 'Filter', 'Session'] as const;

/** To be read anew after a change of rights, and where a refusal tells that what is shown is old. */
export function staleRights(
  _result: unknown,
  error: ApiError | undefined,
): readonly (typeof RIGHTS)[number][] {
  return error === undefined || error.status === 404 || error.status === 409 ? RIGHTS : [];
}
