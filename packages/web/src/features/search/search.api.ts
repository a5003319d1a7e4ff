import { api } from '../../api/api.ts';
import type { Answer } from '../../api/types.ts';

export type SearchAnswer = Answer<'searchEverything'>;

export const searchApi = api.injectEndpoints({
  endpoints: (build) => ({
    searchEverything: build.query<SearchAnswer, string>({
      query: (q) => ({ url: 'internal/search', params: { q } }),
      keepUnusedDataFor: 30,
    }),
  }),
});

export const { useSearchEverythingQuery } = searchApi;
