import { type ScanSearch, searchParams } from './scan-search.ts';

export const CANDIDATES_PER_PAGE = 25;

/** The most that the server gives at once. */
export const NEWER_LIMIT = 500;

export type CandidateQuery = {
  readonly search: ScanSearch;
  readonly startDate: string;
  readonly endDate?: string;
};

/** A query in the API's words. */
export function candidateParams(
  { search, startDate, endDate }: CandidateQuery,
  size: number,
): Readonly<Record<string, string | number | boolean | undefined>> {
  return { startDate, endDate, ...searchParams(search), numPerPage: size, includeComments: true };
}
