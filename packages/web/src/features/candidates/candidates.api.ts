import { api } from '../../api/api.ts';
import type { Candidate, CandidatePage } from '../../api/types.ts';
import type { SavedStatus } from './saved-status.ts';

export const CANDIDATES_PER_PAGE = 25;

// The most that the server gives at once.
const NEWER_LIMIT = 500;

export type CandidateQuery = {
  readonly groupIds: readonly number[];
  readonly filterIds: readonly number[];
  readonly savedStatus: SavedStatus;
  readonly startDate: string;
  readonly endDate?: string;
};

function toParams(query: CandidateQuery, pageNumber: number, numPerPage: number) {
  return {
    startDate: query.startDate,
    endDate: query.endDate,
    groupIDs: query.groupIds.length > 0 ? query.groupIds.join(',') : undefined,
    filterIDs: query.filterIds.length > 0 ? query.filterIds.join(',') : undefined,
    savedStatus: query.savedStatus,
    pageNumber,
    numPerPage,
  };
}

export const candidatesApi = api.injectEndpoints({
  endpoints: (build) => ({
    getCandidates: build.infiniteQuery<CandidatePage, CandidateQuery, number>({
      infiniteQueryOptions: {
        initialPageParam: 1,
        getNextPageParam: (lastPage, _pages, lastParam) =>
          lastParam * lastPage.numPerPage < lastPage.totalMatches ? lastParam + 1 : undefined,
      },
      query: ({ queryArg, pageParam }) => ({
        url: 'candidates',
        params: toParams(queryArg, pageParam, CANDIDATES_PER_PAGE),
      }),
      // Long enough to look at an object and come back to the same place.
      keepUnusedDataFor: 600,
    }),
    getCandidate: build.query<Candidate, string>({
      query: (id) => `candidates/${encodeURIComponent(id)}`,
    }),
    getNewerCandidates: build.query<CandidatePage, CandidateQuery>({
      query: (query) => ({ url: 'candidates', params: toParams(query, 1, NEWER_LIMIT) }),
      keepUnusedDataFor: 0,
    }),
  }),
});

export const {
  useGetCandidatesInfiniteQuery,
  useGetCandidateQuery,
  useLazyGetNewerCandidatesQuery,
} = candidatesApi;
