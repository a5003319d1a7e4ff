import { api } from '../../api/api.ts';
import type { Answer } from '../../api/types.ts';
import { NEWS_PARAMS, RECENT_PARAMS } from './words.ts';

export type NewsItem = Answer<'getNewsFeed'>[number];
export type RecentSource = Answer<'listRecentSources'>[number];
export type TopSource = Answer<'listTopSources'>[number];
export type TopSaver = Answer<'listTopSavers'>[number];

// What others save and say moves these: a push of sources makes them old.
const SOURCES = [{ type: 'Source' as const, id: 'LIST' }];

export const dashboardApi = api.injectEndpoints({
  endpoints: (build) => ({
    getNews: build.query<readonly NewsItem[], void>({
      query: () => ({ url: 'newsfeed', params: NEWS_PARAMS }),
      providesTags: SOURCES,
    }),
    getRecentSources: build.query<readonly RecentSource[], void>({
      query: () => ({ url: 'internal/recent_sources', params: RECENT_PARAMS }),
      providesTags: SOURCES,
    }),
    getTopSources: build.query<readonly TopSource[], number>({
      query: (sinceDaysAgo) => ({
        url: 'internal/source_views',
        params: { maxNumSources: 10, sinceDaysAgo },
      }),
    }),
    getTopSavers: build.query<readonly TopSaver[], number>({
      query: (sinceDaysAgo) => ({
        url: 'internal/source_savers',
        params: { maxNumSavers: 10, sinceDaysAgo, candidatesOnly: false },
      }),
      providesTags: SOURCES,
    }),
    getSourceCount: build.query<Answer<'countSources'>, number>({
      query: (sinceDaysAgo) => ({ url: 'internal/source_counts', params: { sinceDaysAgo } }),
      providesTags: SOURCES,
    }),
  }),
});

export const {
  useGetNewsQuery,
  useGetRecentSourcesQuery,
  useGetTopSourcesQuery,
  useGetTopSaversQuery,
  useGetSourceCountQuery,
} = dashboardApi;
