import { api } from '../../api/api.ts';
import type { Candidate, CandidatePage } from '../../api/types.ts';
import {
  CANDIDATES_PER_PAGE,
  type CandidateQuery,
  candidateParams,
  NEWER_LIMIT,
} from './candidate-query.ts';

export type { CandidateQuery } from './candidate-query.ts';

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
        params: { ...candidateParams(queryArg, CANDIDATES_PER_PAGE), ...pageParam },
      }),
      // Long enough to look at an object and come back to the same place.
      keepUnusedDataFor: 600,
    }),
    /** With all alerts that passed a filter, the newest first. */
    getCandidate: build.query<Candidate, string>({
      query: (id) => `candidates/${encodeURIComponent(id)}?includeAlerts=true`,
    }),
    getNewerCandidates: build.query<CandidatePage, CandidateQuery>({
      query: (query) => ({ url: 'candidates', params: candidateParams(query, NEWER_LIMIT) }),
      keepUnusedDataFor: 0,
    }),
  }),
});

export const {
  useGetCandidatesInfiniteQuery,
  useGetCandidateQuery,
  useLazyGetNewerCandidatesQuery,
} = candidatesApi;
