import { api } from '../../api/api.ts';
import type { Candidate, CandidatePage } from '../../api/types.ts';
import { type ScanSearch, searchParams } from './scan-search.ts';

export const CANDIDATES_PER_PAGE = 25;

// The most that the server gives at once.
const NEWER_LIMIT = 500;

export type CandidateQuery = {
  readonly search: ScanSearch;
  readonly startDate: string;
  readonly endDate?: string;
};

function toParams({ search, startDate, endDate }: CandidateQuery, size: number) {
  return { startDate, endDate, ...searchParams(search), numPerPage: size, includeComments: true };
}

/** Where a page begins; a cursor shifts neither by what is decided nor by what passes meanwhile. */
export type PageStart = { readonly cursor: string; readonly queryID: string } | null;

export const candidatesApi = api.injectEndpoints({
  endpoints: (build) => ({
    getCandidates: build.infiniteQuery<CandidatePage, CandidateQuery, PageStart>({
      infiniteQueryOptions: {
        initialPageParam: null,
        getNextPageParam: ({ cursor, queryID }) =>
          cursor === null ? undefined : { cursor, queryID },
      },
      query: ({ queryArg, pageParam }) => ({
        url: 'candidates',
        params: { ...toParams(queryArg, CANDIDATES_PER_PAGE), ...pageParam },
      }),
      // Long enough to look at an object and come back to the same place.
      keepUnusedDataFor: 600,
    }),
    getCandidate: build.query<Candidate, string>({
      query: (id) => `candidates/${encodeURIComponent(id)}`,
    }),
    getNewerCandidates: build.query<CandidatePage, CandidateQuery>({
      query: (query) => ({ url: 'candidates', params: toParams(query, NEWER_LIMIT) }),
      keepUnusedDataFor: 0,
    }),
  }),
});

export const {
  useGetCandidatesInfiniteQuery,
  useGetCandidateQuery,
  useLazyGetNewerCandidatesQuery,
} = candidatesApi;
