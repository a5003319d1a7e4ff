import { isApiError } from '../../api/api-error.ts';

/** What is wrong with rows of an upload, by row from 0; empty where the refusal is about no row. */
export function readRowErrors(error: unknown): ReadonlyMap<number, readonly string[]> {
  const found = new Map<number, string[]>();
  if (!isApiError(error)) return found;
  const add = (row: unknown, message: string) => {
    if (typeof row === 'number') found.set(row, [...(found.get(row) ?? []), message]);
  };
  const { errors, duplicates } = error.details;
  for (const one of listOf(errors)) {
    if ('row' in one && 'message' in one) {
      const name = 'field' in one ? `${String(one.field)}: ` : '';
      add(one.row, `${name}${String(one.message)}`);
    }
  }
  for (const one of listOf(duplicates)) {
    if ('row' in one) add(one.row, 'is there already');
  }
  return found;
}

function listOf(value: unknown): readonly object[] {
  return Array.isArray(value)
    ? value.filter((one): one is object => typeof one === 'object' && one !== null)
    : [];
}
