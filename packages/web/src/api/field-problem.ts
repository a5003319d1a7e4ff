import { isApiError } from './api-error.ts';

/** The fields of a body, each with the codes that tell of it where the server names no field. */
export type FieldCodes = Readonly<Record<string, readonly string[]>>;

function namedProblem(details: Readonly<Record<string, unknown>>, field: string): string | null {
  if (!Array.isArray(details.errors)) return null;
  for (const problem of details.errors as readonly unknown[]) {
    if (typeof problem !== 'object' || problem === null) continue;
    if (!('field' in problem && 'message' in problem)) continue;
    const name = String(problem.field);
    if (name === field || name.startsWith(`${field}.`)) return String(problem.message);
  }
  return null;
}

/** What a refusal (409, 422 and the like) says of one field; null where it does not speak of it. */
export function fieldProblem(error: unknown, field: string, codes: FieldCodes = {}): string | null {
  if (!isApiError(error)) return null;
  const named = namedProblem(error.details, field);
  if (named !== null) return named;
  return codes[field]?.includes(error.code) ? error.message : null;
}

/** The error, unless one of these fields tells of it already. */
export function otherProblem(error: unknown, fields: readonly string[], codes: FieldCodes = {}) {
  return fields.some((field) => fieldProblem(error, field, codes) !== null) ? undefined : error;
}
